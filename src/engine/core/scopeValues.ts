import { type Json, type JsonMap, own } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import { everySecret } from "../../syntax/secrets.ts"
import { comingValue } from "./coming.ts"
import { outputValue } from "./instanceOutput.ts"
import type { Arrival, Instance, RunState, Task, Visit } from "./state.ts"
import { taskAt, visitAt } from "./whereabouts.ts"

/*
 * What an expression sees. Everything is looked up when it is read, so that an expression in a scope of 10,000
 * steps costs what it reads. It sees the steps of its own scope instance and of those around it, and never into a
 * container from outside.
 */

/** Where an expression stands: in a scope instance, at a step, in one task of it. */
export interface Standing {
  readonly in: string
  readonly step?: string
  readonly visit?: number
  readonly task?: number | undefined
}

/** What came to a step by one wire, as expressions and code see it. */
export interface ArrivalValue {
  readonly from: string
  readonly outlet: string
  readonly inlet: string | number
  readonly value: Json
}

/** The names that an expression sees, and what they mean there. */
export interface ScopeValues {
  readonly [name: string]: unknown
  readonly arrivals: readonly ArrivalValue[]
  readonly incoming: Json | undefined
  readonly memory: Json | undefined
}

/** What an expression at that place sees. */
export function scopeValues(state: RunState, standing: Standing): ScopeValues {
  const { step, visit: number = 1 } = standing
  const visit = step === undefined ? undefined : visitAt(state, standing.in, step, number)
  const task = visit === undefined ? undefined : taskAt(visit, standing.task)
  return valuesIn(state, state.instances.get(standing.in), visit, task)
}

/** What an expression in the instance sees, at a visit and a task of it. */
export function valuesIn(
  state: RunState,
  instance: Instance | undefined,
  visit?: Visit,
  task?: Task,
  variables: JsonMap = state.variables,
): ScopeValues {
  const { workflow } = state.plan
  return {
    inputs: state.inputs,
    vars: variables,
    trigger: state.trigger ?? state.inputs,
    run: { id: state.run, startedAt: state.startedAt },
    workflow: { id: workflow.id, name: workflow.name ?? workflow.id },
    secrets: everySecret,
    ...(instance?.gives === undefined && instance?.path === "" ? undefined : givenTo(state, instance)),
    ...(task !== undefined && visit?.items !== undefined
      ? { item: task.item ?? null, index: task.number }
      : {}),
    steps: stepsAround(state, instance),
    visit: visit?.number,
    error: errorValue(visit?.error ?? instance?.error),
    incoming: task?.guards !== undefined ? comingValue(task.guards.coming) : incomingOf(visit),
    arrivals: arrivalsOf(visit),
    memory: memoryOf(state, visit),
  }
}

function memoryOf(state: RunState, visit: Visit | undefined): Json | undefined {
  if (visit === undefined) return undefined
  const { step, instance } = visit
  return step.kind.remembers === "run" ? state.memory.get(step) : instance.memory?.get(step)
}

/** The instance around: that of the holder, and for what runs at the end of a run, its steps. */
function around(state: RunState, instance: Instance): Instance | undefined {
  if (instance.parent !== undefined) return instance.parent.instance
  return instance.path === "" ? undefined : state.instances.get("")
}

function givenTo(state: RunState, inside: Instance | undefined): { readonly [name: string]: Json } {
  let given: { readonly [name: string]: Json } | undefined
  for (let here = inside; here !== undefined; here = around(state, here)) {
    if (here.gives !== undefined) given = given === undefined ? here.gives : { ...here.gives, ...given }
  }
  return given ?? {}
}

/** What an expression sees as `steps`. */
class StepsAround {
  readonly #state: RunState
  readonly #inside: Instance | undefined
  #known: Map<string, StepValue | undefined> | undefined

  constructor(state: RunState, inside: Instance | undefined) {
    this.#state = state
    this.#inside = inside
  }

  value(id: string | symbol): StepValue | undefined {
    if (typeof id === "symbol") return undefined
    this.#known ??= new Map()
    if (!this.#known.has(id)) this.#known.set(id, stepValue(this.#state, this.#inside, id))
    return this.#known.get(id)
  }

  ids(): string[] {
    return visibleIds(this.#state, this.#inside).filter(id => this.value(id) !== undefined)
  }
}

const asSteps: ProxyHandler<StepsAround> = {
  getPrototypeOf: () => null,
  get: (steps, id) => steps.value(id),
  has: (steps, id) => steps.value(id) !== undefined,
  getOwnPropertyDescriptor(steps, id) {
    const value = steps.value(id)
    return value === undefined ? undefined : { value, enumerable: true, configurable: true, writable: false }
  },
  ownKeys: steps => steps.ids(),
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
}

/** The steps by id: each reads as its latest visit that left by an outlet; one that did not run is undefined. */
function stepsAround(state: RunState, inside: Instance | undefined): object {
  return new Proxy(new StepsAround(state, inside), asSteps)
}

function visibleIds(state: RunState, inside: Instance | undefined): string[] {
  const ids = new Set<string>()
  for (let here = inside; here !== undefined; here = around(state, here)) {
    for (const id of here.scope.byId.keys()) ids.add(id)
  }
  return [...ids]
}

/** One visit of a step, as an expression sees it. */
export interface VisitValue {
  readonly output: Json
  readonly outlets: { readonly [outlet: string]: Json }
  readonly status: Visit["status"]
  readonly visit: number
  readonly error: Json | undefined
  /** For each item of each list that left, the places of the items that it was made from. */
  readonly origins: Visit["origins"]
}

/** A step, as an expression sees it: its latest visit, and all of them. */
export interface StepValue extends VisitValue {
  readonly visits: readonly VisitValue[]
}

function stepValue(state: RunState, inside: Instance | undefined, id: string): StepValue | undefined {
  for (let here = inside; here !== undefined; here = around(state, here)) {
    const step = here.scope.byId.get(id)
    const visits = step === undefined ? undefined : here.visits[step.index]
    if (step === undefined) continue
    const latest = visits?.findLast(visit => visit.outlets !== undefined)
    if (visits === undefined || latest === undefined) return undefined
    return Object.defineProperty(visitValue(latest), "visits", {
      get: () => visits.map(visitValue),
      enumerable: false,
    }) as StepValue
  }
  return undefined
}

function visitValue(visit: Visit): VisitValue {
  return {
    output: outputValue(visit),
    outlets: visit.outlets ?? {},
    status: visit.status,
    visit: visit.number,
    error: errorValue(visit.problem),
    origins: visit.origins,
  }
}

function errorValue(problem: Problem | undefined): Json | undefined {
  if (problem === undefined) return undefined
  const { code, message, at, data } = problem
  return {
    code,
    message,
    name: typeof data?.name === "string" ? data.name : code,
    step: at?.step ?? null,
    visit: at?.visit ?? null,
  }
}

/** The value of the first live wire, or by inlet where the kind has several. */
export function incomingOf(visit: Visit | undefined): Json | undefined {
  if (visit === undefined) return undefined
  const { inlets } = visit.step.kind
  if (inlets === undefined || inlets.length === 0) {
    return visit.incoming === undefined ? undefined : valueAt(visit.incoming)
  }
  const byInlet: { [inlet: string]: Json } = Object.create(null) as { [inlet: string]: Json }
  for (const arrival of visit.arrivals) byInlet[arrival.wire.inlet] ??= valueAt(arrival)
  return byInlet
}

/** All that came to the visit. */
export function arrivalsOf(visit: Visit | undefined): readonly ArrivalValue[] {
  return visit === undefined ? [] : visit.arrivals.map(arrivalValue)
}

function arrivalValue(arrival: Arrival): ArrivalValue {
  const { wire } = arrival
  return { from: wire.from.id, outlet: wire.outlet, inlet: wire.inlet, value: valueAt(arrival) }
}

function valueAt({ wire, visit }: Arrival): Json {
  return own(visit.outlets, wire.outlet) ?? null
}
