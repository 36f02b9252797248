import { must } from "../../../lib/assert.ts"
import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { type NaiveWire, naiveGraph } from "./naiveGraph.ts"
import {
  type Arrival,
  bodiesLeftBy,
  type Instance,
  isBusy,
  isQuiet,
  joinOf,
  lastValue,
  mayGoOn,
  newVisit,
  regionOf,
  type StepState,
  stepOf,
  type Visit,
  type WireState,
} from "./naiveScope.ts"
import {
  attempt,
  doneWith,
  type End,
  type ItemEnd,
  type Names,
  naiveProblem,
  overItems,
  perItem,
} from "./naiveSteps.ts"
import {
  createTimeline,
  type NaiveRun,
  type NaiveVisit,
  type ScriptedKind,
  type World,
} from "./naiveWorld.ts"

/*
 * A second interpreter of the rules, slow and plain on purpose: after every event it looks at all steps and all
 * wires of the scope until nothing changes any more. Marks in brackets are those of SPEC.md.
 */

/** Evaluates a template; undefined where it has no value. */
export type NaiveEvaluate = (text: string, names: Names) => Json | undefined

/** Runs the workflow in the scripted world. */
export function naiveRun(
  workflow: Workflow,
  kinds: { readonly [kind: string]: ScriptedKind },
  world: World,
  evaluate: NaiveEvaluate,
  given: { readonly inputs?: JsonMap } = {},
): NaiveRun {
  const time = createTimeline()
  const all: StepState[] = []
  const variables: Record<string, Json> = { ...workflow.variables }
  const shared = { inputs: given.inputs ?? {}, trigger: null, variables }
  let endings = 0
  let status: NaiveRun["status"] = "waiting"
  let output: Json = null

  const root = open("", workflow.steps, {}, null, failure => {
    if (failure === null) output = outputOf(root, undefined)
    beside(failure === null ? undefined : workflow.failure, failure, () =>
      beside(workflow.always, failure, () => {
        status = failure === null ? "completed" : "failed"
        if (failure === null && workflow.output !== undefined) output = outputOf(root, workflow.output)
      }),
    )
  })
  settle(root)
  time.play()
  return { status, output, steps: visitsByPath(all) }

  /** The scopes beside the root: they see what ran there (T9). */
  function beside(steps: readonly Step[] | undefined, failure: Problem | null, then: () => void): void {
    if (steps === undefined || steps.length === 0) then()
    else settle(open("", steps, failure === null ? {} : { error: failure }, root, () => then()))
  }

  function open(
    path: string,
    steps: readonly Step[],
    seen: Names,
    around: Instance | null,
    whenOver: Instance["whenOver"],
  ): Instance {
    const graph = naiveGraph(steps, kinds)
    const states = steps.map(
      (step): StepState => ({ step, path: path + step.id, visits: [], decided: false, stale: false }),
    )
    const wires = graph.wires.map(
      (wire): WireState => ({
        wire,
        state: wire.never ? "dead" : "open",
        value: null,
        delayed: 0,
        refused: false,
      }),
    )
    all.push(...states)
    const byId = new Map(states.map(state => [state.step.id, state]))
    return { path, graph, steps: byId, wires, seen, around, again: [], over: false, whenOver }
  }

  /** Does whatever the rules say is to be done now, until nothing is. */
  function settle(scope: Instance): void {
    while (!scope.over && settleOnce(scope));
    if (scope.over) return
    const goesOn = [...scope.steps.values()].some(isBusy) || scope.wires.some(wire => wire.delayed > 0)
    if (!goesOn) end(scope, null)
  }

  function settleOnce(scope: Instance): boolean {
    for (const state of scope.steps.values()) {
      if (state.decided) continue
      const begins = state.visits.length === 0 && scope.graph.entries.includes(state.step.id)
      const verdict = begins ? "start" : joinOf(scope, state)
      if (verdict === "wait") continue
      if (verdict === "start") start(scope, state, firstOf(scope, state))
      else {
        state.decided = true
        state.visits.push({ ...newVisit(state, undefined), status: "skipped" })
        leave(scope, state, {})
      }
      return true
    }
    return enterAgain(scope) || letDie(scope)
  }

  /** A `join: each` starts by its first live wire alone; the others enter it again. */
  function firstOf(scope: Instance, { step }: StepState): readonly Arrival[] {
    if (step.join !== "each") return []
    const live = scope.wires.filter(one => one.wire.to === step.id && one.state === "live" && !one.wire.back)
    return live.slice(0, 1).map(({ wire, value }) => ({ wire, value }))
  }

  /** (C1), (C2), (C6): the smallest quiet region that a value waits for is entered again, by a loop-back first. */
  function enterAgain(scope: Instance): boolean {
    const ready = scope.again
      .map(arrival => ({
        arrival,
        region: regionOf(scope, arrival),
        whole: scope.graph.bodies.get(arrival.wire.number) ?? regionOf(scope, arrival),
      }))
      .filter(({ whole }) => isQuiet(scope, whole))
      .sort(
        (a, b) => a.whole.size - b.whole.size || Number(b.arrival.wire.back) - Number(a.arrival.wire.back),
      )
    const [first] = ready
    if (first === undefined) return false
    const { region } = first
    const { to } = first.arrival.wire
    const target = stepOf(scope, to)
    const together: Arrival[] = []
    for (const arrival of [...scope.again]) {
      const sameWay = arrival.wire.to === to && arrival.wire.back === first.arrival.wire.back
      const another = together.some(({ wire }) => wire === arrival.wire)
      if (!sameWay || another || (target.step.join === "each" && together.length > 0)) continue
      together.push(arrival)
      scope.again.splice(scope.again.indexOf(arrival), 1)
    }
    const body = scope.graph.bodies.get(first.arrival.wire.number)
    for (const one of scope.wires) {
      const inside =
        region.has(one.wire.from) &&
        (region.has(one.wire.to) || (one.wire.back && body?.has(one.wire.to) !== false))
      if (inside) Object.assign(one, { state: "open", refused: false })
    }
    for (const id of region) Object.assign(stepOf(scope, id), { decided: false, stale: true })
    together.sort((a, b) => a.wire.number - b.wire.number)
    for (const { wire, value } of together) {
      const one = must(scope.wires[wire.number], "the wire")
      if (!wire.back) Object.assign(one, { state: "live", value })
    }
    start(scope, target, together)
    return true
  }

  /** (C4), (C5): a leaving wire that was not used dies once the body is quiet for good. */
  function letDie(scope: Instance): boolean {
    const one = scope.wires.find(
      wire => wire.refused && !bodiesLeftBy(scope, wire).some(body => mayGoOn(scope, body)),
    )
    if (one === undefined) return false
    Object.assign(one, { refused: false, state: "dead" })
    return true
  }

  function start(scope: Instance, state: StepState, by: readonly Arrival[]): void {
    state.decided = true
    const { step } = state
    const live = scope.wires.filter(one => one.wire.to === step.id && one.state === "live" && !one.wire.back)
    const arrived = step.join === "each" ? by : [...by.filter(({ wire }) => wire.back), ...live]
    const incoming = by[0]?.value ?? arrived[0]?.value
    const visit = newVisit(state, incoming)
    state.visits.push(visit)
    const arrivals = arrived.map(({ wire: { from, outlet, inlet }, value }) => ({
      from,
      outlet,
      inlet,
      value,
    }))
    const kind = must(kinds[step.kind], `the kind ${step.kind}`)
    const names = { ...scopeOf(scope), incoming, arrivals, visit: visit.number }
    const stage = { time, world, evaluated, moved: () => settle(scope), kinds }
    const then = (ended: End) => conclude(scope, state, visit, ended)
    if (state.visits.filter(each => each.status !== "skipped").length > (step.visits ?? 100))
      fail(scope, state, visit, naiveProblem("visit_limit"))
    else if (kind.container !== undefined) contain(scope, state, visit, names, kind.container)
    else if (step.each !== undefined) perItem(stage, kind, state, visit, names, then)
    else
      attempt(stage, kind, { state, visit, item: null, number: 1, calls: new Map() }, names, new Map(), then)
  }

  /** (K2) to (K9). */
  function contain(
    scope: Instance,
    state: StepState,
    visit: Visit,
    names: Names,
    container: NonNullable<ScriptedKind["container"]>,
  ): void {
    const { step } = state
    const running = new Set<Instance>()
    visit.cancel = () => {
      for (const each of running) cancel(each)
      running.clear()
    }
    const inside = (index: number, seen: Names, then: (ended: ItemEnd, instance: Instance) => void): void => {
      const instance = open(
        `${state.path}[${index}]#${visit.number}/`,
        step.steps ?? [],
        seen,
        scope,
        failure => {
          running.delete(instance)
          then(failure === null ? { ok: outputOf(instance, step.output) } : { failed: failure }, instance)
        },
      )
      running.add(instance)
      settle(instance)
    }
    const finish = (ended: End): void => {
      visit.cancel?.()
      conclude(scope, state, visit, ended)
    }
    if (container === "foreach") {
      const items = evaluated(step.with?.items ?? null, names) as readonly Json[]
      overItems(items.length, {
        most: Number(step.with?.concurrency ?? 1),
        onItemError: step.with?.onItemError ?? "stop",
        begin: (index, then) => inside(index, { item: items[index], index }, then),
        end: (values, problem) =>
          finish(problem === null ? doneWith({ done: values }) : { type: "failed", problem }),
      })
    } else if (container === "repeat") {
      const turn = (index: number, previous: Json): void =>
        inside(index, { index, previous }, (ended, instance) => {
          if ("failed" in ended) finish({ type: "failed", problem: ended.failed })
          else if (evaluated(step.with?.until ?? false, scopeOf(instance)) === true) {
            finish(doneWith({ done: ended.ok }))
          } else if (index + 1 >= Number(step.with?.max ?? 10)) finish(doneWith({ exhausted: ended.ok }))
          else turn(index + 1, ended.ok)
        })
      turn(0, null)
    } else {
      inside(0, {}, ended =>
        finish("ok" in ended ? doneWith({ done: ended.ok }) : { type: "failed", problem: ended.failed }),
      )
    }
  }

  function conclude(scope: Instance, state: StepState, visit: Visit, ended: End): void {
    if (visit.status === "cancelled" || scope.over) return
    if (ended.type === "doubt") doubt(scope, state, visit)
    else if (ended.type === "failed") fail(scope, state, visit, ended.problem)
    else {
      Object.assign(variables, ended.variables)
      complete(scope, state, visit, "completed", ended.outlets)
    }
  }

  /** (E5), (E6). */
  function doubt(scope: Instance, state: StepState, visit: Visit): void {
    const { onDoubt } = state.step
    if (typeof onDoubt === "object")
      complete(scope, state, visit, "completed", { [firstOutlet(state)]: onDoubt.done })
    else if (onDoubt === "fail") fail(scope, state, visit, naiveProblem("step_timed_out"))
    else {
      visit.status = "doubt"
      settle(scope)
    }
  }

  function complete(
    scope: Instance,
    state: StepState,
    visit: Visit,
    status: "completed" | "failed",
    outlets: JsonMap,
  ): void {
    visit.status = status
    visit.outlets = outlets
    visit.ended = ++endings
    leave(scope, state, outlets)
    settle(scope)
  }

  /** (T5) to (T7). */
  function fail(scope: Instance, state: StepState, visit: Visit, problem: Problem): void {
    const named: Problem = { ...problem, at: { step: state.step.id, visit: visit.number, ...problem.at } }
    visit.problem = named
    visit.status = "failed"
    visit.outlets = { failure: named as unknown as Json }
    visit.ended = ++endings
    const out = scope.wires.filter(({ wire }) => wire.from === state.step.id && wire.outlet === "failure")
    const handled = out.some(({ wire }) => holds(scope, state, wire))
    const onError = state.step.onError ?? "stop"
    if (handled) complete(scope, state, visit, "failed", visit.outlets)
    else if (onError === "stop") {
      visit.outlets = {}
      end(scope, named)
    } else {
      const value = onError === "continue" ? null : onError.default
      complete(scope, state, visit, "failed", { [firstOutlet(state)]: value })
    }
  }

  function firstOutlet({ step }: StepState): string {
    return must(kinds[step.kind], "the kind").outlets[0] ?? "success"
  }

  /** (J6), (J9), (J10): the step has left by these outlets; without any it was skipped. */
  function leave(scope: Instance, state: StepState, outlets: JsonMap): void {
    const out = scope.wires.filter(({ wire }) => wire.from === state.step.id)
    const visit = must(state.visits.at(-1), "the visit that leaves")
    const taken = out.filter(({ wire }) => Object.hasOwn(outlets, wire.outlet) && holds(scope, state, wire))
    for (const one of out) {
      const { wire } = one
      if (!taken.includes(one)) refuse(scope, one)
      else if (wire.after === 0) goLive(scope, one, visit, outlets[wire.outlet] ?? null)
      else {
        const value = outlets[wire.outlet] ?? null
        one.delayed++
        time.after(wire.after, () => {
          if (scope.over) return
          one.delayed--
          goLive(scope, one, visit, value)
          settle(scope)
        })
      }
    }
  }

  function holds(scope: Instance, state: StepState, wire: NaiveWire): boolean {
    if (wire.when === undefined) return true
    if (wire.when !== "else") return evaluated(wire.when, scopeOf(scope)) === true
    return !scope.wires.some(
      ({ wire: other }) =>
        other.from === wire.from &&
        other.outlet === wire.outlet &&
        other.when !== undefined &&
        other.when !== "else" &&
        holds(scope, state, other),
    )
  }

  function refuse(scope: Instance, one: WireState): void {
    if (one.state === "live" && !one.wire.back) return
    if (bodiesLeftBy(scope, one).length > 0 && !one.wire.back) one.refused = true
    else one.state = "dead"
  }

  /** A wire that is live already, or whose step was entered without it, enters its step again (J5, C1, C6). */
  function goLive(scope: Instance, one: WireState, visit: Visit, value: Json): void {
    visit.live = true
    const { wire } = one
    const target = stepOf(scope, wire.to)
    const before = one.state
    const again =
      wire.back || before === "live" || (target.decided && (before === "dead" || target.step.join === "each"))
    one.state = "live"
    one.refused = false
    if (again) scope.again.push({ wire, value })
    else {
      one.value = value
      target.stale = false
    }
  }

  function end(scope: Instance, failure: Problem | null): void {
    cancel(scope)
    scope.whenOver(failure)
  }

  function cancel(scope: Instance): void {
    scope.over = true
    for (const visit of [...scope.steps.values()].flatMap(state => state.visits)) {
      if (visit.status === "completed" || visit.status === "failed" || visit.status === "skipped") continue
      visit.status = "cancelled"
      visit.cancel?.()
    }
  }

  /** (K5), (K6). */
  function outputOf(scope: Instance, wanted: Json | undefined): Json {
    return wanted === undefined ? lastValue(scope) : (evaluated(wanted, scopeOf(scope)) ?? null)
  }

  /** (V3) to (V5): what an expression sees. */
  function scopeOf(scope: Instance): Names {
    const around: Names = scope.around === null ? { ...shared, steps: {} } : scopeOf(scope.around)
    const steps: Record<string, unknown> = { ...(around.steps as object) }
    for (const [id, { visits }] of scope.steps) {
      const last = visits.findLast(visit => Object.keys(visit.outlets).length > 0)
      if (last === undefined) delete steps[id]
      else steps[id] = { output: Object.values(last.outlets)[0], outlets: last.outlets, visits }
    }
    return { ...around, ...scope.seen, steps }
  }

  function evaluated(value: Json, names: Names): Json | undefined {
    if (typeof value === "string") return value.includes("{{") ? evaluate(value, names) : value
    if (Array.isArray(value)) return value.map(each => evaluated(each, names) ?? null)
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, evaluated(each, names) ?? null]),
    )
  }
}

function visitsByPath(states: readonly StepState[]): NaiveRun["steps"] {
  const found: Record<string, NaiveVisit[]> = {}
  for (const state of states.filter(each => each.visits.length > 0)) {
    found[state.path] = state.visits.map(({ status, outlets, problem }) => ({
      status: status === "running" ? "waiting" : status,
      outlets,
      ...(problem === undefined ? {} : { problem: problem.code }),
    }))
  }
  return found
}
