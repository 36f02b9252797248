import { z } from "zod"
import { durationPattern } from "../lib/durations.ts"
import type { Json, JsonMap } from "../lib/json.ts"

/*
 * The workflow as its file holds it. The document in memory has the very shape of the file, short forms and all
 * (`next: review`), so that an edit on it is an edit of the file; `graph.ts` reads it as steps and wires.
 * Keys stand in the order in which a new file is written. Any parameter may be a template; fields of the file
 * itself say here whether they may.
 *
 * Issues that need words of their own carry the code of a problem as their message (`bad_duration`).
 */

/** The version of the file format that this code writes. Older ones are migrated when read. */
export const formatVersion = 1

const idPattern = /^[a-z][a-z0-9_]{0,63}$/
const workflowIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Whether the text may be the id of a step, an input, a variable or a trigger. */
export function isId(text: string): boolean {
  return idPattern.test(text)
}

/** Whether the text may be the id of a workflow: it stands in addresses and file names. */
export function isWorkflowId(text: string): boolean {
  return workflowIdPattern.test(text)
}

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

type Frozen<T> = T extends Json ? (Json extends T ? Json : FrozenParts<T>) : FrozenParts<T>
type FrozenParts<T> = T extends readonly (infer Item)[]
  ? number extends T["length"]
    ? readonly Frozen<Item>[]
    : { readonly [K in keyof T]: Frozen<T[K]> }
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

/** A workflow, in the shape of its file. Never changed in place: edits give a new one that shares what is equal. */
export type Workflow = Frozen<z.infer<typeof workflowSchema>>
/** A box in a workflow. */
export type Step = Frozen<z.infer<typeof step>>
/** A wire as the file writes it in full. */
export type WireSpec = Frozen<z.infer<typeof wire>>
/** Everything that `next` may hold. */
export type Next = Frozen<z.infer<typeof next>>
/** What starts a run. */
export type Trigger = Frozen<z.infer<typeof trigger>>
/** One input of a workflow. */
export type InputSpec = Frozen<z.infer<typeof inputSpec>>
/** One way to try again. */
export type RetryPolicy = Frozen<z.infer<typeof retryPolicy>>
/** What decides whether a wire may be taken. */
export type Validator = Frozen<z.infer<typeof validator>>
/** Limits on what a step or a run may spend. */
export type Budget = Frozen<z.infer<typeof budget>>
/** Settings of a workflow's runs. */
export type Settings = Frozen<z.infer<typeof settings>>
/** A note on the canvas. */
export type Note = Frozen<z.infer<typeof note>>
/** A box drawn around steps. */
export type Frame = Frozen<z.infer<typeof frame>>
/** The parameters of a step. */
export type Parameters = JsonMap

/** The keys of a step that hold a scope of their own, in the order in which they run. */
export const scopeKeys = ["enter", "steps", "exit", "always"] as const
/** The keys of a workflow that hold a scope. */
export const rootScopeKeys = ["steps", "failure", "always"] as const

/** The smallest workflow: what a new file holds. */
export function emptyWorkflow(id: string, name?: string): Workflow {
  return { rivulet: formatVersion, id, ...(name === undefined ? {} : { name }), steps: [] }
}

/** The schema of one step, for those who check a part of a file. */
export const stepSchema = step
/** The schema of one wire in full, for what travels outside a file. */
export const wireSchema = wire
/** The schema of one trigger. */
export const triggerSchema = trigger
