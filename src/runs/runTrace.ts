import { apply } from "../engine/core/apply.ts"
import type { RunEvent, SingleEvent } from "../engine/core/event.ts"
import type { Instances, Row } from "../engine/core/instances.ts"
import type { Instance, RunPhase, RunState, Visit, VisitStatus } from "../engine/core/state.ts"
import { isInDoubt, taskAt, tasksOf, visitAt } from "../engine/core/whereabouts.ts"
import type { JsonMap } from "../lib/json.ts"
import { countBy, LazyList, type List, partOf } from "./lazyList.ts"
import { keyIn } from "./visitKey.ts"

/*
 * What the fold forgets and people want to see: when each visit stood how, and what the variables were then. It is
 * noted beside the fold, one word for each event, so that any moment of a run can be shown without folding again:
 *
 *     entered by event 3 ── started by 5 ── failed, tries again 8 ── started 9 ── ended by 12
 *
 * At moment 8 the visit is there (3 ≤ 8), has not ended (12 > 8), and its last mark is the one of event 8. The fold
 * itself knows of each visit by which event it was entered and ended; only what lies between is noted here.
 */

/** How a visit stands; `differs` is said of one that has stopped short of what nobody approved, and is in no doubt. */
export type Standing = VisitStatus | "differs"

/** How a visit stood from an event on. */
export interface Mark {
  /** The number of the event, the first being 1. */
  readonly by: number
  readonly at: number
  readonly status: Standing
  readonly attempt: number
}

/** How the run stood from an event on. */
export interface PhaseMark {
  readonly by: number
  readonly phase: RunPhase
  readonly pausedFor: string | undefined
}

/** The past of a run, beside its state. */
export interface RunTrace {
  /** Every event that counted, the first being number 1 at place 0: those in batches apart. */
  readonly events: SingleEvent[]
  readonly marks: Map<Visit, Mark[]>
  readonly phases: PhaseMark[]
  /** What the variables were from an event on. */
  readonly variables: { readonly by: number; readonly values: JsonMap }[]
  /** The instances that a visit opened, in the order of their opening; under undefined those of the run itself. */
  readonly inside: Map<Visit | undefined, LazyList<Instance>>
  /** All instances, in the order of their opening: those that were run through at a stroke together. */
  readonly instances: (Instance | Row)[]
  /** Makes one of those that were run through. */
  made: Instances["made"]
  /** The visits of an instance that opened others, in the order in which they first did. */
  readonly holders: Map<Instance, Visit[]>
  /** Of so many of them it was seen which may still have visits under way, and which those were. */
  looked: number
  readonly open: Set<Instance>
  /** The visits before which the run has stopped, as the state is now. */
  stops: ReadonlySet<Visit>
  /** The visits that nothing stands of in the journal yet, and that are under way all the same, by their keys. */
  readonly underWay: Set<string>
  /** What follows cannot be read: what became of all that was under way, nobody can say. */
  isCut: boolean
}

/** The trace of a run of which nothing is known yet. */
export function newTrace(): RunTrace {
  return {
    events: [],
    marks: new Map(),
    phases: [],
    variables: [],
    inside: new Map(),
    instances: [],
    made: () => {
      throw new Error("Expected a run of which something is known")
    },
    holders: new Map(),
    looked: 0,
    open: new Set(),
    stops: new Set(),
    underWay: new Set(),
    isCut: false,
  }
}

/** Takes an event in, as the fold does, and notes what it changed. */
export function applyTraced(state: RunState, trace: RunTrace, event: RunEvent): void {
  if (event.type !== "batch") applyOne(state, trace, event)
  else for (const single of event.events) applyOne(state, trace, single)
}

/** The last of the notes that were made up to the moment, which are in order. */
export function lastBy<Note extends { readonly by: number }>(
  notes: readonly Note[] | undefined,
  moment: number,
): Note | undefined {
  return notes?.[countBy(notes, ({ by }) => by, moment) - 1]
}

/** The instances that the visit, or the run itself, had opened by the moment. */
export function insideBy(
  { inside, events }: RunTrace,
  visit: Visit | undefined,
  moment: number,
): List<Instance> {
  const all = inside.get(visit) ?? none
  if (moment >= events.length) return all
  const count = countBy(all, ({ openedBy }) => openedBy, moment)
  return count === all.length ? all : partOf(all, 0, count)
}

/** Of the instances that the visit, or the run itself, opened, those that were not over as soon as they were there. */
export function opensOf({ inside }: RunTrace, visit: Visit | undefined): readonly Instance[] {
  return inside.get(visit)?.ones ?? []
}

const none: List<Instance> = []

/** Whether nothing in the instance will happen any more. */
export function isInstanceOver({ status, active }: Instance): boolean {
  return status !== "running" && status !== "closing" && active.size === 0
}

/** The instances that may still have visits under way. Of the many that a run opens, most were over before anybody asked. */
export function openInstances(trace: RunTrace): ReadonlySet<Instance> {
  const { instances, open } = trace
  for (const instance of open) if (isInstanceOver(instance)) open.delete(instance)
  for (; trace.looked < instances.length; trace.looked++) {
    const instance = instances[trace.looked] as Instance | Row
    if (!isRow(instance) && !isInstanceOver(instance)) open.add(instance)
  }
  return open
}

function applyOne(state: RunState, trace: RunTrace, event: SingleEvent): void {
  const before = state.events
  apply(state, event)
  const by = state.events
  if (by === before) return
  trace.events.push(event)
  if (state.stops.length > 0 || trace.stops.size > 0)
    trace.stops = new Set(state.stops.map(({ visit }) => visit))
  notePhase(state, trace, by)
  noteVariables(state, trace, event, by)
  noteInstances(state, trace)
  // Whatever was under way where the run was before is begun anew.
  if (event.type === "run.taken_over") trace.underWay.clear()
  if ("step" in event && trace.underWay.size > 0) trace.underWay.delete(keyIn(event))
  if ("step" in event) noteVisit(state, trace, event, by)
}

function notePhase({ phase, pausedFor }: RunState, { phases }: RunTrace, by: number): void {
  const last = phases.at(-1)
  if (last?.phase !== phase || last.pausedFor !== pausedFor) phases.push({ by, phase, pausedFor })
}

/** Variables change with what a step wrote, or with what a fork takes over. */
function noteVariables(state: RunState, { variables }: RunTrace, event: SingleEvent, by: number): void {
  if (variables.length === 0 || writes(event) || state.kept !== undefined) {
    // Whoever writes variables makes a map of its own: this one stays as it is.
    variables.push({ by, values: state.variables })
  }
}

function writes(event: SingleEvent): boolean {
  if (event.type === "step.lapped")
    return event.laps.some(({ did }) => did.some(one => one.variables !== undefined))
  return event.type === "step.completed" && event.variables !== undefined
}

function noteInstances({ instances }: RunState, trace: RunTrace): void {
  const { inOrder } = instances
  trace.made = instances.made
  for (let at = trace.instances.length; at < inOrder.length; at++) {
    const one = inOrder[at] as Instance | Row
    trace.instances.push(one)
    let beside = trace.inside.get(one.parent)
    if (beside === undefined) {
      beside = new LazyList()
      trace.inside.set(one.parent, beside)
      if (one.parent !== undefined) noteHolder(trace, one.parent)
    }
    if (isRow(one)) beside.addMany(one.laps.length, index => instances.made(one, index))
    else beside.add(one)
  }
}

/** Whether it stands for many that were run through at a stroke. */
export function isRow(one: Instance | Row): one is Row {
  return "laps" in one
}

function noteHolder({ holders }: RunTrace, visit: Visit): void {
  const beside = holders.get(visit.instance)
  if (beside === undefined) holders.set(visit.instance, [visit])
  else beside.push(visit)
}

function noteVisit(
  state: RunState,
  { marks }: RunTrace,
  event: Extract<SingleEvent, { step: string }>,
  by: number,
): void {
  const visit = visitAt(state, event.in, event.step, event.visit)
  if (visit === undefined || !visit.instance.active.has(visit)) return
  const notes = marks.get(visit)
  const last = notes?.at(-1)
  const task = taskAt(visit, event.task)
  const attempt = Math.max(last?.attempt ?? 1, task?.attempt ?? 1)
  const status = standingOf(visit)
  if (last?.status === status && last.attempt === attempt) return
  const mark = { by, at: event.at, status, attempt }
  if (notes === undefined) marks.set(visit, [mark])
  else notes.push(mark)
}

/** How the visit stands now. */
export function standingOf(visit: Visit): Standing {
  return visit.status === "in_doubt" && !tasksOf(visit).some(isInDoubt) ? "differs" : visit.status
}
