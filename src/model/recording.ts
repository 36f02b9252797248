import { z } from "zod"
import type { Json } from "../lib/json.ts"
import type { Spent, Usage } from "./budget.ts"
import { forkSchema } from "./forked.ts"
import { KeptChanges } from "./keptChanges.ts"
import { narrowSchema } from "./narrow.ts"
import { saidSchema } from "./note.ts"
import type { Problem } from "./problems.ts"
import { standInSchema } from "./trialSchema.ts"

/*
 * What a run got from outside, and what it would have done there, stands with its outcomes: each outcome event
 * carries the calls that its attempt made through ports, and, in a sandbox run, the files that it would have
 * changed. Nothing else is stored of either. A *cassette* is those calls, found by the step's name within the run;
 * the *outbox* is what of them was held.
 *
 *     step.completed  notify#1  calls: [{ port: "notify", what: "show", hash: "9f…", held: { say: "Notification: Ready", … } }]
 *     step.completed  save#1    changes: [{ path: "out.md", before: null, after: { hash: "4c…", size: 12, content: { text: "…" } } }]
 */

const json = z.json() as z.ZodType<Json>
const problem = z.custom<Problem>(value => typeof value === "object" && value !== null)

/** How a run acts: on the world, beside it, or from a recording alone. */
export const runModes = ["live", "sandbox", "replay"] as const
/** How a run acts. */
export type RunMode = (typeof runModes)[number]

/** What a sandbox run or a replay does about a call that the cassette does not have. */
export const misses = ["error", "warn", "live"] as const
/** What is done about a call that the cassette does not have. */
export type Miss = (typeof misses)[number]

/** A run that looks back on another: a replay of it, or the run that applies it. */
export const pastSchema = z.strictObject({
  of: z.string(),
  miss: z.enum(misses).optional(),
  /** What of a sandbox run is to be performed, by the ids of its entries; all, where it is left out. */
  ticked: z.array(z.string()).optional(),
})
/** The run that another one looks back on. */
export type Past = z.infer<typeof pastSchema>

/** One call of a port, as an outcome carries it. */
export const portCallSchema = z.strictObject({
  port: z.string(),
  what: z.string(),
  /** Of what was asked, in its canonical form: a call with another hash is another call. */
  hash: z.string(),
  /** Milliseconds since the attempt began, and how long the answer took. */
  after: z.number(),
  took: z.number(),
  answer: json.optional(),
  problem: problem.optional(),
  /** What was streamed while it went on: milliseconds since the call, the name of who heard it, and what. */
  chunks: z.array(z.tuple([z.number(), z.string(), json])).optional(),
  /** It was not done: what was asked, and one line for people. */
  held: z.strictObject({ with: json, say: z.string() }).optional(),
  /** The answer was made up in place of a real one. */
  simulated: z.literal(true).optional(),
  /** The answer is too large to be kept, or is no plain data: it cannot be replayed. */
  lost: z.literal(true).optional(),
})
/** One call of a port. */
export type PortCall = z.infer<typeof portCallSchema>

const fileStateSchema = z
  .union([
    z.literal("folder"),
    z.strictObject({ hash: z.string(), size: z.number(), content: json.optional() }),
  ])
  .nullable()
/** What stands at a path: nothing, a folder, or a file with `{ text }` or `{ base64 }` as its content. */
export type FileState = z.infer<typeof fileStateSchema>

/** What a run changed at a path, or would have. */
export const fileChangeSchema = z.strictObject({
  path: z.string(),
  before: fileStateSchema,
  after: fileStateSchema,
  /** It was done to the workspace, and not kept apart. */
  applied: z.literal(true).optional(),
})
/** What a run changed at a path, or would have. */
export type RecordedChange = z.infer<typeof fileChangeSchema>

/** Something in which a run that applies differs from what was approved. */
export const differenceSchema = z.strictObject({
  /** Names exactly this: what is decided about it holds for nothing else. */
  id: z.string(),
  say: z.string(),
  /** Null where nothing of the kind was approved. */
  approved: json.nullable(),
  now: json,
})
/** Something in which a run that applies differs from what was approved. */
export type Difference = z.infer<typeof differenceSchema>

/**
 * What runs hand one another of the world that they keep apart: who starts one beside the world, what it has come to
 * so far; who was waited for, what it came to.
 */
export const handedFields = {
  changes: z.array(fileChangeSchema).optional(),
  /** What they would have changed in tables, in order. */
  rows: z.array(json).optional(),
}
/** What runs hand one another of the world that they keep apart. */
export interface Handed {
  readonly changes?: RecordedChange[]
  readonly rows?: Json[]
}

/** What an attempt leaves behind besides its outcome. */
export const recordFields = {
  calls: z.array(portCallSchema).optional(),
  changes: z.array(fileChangeSchema).optional(),
  /** What it wrote to the log. */
  said: saidSchema.optional(),
}

/** What a run got from outside at one task, by attempt. */
export const recordedStepSchema = z.strictObject({
  attempts: z.array(z.array(portCallSchema)),
  /** The parameters as they were evaluated. */
  input: json.optional(),
  /** What it waited for came, in the order in which it did. */
  answer: z
    .strictObject({ outlet: z.string().optional(), value: json.optional(), problem: problem.optional() })
    .optional(),
  /** The wires of a resting state that were enabled from outside. */
  enabled: z.array(z.strictObject({ wire: z.number(), value: json.optional() })).optional(),
  changes: z.array(fileChangeSchema).optional(),
})
/** What a run got from outside at one task. */
export type RecordedStep = z.infer<typeof recordedStepSchema>

/** Everything that a run got from outside. */
export const cassetteSchema = z.strictObject({
  run: z.string(),
  mode: z.enum(runModes),
  workflow: z.string().optional(),
  startedAt: z.number(),
  seed: z.number(),
  inputs: z.record(z.string(), json),
  trigger: json.optional(),
  entries: z.array(z.string()).optional(),
  /** What it took over from another run, and what stood in for steps: they are taken over, and stand in, again. */
  fork: forkSchema.optional(),
  only: narrowSchema.optional(),
  standIns: z.record(z.string(), standInSchema).optional(),
  /** By the name of the task: `each[3]#2/inner#1`. */
  steps: z.record(z.string(), recordedStepSchema),
  /** The timers that fired. */
  timers: z.array(z.string()),
  timezone: z.string().optional(),
  /** The times that expressions saw, other than those of parameters: by what the value was for. */
  times: z.record(z.string(), z.number()).optional(),
})
/** Everything that a run got from outside. */
export type Cassette = z.infer<typeof cassetteSchema>

/** Says whether a call that costs may be made, by what the attempt has used so far; the budget that is used up if not. */
export type MayAsk = (used: Usage) => Spent | null

/** What ports need to know of the run that they serve. */
export interface Stance {
  readonly mode: RunMode
  /** Whether a sandbox run may ask real models. */
  readonly models: "simulated" | "live"
  /** The run that is looked back on. */
  readonly cassette: Cassette | null
  readonly miss: Miss
  /** Which of the recorded attempts at this task a replay serves, counted from 0. */
  readonly attempt: number
  /** This run applies what was ticked of the one that is looked back on; null where it applies nothing. */
  readonly applies: { readonly isTicked: (entry: string) => boolean } | null
  /** Files that are kept apart, and those that were applied, by path: by the run, and by those around it. */
  readonly changes: KeptChanges
  /** The changes of tables that are kept apart, in their order. */
  readonly heldRows: () => readonly Json[]
  /** What was decided about differences, by their ids. */
  readonly choices: ReadonlyMap<string, "do" | "leave">
  /** What the earlier attempts of this task asked that stopped to show a difference. */
  readonly before: readonly PortCall[]
  readonly mayAsk: MayAsk
}

/** The stance of a run that simply acts. */
export const liveStance: Stance = {
  mode: "live",
  models: "live",
  cassette: null,
  miss: "error",
  attempt: 0,
  applies: null,
  changes: new KeptChanges(),
  heldRows: () => [],
  choices: new Map(),
  before: [],
  mayAsk: () => null,
}

/** The id of an entry of the outbox: the n-th call that was held at a task. */
export function entryId(task: string, ordinal: number): string {
  return `${task}:${ordinal}`
}

/** The id of the entry for a file. */
export function fileEntryId(path: string): string {
  return `file:${path}`
}

/** The id of an entry of a run that another one started, as that one names it. */
export function entryOfChild(run: string, entry: string): string {
  return `${run}>${entry}`
}
