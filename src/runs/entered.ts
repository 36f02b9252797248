import type { Instance, Visit } from "../engine/core/state.ts"
import { isInstanceOver, type RunTrace } from "./runTrace.ts"

/*
 * The visits of a run in the order in which they were entered. Visits are only ever added, and later ones were entered
 * by later events: so each list is kept, and only what came since it was last asked for is looked at.
 */

/** Lists of visits, each in the order of entering. */
export interface Entered {
  /** Those of a scope instance. */
  in(instance: Instance): readonly Visit[]
  /** Those of a step, in whatever instance. */
  of(step: string): readonly Visit[]
}

/** A list, and how many visits of each of its sources stand in it already. */
interface Listed {
  readonly visits: Visit[]
  readonly taken: Map<Visit[], number>
}

interface ListedStep extends Listed {
  /** How many of the run's instances were looked at. */
  looked: number
  /** The instances in which the step may be entered again. */
  readonly open: Set<Instance>
}

/** Makes the lists of a run. */
export function createEntered(trace: RunTrace): Entered {
  const byInstance = new Map<Instance, Listed>()
  const byStep = new Map<string, ListedStep>()
  return {
    in(instance) {
      let list = byInstance.get(instance)
      if (list === undefined) {
        list = { visits: [], taken: new Map() }
        byInstance.set(instance, list)
      }
      takeNew(list, instance.visits)
      return list.visits
    },
    of(step) {
      let list = byStep.get(step)
      if (list === undefined) {
        list = { visits: [], taken: new Map(), looked: 0, open: new Set() }
        byStep.set(step, list)
      }
      while (list.looked < trace.instances.length) {
        const instance = trace.instances[list.looked++] as Instance
        if (instance.scope.byId.has(step)) list.open.add(instance)
      }
      takeNew(list, sourcesOf(list, step))
      return list.visits
    },
  }
}

function* sourcesOf({ open }: ListedStep, step: string): Iterable<Visit[] | undefined> {
  for (const instance of open) {
    const planned = instance.scope.byId.get(step)
    if (planned !== undefined) yield instance.visits[planned.index]
    if (isInstanceOver(instance)) open.delete(instance)
  }
}

function takeNew({ visits, taken }: Listed, sources: Iterable<Visit[] | undefined>): void {
  const fresh: Visit[] = []
  for (const source of sources) {
    if (source === undefined) continue
    const known = taken.get(source) ?? 0
    for (let at = known; at < source.length; at++) {
      const visit = source[at] as Visit
      if (visit.status !== "left_out") fresh.push(visit)
    }
    if (known < source.length) taken.set(source, source.length)
  }
  fresh.sort((a, b) => a.enteredBy - b.enteredBy || a.step.index - b.step.index)
  for (const visit of fresh) visits.push(visit)
}
