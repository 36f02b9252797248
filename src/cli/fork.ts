import type { Kept, RunEvent } from "../engine/core/event.ts"
import type { StepPlan } from "../engine/core/plan.ts"
import type { Instance, RunState, Visit } from "../engine/core/state.ts"
import { visitAt } from "../engine/core/state.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import { pathOfVisit } from "./runPaths.ts"

/*
 * A fork shares the past of a run but for what is to be different: it takes over the outcomes of all visits that do
 * not depend on that, with their keys, and runs the rest anew. What depends on a step is what it leads to, the
 * container that it stands in, and what that leads to; of a container that is run anew for something in it, the
 * rest inside is taken over all the same.
 *
 *     a ──▶ b ──▶ c      b changed: a and b are taken over (b with its new value), c runs
 *     a ──▶ each[b, c]   b of each[1] failed: a, and all that completed in each[0] and each[1], are taken over
 */

/** What is to be different in a fork. */
export interface Changes {
  /** New values of steps, by path: `review`, `each[2].review`. They leave by the outlet named, or by their first. */
  readonly values: ReadonlyMap<string, { readonly outlet?: string; readonly value: Json }>
  /** Steps that run anew, by id, wherever they stand. */
  readonly again: ReadonlySet<string>
  /** Whether what failed runs anew, handled or not. */
  readonly failed: boolean
}

/** The visits that a fork of the run takes over, and the names of changed steps that the run does not have. */
export function forkOf(
  state: RunState,
  events: Iterable<RunEvent>,
  { values, again, failed }: Changes,
): { readonly kept: Kept[]; readonly unknown: readonly string[] } {
  const dirty = createDirty()
  const changed = new Map<Visit, JsonMap>()
  const unknown = new Set(values.keys())
  for (const instance of state.instances.values()) {
    for (const visits of instance.visits) {
      const last = visits?.findLast(visit => visit.status !== "skipped")
      if (visits === undefined || last === undefined) continue
      const path = pathOfVisit(last)
      const change = values.get(path)
      if (change !== undefined) {
        unknown.delete(path)
        changed.set(last, { [change.outlet ?? last.step.outlets[0] ?? "success"]: change.value })
        dirty.after(instance, last.step)
      } else if (again.has(last.step.id) || (failed && visits.some(hasFailed)))
        dirty.step(instance, last.step)
    }
  }
  const written = writtenBy(state, events)
  const kept: Kept[] = []
  for (const instance of state.instances.values()) {
    if (instance.name !== "steps" && instance.parent === undefined) continue
    for (const visit of instance.visits.flatMap(visits => visits ?? [])) {
      const change = changed.get(visit)
      if (change === undefined && (dirty.has(instance, visit.step) || !isOver(visit))) continue
      const outlets = change ?? visit.outlets ?? {}
      kept.push({
        ...{ in: instance.path, step: visit.step.id, visit: visit.number },
        ...(visit.task === undefined ? {} : { key: visit.task.key }),
        outlets,
        ...written(visit),
        ...(visit.origins === undefined ? {} : { origins: mutable(visit.origins) }),
      })
    }
  }
  return { kept, unknown: [...unknown] }
}

function hasFailed(visit: Visit): boolean {
  return visit.problem !== undefined
}

/** Completed, or failed in a way that was handled. */
function isOver({ outlets, endedAt, status }: Visit): boolean {
  return outlets !== undefined && endedAt > 0 && (status === "completed" || status === "failed")
}

/** Marks what a fork runs anew, with all that depends on it. */
function createDirty() {
  const marked = new Map<Instance, Set<StepPlan>>()

  function step(instance: Instance, plan: StepPlan): void {
    mark(instance, plan)
    after(instance, plan)
  }

  function mark(instance: Instance, plan: StepPlan): boolean {
    const known = marked.get(instance) ?? new Set()
    marked.set(instance, known)
    if (known.has(plan)) return false
    known.add(plan)
    return true
  }

  /** Marks what the step leads to, and what stands around it. */
  function after(instance: Instance, plan: StepPlan): void {
    const waiting = plan.out.map(wire => wire.to)
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!mark(instance, next)) continue
      within.add(`${instance.path}\n${next.id}`)
      waiting.push(...next.out.map(wire => wire.to))
    }
    if (instance.parent !== undefined) step(instance.parent.instance, instance.parent.step)
  }

  /** Steps that are entered with other values: nothing inside them can be taken over. */
  const within = new Set<string>()

  function has(instance: Instance, plan: StepPlan): boolean {
    if (marked.get(instance)?.has(plan) === true) return true
    for (let parent = instance.parent; parent !== undefined; parent = parent.instance.parent) {
      if (within.has(`${parent.instance.path}\n${parent.step.id}`)) return true
    }
    return false
  }

  return { step, after, has }
}

/** What visits wrote besides their outlets: a container wrote what was written inside it. */
function writtenBy(state: RunState, events: Iterable<RunEvent>): (visit: Visit) => Partial<Kept> {
  const byVisit = new Map<Visit, { variables?: JsonMap; memory?: Json }>()
  for (const entry of events) {
    for (const event of entry.type === "batch" ? entry.events : [entry]) {
      if (event.type !== "step.completed") continue
      const { variables, memory } = event
      let visit = visitAt(state, event.in, event.step, event.visit)
      if (visit !== undefined && memory !== undefined) byVisit.set(visit, { ...byVisit.get(visit), memory })
      for (; visit !== undefined && variables !== undefined; visit = visit.instance.parent) {
        const before = byVisit.get(visit)
        byVisit.set(visit, { ...before, variables: { ...before?.variables, ...variables } })
      }
    }
  }
  return visit => {
    const { variables, memory } = byVisit.get(visit) ?? {}
    return {
      ...(variables === undefined ? {} : { variables: { ...variables } }),
      ...(memory === undefined ? {} : { memory }),
    }
  }
}

function mutable(origins: NonNullable<Visit["origins"]>): NonNullable<Kept["origins"]> {
  return Object.fromEntries(
    Object.entries(origins).map(([outlet, lists]) => [outlet, lists.map(list => [...list])]),
  )
}
