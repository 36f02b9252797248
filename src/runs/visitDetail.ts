import type { Task, Visit } from "../engine/core/state.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import { countBy, type List, partOf, placeIn } from "./lazyList.ts"
import { hasEndedAt, rowOf, type StepRow, wasEntered } from "./runView.ts"
import type { Traced } from "./timeline.ts"
import { visitOfKey } from "./visitKey.ts"

/** One item of a step that runs once per item. */
export interface ItemDetail {
  readonly number: number
  readonly item: Json
  readonly input: Json | undefined
  readonly outlets: JsonMap | undefined
  readonly problem: Problem | undefined
  readonly isOver: boolean
}

/** All that is known of one visit. */
export interface VisitDetail {
  readonly row: StepRow
  /** The parameters with their templates resolved; undefined where it never got so far. */
  readonly input: Json | undefined
  readonly outlets: JsonMap | undefined
  readonly items: readonly ItemDetail[]
  /** Wires that were not taken although their condition held, and why. */
  readonly blocked: readonly string[]
  readonly variables: JsonMap | undefined
}

/** What is known of the visit at the moment; undefined where there was none. */
export function detailOf(
  { state, trace }: Pick<Traced, "state" | "trace">,
  key: string,
  moment: number,
): VisitDetail | undefined {
  const visit = visitOfKey(state, key)
  if (visit === undefined || !wasEntered(visit, moment)) return undefined
  const hasEnded = hasEndedAt(visit, moment)
  return {
    row: rowOf(trace, visit, moment),
    input: inputOf(visit),
    outlets: hasEnded ? visit.outlets : undefined,
    items: visit.items === undefined ? [] : (visit.tasks ?? []).flatMap(itemOf),
    blocked: (visit.blocked ?? []).map(({ say }) => say),
    variables: hasEnded ? visit.variables : undefined,
  }
}

/** Visits in the order in which they were entered; each is made into a row when it is looked at. */
export interface VisitList {
  readonly length: number
  row(index: number): StepRow | undefined
  last(count: number): StepRow[]
  /** Where the visit with the key stands; -1 where it does not. */
  find(key: string): number
}

/** The last visits of some steps at the moment. */
export function visitsOf(
  { state, trace, entered }: Traced,
  steps: readonly string[],
  moment: number,
  most: number,
): VisitList {
  const by = ({ enteredBy }: Visit) => enteredBy
  const last = steps.map(step => {
    const all = entered.of(step)
    const count = countBy(all, by, moment)
    return partOf(all, Math.max(0, count - most), count)
  })
  const visits = last.length === 1 && last[0] !== undefined ? last[0] : together(last, most)
  return {
    length: visits.length,
    row(index) {
      const visit = visits.at(index)
      return visit === undefined ? undefined : rowOf(trace, visit, moment)
    },
    last: count =>
      wholeOf(partOf(visits, Math.max(0, visits.length - count), visits.length)).map(visit =>
        rowOf(trace, visit, moment),
      ),
    find(key) {
      const visit = visitOfKey(state, key)
      return visit === undefined ? -1 : placeIn(visits, visit, by)
    },
  }
}

/** The last visits of several steps, in order. */
function together(lists: readonly List<Visit>[], most: number): readonly Visit[] {
  return lists
    .flatMap(wholeOf)
    .sort((a, b) => a.enteredBy - b.enteredBy)
    .slice(-most)
}

function wholeOf(list: List<Visit>): Visit[] {
  return Array.from({ length: list.length }, (_, index) => list.at(index) as Visit)
}

/** What literal parameters are stands in the workflow and in no event. */
function inputOf(visit: Visit): Json | undefined {
  const known = visit.input ?? visit.task?.input
  if (known !== undefined) return known
  const isLiteral = visit.items === undefined && visit.steering === undefined
  const wasStarted = visit.outlets !== undefined || visit.task?.effect !== undefined
  return isLiteral && wasStarted ? (visit.step.spec.with ?? {}) : undefined
}

function itemOf(task: Task): ItemDetail[] {
  if (task.guards !== undefined || task.number === undefined) return []
  const { number, item, input, outlets, problem, status } = task
  return [
    {
      ...{ number, input, outlets, problem },
      item: item ?? null,
      isOver: status === "done" || status === "failed" || status === "stopped",
    },
  ]
}
