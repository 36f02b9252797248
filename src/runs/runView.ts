import type { SingleEvent } from "../engine/core/event.ts"
import { meantBy } from "../engine/core/meant.ts"
import type { WirePlan } from "../engine/core/plan.ts"
import type { Instance, RunState, Visit } from "../engine/core/state.ts"
import { isInDoubt, latestWith, tasksOf, wasLeftOut } from "../engine/core/whereabouts.ts"
import { type WouldDo, wouldDo } from "../engine/core/wouldDo.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Spent } from "../model/budget.ts"
import type { RunStatus } from "../model/journal.ts"
import { sayMeant } from "../model/meant.ts"
import type { Problem } from "../model/problems.ts"
import type { RunMode } from "../model/recording.ts"
import { type Cost, costOfAll, costOfUse } from "./cost.ts"
import type { List } from "./lazyList.ts"
import {
  insideBy,
  lastBy,
  openInstances,
  opensOf,
  type RunTrace,
  type Standing,
  standingOf,
} from "./runTrace.ts"
import {
  type Awaited,
  awaitedBy,
  type Doubt,
  doubtsOf,
  type GrantRequest,
  type Question,
  questionsOf,
  type Retrying,
  requestsOf,
  retryingOf,
  type Stopped,
  stopsOf,
} from "./runWaits.ts"
import { keyOf, nameOf, sayAround, sayVisit } from "./visitKey.ts"

/*
 * What a page shows of a run at a moment: now, or after any of its events. It is made anew from the state and the
 * trace and holds plain data only, for the state itself is changed in place by its fold. What it costs grows with
 * the workflow and with what is under way, not with how long the run has been going.
 */

/** How a step stands, in the words that people read. */
export type StepLook =
  | "ready"
  | "running"
  | "waiting"
  | "retrying"
  | "in_doubt"
  | "differs"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "in_part"
  | "unknown"

/** One visit of a step, at the moment that is shown. */
export interface StepRow extends Cost {
  /** Unique in the run: `each[3]#2/inner#1`. */
  readonly key: string
  readonly in: string
  /** What is around it, by the names that people read; empty among the steps of the workflow itself. */
  readonly around: string
  readonly step: string
  readonly name: string
  readonly kind: string
  readonly visit: number
  readonly attempt: number
  readonly look: StepLook
  readonly startedAt: number
  /** Null while it has not ended. */
  readonly endedAt: number | null
  /** The numbers of the events by which it was entered and, once it has, ended. */
  readonly enteredBy: number
  readonly endedBy: number | null
  readonly problem: Problem | undefined
  readonly outlets: JsonMap | undefined
  /** It was taken over from the run that this one retries. */
  readonly reused: boolean
  /** What stood in for it: what was pinned to it, or what was made up for the run. */
  readonly standIn: Visit["standIn"]
  /** The run has stopped before it. */
  readonly isStopped: boolean
  /** How many of the scopes that it holds were begun, and how many of those have ended. */
  readonly inside: { readonly begun: number; readonly ended: number } | null
}

/** How a wire stands: the run went along it, or never will in this round. */
export type WireLook = "taken" | "dead"

/** Everything that a page shows of a run, but for what steps say while they run. */
export interface RunView {
  readonly status: RunStatus
  readonly mode: RunMode
  /** Nothing more will happen, whatever moment is shown. */
  readonly hasEnded: boolean
  /** What follows in its journal cannot be read: nobody can say what became of what was under way. */
  readonly isCut: boolean
  /** The budget for which it is paused. */
  readonly spent: Spent | undefined
  /** Somebody asked to cancel it, and it has not ended yet. */
  readonly isCancelling: boolean
  /** How many steps something stands in for: what was pinned, and what was made up for the run. */
  readonly standIns: { readonly pinned: number; readonly madeUp: number }
  /** What a sandbox run would do; null for others. */
  readonly would: WouldDo | null
  /** How many files it changed for real. */
  readonly filesChanged: number
  /** What all of it cost; at a moment of the past, what the steps did that are drawn. */
  readonly cost: Cost
  readonly startedAt: number
  readonly endedAt: number | null
  /** The number of the event that is shown, and of the last one. */
  readonly moment: number
  readonly events: number
  /** The time of the moment. */
  readonly at: number
  /** How each step stands, by its id: its latest visit, in the instance that is looked at. */
  readonly steps: ReadonlyMap<string, StepRow>
  /** How wires stand: by step, outlet and target, as `wireKey` writes it. */
  readonly wires: ReadonlyMap<string, WireLook>
  /** How many of the steps of the workflow itself are settled. */
  readonly share: { readonly done: number; readonly all: number }
  readonly awaited: readonly Awaited[]
  /** Empty where a moment of the past is shown: what is past cannot be answered. */
  readonly questions: readonly Question[]
  readonly doubts: readonly Doubt[]
  readonly stops: readonly Stopped[]
  readonly retrying: readonly Retrying[]
  readonly requests: readonly GrantRequest[]
  readonly output: RunState["output"]
  readonly problem: Problem | undefined
  /** The step that the run's failure began with. */
  readonly cause: StepRow | null
  readonly inputs: JsonMap
  readonly trigger: Json | undefined
  /** The run whose past this one shares. */
  readonly forkOf: string | null
  /** What the run is for, where it does not do all of its workflow from the beginning. */
  readonly meant: string
  /** The plugins that it goes on with, whatever is installed by now. */
  readonly plugins: readonly { readonly name: string; readonly version: string }[]
  readonly variables: JsonMap
}

/** What is to be shown. */
export interface Sight {
  /** The number of an event; null for now. */
  readonly moment: number | null
  /** The path of the scope instance that is looked at: of others in its container the latest is shown. */
  readonly focus: string
}

/** The latest moment, as a whole. */
export const wholeSight: Sight = { moment: null, focus: "" }

/** What a page shows of the run. */
export function runView(state: RunState, trace: RunTrace, sight: Sight = wholeSight): RunView {
  const last = trace.events.length
  const moment = Math.min(sight.moment ?? last, last)
  const isNow = moment === last
  const open = openVisits(trace).filter(visit => isOpenAt(visit, moment))
  const { steps, wires } = drawing(state, trace, sight, moment)
  const status = isNow ? statusOf(state, open) : statusAt(trace, moment)
  const main = state.instances.get("")
  // Of a run that is cut nobody can be asked for anything.
  const isGoing = isNow && !trace.isCut
  return {
    status,
    mode: state.mode,
    hasEnded: state.phase === "ended",
    spent: isNow ? state.spent : undefined,
    isCancelling: isNow && state.cancelling && state.phase !== "ended",
    standIns: countStandIns(state),
    would: state.mode === "sandbox" ? wouldDo(state) : null,
    filesChanged: state.mode === "sandbox" ? 0 : state.changes.size,
    cost: costOfAll(isNow ? [...state.usedBy.values()].map(costOfUse) : steps.values()),
    startedAt: state.startedAt,
    endedAt: isNow && state.phase === "ended" ? state.now : null,
    ...{ moment, events: last, at: trace.events[moment - 1]?.at ?? state.startedAt },
    ...{ steps, wires },
    share: {
      done: (main?.scope.steps ?? []).filter(({ id }) => isSettled(steps.get(id))).length,
      all: state.plan.main.steps.length,
    },
    isCut: isNow && trace.isCut,
    awaited: isGoing && state.phase !== "ended" ? open.flatMap(visit => awaitedBy(state, visit)) : [],
    questions: isGoing ? open.flatMap(questionsOf) : [],
    doubts: isGoing ? open.flatMap(doubtsOf) : [],
    stops: isGoing ? stopsOf(state) : [],
    retrying: isGoing ? open.flatMap(visit => retryingOf(state, visit)) : [],
    requests: isGoing ? requestsOf(state) : [],
    output: isNow ? state.output : undefined,
    problem: isNow ? state.problem : undefined,
    cause: isNow ? causeOf(state, trace, moment) : null,
    inputs: state.inputs,
    trigger: state.trigger,
    forkOf: parentOf(trace),
    meant: meantIn(state, trace),
    plugins: pinnedIn(trace),
    variables: lastBy(trace.variables, moment)?.values ?? {},
  }
}

function countStandIns({ standIns }: RunState): RunView["standIns"] {
  const all = Object.values(standIns)
  const pinned = all.filter(each => "pinned" in each).length
  return { pinned, madeUp: all.length - pinned }
}

/** Names a wire between two steps. */
export function wireKey(from: string, outlet: string, to: string): string {
  return `${from}\n${outlet}\n${to}`
}

/** Calls a step by its name, and where that does not tell it apart, by where it ran. */
export function sayPlace({ around, name, visit }: Pick<StepRow, "around" | "name" | "visit">): string {
  return `${around === "" ? "" : `${around} › `}${name}${sayVisit({ number: visit })}`
}

/** A visit as it stood at the moment. */
export function rowOf(trace: RunTrace, visit: Visit, moment: number): StepRow {
  const { instance, step, number, startedAt, enteredBy } = visit
  const hasEnded = hasEndedAt(visit, moment)
  const isNow = moment >= trace.events.length
  const mark = lastBy(trace.marks.get(visit), moment)
  return {
    key: keyOf(visit),
    in: instance.path,
    around: sayAround(instance),
    step: step.id,
    name: nameOf(visit),
    kind: step.spec.kind,
    visit: number,
    attempt: mark?.attempt ?? 1,
    look: lookAt(trace, visit, moment),
    startedAt,
    endedAt: hasEnded ? visit.endedAt : null,
    enteredBy,
    endedBy: hasEnded ? Math.ceil(visit.endedBy) : null,
    problem: problemOf(visit, mark?.status, hasEnded),
    outlets: hasEnded ? visit.outlets : undefined,
    reused: visit.reused !== undefined,
    ...costOfUse(hasEnded || isNow ? visit.used : undefined),
    standIn: hasEnded ? visit.standIn : undefined,
    isStopped: isNow && trace.stops.has(visit),
    inside: insideOf(trace, visit, moment),
  }
}

function insideOf(trace: RunTrace, visit: Visit, moment: number): StepRow["inside"] {
  const all = insideBy(trace, visit, moment)
  if (all.length === 0) return null
  if (moment < trace.events.length) {
    const opened = opensOf(trace, visit).filter(({ openedBy }) => openedBy <= moment)
    return { begun: all.length, ended: all.length - opened.filter(each => !isOverAt(each, moment)).length }
  }
  // Of the many that may be there, few are under way.
  let open = 0
  for (const child of openInstances(trace)) if (child.parent === visit) open++
  return { begun: all.length, ended: all.length - open }
}

/** How a visit stood at the moment. */
export function lookAt(trace: RunTrace, visit: Visit, moment: number): StepLook {
  if (hasEndedAt(visit, moment)) return looks[visit.status]
  if (moment >= trace.events.length) return lookNow(trace, visit)
  const mark = lastBy(trace.marks.get(visit), moment)
  return mark === undefined ? "ready" : looks[mark.status]
}

function lookNow({ underWay, isCut }: RunTrace, visit: Visit): StepLook {
  if (isCut) return "unknown"
  const isUnderWay = visit.status === "ready" && underWay.size > 0 && underWay.has(keyOf(visit))
  return isUnderWay ? "running" : looks[standingOf(visit)]
}

/** Whether the visit was there at the moment. */
export function wasEntered(visit: Visit, moment: number): boolean {
  return visit.enteredBy <= moment && !wasLeftOut(visit)
}

/** Whether the visit had ended at the moment. */
export function hasEndedAt(visit: Visit, moment: number): boolean {
  return visit.endedBy > 0 && visit.endedBy <= moment
}

function parentOf({ events: [first] }: RunTrace): string | null {
  return first?.type === "run.started" ? (first.fork?.of ?? null) : null
}

/** What runs are for, by their first events: it never changes, and views are made many times a second. */
const meant = new WeakMap<SingleEvent, string>()

function meantIn({ plan }: RunState, { events: [first] }: RunTrace): string {
  if (first?.type !== "run.started") return ""
  const known = meant.get(first)
  if (known !== undefined) return known
  const found = meantBy(plan, first)
  const said = found === undefined ? "" : sayMeant(found)
  meant.set(first, said)
  return said
}

function pinnedIn({ events: [first] }: RunTrace): RunView["plugins"] {
  const plugins = first?.type === "run.started" ? (first.plugins ?? []) : []
  return plugins.map(({ name, version }) => ({ name, version }))
}

function isOverAt(instance: Instance, moment: number): boolean {
  if (instance.status === "running" || instance.status === "closing") return false
  return instance.visits.every(each => (each ?? []).every(visit => hasEndedAt(visit, moment)))
}

function isSettled(row: StepRow | undefined): boolean {
  return row !== undefined && row.endedAt !== null
}

/** The visits that have not ended. */
function openVisits(trace: RunTrace): Visit[] {
  const visits: Visit[] = []
  for (const { active } of openInstances(trace)) visits.push(...active)
  return visits
}

function isOpenAt(visit: Visit, moment: number): boolean {
  return visit.enteredBy <= moment && !hasEndedAt(visit, moment)
}

/** Steps and wires as they are drawn: for each step the latest visit in the instance that is looked at. */
function drawing(state: RunState, trace: RunTrace, { focus }: Sight, moment: number) {
  const around = instancesAround(state, focus)
  const steps = new Map<string, StepRow>()
  const wires = new Map<string, WireLook>()
  const isNow = moment >= trace.events.length
  const draw = (instance: Instance): void => {
    for (const step of instance.scope.steps) {
      const visit = instance.visits[step.index]?.findLast(each => wasEntered(each, moment))
      if (visit === undefined) continue
      steps.set(step.id, rowOf(trace, visit, moment))
      drawWires(visit)
      for (const child of latestOf(insideBy(trace, visit, moment), step.holds.size, around, visit))
        draw(child)
    }
  }
  const drawWires = (visit: Visit): void => {
    if (!hasEndedAt(visit, moment)) return
    for (const wire of visit.step.out) {
      const key = wireKey(wire.from.id, wire.outlet, wire.to.id)
      const isTaken = visit.took.includes(wire.place)
      if (isTaken && !isLate(wire)) wires.set(key, "taken")
      // A wire that waits is on record when what it leads to is.
      else if (isTaken && (isNow || reached(visit, wire, moment))) wires.set(key, "taken")
      else if (wires.get(key) !== "taken") wires.set(key, "dead")
    }
  }
  for (const instance of opensOf(trace, undefined)) if (instance.openedBy <= moment) draw(instance)
  return { steps, wires }
}

/** Whether the wire is taken some time after its step has ended. */
export function isLate({ spec, validators }: Pick<WirePlan, "spec" | "validators">): boolean {
  return validators.length > 0 || spec.after !== undefined || spec.at !== undefined
}

function reached(from: Visit, wire: WirePlan, moment: number): boolean {
  const visits = from.instance.visits[wire.to.index] ?? []
  return visits.some(
    visit =>
      wasEntered(visit, moment) && visit.arrivals.some(each => each.wire === wire && each.visit === from),
  )
}

/** The instances that lead to the path: that of `a[1]#1/b[0]#2`, and that of `a[1]#1`. */
function instancesAround({ instances }: RunState, focus: string): ReadonlySet<Instance> {
  const parts = focus === "" ? [] : focus.split("/")
  return new Set(parts.flatMap((_, at) => instances.get(parts.slice(0, at + 1).join("/")) ?? []))
}

/** The path of the instance that has the step: of the one that is looked at or around it, or else of the latest. */
export function pathAround(state: RunState, { focus }: Sight, step: string): string | undefined {
  const looked = [...instancesAround(state, focus)].find(({ scope }) => scope.byId.has(step))
  return (looked ?? latestWith(state.instances, step))?.path
}

/** Of each scope's instances the one that is looked at, or else the latest. */
function latestOf(
  children: List<Instance>,
  scopes: number,
  around: ReadonlySet<Instance>,
  visit: Visit,
): Iterable<Instance> {
  const latest = new Map<Instance["name"], Instance>()
  for (let at = children.length - 1; at >= 0 && latest.size < scopes; at--) {
    const child = children.at(at) as Instance
    if (!latest.has(child.name)) latest.set(child.name, child)
  }
  const last = children.at(children.length - 1)?.openedBy ?? -1
  for (const child of around)
    if (child.parent === visit && child.openedBy <= last) latest.set(child.name, child)
  return latest.values()
}

function statusOf(state: RunState, open: readonly Visit[]): RunStatus {
  if (state.phase === "new") return "queued"
  if (state.phase === "ended") return state.result ?? "failed"
  if (state.phase === "paused") return state.pausedFor === "parked" ? "parked" : "paused"
  const tasks = open.flatMap(tasksOf)
  if (tasks.some(isInDoubt)) return "in_doubt"
  const isResting = open.every(
    visit => isAtRest.has(looks[standingOf(visit)]) || visit.steering !== undefined,
  )
  return open.length > 0 && isResting ? "waiting" : "running"
}

const isAtRest: ReadonlySet<StepLook> = new Set(["waiting", "differs"])

function statusAt({ phases }: RunTrace, moment: number): RunStatus {
  const mark = lastBy(phases, moment)
  if (mark?.phase === "paused") return mark.pausedFor === "parked" ? "parked" : "paused"
  return mark === undefined || mark.phase === "new" ? "queued" : "running"
}

/** The first failure that nothing handled, by a wire or by `onError`: what failed after it, or around it, merely followed. */
function causeOf(state: RunState, trace: RunTrace, moment: number): StepRow | null {
  if (state.phase !== "ended" || state.result !== "failed") return null
  let first: Visit | undefined
  const seek = (instances: readonly Instance[]): void => {
    for (const instance of instances) {
      if (instance.status !== "failed") continue
      for (const visit of instance.visits.flatMap(each => each ?? [])) {
        if (visit.status !== "failed" || visit.outlets !== undefined) continue
        const children = opensOf(trace, visit).filter(({ status }) => status === "failed")
        if (children.length > 0) seek(children)
        else if (first === undefined || visit.endedBy < first.endedBy) first = visit
      }
    }
  }
  seek(opensOf(trace, undefined))
  return first === undefined ? null : rowOf(trace, first, moment)
}

/** The look of a visit with this status. */
export const looks: { readonly [Status in Standing]: StepLook } = {
  ready: "ready",
  running: "running",
  waiting: "waiting",
  in_doubt: "in_doubt",
  differs: "differs",
  retrying: "retrying",
  routing: "running",
  resting: "waiting",
  completed: "completed",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
  // Others that were left out are nowhere to be seen.
  left_out: "in_part",
}

function problemOf(visit: Visit, status: Standing | undefined, hasEnded: boolean): Problem | undefined {
  if (!hasEnded && status !== "retrying" && status !== "in_doubt") return undefined
  return visit.problem ?? tasksOf(visit).find(task => task.problem !== undefined)?.problem
}
