import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { limitsSchema, spentSchema } from "../../model/budget.ts"
import type { Steer } from "../../model/control.ts"
import { forkSchema, type keptSchema, originsSchema, placeFields } from "../../model/forked.ts"
import { narrowSchema } from "../../model/narrow.ts"
import { saidSchema } from "../../model/note.ts"
import type { Problem } from "../../model/problems.ts"
import { differenceSchema, handedFields, pastSchema, recordFields } from "../../model/recording.ts"
import type { Wait } from "../../model/step.ts"
import { breakpointSchema, standInSchema } from "../../model/trialSchema.ts"
import type { Step } from "../../model/workflow.ts"

/*
 * The journal of a run is a list of these events, and a run's state is their fold. An event is a fact that came
 * from outside the fold: a person's wish, an effect's outcome, the value of an expression, time that passed. What
 * follows from facts (which wires die, which steps are ready, skipped, or re-entered, when a retry is due) is
 * derived by `apply` and stands in no event, so two events can never disagree, and a replay evaluates nothing.
 *
 *     run.started ── step.started a ── step.completed a ── step.routed a ── step.completed b ── run.ended
 *
 * An event says where it happened: `in` is the scope instance's path ("" at the root, `each[3]#2` for the fourth
 * instance within the second visit of `each`), then the step's id, its visit, and, where a visit consists of more
 * than one task (an item of `each`, a validator), the number of the task.
 *
 * A value of more than 64 KiB may stand as `{ blob: hash }`; the fold carries it along and never opens it.
 */

/** The version of the events that this code writes. */
export const eventVersion = 1

const json = z.json() as z.ZodType<Json>
const map = z.record(z.string(), json)
const count = z.int().min(0)
const at = z.number()
const problem = z.custom<Problem>(isRecord)
const wait = z.custom<Wait>(isRecord)
const steer = z.custom<Steer>(isRecord)

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** A plugin that a run is pinned to, and what the fold must know of the kinds that it brings. */
const pinnedPlugin = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** The hash of its text. */
  hash: z.string(),
  kinds: z.record(
    z.string(),
    z.strictObject({ outlets: z.array(z.string()), effect: z.enum(["pure", "read", "write", "once"]) }),
  ),
})

/**
 * What was known when what the event carries was evaluated, where its place in the journal does not tell: with this
 * every evaluation of a run can be had again exactly, and so what it read (`loop/why/`).
 */
const saw = z
  .strictObject({
    /** How many facts were; all that stand before the event, where it is left out. */
    facts: count.optional(),
    /** The time, where an expression looked at it. */
    now: z.number().optional(),
  })
  .optional()

/** What an attempt used of what costs money, as its ports report it; null where a price is not known. */
const used = z.strictObject({
  usd: z.number().min(0).nullable(),
  inputTokens: count,
  outputTokens: count,
  requests: count,
})

const runStarted = z.strictObject({
  type: z.literal("run.started"),
  v: z.int(),
  at,
  run: z.string(),
  /** The hash of the workflow that the run is pinned to. */
  workflow: z.string().optional(),
  inputs: map,
  trigger: json.optional(),
  /** Where its expressions stand, wherever it goes on. */
  timezone: z.string().optional(),
  /** The steps that the trigger names in `next`; without them the run begins at the workflow's entries. */
  entries: z.array(z.string()).optional(),
  /** All chance in a run comes from here. */
  seed: z.int(),
  fork: forkSchema.optional(),
  /** How far it goes; all the way, where it is left out. */
  only: narrowSchema.optional(),
  /** Live, where it is left out. */
  mode: z.enum(["sandbox", "replay"]).optional(),
  /** Real models answer, though nothing else is done. */
  models: z.literal("live").optional(),
  past: pastSchema.optional(),
  /** What it may use, in place of what the file says. */
  budget: limitsSchema.optional(),
  /** The plugins whose kinds its workflow uses, as they were. */
  plugins: z.array(pinnedPlugin).optional(),
  /** What stands in for steps, by their ids. */
  standIns: z.record(z.string(), standInSchema).optional(),
  /** Where it stops to be looked at. */
  breakpoints: z.array(breakpointSchema).optional(),
  /** What the run that started this one keeps apart. */
  ...handedFields,
})

const runEnded = z.strictObject({
  type: z.literal("run.ended"),
  at,
  status: z.enum(["completed", "failed", "cancelled"]),
  output: json.optional(),
  problem: problem.optional(),
  saw,
})

const runTurns = [
  z.strictObject({ type: z.literal("run.paused"), at, reason: z.string().optional() }),
  z.strictObject({
    type: z.literal("run.resumed"),
    at,
    /** It stops again before the next step. */
    oneStep: z.literal(true).optional(),
  }),
  /** It stops at these places from now on, and at no others. */
  z.strictObject({ type: z.literal("run.breakpoints"), at, breakpoints: z.array(breakpointSchema) }),
  /** More may be used than the file says: by the step, or by the whole run. */
  z.strictObject({
    type: z.literal("run.budget_raised"),
    at,
    /** The step; the whole run, where it is left out. */
    of: z.string().optional(),
    limits: limitsSchema,
  }),
  z.strictObject({ type: z.literal("run.cancel_asked"), at }),
  /** Another owner goes on after a crash or a freeze: attempts under way were cut. */
  z.strictObject({ type: z.literal("run.taken_over"), at, epoch: count }),
  /** The owner left in order, with nothing under way. */
  z.strictObject({ type: z.literal("run.released"), at }),
] as const

const decision = z.union([
  z.strictObject({
    type: z.literal("retry"),
    /** What becomes of the differences that were shown, by their ids. */
    choices: z.record(z.string(), z.enum(["do", "leave"])).optional(),
  }),
  z.strictObject({ type: z.literal("done"), outlets: map }),
  z.strictObject({ type: z.literal("fail"), problem: problem.optional() }),
])

const lap = z.strictObject({
  gives: map.optional(),
  /** What its steps came to, in order; steps that are not named were skipped. */
  did: z.array(
    z.strictObject({
      step: z.string(),
      outlets: map,
      variables: map.optional(),
      input: json.optional(),
      origins: originsSchema.optional(),
      said: saidSchema.optional(),
    }),
  ),
  /** The value of the container's `output`. */
  output: json.optional(),
  /** The values of the parameters that are evaluated inside. */
  inside: map.optional(),
})

const stepEvents = [
  /** The parameters of a step that steers others are known. */
  z.strictObject({ type: z.literal("step.begun"), at, ...placeFields, input: map, saw }),
  /** The items of `each` are known: one task for each. */
  z.strictObject({
    type: z.literal("step.listed"),
    at,
    ...placeFields,
    items: z.array(json),
    concurrency: z.int().min(1).optional(),
    saw,
  }),
  /** The intent of an attempt: strictly on disk before an effect that is not pure. Pure attempts may do without. */
  z.strictObject({
    type: z.literal("step.started"),
    at,
    ...placeFields,
    attempt: z.int().min(1),
    key: z.string(),
    effect: z.enum(["pure", "read", "write", "once"]),
    input: json.optional(),
    saw,
  }),
  /** The code of a step called another one: a task of its own within the same visit. */
  z.strictObject({
    type: z.literal("step.called"),
    at,
    ...placeFields,
    call: z.string(),
    kind: z.string(),
    input: map,
    retry: z.custom<Step["retry"]>(value => typeof value === "object" && value !== null).optional(),
    timeout: z.string().optional(),
    within: z.string().optional(),
    refuseUngranted: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal("step.completed"),
    at,
    ...placeFields,
    outlets: map,
    variables: map.optional(),
    memory: json.optional(),
    origins: originsSchema.optional(),
    input: json.optional(),
    saw,
    ...recordFields,
    used: used.optional(),
  }),
  /**
   * An attempt failed; whether and when another follows is derived from the step's policy and the run's seed. One
   * that is `final` would fail in the same way again: its parameters could not be evaluated.
   */
  z.strictObject({
    type: z.literal("step.failed"),
    at,
    ...placeFields,
    problem,
    final: z.boolean().optional(),
    ...recordFields,
    used: used.optional(),
  }),
  /** An attempt that was told to stop did, or was stopped by force. */
  z.strictObject({
    type: z.literal("step.stopped"),
    at,
    ...placeFields,
    ...recordFields,
    used: used.optional(),
  }),
  z.strictObject({
    type: z.literal("step.waiting"),
    at,
    ...placeFields,
    wait,
    memory: json.optional(),
    ...recordFields,
    used: used.optional(),
  }),
  /** What a waiting step waited for came: it leaves by the outlet (its first, unless named), or fails. */
  z.strictObject({
    type: z.literal("step.answered"),
    at,
    ...placeFields,
    outlet: z.string().optional(),
    value: json.optional(),
    problem: problem.optional(),
    /** What the run that was waited for came to keep apart. */
    ...handedFields,
  }),
  /** Nobody can tell whether the effect happened; or, with `differs`, it stopped short of what nobody approved. */
  z.strictObject({
    type: z.literal("step.doubted"),
    at,
    ...placeFields,
    problem: problem.optional(),
    differs: z.array(differenceSchema).optional(),
    ...recordFields,
    used: used.optional(),
  }),
  /** It stopped before more than its budget allows, and is attempted again once that was raised: the run pauses. */
  z.strictObject({
    type: z.literal("step.held"),
    at,
    ...placeFields,
    spent: spentSchema,
    ...recordFields,
    used: used.optional(),
  }),
  z.strictObject({ type: z.literal("step.decided"), at, ...placeFields, decision }),
  /** Somebody would not wait for the next attempt. */
  z.strictObject({ type: z.literal("step.hurried"), at, ...placeFields }),
  /** Whether the run stops before the step, by the conditions of its breakpoints; or why that cannot be told. */
  z.strictObject({
    type: z.literal("step.checked"),
    at,
    ...placeFields,
    stops: z.boolean(),
    problem: problem.optional(),
    saw,
  }),
  /** Which of the wires with a `when` are taken, by their place among the step's wires, and until when some wait. */
  z.strictObject({
    type: z.literal("step.routed"),
    at,
    ...placeFields,
    taken: z.array(count),
    delays: z.array(z.strictObject({ wire: count, until: z.number() })).optional(),
    saw,
  }),
  /** What the kind's reducer answered to the first so many things that it was told. */
  z.strictObject({ type: z.literal("step.steered"), at, ...placeFields, told: z.int().min(1), steer }),
  /**
   * Instances of a body of pure steps were run through at once, one after the other. Of the first `heard` of them the
   * reducer was told, after the first so many other things; this is what it answered last, with what it opened that
   * was not run through.
   */
  z.strictObject({
    type: z.literal("step.lapped"),
    at,
    ...placeFields,
    told: z.int().min(1),
    heard: count,
    /** The index of the first. */
    from: count,
    laps: z.array(lap),
    steer,
    /** Milliseconds of work. */
    took: z.number().min(0).optional(),
    saw,
  }),
  /** A wire of a resting state is enabled: its `when` holds, or its event or person came. */
  z.strictObject({
    type: z.literal("wire.enabled"),
    at,
    ...placeFields,
    wire: count,
    value: json.optional(),
    saw,
  }),
  /** A wire's validator, by its place in the list, said yes or no. */
  z.strictObject({
    type: z.literal("wire.validated"),
    at,
    ...placeFields,
    wire: count,
    validator: count,
    passed: z.boolean(),
    say: z.string().optional(),
    saw,
  }),
] as const

const scopeClosed = z.strictObject({
  type: z.literal("scope.closed"),
  at,
  in: z.string(),
  /** The value of the container's `output`. */
  output: json.optional(),
  /** The values of the parameters that are evaluated inside. */
  inside: map.optional(),
  problem: problem.optional(),
  saw,
})

const timerFired = z.strictObject({ type: z.literal("timer.fired"), at, timer: z.string() })

const single = z.discriminatedUnion("type", [
  runStarted,
  ...runTurns,
  runEnded,
  ...stepEvents,
  scopeClosed,
  timerFired,
])

const batch = z.strictObject({ type: z.literal("batch"), events: z.array(single) })

/** The schema of every event: what comes out of storage is parsed with it at the door. */
export const eventSchema = z.discriminatedUnion("type", [...single.options, batch])

/** One fact about a run. */
export type SingleEvent = z.infer<typeof single>
/** One entry of a journal: a fact, or a chunk of facts about pure work that were committed together. */
export type RunEvent = z.infer<typeof eventSchema>
/** The event of one type. */
export type EventOf<Type extends SingleEvent["type"]> = Extract<SingleEvent, { type: Type }>
/** One instance of a body that was run through. */
export type Lap = z.infer<typeof lap>
/** A visit whose outcome a fork takes over. */
export type Kept = z.infer<typeof keptSchema>
/** What an attempt used of what costs money. */
export type Used = z.infer<typeof used>
/** A plugin as a run is pinned to it. */
export type PinnedPlugin = z.infer<typeof pinnedPlugin>
/** How a step in doubt goes on. */
export type Decision = z.infer<typeof decision>
