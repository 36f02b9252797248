import type { Row } from "../engine/core/instances.ts"
import type { Instance, Visit } from "../engine/core/state.ts"
import { wasLeftOut } from "../engine/core/whereabouts.ts"
import { LazyList, type List } from "./lazyList.ts"
import { isInstanceOver, isRow, type RunTrace } from "./runTrace.ts"

/*
 * The visits of a run in the order in which they were entered. Visits are only ever added, and later ones were entered
 * by later events: so each list is kept, and only what came since it was last asked for is looked at. Those of instances
 * that were run through at a stroke are made when they are looked at.
 */

/** Lists of visits, each in the order of entering. */
export interface Entered {
  /** Those of a scope instance. */
  in(instance: Instance): readonly Visit[]
  /** Those of a step, in whatever instance. */
  of(step: string): List<Visit>
}

/** A list, and how many visits of each of its sources stand in it already. */
interface Listed {
  readonly visits: Visit[]
  readonly taken: Map<Visit[], number>
}

interface ListedStep {
  readonly visits: LazyList<Visit>
  readonly taken: Map<Visit[], number>
  /** How many of the run's instances were looked at. */
  looked: number
  /** The instances in which the step may be entered again. */
  readonly open: Set<Instance>
}

/** Makes the lists of a run. */
export function createEntered(trace: RunTrace): Entered {
  const byInstance = new Map<Instance, Listed>()
  const byStep = new Map<string, ListedStep>()
  /** Whoever is run through enters each of its steps once, or never: all that one event ran through alike. */
  const addRow = ({ visits }: ListedStep, row: Row, step: string): void => {
    const place = row.scope.byId.get(step)?.index ?? -1
    const visitAt = (index: number) => trace.made(row, index).visits[place]?.[0]
    if (visitAt(0) !== undefined) visits.addMany(row.laps.length, index => visitAt(index) as Visit)
  }
  return {
    in(instance) {
      let list = byInstance.get(instance)
      if (list === undefined) {
        list = { visits: [], taken: new Map() }
        byInstance.set(instance, list)
      }
      list.visits.push(...inOrder(newIn(list.taken, instance.visits)))
      return list.visits
    },
    of(step) {
      let list = byStep.get(step)
      if (list === undefined) {
        list = { visits: new LazyList(), taken: new Map(), looked: 0, open: new Set() }
        byStep.set(step, list)
      }
      const rows: Row[] = []
      while (list.looked < trace.instances.length) {
        const instance = trace.instances[list.looked++] as Instance | Row
        if (!instance.scope.byId.has(step)) continue
        if (isRow(instance)) rows.push(instance)
        else list.open.add(instance)
      }
      const fresh = inOrder(newIn(list.taken, sourcesOf(list, step)))
      let added = 0
      for (const visit of fresh) {
        for (let row = rows[added]; row !== undefined && row.events < visit.enteredBy; row = rows[++added])
          addRow(list, row, step)
        list.visits.add(visit)
      }
      for (const row of rows.slice(added)) addRow(list, row, step)
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

/** The visits of the sources that were not taken yet. */
function newIn(taken: Map<Visit[], number>, sources: Iterable<Visit[] | undefined>): Visit[] {
  const fresh: Visit[] = []
  for (const source of sources) {
    if (source === undefined) continue
    const known = taken.get(source) ?? 0
    for (let at = known; at < source.length; at++) {
      const visit = source[at] as Visit
      if (!wasLeftOut(visit)) fresh.push(visit)
    }
    if (known < source.length) taken.set(source, source.length)
  }
  return fresh
}

function inOrder(visits: Visit[]): Visit[] {
  return visits.sort((a, b) => a.enteredBy - b.enteredBy || a.step.index - b.step.index)
}
