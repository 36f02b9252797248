import { must } from "../../../lib/assert.ts"
import { parseDuration } from "../../../lib/durations.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Outcome } from "../../../model/step.ts"
import type { RetryPolicy, Step } from "../../../model/workflow.ts"
import type { StepState, Visit } from "./naiveScope.ts"
import { type Scripted, type ScriptedKind, type Timeline, type World, withCalls } from "./naiveWorld.ts"

/*
 * What one visit of an ordinary step does, for the naive interpreter: attempts, the pauses between them, waiting,
 * doubt, and one attempt after another for each item. Marks in brackets are those of SPEC.md.
 */

/** What expressions see. */
export type Names = { readonly [name: string]: unknown }

/** What a visit comes to in the end. */
export type End = Exclude<Outcome, { type: "waiting" }> | { readonly type: "doubt" }

/** What the steps of a naive run share. */
export interface Stage {
  readonly time: Timeline
  readonly world: World
  readonly evaluated: (value: Json, names: Names) => Json | undefined
  /** Called when a step began to wait: what follows from that can happen. */
  readonly moved: () => void
  readonly kinds: { readonly [kind: string]: ScriptedKind }
}

/** What became of a call, and how many attempts it took. */
interface Called {
  readonly end: End
  readonly attempts: number
}

/** One attempt and those that follow it (T1 to T4, E7). */
export function attempt(
  stage: Stage,
  kind: ScriptedKind,
  at: {
    readonly state: StepState
    readonly visit: Visit
    readonly item: number | null
    readonly number: number
    readonly call?: string
    readonly calls: Map<string, Called>
  },
  names: Names,
  tries: Map<RetryPolicy | "usual", number>,
  then: (end: End, attempts: number) => void,
): void {
  const { state, visit, item, number, call = null } = at
  const { step } = state
  const { time } = stage
  const scripted = stage.world({
    path: state.path,
    kind: step.kind,
    with: stage.evaluated(step.with ?? {}, names) as JsonMap,
    visit: visit.number,
    item,
    call,
    attempt: number,
    incoming: names.incoming as Json | undefined,
    arrivals: names.arrivals as Json,
  })
  const limit = durationOf(step.timeout) ?? Number.POSITIVE_INFINITY
  const late = scripted.takes > limit
  const end = (ended: End): void => then(ended, number)

  const work = (outcome: Outcome): void =>
    time.after(Math.min(scripted.takes, limit), () => {
      if (visit.status !== "running") return
      if (late && kind.effect === "once") end({ type: "doubt" })
      else if (late) retry(naiveProblem("step_timed_out", true))
      else if (outcome.type === "waiting") wait(stage, kind, at, scripted, end)
      else if (outcome.type === "failed") retry(outcome.problem)
      else end(outcome)
    })

  callInTurn(stage, at, scripted.calls ?? [], [], got => work(withCalls(scripted.outcome, got)))

  function retry(problem: Problem): void {
    const pause = pauseBefore(step, kind, problem, tries)
    if (pause === null) end({ type: "failed", problem })
    else
      time.after(pause, () => {
        if (visit.status === "running")
          attempt(stage, kind, { ...at, number: number + 1 }, names, tries, then)
      })
  }
}

/** (X1) to (X5): calls one step after the other; what an attempt before this one heard, it hears again. */
function callInTurn(
  stage: Stage,
  at: Parameters<typeof attempt>[2],
  calls: NonNullable<Scripted["calls"]>,
  got: readonly Json[],
  then: (got: readonly Json[]) => void,
): void {
  const next = calls[got.length]
  if (next === undefined) {
    then(got)
    return
  }
  const name = at.call === undefined ? `${got.length}` : `${at.call}.${got.length}`
  const hear = (end: End): void => {
    const value = end.type === "done" ? (Object.values(end.outlets)[0] ?? null) : null
    const said = end.type === "failed" ? end.problem.code : value
    callInTurn(stage, at, calls, [...got, said], then)
  }
  const known = at.calls.get(name)
  const isLast = !calls.some((_, place) => place > got.length && at.calls.has(sibling(name, place)))
  if (known !== undefined && (known.end.type === "done" || !isLast)) {
    hear(known.end)
    return
  }
  const state: StepState = { ...at.state, step: { id: at.state.step.id, kind: next.kind, with: next.with } }
  const { visit, item } = at
  const number = (known?.attempts ?? 0) + 1
  const kind = must(stage.kinds[next.kind], `the kind ${next.kind}`)
  attempt(
    stage,
    kind,
    { state, visit, item, number, call: name, calls: at.calls },
    {},
    new Map(),
    (end, attempts) => {
      at.calls.set(name, { end, attempts })
      hear(end)
    },
  )
}

function sibling(name: string, place: number): string {
  return [...name.split(".").slice(0, -1), place].join(".")
}

/** (W1) to (W3). */
function wait(
  { time, moved }: Stage,
  kind: ScriptedKind,
  { state: { step }, visit, call }: Parameters<typeof attempt>[2],
  { outcome, answer }: Scripted,
  then: (end: End) => void,
): void {
  if (outcome.type !== "waiting") return
  visit.status = "waiting"
  const go = (end: End) => () => {
    if (visit.status !== "waiting") return
    visit.status = "running"
    then(end)
  }
  const first = kind.outlets[0] ?? "success"
  if (outcome.wait.for === "time") {
    time.after(
      Math.max(0, outcome.wait.until - time.now()),
      go(doneWith({ [first]: (call === undefined ? visit.incoming : null) ?? null })),
    )
  } else if (answer !== undefined) {
    time.after(answer.after, go(doneWith({ [answer.outlet]: answer.value })))
  }
  const limit = durationOf(step.timeout)
  if (limit !== null && outcome.wait.for !== "time") {
    const late: End = kind.outlets.includes("timeout")
      ? doneWith({ timeout: null })
      : { type: "failed", problem: naiveProblem("timed_out") }
    time.after(limit, go(late))
  }
  moved()
}

/** (T1) to (T4): how long until the next attempt; null when there is none. */
function pauseBefore(
  step: Step,
  kind: ScriptedKind,
  problem: Problem,
  tries: Map<RetryPolicy | "usual", number>,
): number | null {
  const policies = step.retry === undefined ? [] : ([step.retry].flat() as readonly RetryPolicy[])
  const named = policies.find(({ on = "*" }) =>
    [on].flat().some(code => code === "*" || code === problem.code),
  )
  const usual =
    step.retry === undefined && problem.retryable && (kind.effect === "read" || kind.effect === "write")
  const policy = named ?? (usual ? "usual" : undefined)
  if (policy === undefined) return null
  const { attempts = 3, delay = "1s", factor = 2, maxDelay = "1m" } = policy === "usual" ? {} : policy
  const tried = (tries.get(policy) ?? 0) + 1
  tries.set(policy, tried)
  if (tried >= attempts) return null
  const asked = problem.data?.retryAfter
  if (typeof asked === "number") return asked
  return Math.min((durationOf(delay) ?? 0) * factor ** (tried - 1), durationOf(maxDelay) ?? 0)
}

/** What an item came to. */
export type ItemEnd = { readonly ok: Json } | { readonly failed: Problem }

/** (K2), (K4), (K16): begins as many as may run side by side, and gathers what they come to in the order of the items. */
export function overItems(
  count: number,
  how: {
    readonly most: number
    readonly onItemError: unknown
    readonly begin: (index: number, then: (end: ItemEnd) => void) => void
    readonly end: (values: Json[], problem: Problem | null) => void
  },
): void {
  const ends: (ItemEnd | undefined)[] = []
  let next = 0
  let ended = 0
  let over = false
  const finish = (problem: Problem | null): void => {
    over = true
    const values = ends.flatMap((end): Json[] => {
      if (end !== undefined && "ok" in end) return [end.ok]
      if (end === undefined || how.onItemError === "drop") return []
      return [{ error: { code: end.failed.code, message: end.failed.message } }]
    })
    how.end(values, problem)
  }
  const more = (): void => {
    while (!over && next < count && next - ended < how.most) {
      const index = next++
      how.begin(index, end => {
        if (over) return
        ends[index] = end
        ended++
        if ("failed" in end && how.onItemError === "stop") finish(end.failed)
        else if (ended === count) finish(null)
        else more()
      })
    }
  }
  if (count === 0) finish(null)
  else more()
}

/** (K14). */
export function perItem(
  stage: Stage,
  kind: ScriptedKind,
  state: StepState,
  visit: Visit,
  names: Names,
  then: (end: End) => void,
): void {
  const { step } = state
  const items = stage.evaluated(must(step.each, "each"), names) as readonly Json[]
  const first = kind.outlets[0] ?? "success"
  overItems(items.length, {
    most: typeof step.concurrency === "number" ? step.concurrency : 1,
    onItemError: step.onItemError ?? "stop",
    begin(index, ended) {
      const seen = { ...names, item: items[index], index }
      attempt(
        stage,
        kind,
        { state, visit, item: index, number: 1, calls: new Map() },
        seen,
        new Map(),
        end => {
          if (end.type === "done") ended({ ok: Object.values(end.outlets)[0] ?? null })
          else if (end.type === "failed") ended({ failed: end.problem })
        },
      )
    },
    end: (values, problem) =>
      then(problem === null ? doneWith({ [first]: values }) : { type: "failed", problem }),
  })
}

/** An end by these outlets. */
export function doneWith(outlets: JsonMap): { readonly type: "done"; readonly outlets: JsonMap } {
  return { type: "done", outlets }
}

/** A problem that the engine finds; its sentence is no part of the rules. */
export function naiveProblem(code: string, retryable = false): Problem {
  return { code, message: code, severity: "error", retryable }
}

function durationOf(text: string | undefined): number | null {
  const parsed = text === undefined ? undefined : parseDuration(text)
  return parsed?.ok ? parsed.value : null
}
