import type { Instance, Visit } from "../engine/core/state.ts"
import { lastBy, type RunTrace } from "./runTrace.ts"
import {
  hasEndedAt,
  isThere,
  lookAt,
  looks,
  rowOf,
  type StepLook,
  type StepRow,
  wasEntered,
} from "./runView.ts"
import { keyOf } from "./visitKey.ts"

/*
 * The run as a list of bars over time: each visit a row, and below a visit that holds scopes, where it is open, the
 * rows of what ran inside. Only places are listed beforehand; a row is made when it is shown, so that a run of a
 * hundred thousand visits costs little.
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

type Entry =
  | { readonly visit: Visit; readonly depth: number }
  | { readonly instance: Instance; readonly depth: number }

/** Containers with no more instances than this show what is inside from the beginning. */
const fewInstances = 3

/** The rows of the run at the moment; `turned` are the keys of those that somebody opened or closed. */
export function timelineOf(
  trace: RunTrace,
  { moment: asked, turned }: { readonly moment: number | null; readonly turned: ReadonlySet<string> },
): Timeline {
  const moment = Math.min(asked ?? trace.events.length, trace.events.length)
  const entries: Entry[] = []
  const isOpen = (key: string, isUsually: boolean) => turned.has(key) !== isUsually
  const childrenOf = (visit: Visit) => (trace.inside.get(visit) ?? []).filter(each => isThere(each, moment))

  const list = (instance: Instance, depth: number): void => {
    const visits = instance.visits
      .flatMap(each => each ?? [])
      .filter(visit => wasEntered(visit, moment))
      .sort((a, b) => a.enteredBy - b.enteredBy || a.step.index - b.step.index)
    for (const visit of visits) {
      entries.push({ visit, depth })
      const children = childrenOf(visit)
      if (children.length === 0 || !isOpen(keyOf(visit), children.length <= fewInstances)) continue
      for (const child of children) {
        if (children.length === 1) list(child, depth + 1)
        else {
          entries.push({ instance: child, depth: depth + 1 })
          if (isOpen(child.path, false)) list(child, depth + 2)
        }
      }
    }
  }
  for (const instance of trace.inside.get(undefined) ?? []) list(instance, 0)

  const visitRow = (visit: Visit, depth: number): TimelineRow => {
    const row = rowOf(trace, visit, moment)
    const children = childrenOf(visit).length
    return {
      ...{ key: row.key, depth, label: row.name + (row.visit > 1 ? ` (visit ${row.visit})` : "") },
      ...{ look: row.look, spans: spansOf(trace, visit, moment) },
      ...{ startedAt: row.startedAt, endedAt: row.endedAt, visit: row, path: row.in },
      opens: children === 0 ? null : isOpen(row.key, children <= fewInstances) ? "open" : "closed",
    }
  }
  const instanceRow = (instance: Instance, depth: number): TimelineRow => {
    const visits = instance.visits.flatMap(each => each ?? []).filter(visit => wasEntered(visit, moment))
    const startedAt = Math.min(...visits.map(visit => visit.startedAt))
    const hasEnded = visits.every(visit => hasEndedAt(visit, moment))
    const isOver = hasEnded && instance.status !== "running" && instance.status !== "closing"
    const endedAt = isOver ? Math.max(...visits.map(visit => visit.endedAt)) : null
    return {
      ...{ key: instance.path, depth, label: instanceName(instance), path: instance.path, visit: null },
      look: isOver ? instanceLook(instance) : "running",
      spans: [{ is: "run", from: startedAt, to: endedAt, attempt: 1 }],
      ...{ startedAt, endedAt },
      opens: isOpen(instance.path, false) ? "open" : "closed",
    }
  }
  const keyAt = (entry: Entry) => ("visit" in entry ? keyOf(entry.visit) : entry.instance.path)
  return {
    length: entries.length,
    row(index) {
      const entry = entries[index] as Entry
      return "visit" in entry ? visitRow(entry.visit, entry.depth) : instanceRow(entry.instance, entry.depth)
    },
    find: key => entries.findIndex(entry => keyAt(entry) === key),
  }
}

/** What an instance below its container is called: its number, and its scope where it is not the main one. */
export function instanceName({ name, index, path }: Pick<Instance, "name" | "index" | "path">): string {
  if (path === "") return "Workflow"
  return name === "steps" ? `${index + 1}` : `${name} ${index + 1}`
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
