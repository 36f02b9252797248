import { z } from "zod"
import { durationPattern } from "../lib/durations.ts"

/** A parameter that is a duration such as `90s` or `2h30m`. */
export function durationText(description: string) {
  return z
    .string()
    .regex(durationPattern, { error: "bad_duration" })
    .meta({ description: `${description}, such as 30s, 5m or 2h30m` })
}
