import type { Json, JsonMap } from "../../lib/json.ts"
import type { Limits, Spent } from "../../model/budget.ts"
import type { ChildEnd, ScopeName, Signal } from "../../model/control.ts"
import { KeptChanges } from "../../model/keptChanges.ts"
import type { Reach } from "../../model/narrow.ts"
import type { Problem } from "../../model/problems.ts"
import type { Difference, Past, PortCall, RunMode } from "../../model/recording.ts"
import type { Effect, Wait } from "../../model/step.ts"
import type { Breakpoint, StandIns } from "../../model/trialSchema.ts"
import type { Step } from "../../model/workflow.ts"
import type { Action } from "./action.ts"
import type { ActiveVisits } from "./activeVisits.ts"
import type { Kept, Used } from "./event.ts"
import { createInstances, type Instances } from "./instances.ts"
import type { KindData, LoopPlan, Plan, ScopePlan, StepPlan, WirePlan } from "./plan.ts"
import { Queue } from "./queue.ts"
import type { TaskRecord } from "./records.ts"

/*
 * The state of a run is the fold of its journal. It is owned by that fold and changed in place, which keeps an
 * event as cheap as the wires it touches; nothing outside `apply` may change it. It is still a function of the
 * list of events alone: the same list gives the same state, whoever folds it and in however many sittings.
 *
 * The run's steps live in scope instances: one for the root, one for each iteration of a container. An instance
 * knows its wires by number (open, live or dead), counts per step how many of them are open and live, and keeps
 * the visits of each step.
 */

/** What is known of a wire in the current round: nothing yet, taken, or never to be taken. */
export const wireOpen = 0
/** The wire was taken, and its value lies at its target. */
export const wireLive = 1
/** The wire is not going to be taken. */
export const wireDead = 2

/** How a visit stands. */
export type VisitStatus =
  | "ready"
  | "running"
  | "waiting"
  | "in_doubt"
  | "retrying"
  | "routing"
  | "resting"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled"
  | "left_out"

/** How a task stands: queued for a slot, handed to the loop, begun for certain, and so on. */
export type TaskStatus =
  | "queued"
  | "handed"
  | "started"
  | "stopping"
  | "retrying"
  | "waiting"
  | "in_doubt"
  | "done"
  | "failed"
  | "stopped"

/** A step that the code of another one called: what it is, and by whom it was called. */
export interface Called {
  /** `2` is the third call of the task, `2.0` the first of that. */
  readonly name: string
  caller: Task
  readonly kindName: string
  readonly kind: KindData
  readonly outlets: readonly string[]
  readonly retry: Step["retry"]
  readonly timeout: number | undefined
  /** The longest that its attempts may execute together, in milliseconds. */
  readonly within: number | undefined
  /** The attempt of the caller that asked for it, and the number of the event in which it did. */
  asked: number
  readonly since: number
  /** When its attempt that executes began, and how long those before it executed. */
  began: number
  worked: number
  /** The caller waits for it: it counts among those that are not over. */
  open: boolean
  /** What was not granted is refused, and nobody is asked for it. */
  readonly refuseUngranted: boolean
}

/** What a task called, in order, and how many of these calls are not over. */
export interface Lending {
  readonly calls: Task[]
  open: number
}

/** One thing to attempt within a visit: the step itself, one item of its `each`, a validator of a wire, or a call. */
export interface Task {
  readonly visit: Visit
  /** Undefined for the step itself. */
  readonly number: number | undefined
  readonly item: Json | undefined
  /** The wire that it validates, and which of its validators it is. */
  readonly guards: { readonly coming: Coming; readonly validator: number } | undefined
  readonly called: Called | undefined
  lending: Lending | undefined
  status: TaskStatus
  attempt: number
  readonly key: string
  effect: Effect | undefined
  input: Json | undefined
  outlets: JsonMap | undefined
  problem: Problem | undefined
  wait: Wait | undefined
  /** What it stopped short of, because nobody had approved it. */
  differs: readonly Difference[] | undefined
  /** How many tries each retry policy has spent. */
  readonly tries: number[]
  /** The action that is outstanding for it; 0 where none is. */
  action: number
  timer: string | undefined
  /** The number of the event that ended it, where it is a call. */
  endedBy: number
}

/** A value that came to a step: by which wire, from which visit. */
export interface Arrival {
  readonly wire: WirePlan
  readonly visit: Visit
}

/** A value that waits to enter its step again. */
export interface Returning extends Arrival {
  /** Which of all that came back it is. */
  readonly turn: number
}

/** A wire that was taken and is not live yet: delayed, or being validated. */
export interface Coming {
  readonly instance: Instance
  readonly wire: WirePlan
  readonly visit: Visit
  validator: number
  /** A wire of a resting state, which holds up nothing while it is validated. */
  readonly armed?: { readonly value: Json }
  /** The validator that is a step, while it runs. */
  task: Task | undefined
  action: number
  timer: string | undefined
}

/** What a step that steers others remembers of this visit. */
export interface Steering {
  state: Json
  /** How instances of `steps` ended, as far as its reducer was told. */
  readonly ended: (ChildEnd | undefined)[]
  readonly running: Set<Instance>
  /** How many instances run, as far as its reducer was told. */
  known: number
  readonly opened: { [scope in ScopeName]?: number }
  /** What its reducer has not been told yet, in order. */
  signals: SteerSignal[]
  action: number
  begun: boolean
}

/** What its reducer is told. */
export type SteerSignal =
  | { readonly type: "begin" }
  | { readonly type: "child"; readonly child: ChildEnd }
  | { readonly type: "wake"; readonly signal: Signal }

/** One entry of a step. */
export interface Visit {
  readonly instance: Instance
  readonly step: StepPlan
  readonly number: number
  status: VisitStatus
  readonly arrivals: readonly Arrival[]
  /** The wire whose value is `incoming`. */
  readonly incoming: Arrival | undefined
  /** The failure that was handled last on the way here. */
  readonly error: Problem | undefined
  readonly startedAt: number
  /** The number of the event by which it was entered: a moment of the past knows by it what was there. */
  readonly enteredBy: number
  /** Its place among the instance's active visits; below 0 where it is none of them. */
  place: number
  endedAt: number
  /** The number of the event that ended it: later is newer. */
  endedBy: number
  input: Json | undefined
  task: Task | undefined
  /** The tasks of its items, then of the validators of its wires. */
  tasks: Task[] | undefined
  items: readonly Json[] | undefined
  concurrency: number
  /** How many of its tasks are not over. */
  underWay: number
  steering: Steering | undefined
  /** What leaves, by outlet; undefined until it does. */
  outlets: JsonMap | undefined
  origins: { readonly [outlet: string]: readonly (readonly number[])[] } | undefined
  problem: Problem | undefined
  /** What its conditional wires wait for, as an outstanding action; 0 where nothing is. */
  action: number
  timer: string | undefined
  /** Wires that are delayed or being validated. */
  coming: number
  /** At least one of its wires went live. */
  live: boolean
  /** It failed, and only its failure wires have been decided so far. */
  failing: boolean
  /** `onError` does not excuse its failure. */
  inexcusable: boolean
  /** Why wires of it were not taken though their condition held. */
  blocked: { readonly wire: number; readonly say: string }[] | undefined
  /** Being cancelled: it ends by no outlet. */
  cancelled: boolean
  /** The wire by which a resting state is left; its other wires die. */
  taken: WirePlan | undefined
  /** The wires that went live, by their place among the step's. */
  took: number[]
  /** What it wrote besides its outlets. */
  variables: JsonMap | undefined
  memory: Json | undefined
  /** What its attempts used, all together; undefined while that is nothing. */
  used: Used | undefined
  /** What stands in for it came from a person: it was pinned, or made up for the run. */
  standIn: "pinned" | "made_up" | undefined
  /** A fork took its outcome over, and these wires with it. */
  reused: { readonly taken: readonly number[] | undefined } | undefined
}

/** A loop of an instance. */
export interface LoopState {
  readonly plan: LoopPlan
  /** Steps of the body that are not quiet. */
  busy: number
  /** Loop-backs whose source has not ended in this round. */
  undecided: number
  /** Nothing of it will run again, unless something outside enters it anew. */
  ended: boolean
  /** What came by live loop-backs, in the order of the journal. */
  readonly pending: Returning[]
  /** Leaving wires that were not taken, and die when the loop ends. */
  held: Set<WirePlan>
}

/** What a re-entry that is no loop-back enters again: a step, and all that it leads to. */
export interface SpreadState {
  readonly target: StepPlan
  readonly members: readonly StepPlan[]
  busy: number
  readonly pending: Returning[]
}

/** What came to a step by a wire, or to an entry by none. */
export interface Reached {
  readonly step: StepPlan
  readonly by: Arrival | undefined
}

/** Live wires to follow, the next one last; those of the step that ran last are in file order, and go first. */
export interface Stack {
  readonly waiting: Reached[]
  readonly fresh: Reached[]
  /** What lies at steps that wait for more. */
  readonly lying: Map<StepPlan, Arrival[]>
}

/** One instance of a scope. */
export interface Instance {
  /** `""` at the root, `each[3]#2` for the fourth instance within the second visit of `each`. */
  readonly path: string
  readonly scope: ScopePlan
  readonly parent: Visit | undefined
  readonly name: ScopeName | "failure"
  readonly index: number
  /** The number of the event that opened it. */
  readonly openedBy: number
  readonly gives: JsonMap | undefined
  status: "running" | "closing" | "completed" | "failed" | "cancelled"
  wires: number[]
  carried: (Visit | undefined)[]
  open: number[]
  live: number[]
  /** Per step: 0 not entered in this round, 1 entered, 2 skipped. */
  entered: number[]
  /** Per step: whether a live wire waits there for others. */
  waits: boolean[]
  /** Per step: for how many reasons it is not quiet. */
  stir: number[]
  readonly visits: (Visit[] | undefined)[]
  /** The visits that have not ended. */
  active: ActiveVisits
  coming: Set<Coming>
  /** Where wires are followed depth first: what came to steps and is not followed yet. */
  stack: Stack | undefined
  loops: LoopState[]
  spreads: Map<StepPlan, SpreadState> | undefined
  spreadsOf: (SpreadState[] | undefined)[] | undefined
  /** How many of its states rest. */
  resting: number
  /** It waits to be looked at, for nothing in it is under way. */
  isIdle: boolean
  memory: Map<StepPlan, Json> | undefined
  /** Nothing more starts in it, because of this. */
  stopping: Problem | undefined
  cancelling: boolean
  action: number
  output: Json
  readonly error: Problem | undefined
}

/** Something that follows from what was applied, and is done before `apply` returns. */
export type Consequence =
  | { readonly type: "live"; readonly instance: Instance; readonly wire: WirePlan; readonly visit: Visit }
  | { readonly type: "dead"; readonly instance: Instance; readonly wire: WirePlan }
  | {
      readonly type: "enter"
      readonly instance: Instance
      readonly step: StepPlan
      readonly by: readonly Arrival[]
    }
  /** A visit before which the run had stopped goes on. */
  | { readonly type: "begin"; readonly visit: Visit }
  | { readonly type: "skip"; readonly instance: Instance; readonly step: StepPlan }
  | { readonly type: "stop"; readonly instance: Instance; readonly problem: Problem }
  | { readonly type: "item"; readonly task: Task }
  | { readonly type: "stopped"; readonly task: Task }
  | { readonly type: "advance"; readonly coming: Coming }
  | { readonly type: "armed"; readonly coming: Coming; readonly blocked: string | undefined }
  | {
      readonly type: "validated"
      readonly coming: Coming
      readonly passed: boolean
      readonly say: string | undefined
    }
  | { readonly type: "closed"; readonly instance: Instance }
  | { readonly type: "end"; readonly instance: Instance }

/** A time at which something happens by itself. */
export interface Timer {
  readonly at: number
  readonly due: () => void
  action: number
}

/** An outstanding action; that of a reducer is worked out only when it is asked for. */
export type ActionEntry = Action | { readonly type: "steer"; readonly seq: number; readonly visit: Visit }

/** How a run stands. */
export type RunPhase = "new" | "running" | "paused" | "ended"

/** A visit before which the run stopped; why, where a condition could not be evaluated. */
export interface Stop {
  readonly visit: Visit
  readonly problem: Problem | undefined
}

/** How far a run goes that is not to do all of its workflow. */
export interface Narrow {
  /** From the root inwards. */
  readonly reaches: readonly Reach[]
  /** Which of `reaches` an instance has. */
  readonly depths: Map<Instance, number>
  /** The containers of which one instance alone is entered, with that. */
  readonly entered: Map<Visit, Instance>
}

/** The state of a run. */
export interface RunState {
  readonly plan: Plan
  phase: RunPhase
  /** How it ended. */
  result: "completed" | "failed" | "cancelled" | undefined
  run: string
  seed: number
  inputs: JsonMap
  trigger: Json | undefined
  /** Where its expressions stand; a journal from before that was kept does not say. */
  timezone: string | undefined
  entries: readonly string[] | undefined
  variables: { [name: string]: Json }
  /** How many events were applied, those in batches counted apart. */
  events: number
  startedAt: number
  /** The time of the last event. */
  now: number
  pausedFor: string | undefined
  cancelling: boolean
  /** A cancel was asked for twice: what is always done is not done either. */
  isCutShort: boolean
  output: Json | undefined
  problem: Problem | undefined
  /** What all attempts used so far. */
  used: Used
  /** The same by step, for those that used anything. */
  readonly usedBy: Map<StepPlan, Used>
  /** What a step decided about the end of the run. */
  end:
    | { readonly status: "completed" | "failed"; readonly output?: Json; readonly problem?: Problem }
    | undefined
  readonly instances: Instances
  /** The outstanding actions by number, with what was already answered left out as null. */
  actions: (ActionEntry | null)[]
  /** The number of the first of `actions`. */
  firstAction: number
  /** Tasks that are ready for a slot. */
  readonly queue: Queue<Task>
  /** What steps remember for the whole run. */
  readonly memory: Map<StepPlan, Json>
  /** Of each such step the task that is attempted, and those that wait for it to be over. */
  readonly turns: Map<StepPlan, { readonly task: Task; readonly next: Task[] }>
  /** Slots in use. */
  busy: number
  busySince: number
  /** How long attempts have executed, while none does. */
  worked: number
  readonly timers: Map<string, Timer>
  readonly consequences: Queue<Consequence>
  readonly quiet: Set<LoopState | SpreadState>
  readonly idle: Queue<Instance>
  readonly quietIn: Map<LoopState | SpreadState, Instance>
  /** How many values came to enter a step again. */
  returned: number
  /** Takeovers in a row with nothing between. */
  takeovers: number
  kept: Map<string, Kept> | undefined
  /** What the parent's steps that were cut had called, by the names of the callers. */
  readonly keptCalls: Map<string, Kept[]>
  /** How far it goes; undefined where it does all. */
  narrow: Narrow | undefined
  /** Whether it acts on the world, beside it, or from a recording. */
  mode: RunMode
  /** Whether a sandbox run asks real models. */
  models: "simulated" | "live"
  /** The hash of the workflow that it is pinned to. */
  workflow: string | undefined
  /** Budgets that were raised or given, by step; those of the run itself under the empty name. */
  readonly raised: Map<string, Limits>
  /** The budget for which it is paused. */
  spent: Spent | undefined
  /** The tasks that wait for a person: for an answer, a grant, or a decision about a doubt. */
  readonly asking: Set<Task>
  /** What stands in for steps, by their ids. */
  standIns: StandIns
  /** Where it stops, by the step before which it does. */
  breakpoints: ReadonlyMap<string, readonly Breakpoint[]>
  /** The visits before which it stopped, the first of them first. */
  stops: readonly Stop[]
  /** It stops before the next step, and which one ran last in this way. */
  stepping: { readonly ran: Visit | undefined } | undefined
  /** The run that it looks back on. */
  past: Past | undefined
  /** What tasks would have done and asked, by their names. */
  readonly records: Map<string, TaskRecord>
  /** The runs that a sandbox run started, with the ids of their workflows. */
  readonly started: Map<string, string>
  /** The files that it keeps apart or has applied, by path. */
  readonly changes: KeptChanges
  /** Those, and what the runs around it have handed to it, as its steps see them. */
  readonly seenChanges: KeptChanges
  /** What was decided about differences from what was approved, by their ids. */
  readonly choices: Map<string, "do" | "leave">
  /** How many attempts at each task a replay has seen end. */
  readonly outcomes: Map<string, number>
  /** The calls of attempts that stopped to show a difference, by the task's name. */
  readonly before: Map<string, readonly PortCall[]>
}

/** The state of a run of which no event is known yet. */
export function newRun(plan: Plan): RunState {
  return {
    plan,
    phase: "new",
    result: undefined,
    run: "",
    seed: 0,
    inputs: {},
    trigger: undefined,
    timezone: undefined,
    entries: undefined,
    variables: { ...plan.workflow.variables },
    events: 0,
    startedAt: 0,
    now: 0,
    pausedFor: undefined,
    cancelling: false,
    isCutShort: false,
    output: undefined,
    problem: undefined,
    used: { usd: 0, inputTokens: 0, outputTokens: 0, requests: 0 },
    usedBy: new Map(),
    end: undefined,
    instances: createInstances(),
    actions: [],
    firstAction: 1,
    queue: new Queue(),
    memory: new Map(),
    turns: new Map(),
    busy: 0,
    busySince: 0,
    worked: 0,
    timers: new Map(),
    consequences: new Queue(),
    quiet: new Set(),
    idle: new Queue(),
    quietIn: new Map(),
    returned: 0,
    takeovers: 0,
    kept: undefined,
    keptCalls: new Map(),
    narrow: undefined,
    mode: "live",
    models: "simulated",
    raised: new Map(),
    spent: undefined,
    asking: new Set(),
    standIns: {},
    breakpoints: new Map(),
    stops: [],
    stepping: undefined,
    past: undefined,
    workflow: undefined,
    records: new Map(),
    started: new Map(),
    changes: new KeptChanges(),
    seenChanges: new KeptChanges(),
    choices: new Map(),
    outcomes: new Map(),
    before: new Map(),
  }
}
