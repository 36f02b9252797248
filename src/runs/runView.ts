import {
  type Instance,
  placeOfTask,
  type RunState,
  type Task,
  tasksOf,
  type Visit,
} from "../engine/core/state.ts"
import type { JsonMap } from "../lib/json.ts"
import type { RunStatus } from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import type { StepPlace } from "./runService.ts"

/*
 * What a page shows of a run's state: plain rows, made anew after each message. The state itself is changed in
 * place by its fold, so nothing of it is handed to components.
 */

/** How a step stands, in the words that people read. */
export type StepLook =
  | "ready"
  | "running"
  | "waiting"
  | "retrying"
  | "in_doubt"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"

/** One visit of a step. */
export interface StepRow {
  /** Unique in the run: `each[3]#2/inner#1`. */
  readonly key: string
  readonly in: string
  readonly step: string
  readonly name: string
  readonly kind: string
  readonly visit: number
  readonly attempt: number
  readonly look: StepLook
  readonly startedAt: number
  /** Null while it has not ended. */
  readonly endedAt: number | null
  readonly problem: Problem | undefined
  readonly outlets: JsonMap | undefined
  /** It was taken over from the run that this one retries. */
  readonly reused: boolean
}

/** Something that waits for a person. */
export interface Question {
  readonly key: string
  readonly place: StepPlace
  readonly name: string
  readonly ask: JsonMap
}

/** An effect of which nobody can tell whether it happened. */
export interface Doubt {
  readonly key: string
  readonly place: StepPlace
  readonly name: string
  readonly outlet: string
  readonly problem: Problem | undefined
}

/** Everything that a page shows of a run, but for what steps say while they run. */
export interface RunView {
  readonly status: RunStatus
  readonly startedAt: number
  readonly endedAt: number | null
  /** The latest visits first to last; of a large run only the last, and all that have not ended. */
  readonly rows: readonly StepRow[]
  /** How many visits are not among the rows. */
  readonly left: number
  readonly questions: readonly Question[]
  readonly doubts: readonly Doubt[]
  readonly output: RunState["output"]
  readonly problem: Problem | undefined
  readonly inputs: JsonMap
}

/** So many visits are shown. */
const mostRows = 300

/** What a page shows of the run. */
export function runView(state: RunState): RunView {
  const visits = [...state.instances.values()].flatMap(visitsOf)
  const shown = visits.length <= mostRows ? visits : latest(visits)
  const open = visits.filter(visit => visit.instance.active.has(visit))
  return {
    status: statusOf(state, open),
    startedAt: state.startedAt,
    endedAt: state.phase === "ended" ? state.now : null,
    rows: shown.map(rowOf).sort((a, b) => a.startedAt - b.startedAt),
    left: visits.length - shown.length,
    questions: open.flatMap(questionsOf),
    doubts: open.flatMap(doubtsOf),
    output: state.output,
    problem: state.problem,
    inputs: state.inputs,
  }
}

/** How each step of the root and of containers stands: its latest visit, by the step's id. */
export function looksByStep(rows: readonly StepRow[]): ReadonlyMap<string, StepRow> {
  const byStep = new Map<string, StepRow>()
  for (const row of rows) {
    const before = byStep.get(row.step)
    if (before === undefined || row.startedAt >= before.startedAt) byStep.set(row.step, row)
  }
  return byStep
}

/** Calls a step by its name, and where that does not tell it apart, by where it ran. */
export function sayPlace({ in: path, name, visit }: Pick<StepRow, "in" | "name" | "visit">): string {
  const around = path === "" ? "" : `${path} › `
  return `${around}${name}${visit > 1 ? ` (visit ${visit})` : ""}`
}

function visitsOf({ visits }: Instance): Visit[] {
  return visits.flatMap(each => (each ?? []).filter(visit => visit.status !== "left_out"))
}

function latest(visits: readonly Visit[]): Visit[] {
  const open = visits.filter(visit => visit.instance.active.has(visit)).slice(-mostRows)
  const ended = visits.filter(visit => !visit.instance.active.has(visit))
  return [...ended.slice(-(mostRows - open.length)), ...open]
}

function statusOf(state: RunState, open: readonly Visit[]): RunStatus {
  if (state.phase === "new") return "queued"
  if (state.phase === "ended") return state.result ?? "failed"
  if (state.phase === "paused") return state.pausedFor === "parked" ? "parked" : "paused"
  const tasks = open.flatMap(tasksOf)
  if (tasks.some(task => task.status === "in_doubt")) return "in_doubt"
  const isResting = open.every(visit => lookOf(visit) === "waiting" || visit.steering !== undefined)
  return open.length > 0 && isResting ? "waiting" : "running"
}

function rowOf(visit: Visit): StepRow {
  const { instance, step, number, startedAt } = visit
  return {
    key: keyOf(visit),
    in: instance.path,
    step: step.id,
    name: step.spec.name ?? step.id,
    kind: step.spec.kind,
    visit: number,
    attempt: Math.max(1, ...tasksOf(visit).map(task => task.attempt)),
    look: lookOf(visit),
    startedAt,
    endedAt: instance.active.has(visit) ? null : visit.endedAt,
    problem: visit.problem ?? tasksOf(visit).find(task => task.problem !== undefined)?.problem,
    outlets: visit.outlets,
    reused: visit.reused !== undefined,
  }
}

const looks: { readonly [Status in Visit["status"]]: StepLook } = {
  ready: "ready",
  running: "running",
  waiting: "waiting",
  in_doubt: "in_doubt",
  retrying: "retrying",
  routing: "running",
  resting: "waiting",
  completed: "completed",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
  left_out: "skipped",
}

function lookOf(visit: Visit): StepLook {
  return looks[visit.status]
}

function questionsOf(visit: Visit): Question[] {
  return tasksOf(visit).flatMap(task => {
    const { status, wait } = task
    if (status !== "waiting" || wait?.for !== "person") return []
    return [{ key: keyOf(visit, task), place: placeOfTask(task), name: nameOf(visit), ask: wait.ask }]
  })
}

function doubtsOf(visit: Visit): Doubt[] {
  return tasksOf(visit).flatMap(task => {
    if (task.status !== "in_doubt") return []
    const outlet = (task.called ?? visit.step).outlets[0] ?? "success"
    const { problem } = task
    return [{ key: keyOf(visit, task), place: placeOfTask(task), name: nameOf(visit), outlet, problem }]
  })
}

function nameOf({ step }: Visit): string {
  return step.spec.name ?? step.id
}

function keyOf({ instance, step, number }: Visit, task?: Task): string {
  const item = task?.number === undefined ? "" : `.${task.number}`
  const call = task?.called === undefined ? "" : `~${task.called.name}`
  return `${instance.path === "" ? "" : `${instance.path}/`}${step.id}#${number}${item}${call}`
}
