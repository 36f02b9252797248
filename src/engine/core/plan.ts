import { parseDuration } from "../../lib/durations.ts"
import { isList, isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import type { Control, ScopeName } from "../../model/control.ts"
import { type Graph, graphOf } from "../../model/graph.ts"
import type { EffectRule, Hint, Holds } from "../../model/step.ts"
import { stepOfValidator } from "../../model/validators.ts"
import { type Step, scopeKeys, type Validator, type WireSpec, type Workflow } from "../../model/workflow.ts"

/*
 * A plan is a workflow made ready to run: every scope as lists of steps, wires and loops that know each other by
 * reference and by number, so that an event costs no more than the wires it touches. It holds nothing of any run.
 */

/** What the engine must know of a kind. Both a kind's definition and its entry in the catalogue say it. */
export interface KindData {
  readonly outlets: readonly string[]
  readonly outletsFrom?: string | undefined
  readonly inlets?: readonly string[] | "many" | undefined
  readonly divides?: true | undefined
  readonly effect: EffectRule
  readonly holds?: Holds | undefined
  readonly remembers?: "run" | undefined
  readonly hints?: { readonly [field: string]: Hint | undefined } | undefined
  /** A page that only folds knows that a kind steers, and not how. */
  readonly steers?: true | undefined
  readonly control?: Control | undefined
}

/** Looks a kind up by name. */
export type KindLookup = (kind: string) => KindData | undefined

/** When a step starts, by the wires that lead to it. */
export type JoinPlan = "all" | "any" | "each" | { readonly atLeast: number }

/** A validator: an expression, or a step that says yes by leaving through the outlet. */
export type ValidatorPlan =
  | { readonly expression: string; readonly spec: Validator }
  | { readonly kind: string; readonly with: JsonMap; readonly yes: string }

/** A wire, ready to run. */
export interface WirePlan {
  readonly index: number
  readonly from: StepPlan
  readonly to: StepPlan
  /** Its place among the wires of its step: events name it so. */
  readonly place: number
  readonly outlet: string
  readonly inlet: string | number
  readonly spec: WireSpec
  /** What decides whether it may be taken, one after the other. */
  readonly validators: readonly ValidatorPlan[]
  readonly back: boolean
  /** The loops whose body it leaves, from the innermost. */
  readonly leaves: LoopPlan[]
}

/** A step, ready to run. */
export interface StepPlan {
  readonly index: number
  readonly id: string
  readonly spec: Step
  readonly scope: ScopePlan
  readonly kind: KindData
  readonly steers: boolean
  /** In the kind's order; the first used one gives the step's output. */
  readonly outlets: readonly string[]
  readonly join: JoinPlan
  readonly most: number
  /** The wires that leave it, in file order. */
  readonly out: WirePlan[]
  /** No wire that leaves it waits for anything: what an outlet used or not says is all. */
  plain: boolean
  /** The forward wires that lead to it, in file order. */
  readonly into: WirePlan[]
  /** The loops whose body holds it, from the innermost. */
  readonly loops: LoopPlan[]
  holds: ReadonlyMap<ScopeName, ScopePlan>
  /** What is evaluated inside each instance of its scope `steps`, at its end. */
  readonly inside: JsonMap
  readonly timeout: number | undefined
}

/** A body that loop-backs enter again. */
export interface LoopPlan {
  readonly index: number
  readonly body: readonly StepPlan[]
  readonly backs: readonly WirePlan[]
  /** The steps that loop-backs lead to, in the order in which they run. */
  readonly targets: readonly StepPlan[]
}

/** What a re-entry of one step enters again: the steps, and the wires that open again. */
export interface Again {
  readonly steps: readonly StepPlan[]
  readonly wires: readonly WirePlan[]
}

/** A set of steps wired among themselves, ready to run. */
export interface ScopePlan {
  readonly index: number
  readonly name: ScopeName | "failure"
  readonly holder: StepPlan | undefined
  readonly steps: readonly StepPlan[]
  readonly byId: ReadonlyMap<string, StepPlan>
  readonly wires: readonly WirePlan[]
  readonly entries: readonly StepPlan[]
  readonly loops: readonly LoopPlan[]
  /** Wires from where a run that begins at the entries never comes: dead from the start. */
  readonly never: readonly WirePlan[]
  readonly branches: boolean
  /** What re-entries enter again, by loop (or none) and target, as they are first needed. */
  readonly again: Map<LoopPlan | undefined, Map<StepPlan, Again>>
}

/** A workflow made ready to run. */
export interface Plan {
  readonly workflow: Workflow
  readonly scopes: readonly ScopePlan[]
  readonly main: ScopePlan
  readonly failure: ScopePlan | undefined
  readonly always: ScopePlan | undefined
  readonly parallel: number
  readonly order: "parallel" | "depth_first" | "breadth_first"
  /** The run's limit in milliseconds of work. */
  readonly timeout: number | undefined
  /** What is known of a kind that a step calls. */
  readonly kindOf: (kind: string) => KindData
}

/** How many attempts of a run execute side by side, unless its settings say otherwise. */
export const usualParallel = 16

const unknownKind: KindData = { outlets: ["success"], effect: "once" }

/** Makes a workflow ready to run. A kind that the lookup does not know has the outlet `success`. */
export function plan(workflow: Workflow, kinds: KindLookup): Plan {
  const scopes: ScopePlan[] = []
  const compile = (
    steps: readonly Step[] | undefined,
    name: ScopePlan["name"],
    holder?: StepPlan,
  ): ScopePlan | undefined => {
    if (steps === undefined || steps.length === 0) return undefined
    const branches = holder?.kind.holds?.branches === true && name === "steps"
    const entries = holder === undefined && name === "steps" ? triggerEntries(workflow) : []
    const graph = graphOf(steps, { entries, branches })
    const scope = compileScope({ index: scopes.length, name, holder, branches, steps, graph, kinds })
    scopes.push(scope)
    return scope
  }
  const main = compile(workflow.steps, "steps") ?? emptyScope(scopes)
  const failure = compile(workflow.failure, "failure")
  const always = compile(workflow.always, "always")
  for (const scope of scopes) {
    for (const step of scope.steps) {
      for (const key of scopeKeys) {
        const inner = compile(step.spec[key], key, step)
        if (inner !== undefined) step.holds = new Map([...step.holds, [key, inner]])
      }
    }
  }
  const order = workflow.settings?.order ?? "parallel"
  return {
    workflow,
    scopes,
    main,
    failure,
    always,
    order,
    parallel: order === "parallel" ? (workflow.settings?.parallel ?? usualParallel) : 1,
    timeout: milliseconds(workflow.settings?.timeout),
    kindOf: kind => kinds(kind) ?? unknownKind,
  }
}

/** A literal duration in milliseconds; a template, or none, is undefined. */
export function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const parsed = parseDuration(text)
  return parsed.ok ? parsed.value : undefined
}

/** A trigger without `next` starts at the entries that the wires give; if none names any, those are all. */
function triggerEntries(workflow: Workflow): string[] {
  return (workflow.triggers ?? []).flatMap(trigger =>
    trigger.next === undefined ? [] : typeof trigger.next === "string" ? [trigger.next] : [...trigger.next],
  )
}

function emptyScope(scopes: ScopePlan[]): ScopePlan {
  const scope: ScopePlan = {
    index: scopes.length,
    name: "steps",
    holder: undefined,
    steps: [],
    byId: new Map(),
    wires: [],
    entries: [],
    loops: [],
    never: [],
    branches: false,
    again: new Map(),
  }
  scopes.push(scope)
  return scope
}

interface ScopeParts {
  readonly index: number
  readonly name: ScopePlan["name"]
  readonly holder: StepPlan | undefined
  readonly branches: boolean
  readonly steps: readonly Step[]
  readonly graph: Graph
  readonly kinds: KindLookup
}

function compileScope({ index, name, holder, branches, steps, graph, kinds }: ScopeParts): ScopePlan {
  const compiled: StepPlan[] = []
  const byId = new Map<string, StepPlan>()
  const wires: WirePlan[] = []
  const loops: LoopPlan[] = []
  const entries: StepPlan[] = []
  const never: WirePlan[] = []
  const scope: ScopePlan = {
    ...{ index, name, holder, branches, steps: compiled, byId, wires, loops, entries, never },
    again: new Map(),
  }
  for (const spec of steps) {
    if (spec.id === "" || byId.has(spec.id)) continue
    const step = compileStep(spec, compiled.length, scope, kinds)
    compiled.push(step)
    byId.set(spec.id, step)
  }
  const planned = new Map<unknown, WirePlan>()
  for (const wire of graph.wires) {
    const from = byId.get(wire.from)
    const to = byId.get(wire.to)
    if (from === undefined || to === undefined) continue
    const back = graph.backs.has(wire)
    const compiledWire: WirePlan = {
      index: wires.length,
      from,
      to,
      place: from.out.length,
      outlet: wire.outlet ?? from.outlets[0] ?? "success",
      inlet: inletOf(to.kind, wire.spec.inlet),
      spec: wire.spec,
      validators: (wire.spec.validate ?? []).map(spec => planValidator(spec, kinds)),
      back,
      leaves: [],
    }
    wires.push(compiledWire)
    planned.set(wire, compiledWire)
    from.out.push(compiledWire)
    if (!isPlain(compiledWire)) from.plain = false
    if (!back) to.into.push(compiledWire)
    if (!graph.reachable.has(wire.from)) never.push(compiledWire)
  }
  for (const id of graph.entries) {
    const entry = byId.get(id)
    if (entry !== undefined) entries.push(entry)
  }
  loops.push(...compileLoops(graph, byId, planned))
  for (const wire of wires) {
    for (const loop of wire.from.loops) if (!wire.to.loops.includes(loop)) wire.leaves.push(loop)
  }
  return scope
}

function isPlain({ outlet, spec: { when, after, at, validate } }: WirePlan): boolean {
  return (
    outlet !== "blocked" &&
    when === undefined &&
    after === undefined &&
    at === undefined &&
    validate === undefined
  )
}

function planValidator(spec: Validator, kinds: KindLookup): ValidatorPlan {
  if ("expression" in spec && typeof spec.expression === "string")
    return { expression: spec.expression, spec }
  const called = stepOfValidator(spec)
  return { ...called, yes: kinds(called.kind)?.outlets[0] ?? "success" }
}

/** Loops that share a body are one; each step lists its loops from the smallest body to the largest. */
function compileLoops(
  graph: Graph,
  byId: ReadonlyMap<string, StepPlan>,
  planned: ReadonlyMap<unknown, WirePlan>,
): LoopPlan[] {
  const bodies = new Map<ReadonlySet<string>, { backs: WirePlan[]; targets: StepPlan[] }>()
  for (const { target, backs, body } of graph.loops) {
    const known = bodies.get(body) ?? { backs: [], targets: [] }
    bodies.set(body, known)
    const step = byId.get(target)
    if (step !== undefined) known.targets.push(step)
    for (const wire of backs) {
      const compiled = planned.get(wire)
      if (compiled !== undefined) known.backs.push(compiled)
    }
  }
  const sorted = [...bodies].sort(([a], [b]) => a.size - b.size)
  return sorted.map(([ids, { backs, targets }], index) => {
    const body = [...ids].flatMap(id => byId.get(id) ?? [])
    const loop: LoopPlan = { index, body, backs, targets }
    for (const step of body) step.loops.push(loop)
    return loop
  })
}

const holdsNothing: ReadonlyMap<ScopeName, ScopePlan> = new Map()

function compileStep(spec: Step, index: number, scope: ScopePlan, kinds: KindLookup): StepPlan {
  const kind = kinds(spec.kind) ?? unknownKind
  const join = spec.join ?? "all"
  return {
    index,
    id: spec.id,
    spec,
    scope,
    kind,
    steers: kind.control !== undefined || kind.steers === true,
    outlets: outletsOf(kind, spec.with),
    join,
    most: spec.visits ?? 100,
    out: [],
    plain: true,
    into: [],
    loops: [],
    holds: holdsNothing,
    inside: insideOf(kind, spec.with),
    timeout: milliseconds(spec.timeout),
  }
}

/** The outlets of a step with these parameters, in order. */
export function outletsOf(kind: KindData, parameters: JsonMap | undefined): readonly string[] {
  if (kind.outletsFrom === undefined) return kind.outlets
  return [...kind.outlets, ...namedOutlets(kind.outletsFrom, parameters)]
}

/** The outlets that the parameters name: `cases[].id` reads the `id` of each of `cases`, `labels[]` each label. */
function namedOutlets(from: string | undefined, parameters: JsonMap | undefined): string[] {
  if (from === undefined || parameters === undefined) return []
  const [field = "", key] = from.split(/\[\]\.?/)
  const list = own(parameters, field)
  if (!isList(list)) return []
  return list.flatMap(item => {
    const name = key === undefined || key === "" ? item : isMap(item) ? own(item, key) : undefined
    return typeof name === "string" ? [name] : []
  })
}

/** Inlets that the kind names go by their names, others by number. */
function inletOf({ inlets }: KindData, written: string | number = 1): string | number {
  if (typeof written === "string" || inlets === undefined || inlets === "many") return written
  return inlets[written - 1] ?? written
}

function insideOf(kind: KindData, parameters: JsonMap | undefined): JsonMap {
  const fields = insideFields(kind)
  if (fields.length === 0) return nothingInside
  const inside: { [field: string]: Json } = {}
  for (const field of fields) {
    const value = own(parameters, field)
    if (value !== undefined) inside[field] = value
  }
  return inside
}

const nothingInside: JsonMap = {}
const insideByKind = new WeakMap<KindData, readonly string[]>()

function insideFields(kind: KindData): readonly string[] {
  const known = insideByKind.get(kind)
  if (known !== undefined) return known
  const fields = Object.entries(kind.hints ?? {}).flatMap(([field, hint]) =>
    hint?.inside === true ? [field] : [],
  )
  insideByKind.set(kind, fields)
  return fields
}
