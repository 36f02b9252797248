import type { ScopeName } from "../../model/control.ts"
import type { Reach } from "../../model/narrow.ts"
import { beginsFreely } from "../../model/places.ts"
import type { ForkScope } from "./fork.ts"
import { variablesBeside } from "./kept.ts"
import type { Plan, ScopePlan, StepPlan } from "./plan.ts"
import type { Instance, RunState, Visit } from "./state.ts"
import { instanceMeant, isWithin, lastEntered } from "./whereabouts.ts"

/*
 * The way to a step or to an iteration: how far a run goes in each scope from the root to there. As far as an earlier
 * run had come, it leads through the very instances that are named; from there on through the first of each scope.
 *
 *     up to c, in each[1]#1     root: each#1 alone ▸ each[1]#1: b, then c
 */

/** What a narrow fork is for. */
export type NarrowScope = Extract<ForkScope, { type: "step" | "upTo" | "iteration" }>

/** The way of a fork. */
export interface Way {
  readonly only: Reach[]
  /** The step at which the run begins, where that is not at its entries. */
  readonly entry: string | undefined
  /** The innermost instance of the parent on the way, and the containers around it. */
  readonly base: Instance
  /** That in which the way begins: of the steps of the workflow, or of what is done at its end. */
  readonly root: Instance
  readonly containers: readonly Visit[]
  /** The visit that is named, or the last of the step that is. */
  readonly target: Visit | undefined
  /** Whether what the visit came to leads there, and may be taken over. */
  keeps(visit: Visit): boolean
}

/** The way of a fork to what it is for, in the workflow in which it runs. */
export function wayOf(parent: RunState, scope: NarrowScope, plan: Plan): Way | undefined {
  const base = scope.type === "iteration" ? parent.instances.get(scope.in) : instanceMeant(parent, scope)
  if (base === undefined) return undefined
  const instances = [base]
  for (let here = base; here.parent !== undefined; here = here.parent.instance)
    instances.unshift(here.parent.instance)
  const containers = instances.slice(1).flatMap(({ parent: holder }) => holder ?? [])
  const [root = base] = instances
  const end = endAround(root, scope, plan)
  // The run never came to its end: there is nothing of it to take over.
  const isNew = end !== undefined && root.name === "steps"
  const around = isNew ? plan[end] : scopeLike(base.scope, plan)
  const found = scope.type === "iteration" || around === undefined ? [] : stepsTo(scope.step, around)
  // Alone a step runs where the run had come to.
  const steps = scope.type === "step" && found.length > 1 ? [] : found
  const [first] = steps
  const known = first && base.scope.byId.get(first.id)
  const named = scope.type === "iteration" ? undefined : scope.visit
  const target =
    known && (named === undefined ? lastEntered(base, known) : base.visits[known.index]?.[named - 1])
  const inner = scope.type === "iteration" ? [] : reachesTo(steps, scope.type, named ?? target?.number)
  const isEntry = scope.type === "step" && steps.length === 1 && target === undefined
  const isAtRoot = base.parent === undefined && end === undefined
  if (isEntry && !isAtRoot) for (const reach of inner) reach.entries = [scope.step]
  const before = target?.enteredBy ?? (scope.type === "iteration" ? base.openedBy : Number.POSITIVE_INFINITY)
  const leading = instances.map((instance, depth) => {
    const id = containers[depth]?.step.id ?? first?.id
    const step = id === undefined ? undefined : scopeLike(instance.scope, plan)?.byId.get(id)
    return step === undefined ? nobody : leadingTo(step)
  })
  const reaches = [
    ...containers.map((holder, depth) => reachInto(parent, holder, instances[depth + 1], before)),
    ...inner,
  ]
  const error = end && (parent.instances.get(`!${end}`)?.error ?? parent.problem)
  return {
    only: endingWith(end, reaches, error),
    entry: isEntry && isAtRoot ? scope.step : undefined,
    ...{ base, root, containers, target },
    keeps(visit) {
      // What is done at the end sees all that the steps of the workflow gave.
      if (end !== undefined && visit.instance.path === "") return true
      const depth = instances.indexOf(visit.instance)
      if (depth < 0) return !isNew && scope.type !== "iteration" && isWithin(visit.instance, base)
      return leading[depth]?.has(visit.step.id) === true && visit !== containers[depth]
    },
  }
}

/** Which of the scopes that are done at the end of a run has what the fork is for. */
function endAround({ name }: Instance, scope: NarrowScope, plan: Plan): End | undefined {
  if (name === "failure" || name === "always") return name
  return scope.type === "iteration" ? undefined : endWith(plan, scope.step)
}

/** A scope that is done at the end of a run. */
type End = "failure" | "always"

function endWith(plan: Plan, step: string): End | undefined {
  return (["failure", "always"] as const).find(end => {
    const scope = plan[end]
    return scope !== undefined && stepsTo(step, scope).length > 0
  })
}

/** The reaches, of which the first says what is done at the end: nothing, or what they themselves are for. */
function endingWith(
  scope: End | undefined,
  reaches: readonly Reach[],
  error?: NonNullable<Reach["end"]>["error"],
): Reach[] {
  if (scope !== undefined)
    return [{ steps: [], end: { scope, ...(error === undefined ? {} : { error }) } }, ...reaches]
  const [first = { steps: [] }, ...others] = reaches
  return [{ ...first, end: {} }, ...others]
}

const nobody: ReadonlySet<string> = new Set()

/** How a run begins, and how far it goes, that takes nothing over: to the step alone, or with what leads to it. */
export function wayFromStart(
  plan: Plan,
  id: string,
  type: "step" | "upTo",
): { readonly only: Reach[]; readonly entries?: string[] } {
  const end = endWith(plan, id)
  const scope = end === undefined ? plan.main : plan[end]
  const steps = scope === undefined ? [] : stepsTo(id, scope)
  if (type === "upTo") return { only: endingWith(end, reachesTo(steps, type, undefined)) }
  // What lacks something is not run.
  const isFree = steps.slice(1).every(({ scope: { holder, name } }) => beginsFreely(holder?.kind.holds, name))
  const reaches = reachesTo(isFree ? steps : [], type, undefined)
  for (const reach of reaches) reach.entries = [...reach.steps]
  const [first] = steps
  return {
    only: endingWith(end, reaches),
    ...(end !== undefined || first === undefined ? {} : { entries: [first.id] }),
  }
}

/** How far a run goes in the scope that holds the first of these, and on to the last, from container to container. */
function reachesTo(
  steps: readonly StepPlan[],
  type: "step" | "upTo",
  visit: number | undefined,
): Mutable<Reach>[] {
  // What cannot be come to is not run, nor is anything in its place.
  if (steps.length === 0) return [{ steps: [] }]
  return steps.map((step, depth) => {
    const inside = steps[depth + 1]?.scope.name
    return {
      steps: type === "step" ? [step.id] : [...leadingTo(step)],
      last: { step: step.id, ...(depth > 0 || visit === undefined ? {} : { visit }) },
      ...(inside === undefined ? {} : { into: { scope: inside as ScopeName } }),
    }
  })
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] }

/** The one visit of the container runs, and of that the one instance, opened as it was then. */
function reachInto(parent: RunState, holder: Visit, instance: Instance | undefined, before: number): Reach {
  const { step, number } = holder
  const { name, index = 0, gives, error } = instance ?? {}
  const variables = instance === undefined ? undefined : variablesBeside(parent, instance, before)
  return {
    steps: [step.id],
    last: { step: step.id, visit: number },
    into: {
      scope: name as ScopeName,
      as: {
        index,
        ...(gives === undefined ? {} : { gives: { ...gives } }),
        ...(error === undefined ? {} : { error }),
        ...(variables === undefined ? {} : { variables }),
      },
    },
  }
}

/** The scope of the other workflow that stands where this one does. */
function scopeLike({ holder, name }: ScopePlan, plan: Plan): ScopePlan | undefined {
  if (holder === undefined) return name === "failure" || name === "always" ? plan[name] : plan.main
  return scopeLike(holder.scope, plan)
    ?.byId.get(holder.id)
    ?.holds.get(name as ScopeName)
}

/** The containers in the scope that hold the step, from the outermost, and the step; none where it is not there. */
function stepsTo(id: string, scope: ScopePlan): readonly StepPlan[] {
  const found = scope.byId.get(id)
  if (found !== undefined) return [found]
  for (const step of scope.steps) {
    for (const inside of step.holds.values()) {
      const steps = stepsTo(id, inside)
      if (steps.length > 0) return [step, ...steps]
    }
  }
  return []
}

/** The ids of the step and of every other from which a way leads to it. */
function leadingTo(target: StepPlan): ReadonlySet<string> {
  const into = new Map<StepPlan, StepPlan[]>()
  for (const wire of target.scope.wires) {
    const known = into.get(wire.to)
    if (known === undefined) into.set(wire.to, [wire.from])
    else known.push(wire.from)
  }
  const leading = new Set([target])
  for (const step of leading) for (const from of into.get(step) ?? []) leading.add(from)
  return new Set([...leading].map(({ id }) => id))
}
