import { z } from "zod"
import type { Json } from "../lib/json.ts"

/** Any plain data. It is not walked: what reaches a step is JSON already, and lists may hold 100,000 rows. */
export const anyJson = z.unknown() as unknown as z.ZodType<Json, Json>

/** A list of any plain data. */
export const anyList = z.array(anyJson)

/** A map of any plain data. */
export const anyMap = z.record(z.string(), anyJson)

/** The name of an outlet, an input or a variable that a parameter may bring in. */
export const plainId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, { error: "bad_id" })
