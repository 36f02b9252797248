import type { Instance, RunState, Visit } from "../engine/core/state.ts"
import { sameJson } from "../lib/json.ts"
import type { Entered } from "./entered.ts"
import { countBy, type List, placeIn } from "./lazyList.ts"
import { insideBy, lastBy, opensOf, type RunTrace } from "./runTrace.ts"
import { hasEndedAt, lookAt, looks, rowOf, type StepLook, type StepRow, wasEntered } from "./runView.ts"
import { isSameRow } from "./sameView.ts"
import { instanceName, keyOf, sayVisit, visitOfKey } from "./visitKey.ts"

/*
 * The run as a list of bars over time: each visit a row, and below a visit that holds scopes, where it is open, the
 * rows of what ran inside. The list is put together of stretches of other lists, and a row is made when it is shown:
 * what it costs grows with what is open, and not with how much ran.
 */

/** What a stretch of a bar stands for. */
export type Stretch = "queue" | "run" | "wait" | "retry" | "doubt"

/** A stretch of time. */
export interface Span {
  readonly is: Stretch
  readonly from: number
  /** Null where it goes on. */
  readonly to: number | null
  readonly attempt: number
}

/** One row: a visit, or one of several scope instances below a visit. */
export interface TimelineRow {
  readonly key: string
  readonly depth: number
  readonly label: string
  readonly look: StepLook
  readonly spans: readonly Span[]
  readonly startedAt: number
  readonly endedAt: number | null
  /** Whether rows below it can be shown or hidden, and are. */
  readonly opens: "open" | "closed" | null
  /** The visit; null for an instance. */
  readonly visit: StepRow | null
  /** The path of the instance, or of the one that the visit is in. */
  readonly path: string
}

/** The rows of a run. */
export interface Timeline {
  readonly length: number
  row(index: number): TimelineRow
  /** Where the row with the key stands; -1 where it is hidden or not there. */
  find(key: string): number
}

/** A stretch of the list: visits of an instance, or instances of a visit, one after the other. */
interface Piece {
  readonly all: List<Visit | Instance>
  readonly from: number
  /** Where its first row stands. */
  readonly start: number
  readonly depth: number
}

/** Containers with no more instances than this show what is inside from the beginning. */
const fewInstances = 3

/** What the rows are made from. */
export interface Traced {
  readonly state: RunState
  readonly trace: RunTrace
  readonly entered: Entered
}

/** The rows of the run at the moment; `turned` are the keys of those that somebody opened or closed. */
export function timelineOf(
  { state, trace, entered }: Traced,
  { moment: asked, turned }: { readonly moment: number | null; readonly turned: ReadonlySet<string> },
): Timeline {
  const moment = Math.min(asked ?? trace.events.length, trace.events.length)
  const pieces: Piece[] = []
  let length = 0
  const isOpen = (key: string, isUsually: boolean) => turned.has(key) !== isUsually
  const childrenOf = (visit: Visit) => insideBy(trace, visit, moment)
  const turnedInstances = [...turned].flatMap(key => state.instances.get(key) ?? [])

  /** Adds the first so many of a list, and what stands below some of them right after each. */
  const add = <One extends Visit | Instance>(
    { all, count, depth }: { readonly all: List<One>; readonly count: number; readonly depth: number },
    cuts: readonly number[],
    below: (one: One) => void,
  ): void => {
    const places = cuts.filter(place => place >= 0 && place < count).sort((a, b) => a - b)
    let from = 0
    for (const place of [...places, count]) {
      const to = Math.min(place + 1, count)
      if (to > from) pieces.push({ all, from, start: length, depth })
      length += to - from
      from = to
      if (place < count) below(all.at(place) as One)
    }
  }
  const list = (instance: Instance, depth: number): void => {
    const all = entered.in(instance)
    const count = countBy(all, ({ enteredBy }) => enteredBy, moment)
    const holders = (trace.holders.get(instance) ?? []).map(holder => placeAmong(all, holder))
    add({ all, count, depth }, holders, visit => {
      const children = childrenOf(visit)
      if (children.length === 0 || !isOpen(keyOf(visit), children.length <= fewInstances)) return
      if (children.length === 1) list(children.at(0) as Instance, depth + 1)
      else listInstances(visit, children, depth + 1)
    })
  }
  const listInstances = (visit: Visit, all: List<Instance>, depth: number): void => {
    const opened = turnedInstances
      .filter(({ parent }) => parent === visit)
      .map(each => placeIn(all, each, cameBy))
    add({ all, count: all.length, depth }, opened, instance => list(instance, depth + 1))
  }
  for (const instance of opensOf(trace, undefined)) if (instance.openedBy <= moment) list(instance, 0)

  const visitRow = (visit: Visit, depth: number): TimelineRow => {
    const row = rowOf(trace, visit, moment)
    const children = childrenOf(visit).length
    return {
      ...{ key: row.key, depth, label: row.name + sayVisit(visit) },
      ...{ look: row.look, spans: spansOf(trace, visit, moment) },
      ...{ startedAt: row.startedAt, endedAt: row.endedAt, visit: row, path: row.in },
      opens: children === 0 ? null : isOpen(row.key, children <= fewInstances) ? "open" : "closed",
    }
  }
  const instanceRow = (instance: Instance, depth: number): TimelineRow => {
    const visits = instance.visits.flatMap(each => each ?? []).filter(visit => wasEntered(visit, moment))
    const opened = trace.events[instance.openedBy - 1]?.at ?? 0
    const startedAt = visits.reduce((first, visit) => Math.min(first, visit.startedAt), opened)
    const hasEnded = visits.every(visit => hasEndedAt(visit, moment))
    const isOver = hasEnded && instance.status !== "running" && instance.status !== "closing"
    const endedAt = isOver ? visits.reduce((last, visit) => Math.max(last, visit.endedAt), opened) : null
    return {
      ...{ key: instance.path, depth, label: instanceName(instance), path: instance.path, visit: null },
      look: isOver ? instanceLook(instance) : "running",
      spans: [{ is: "run", from: startedAt, to: endedAt, attempt: 1 }],
      ...{ startedAt, endedAt },
      opens: isOpen(instance.path, false) ? "open" : "closed",
    }
  }
  const pieceAt = (index: number) => pieces[countBy(pieces, ({ start }) => start, index) - 1] as Piece
  return {
    length,
    row(index) {
      const { all, from, start, depth } = pieceAt(index)
      const one = all.at(from + index - start) as Visit | Instance
      return "visits" in one ? instanceRow(one, depth) : visitRow(one, depth)
    },
    find(key) {
      const one = state.instances.get(key) ?? visitOfKey(state, key)
      if (one === undefined) return -1
      for (const [at, { all, from, start }] of pieces.entries()) {
        const found = placeIn(all, one, cameBy)
        const end = pieces[at + 1]?.start ?? length
        if (found >= from && start + found - from < end) return start + found - from
      }
      return -1
    },
  }
}

/** Whether two rows say the same. */
export function isSameTimelineRow(a: TimelineRow, b: TimelineRow): boolean {
  const isSameVisit = a.visit === null || b.visit === null ? a.visit === b.visit : isSameRow(a.visit, b.visit)
  return (
    isSameVisit &&
    a.depth === b.depth &&
    a.look === b.look &&
    a.opens === b.opens &&
    a.endedAt === b.endedAt &&
    a.label === b.label &&
    sameJson(a.spans, b.spans)
  )
}

/** By which event it was entered or opened. */
function cameBy(one: Visit | Instance): number {
  return "visits" in one ? one.openedBy : one.enteredBy
}

/** Where the visit stands in a list in the order of entering. */
function placeAmong(visits: readonly Visit[], visit: Visit): number {
  return visits.indexOf(
    visit,
    countBy(visits, ({ enteredBy }) => enteredBy, visit.enteredBy - 1),
  )
}

function instanceLook({ status }: Instance): StepLook {
  return status === "failed" ? "failed" : status === "cancelled" ? "cancelled" : "completed"
}

const stretches: { readonly [Look in StepLook]?: Stretch } = {
  ready: "queue",
  running: "run",
  waiting: "wait",
  retrying: "retry",
  in_doubt: "doubt",
  differs: "wait",
}

/** The stretches of a visit up to the moment. */
export function spansOf(trace: RunTrace, visit: Visit, moment: number): Span[] {
  const look = lookAt(trace, visit, moment)
  if (look === "skipped") return []
  const end = hasEndedAt(visit, moment) ? visit.endedAt : null
  const marks = (trace.marks.get(visit) ?? []).filter(mark => mark.by <= moment)
  // Pure work is on record only once it is done.
  if (marks.length === 0) {
    return [
      { is: end === null && look === "ready" ? "queue" : "run", from: visit.startedAt, to: end, attempt: 1 },
    ]
  }
  const spans: Span[] = []
  let from = visit.startedAt
  let is: Stretch = visit.steering === undefined ? "queue" : "run"
  let attempt = 1
  for (const mark of marks) {
    const next = stretches[looks[mark.status]] ?? "run"
    if (mark.at > from || is !== "queue") spans.push({ is, from, to: mark.at, attempt })
    ;[from, is, attempt] = [mark.at, next, mark.attempt]
  }
  const last = lastBy(marks, moment)
  if (end === null || end > from || last !== undefined) spans.push({ is, from, to: end, attempt })
  return spans
}
