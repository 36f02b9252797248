import { z } from "zod"
import type { Json } from "../lib/json.ts"
import type { Problem } from "./problems.ts"

/*
 * What a run takes over from another one, whose past it shares. It stands in the run's first event, and in the
 * recording of the run as well: played again, it begins from there.
 */

const json = z.json() as z.ZodType<Json>
const map = z.record(z.string(), json)
const count = z.int().min(0)

/** Where in a run something happened. */
export const placeFields = {
  in: z.string(),
  step: z.string(),
  visit: z.int().min(1),
  task: count.optional(),
  /** A step that the task called: `2` is its third call, `2.0` the first of that. */
  call: z.string().optional(),
}

/** Of which items of which lists a value was made. */
export const originsSchema = z.record(z.string(), z.array(z.array(count)))

/** A visit whose outcome is taken over. */
export const keptSchema = z.strictObject({
  ...placeFields,
  /** The key under which the parent did it, or began to. */
  key: z.string().optional(),
  /** What it came to; without, it runs again. */
  outlets: map.optional(),
  /** What a call called and with what: by that the caller finds it again. */
  kind: z.string().optional(),
  input: map.optional(),
  problem: z.custom<Problem>(value => typeof value === "object" && value !== null).optional(),
  variables: map.optional(),
  memory: json.optional(),
  origins: originsSchema.optional(),
  /** The wires that were taken, by their place among the step's; without, they are decided anew. */
  taken: z.array(count).optional(),
})

/** What a run takes over. */
export const forkSchema = z.strictObject({
  /** The run whose past this one shares. */
  of: z.string(),
  kept: z.array(keptSchema),
  /** In what it differs, where that is not how far it goes; the step, where it is one. */
  way: z.strictObject({ type: z.enum(["retry", "from", "change"]), step: z.string().optional() }).optional(),
  /** The steps of the root scope that may run, as forks said it before a run's `only` did; they are still read. */
  only: z.array(z.string()).optional(),
})
