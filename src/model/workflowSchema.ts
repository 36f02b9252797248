import { z } from "zod"
import { durationPattern } from "../lib/durations.ts"
import type { Json } from "../lib/json.ts"
import { idPattern, workflowIdPattern } from "./ids.ts"

/*
 * What a file may hold. Keys stand in the order in which a new file is written. Any parameter may be a template;
 * fields of the file itself say here whether they may.
 *
 * Issues that need words of their own carry the code of a problem as their message (`bad_duration`).
 */

const id = z.string().regex(idPattern, { error: "bad_id" })
const outletName = z.string().regex(/^[a-z][a-zA-Z0-9_]{0,63}$/, { error: "bad_outlet_name" })
const workflowId = z.string().regex(workflowIdPattern, { error: "bad_workflow_id" })
const json: z.ZodType<Json> = z.json() as z.ZodType<Json>
const template = z.string().regex(/\{\{/).meta({ description: "A template such as {{ inputs.limit }}" })

/** One line of text that people read: a name. */
const line = z
  .string()
  .max(200, { error: "name_too_long" })
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: "control_character" })

const duration = z
  .string()
  .regex(new RegExp(`${durationPattern.source}|\\{\\{`), { error: "bad_duration" })
  .meta({ description: "A duration such as 90s, 5m or 2h30m" })

/** The value itself, or a template that gives it. */
function templated<T extends z.ZodType>(schema: T) {
  return z.union([schema, template])
}

const budget = z.strictObject({
  usd: templated(z.number().nonnegative()).optional(),
  tokens: templated(z.int().nonnegative()).optional(),
  requests: templated(z.int().nonnegative()).optional(),
  time: duration.optional(),
})

const retryPolicy = z
  .strictObject({
    on: z.union([z.string(), z.array(z.string())]).optional(),
    attempts: z.int().min(1).max(100).optional(),
    delay: duration.optional(),
    factor: z.number().min(1).max(100).optional(),
    maxDelay: duration.optional(),
    jitter: z.enum(["full", "none"]).optional(),
  })
  .meta({ description: "How often, and how long apart, a failed attempt is tried again" })

const validator = z
  .union([
    z.strictObject({ expression: z.string(), message: z.string().optional() }),
    z.looseObject({ ai: z.string() }),
    z.strictObject({ kind: z.string(), with: z.record(z.string(), json).optional() }),
  ])
  .meta({ description: "Decides whether the wire may be taken" })

const wireOn = z.union([
  z.strictObject({ event: z.string(), match: z.string().optional() }),
  z.strictObject({ person: z.string() }),
])

const wire = z
  .strictObject({
    to: z.string(),
    inlet: z.union([z.int().min(1).max(100), z.string()]).optional(),
    when: z.union([z.string(), z.boolean()]).optional(),
    after: duration.optional(),
    at: z.string().optional(),
    on: wireOn.optional(),
    validate: z.array(validator).optional(),
  })
  .meta({ description: "A wire to a step, with what it waits for" })

const wires = z.union([z.string(), wire, z.array(z.union([z.string(), wire]))])

const next = z
  .union([wires, z.record(outletName, wires)])
  .meta({ description: "Where the run goes on: a step, several steps, or steps by outlet" })

const inputType = z.enum(["string", "integer", "number", "boolean", "array", "object", "any", "file"])

/** What a person, a trigger or the command line gives to a run. */
const inputSpec = z.strictObject({
  type: inputType.optional(),
  title: line.optional(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  default: json.optional(),
  enum: z.array(json).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  multiline: z.boolean().optional(),
  items: json.optional(),
  properties: z.record(z.string(), json).optional(),
})

const trigger = z.strictObject({
  id,
  type: z.string(),
  enabled: z.boolean().optional(),
  with: z.record(z.string(), json).optional(),
  inputs: z.record(id, json).optional(),
  missed: z.enum(["skip", "run_once", "run_all"]).optional(),
  next: z.union([z.string(), z.array(z.string())]).optional(),
})

const step = z.strictObject({
  id,
  name: line.optional(),
  kind: z.string(),
  version: z.int().min(1).optional(),
  note: z.string().optional(),
  disabled: z.boolean().optional(),
  join: z.union([z.enum(["all", "any", "each"]), z.strictObject({ atLeast: z.int().min(1) })]).optional(),
  visits: z.int().min(1).max(1_000_000).optional(),
  each: z.string().optional(),
  concurrency: templated(z.int().min(1).max(1000)).optional(),
  onItemError: z.enum(["stop", "continue", "drop"]).optional(),
  with: z.record(z.string(), json).optional(),
  retry: z.union([retryPolicy, z.array(retryPolicy)]).optional(),
  timeout: duration.optional(),
  onError: z.union([z.enum(["stop", "continue"]), z.strictObject({ default: json })]).optional(),
  onDoubt: z.union([z.enum(["ask", "retry", "fail"]), z.strictObject({ done: json })]).optional(),
  repeatable: z.boolean().optional(),
  key: z.string().optional(),
  budget: budget.optional(),
  memory: json.optional(),
  emptyOutlets: z.boolean().optional(),
  output: json.optional(),
  get enter() {
    return z.array(step).optional()
  },
  get steps() {
    return z.array(step).optional()
  },
  get exit() {
    return z.array(step).optional()
  },
  get always() {
    return z.array(step).optional()
  },
  next: next.optional(),
})

const settings = z.strictObject({
  timeout: duration.optional(),
  timezone: z.string().optional(),
  order: z.enum(["parallel", "depth_first", "breadth_first"]).optional(),
  parallel: z.int().min(1).max(1000).optional(),
  concurrency: z
    .strictObject({
      max: z.int().min(1).max(1000),
      overflow: z.enum(["queue", "skip", "cancel_oldest"]).optional(),
      key: z.string().optional(),
    })
    .optional(),
  budget: budget.optional(),
  retention: z.strictObject({ runs: z.int().min(0).optional(), days: z.int().min(0).optional() }).optional(),
  onFailure: workflowId.optional(),
})

const point = z.tuple([z.number(), z.number()])
const colour = z.enum(["grey", "teal", "blue", "violet", "amber", "rose"])

const note = z.strictObject({
  text: z.string(),
  at: point,
  size: point.optional(),
  colour: colour.optional(),
})

const frame = z.strictObject({
  title: line.optional(),
  at: point,
  size: point,
  colour: colour.optional(),
})

/** The schema of the whole file. */
export const workflowSchema = z.strictObject({
  rivulet: z.int().min(1),
  id: workflowId,
  name: line.optional(),
  description: z.string().optional(),
  tags: z.array(line).optional(),
  plugins: z.record(z.string(), z.string()).optional(),
  inputs: z.record(id, inputSpec).optional(),
  variables: z.record(id, json).optional(),
  triggers: z.array(trigger).optional(),
  steps: z.array(step),
  failure: z.array(step).optional(),
  always: z.array(step).optional(),
  settings: settings.optional(),
  output: json.optional(),
  notes: z.array(note).optional(),
  frames: z.array(frame).optional(),
  layout: z
    .record(
      id,
      z.union([
        point,
        z.tuple([z.number(), z.number(), z.number(), z.number()]),
        z.strictObject({
          at: point.optional(),
          size: point.optional(),
          collapsed: z.boolean().optional(),
          locked: z.boolean().optional(),
        }),
      ]),
    )
    .optional(),
})

/** The schemas of the parts of a file. */
export const partSchemas = {
  step,
  wire,
  next,
  trigger,
  inputSpec,
  retryPolicy,
  validator,
  budget,
  settings,
  note,
  frame,
}
