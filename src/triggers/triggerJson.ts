import { z } from "zod"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"

/** Any plain data, which reaches a trigger as JSON already. */
export const signalJson = z.unknown() as unknown as z.ZodType<Json, Json>

/** A map of plain data. */
export const signalMap = z.record(z.string(), signalJson)

/** The value as a map; an empty one if it is none. */
export function mapOf(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {}
}

/** The text under the key, or an empty one. */
export function textAt(map: JsonMap, key: string): string {
  const value = own(map, key)
  return typeof value === "string" ? value : ""
}
