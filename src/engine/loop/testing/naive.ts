import { must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { RetryPolicy, Step, Workflow } from "../../../model/workflow.ts"
import { type NaiveWire, naiveGraph, reachedFrom } from "./naiveGraph.ts"
import { durationOf, pauseBefore } from "./naiveRetry.ts"
import {
  bodiesLeftBy,
  type Instance,
  isBusy,
  isQuiet,
  joinOf,
  lastValue,
  mayGoOn,
  refuse,
  type StepState,
  type Visit,
  type WireState,
} from "./naiveScope.ts"
import {
  createTimeline,
  type NaiveRun,
  type NaiveVisit,
  type Scripted,
  type ScriptedKind,
  type World,
} from "./naiveWorld.ts"

/*
 * A second interpreter of the rules, slow and plain on purpose: after every event it looks at all steps and all
 * wires of the scope until nothing changes any more. Numbers in brackets are those of the rules.
 */

/** Evaluates an expression or a template; undefined where it cannot. */
export type NaiveEvaluate = (text: string, scope: { readonly [name: string]: unknown }) => Json | undefined

/** Runs the workflow in the scripted world. */
export function naiveRun(
  workflow: Workflow,
  kinds: { readonly [kind: string]: ScriptedKind },
  world: World,
  evaluate: NaiveEvaluate,
  given: { readonly inputs?: JsonMap; readonly trigger?: Json } = {},
): NaiveRun {
  const time = createTimeline()
  const all: StepState[] = []
  const variables: Record<string, Json> = { ...(workflow.variables ?? {}) }
  const run = { inputs: given.inputs ?? {}, trigger: given.trigger ?? null, variables }
  let endings = 0
  let status: NaiveRun["status"] = "waiting"
  let output: Json = null

  const root = open("", workflow.steps, {}, null, failure => {
    output = failure === null ? outputOf(root, workflow.output) : null
    openRootScope(failure === null ? undefined : workflow.failure, failure, () =>
      openRootScope(workflow.always, failure, () => {
        status = failure === null ? "completed" : "failed"
      }),
    )
  })
  settle(root)
  time.play()
  return { status, output, steps: visitsByPath() }

  /** The scopes beside the root: they see what ran there (30). */
  function openRootScope(
    steps: readonly Step[] | undefined,
    failure: Problem | null,
    then: () => void,
  ): void {
    if (steps === undefined || steps.length === 0) then()
    else settle(open("", steps, failure === null ? {} : { error: failure }, root, () => then()))
  }

  function open(
    path: string,
    steps: readonly Step[],
    seen: Instance["seen"],
    around: Instance | null,
    whenOver: Instance["whenOver"],
  ): Instance {
    const graph = naiveGraph(steps, kinds)
    const states = new Map(
      steps.map(step => [step.id, { step, path: path + step.id, visits: [], decided: false } as StepState]),
    )
    all.push(...states.values())
    const wires = graph.wires.map(
      (wire): WireState => ({
        wire,
        state: "open",
        value: null,
        delayed: false,
        refused: false,
        joined: false,
      }),
    )
    return { path, graph, steps: states, wires, seen, around, over: false, whenOver }
  }

  /** Does whatever the rules say is to be done now, until nothing is. */
  function settle(scope: Instance): void {
    while (!scope.over && settleOnce(scope));
    if (scope.over) return
    const busy = [...scope.steps.values()].some(isBusy) || scope.wires.some(wire => wire.delayed)
    if (!busy) end(scope, null)
  }

  function settleOnce(scope: Instance): boolean {
    for (const state of scope.steps.values()) {
      if (state.decided) continue
      if (scope.graph.entries.includes(state.step.id) && state.visits.length === 0) {
        start(scope, state, null)
        return true
      }
      const verdict = joinOf(scope, state)
      if (verdict === "wait") continue
      state.decided = true
      if (verdict === "skip") leave(scope, state, {})
      else start(scope, state, null)
      return true
    }
    return settleLoops(scope)
  }

  /** (16) and (17). */
  function settleLoops(scope: Instance): boolean {
    for (const one of scope.wires) {
      const body = scope.graph.bodies.get(one.wire.number)
      if (body === undefined || !isQuiet(scope, body)) continue
      if (one.state === "live") {
        againThrough(scope, one, body)
        return true
      }
    }
    for (const one of scope.wires) {
      if (!one.refused || bodiesLeftBy(scope, one).some(body => mayGoOn(scope, body))) continue
      one.refused = false
      one.state = "dead"
      return true
    }
    return false
  }

  function againThrough(scope: Instance, taken: WireState, body: ReadonlySet<string>): void {
    const target = must(scope.steps.get(taken.wire.to), "the step that the loop-back leads to")
    for (const one of scope.wires) {
      const inside = body.has(one.wire.from) && body.has(one.wire.to)
      const leaving = body.has(one.wire.from) && !body.has(one.wire.to)
      if (inside) Object.assign(one, { state: "open", refused: false, joined: false })
      if (leaving && one.state !== "live") Object.assign(one, { state: "open", refused: false })
    }
    for (const id of body) must(scope.steps.get(id), "a step of the body").decided = false
    start(scope, target, taken)
  }

  function start(scope: Instance, state: StepState, through: WireState | null): void {
    state.decided = true
    const { step } = state
    const visit: Visit = { number: state.visits.length + 1, status: "running", outlets: {}, ended: 0 }
    state.visits.push(visit)
    const live = scope.wires.filter(one => one.wire.to === step.id && one.state === "live" && !one.wire.back)
    for (const one of scope.wires) if (one.wire.to === step.id) one.joined = true
    const arrived = through === null ? live : [through, ...live]
    const arrivals = arrived.map(({ wire, value }) => ({
      from: wire.from,
      outlet: wire.outlet,
      inlet: wire.inlet,
      value,
    }))
    const names = { ...scopeOf(scope), incoming: arrivals[0]?.value, arrivals, visit: visit.number }
    const kind = must(kinds[step.kind], `the kind ${step.kind}`)
    if (visit.number > (step.visits ?? 100)) fail(scope, state, visit, naiveProblem("visit_limit"))
    else if (kind.container !== undefined) contain(scope, state, visit, names, kind.container)
    else if (step.each !== undefined) perItem(scope, state, visit, names)
    else
      attempt(scope, state, visit, names, null, 1, new Map(), outcome =>
        conclude(scope, state, visit, outcome),
      )
  }

  /** One attempt and those that follow it (27, 31, 36). */
  function attempt(
    scope: Instance,
    state: StepState,
    visit: Visit,
    names: { readonly [name: string]: unknown },
    item: number | null,
    number: number,
    tries: Map<RetryPolicy, number>,
    then: (outcome: Scripted["outcome"] | { readonly type: "doubt" }) => void,
  ): void {
    const { step } = state
    const kind = must(kinds[step.kind], `the kind ${step.kind}`)
    const parameters = evaluated(step.with ?? {}, names) as JsonMap
    const { incoming, arrivals } = names as { incoming: Json | undefined; arrivals: Json }
    const scripted = world({
      path: state.path,
      kind: step.kind,
      with: parameters,
      visit: visit.number,
      item,
      attempt: number,
      incoming,
      arrivals,
    })
    const limit = durationOf(step.timeout) ?? Number.POSITIVE_INFINITY
    if (scripted.takes > limit && kind.effect === "once" && step.repeatable !== true) {
      time.after(limit, () => whileRunning(visit, () => then({ type: "doubt" })))
      return
    }
    const outcome: Scripted["outcome"] =
      scripted.takes > limit
        ? { type: "failed", problem: { ...naiveProblem("timeout"), retryable: true } }
        : scripted.outcome
    time.after(Math.min(scripted.takes, limit), () =>
      whileRunning(visit, () => {
        const pause = outcome.type === "failed" ? pauseBefore(step, kind, outcome.problem, tries) : null
        if (outcome.type === "waiting") wait(scope, visit, step, kind, scripted, then)
        else if (pause === null) then(outcome)
        else
          time.after(pause, () =>
            whileRunning(visit, () => attempt(scope, state, visit, names, item, number + 1, tries, then)),
          )
      }),
    )
  }

  /** (31), (38). */
  function wait(
    scope: Instance,
    visit: Visit,
    step: Step,
    kind: ScriptedKind,
    scripted: Scripted,
    then: (outcome: Scripted["outcome"]) => void,
  ): void {
    if (scripted.outcome.type !== "waiting") return
    visit.status = "waiting"
    settle(scope)
    const go = (outcome: Scripted["outcome"]) => () => {
      if (visit.status !== "waiting") return
      visit.status = "running"
      then(outcome)
    }
    const { wait } = scripted.outcome
    const { answer } = scripted
    const first = kind.outlets[0] ?? "success"
    if (wait.for === "time") time.after(Math.max(0, wait.until - time.now()), go(doneWith({ [first]: null })))
    else if (answer) time.after(answer.after, go(doneWith({ [answer.outlet]: answer.value })))
    const limit = durationOf(step.timeout)
    if (limit === null) return
    const late: Scripted["outcome"] = kind.outlets.includes("timeout")
      ? doneWith({ timeout: null })
      : { type: "failed", problem: naiveProblem("timeout") }
    time.after(limit, go(late))
  }

  /** (23). */
  function perItem(
    scope: Instance,
    state: StepState,
    visit: Visit,
    names: { readonly [name: string]: unknown },
  ): void {
    const items = evaluated(must(state.step.each, "each"), names) as readonly Json[]
    const first = must(kinds[state.step.kind], "the kind").outlets[0] ?? "success"
    overItems(state.step, items, {
      begin: (index, then) =>
        attempt(
          scope,
          state,
          visit,
          { ...names, item: items[index], index },
          index,
          1,
          new Map(),
          outcome => {
            if (outcome.type === "done") then({ ok: Object.values(outcome.outlets)[0] ?? null })
            else if (outcome.type === "failed") then({ failed: outcome.problem })
          },
        ),
      end: (values, problem) =>
        conclude(
          scope,
          state,
          visit,
          problem === null ? doneWith({ [first]: values }) : { type: "failed", problem },
        ),
    })
  }

  /** (21): begins as many as may run side by side, and gathers what they come to in item order. */
  function overItems(
    step: Step,
    items: readonly unknown[],
    how: {
      begin: (index: number, then: (result: { ok: Json } | { failed: Problem }) => void) => void
      end: (values: Json[], problem: Problem | null) => void
    },
  ): void {
    const results: ({ ok: Json } | { failed: Problem } | null)[] = items.map(() => null)
    const most = typeof step.concurrency === "number" ? step.concurrency : Number(step.with?.concurrency ?? 1)
    const onItemError = step.onItemError ?? step.with?.onItemError ?? "stop"
    let next = 0
    let ended = 0
    let over = false
    const more = (): void => {
      while (!over && next < items.length && next - ended < most) {
        const index = next++
        how.begin(index, result => {
          if (over) return
          results[index] = result
          ended++
          if ("failed" in result && onItemError === "stop") {
            over = true
            how.end([], result.failed)
          } else if (ended === items.length) {
            over = true
            how.end(gathered(), null)
          } else more()
        })
      }
    }
    const gathered = () =>
      results.flatMap((result): Json[] => {
        if (result === null) return []
        if ("ok" in result) return [result.ok]
        return onItemError === "drop" ? [] : [{ error: errorOf(result.failed) }]
      })
    if (items.length === 0) how.end([], null)
    else more()
  }

  /** (21), (22). */
  function contain(
    scope: Instance,
    state: StepState,
    visit: Visit,
    names: { readonly [name: string]: unknown },
    container: NonNullable<ScriptedKind["container"]>,
  ): void {
    const { step } = state
    const open_ = new Set<Instance>()
    visit.cancel = () => {
      for (const each of open_) cancel(each)
    }
    const again = visit.number > 1 ? `#${visit.number}` : ""
    const inside = (
      index: number | null,
      seen: { readonly [name: string]: unknown },
      then: (result: { ok: Json } | { failed: Problem }, instance: Instance) => void,
    ): void => {
      const at = index === null ? "" : `[${index}]`
      const instance = open(`${state.path}${at}${again}.`, step.steps ?? [], seen, scope, failure => {
        open_.delete(instance)
        then(failure === null ? { ok: outputOf(instance, step.output) } : { failed: failure }, instance)
      })
      open_.add(instance)
      settle(instance)
    }
    const finish = (outcome: Scripted["outcome"]): void => {
      visit.cancel?.()
      conclude(scope, state, visit, outcome)
    }
    const failedWith = (problem: Problem): Scripted["outcome"] => ({ type: "failed", problem })
    if (container === "foreach") {
      const items = evaluated(step.with?.items ?? null, names) as readonly Json[]
      overItems(step, items, {
        begin: (index, then) => inside(index, { item: items[index], index }, then),
        end: (values, problem) => finish(problem === null ? doneWith({ done: values }) : failedWith(problem)),
      })
    } else if (container === "repeat") {
      const most = Number(step.with?.max ?? 100)
      const turn = (index: number): void =>
        inside(index, { index }, (result, instance) => {
          if ("failed" in result) {
            finish(failedWith(result.failed))
            return
          }
          const until = evaluated(step.with?.until ?? false, { ...scopeOf(instance), index })
          if (until === true) finish(doneWith({ done: result.ok }))
          else if (index + 1 >= most) finish(doneWith({ exhausted: result.ok }))
          else turn(index + 1)
        })
      turn(0)
    } else {
      inside(null, {}, result =>
        finish("ok" in result ? doneWith({ done: result.ok }) : failedWith(result.failed)),
      )
    }
  }

  function conclude(
    scope: Instance,
    state: StepState,
    visit: Visit,
    outcome: Scripted["outcome"] | { readonly type: "doubt" },
  ): void {
    if (visit.status === "cancelled" || scope.over) return
    if (outcome.type === "doubt") doubt(scope, state, visit)
    else if (outcome.type === "failed") fail(scope, state, visit, outcome.problem)
    else if (outcome.type === "done") {
      Object.assign(variables, outcome.variables)
      complete(scope, state, visit, outcome.outlets)
    }
  }

  /** (36). */
  function doubt(scope: Instance, state: StepState, visit: Visit): void {
    const { onDoubt } = state.step
    if (typeof onDoubt === "object") {
      const first = must(kinds[state.step.kind], "the kind").outlets[0] ?? "success"
      complete(scope, state, visit, { [first]: onDoubt.done })
    } else if (onDoubt === "fail") {
      fail(scope, state, visit, naiveProblem("in_doubt"))
    } else {
      visit.status = "doubt"
      settle(scope)
    }
  }

  function complete(scope: Instance, state: StepState, visit: Visit, outlets: JsonMap): void {
    visit.status = "completed"
    visit.outlets = outlets
    visit.ended = ++endings
    leave(scope, state, outlets)
    settle(scope)
  }

  /** (28). */
  function fail(scope: Instance, state: StepState, visit: Visit, problem: Problem): void {
    const named: Problem = { ...problem, at: { step: state.step.id, visit: visit.number, ...problem.at } }
    visit.status = "failed"
    visit.problem = named
    visit.ended = ++endings
    leave(scope, state, { failure: errorOf(named) })
    const out = scope.wires.filter(({ wire }) => wire.from === state.step.id && wire.outlet === "failure")
    const handled = out.some(one => one.state === "live" || one.delayed)
    const onError = state.step.onError ?? "stop"
    const first = must(kinds[state.step.kind], "the kind").outlets[0] ?? "success"
    if (handled) settle(scope)
    else if (onError === "stop") end(scope, named)
    else complete(scope, state, visit, { [first]: onError === "continue" ? null : onError.default })
  }

  /** (9), (10): the step has left by these outlets. */
  function leave(scope: Instance, state: StepState, outlets: JsonMap): void {
    const out = scope.wires.filter(({ wire }) => wire.from === state.step.id)
    for (const one of out) {
      const { wire } = one
      const fires = Object.hasOwn(outlets, wire.outlet) && holds(scope, state, out, wire)
      if (!fires) refuse(scope, one)
      else {
        one.value = must(outlets[wire.outlet], "the value")
        if (wire.after === 0) goLive(scope, one)
        else {
          one.delayed = true
          time.after(wire.after, () => {
            one.delayed = false
            if (scope.over) return
            goLive(scope, one)
            settle(scope)
          })
        }
      }
    }
  }

  function holds(scope: Instance, state: StepState, out: readonly WireState[], wire: NaiveWire): boolean {
    if (wire.when === undefined) return true
    const names = { ...scopeOf(scope), incoming: undefined, visit: state.visits.length }
    if (wire.when !== "else") return evaluated(wire.when, names) === true
    return !out.some(
      ({ wire: other }) =>
        other !== wire &&
        other.outlet === wire.outlet &&
        other.when !== "else" &&
        holds(scope, state, out, other),
    )
  }

  /** A leaving wire that goes live again enters its step again, with all that it leads to (16, 17). */
  function goLive(scope: Instance, one: WireState): void {
    const target = must(scope.steps.get(one.wire.to), "the step at the end of the wire")
    const again =
      !one.wire.back &&
      target.decided &&
      (target.step.join === "each" || (one.state === "live" && one.joined))
    one.state = "live"
    one.refused = false
    one.joined = false
    if (again) againThrough(scope, one, reachedFrom(one.wire.to, scope.graph.wires))
  }

  function end(scope: Instance, failure: Problem | null): void {
    if (scope.over) return
    cancel(scope)
    scope.whenOver(failure)
  }

  function cancel(scope: Instance): void {
    scope.over = true
    for (const visit of [...scope.steps.values()].flatMap(state => state.visits)) {
      if (visit.status !== "running" && visit.status !== "waiting" && visit.status !== "doubt") continue
      visit.status = "cancelled"
      visit.cancel?.()
    }
  }

  /** (22). */
  function outputOf(scope: Instance, wanted: Json | undefined): Json {
    return wanted === undefined ? lastValue(scope) : (evaluated(wanted, scopeOf(scope)) ?? null)
  }

  /** (12), (13): what an expression sees. */
  function scopeOf(scope: Instance): { readonly [name: string]: unknown } {
    const around: { readonly [name: string]: unknown } =
      scope.around === null ? { ...run, steps: {} } : scopeOf(scope.around)
    const steps: Record<string, unknown> = { ...(around.steps as object) }
    for (const [id, state] of scope.steps) {
      const visits = state.visits.filter(visit => visit.status === "completed" || visit.status === "failed")
      const latest = visits.at(-1)
      if (latest === undefined) delete steps[id]
      else steps[id] = { output: Object.values(latest.outlets)[0], outlets: latest.outlets }
    }
    return { ...around, ...scope.seen, steps }
  }

  function evaluated(value: Json, names: { readonly [name: string]: unknown }): Json | undefined {
    if (typeof value === "string") return value.includes("{{") ? evaluate(value, names) : value
    if (Array.isArray(value)) return value.map(each => evaluated(each, names) ?? null)
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, evaluated(each, names) ?? null]),
    )
  }

  function visitsByPath(): NaiveRun["steps"] {
    const found: Record<string, NaiveVisit[]> = {}
    for (const state of all.filter(each => each.visits.length > 0)) {
      found[state.path] = state.visits.map(({ status, outlets, problem }) => ({
        status: status === "running" ? "waiting" : status,
        outlets,
        ...(problem === undefined ? {} : { problem: problem.code }),
      }))
    }
    return found
  }
}

function whileRunning(visit: Visit, act: () => void): void {
  if (visit.status === "running") act()
}

function doneWith(outlets: JsonMap): { readonly type: "done"; readonly outlets: JsonMap } {
  return { type: "done", outlets }
}

function naiveProblem(code: string): Problem {
  return { code, message: code, severity: "error", retryable: false }
}

/** (29), but for the sentence, which is no part of the rules. */
function errorOf(problem: Problem): Json {
  return { code: problem.code, step: problem.at?.step ?? null, visit: problem.at?.visit ?? null }
}
