import type { Json, JsonMap } from "../../lib/json.ts"
import type { Result } from "../../lib/result.ts"
import type { Limits, Spent } from "../../model/budget.ts"
import type { Journal, Keep, StagedChange } from "../../model/journal.ts"
import type { Note } from "../../model/note.ts"
import type { Ports } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type {
  Cassette,
  Difference,
  Handed,
  Miss,
  PortCall,
  RecordedChange,
  RunMode,
  Stance,
} from "../../model/recording.ts"
import type { AnyStep, Effect, Wait } from "../../model/step.ts"
import type { Breakpoint, StandIns } from "../../model/trialSchema.ts"
import type { Workflow } from "../../model/workflow.ts"
import type { At } from "../core/action.ts"
import type { PinnedPlugin, RunEvent, Used } from "../core/event.ts"
import type { Clock } from "./clock.ts"
import type { Evaluate } from "./evaluating.ts"

/*
 * All that the loop is handed. It opens nothing and knows no global: page, worker, terminal and tests each bring
 * their own journal, ports, clock and evaluator.
 */

/** Says whether a run still belongs to this place. */
export interface Owner {
  /** Asked just before an effect is sent: whether the last heartbeat is young enough, or the epoch still ours. */
  isStillMine(): boolean | Promise<boolean>
  /** The run has ended or was left: its lock can go. */
  letGo(): void
}

/** The ports of one attempt, and what they want committed together with its outcome. */
export interface AttemptPorts {
  readonly ports: Partial<Ports>
  staged?(): readonly StagedChange[]
  /** Called once the code has ended, and before its outcome is written: `isDone` where it completed. */
  ending?(isDone: boolean): Promise<AttemptEnding>
  /** What the attempt used so far of what costs money: asked once when it ends, however it ends. */
  used?(): Used | undefined
}

/** What the ports of an attempt leave behind. */
export interface AttemptEnding {
  readonly calls?: readonly PortCall[]
  readonly changes?: readonly RecordedChange[]
  /** It stopped short of something that nobody approved: a person looks at it. */
  readonly differs?: readonly Difference[]
  /** It stopped before more than this budget allows. */
  readonly spent?: Spent
  /** Why what the attempt came to cannot stand. */
  readonly problem?: Problem
}

/** What every attempt has, wherever it runs. */
export type BasicPorts = Pick<Ports, "clock" | "random">

/** What ports may want to know of the attempt that they serve. */
export interface AttemptPlace extends At {
  readonly run: string
  /** The id of the run's workflow. */
  readonly workflow: string
  readonly key: string
  readonly attempt: number
  readonly kind: string
  readonly effect: Effect
  /** The name of the task within the run: `each[3]#2/inner#1`. */
  readonly name: string
  readonly stance: Stance
}

/** A workflow as it is now, and the hash by which a run pins it. */
export interface PinnedWorkflow {
  readonly workflow: Workflow
  readonly hash?: string
}

/** Where workflows are found: by id as they are now, by hash as they were. */
export interface Workflows {
  latest(id: string): Promise<PinnedWorkflow | undefined>
  pinned(hash: string | undefined, id: string): Promise<Workflow | undefined>
}

/** Plugins, as runs are pinned to them. */
export interface Plugins {
  /** Those whose kinds the workflow uses, as they are now. */
  pin(workflow: Workflow): Promise<readonly PinnedPlugin[]>
  /** The kinds that these bring, or why they cannot be had. */
  kinds(pinned: readonly PinnedPlugin[]): Promise<Result<(kind: string) => AnyStep | undefined, Problem>>
}

/** Answers to what runs wait for that come from elsewhere: named events, people, and grants. */
export interface Outside {
  /** Calls back with what the step waits for, as often as it comes; what it returns ends that. */
  listen(
    place: At & { readonly run: string; readonly workflow: string; readonly key: string },
    wait: Extract<Wait, { for: "event" | "person" | "grant" }>,
    answer: (heard: { readonly outlet?: string; readonly value?: Json }) => void,
  ): () => void
}

/** All that the loop is handed. */
export interface LoopParts {
  readonly journal: Journal<RunEvent>
  readonly kinds: (kind: string) => AnyStep | undefined
  readonly evaluate: Evaluate
  readonly ports: (place: AttemptPlace, basic: BasicPorts) => AttemptPorts
  readonly clock: Clock
  readonly workflows: Workflows
  /** Left out where there are none. */
  readonly plugins?: Plugins
  /** How much of the history is kept of workflows whose settings do not say it. */
  readonly usualKeep?: () => Promise<Keep>
  /** Takes a run that is about to begin into this place's hands; what it gives lets go of it, if it has not begun after all. */
  readonly reserve?: (run: string) => Promise<() => void>
  readonly owner?: (run: string, epoch: number) => Owner
  readonly outside?: Outside
  /** What the run got from outside, for one that looks back on it. */
  readonly cassette?: (run: string) => Promise<Cassette | undefined>
  /** How long an attempt has to end once it was told to stop. */
  readonly grace?: number
  /**
   * From which instance on a body of pure steps is run through many at a time; those before are events of their own,
   * so that short lists and loops keep all their moments.
   */
  readonly lapsFrom?: number
  /** Hears at once what steps say. What a body that is run through many at a time writes to the log is told by its events. */
  readonly note?: (place: AttemptPlace, note: Note) => void
  /** Takes the values of secrets out of what steps write to the log. */
  readonly redact?: (value: Json) => Json
}

/** What a run is started with. */
export interface RunStart {
  readonly run: string
  readonly seed: number
  readonly workflow: Workflow
  readonly hash?: string
  readonly inputs?: JsonMap
  readonly trigger?: Json
  /** The steps that the trigger names. */
  readonly entries?: readonly string[]
  readonly fork?: Extract<RunEvent, { type: "run.started" }>["fork"]
  /** How far it goes, where it is not to do all. */
  readonly only?: Extract<RunEvent, { type: "run.started" }>["only"]
  /** The runs that this one was started from within, from the outermost. */
  readonly ancestors?: readonly string[]
  /** Live, where it is left out. */
  readonly mode?: RunMode
  /** Whether a sandbox run asks real models. */
  readonly models?: "simulated" | "live"
  /** What it may use, in place of what the file says. */
  readonly budget?: Limits
  /** The plugins of the run that this one goes on from; those that are installed, where it is left out. */
  readonly plugins?: readonly PinnedPlugin[] | undefined
  /** What stands in for steps, by their ids. */
  readonly standIns?: StandIns
  /** Where it stops to be looked at. */
  readonly breakpoints?: readonly Breakpoint[]
  /** The run that this one looks back on: to replay it, to take its answers, or to apply what was ticked of it. */
  readonly past?: { readonly of: string; readonly miss?: Miss; readonly ticked?: readonly string[] }
  /** What people call the run that this one looks back on, or shares a past with. */
  readonly number?: number | undefined
  /** What the run that starts this one keeps apart. */
  readonly handed?: Handed
}

/** How a run ended. */
export interface RunEnd {
  readonly status: "completed" | "failed" | "cancelled"
  readonly output: Json
  readonly problem?: Problem
}

/** Why nothing of a run goes on here for now. */
export type Rest =
  | { readonly type: "ended"; readonly end: RunEnd }
  /** It waits for a person, an event, a decision, or to be resumed. */
  | { readonly type: "waiting" }
  /** Its journal cannot be written now. */
  | { readonly type: "held"; readonly problem: Problem }
  /** Someone else has it. */
  | { readonly type: "lost"; readonly problem: Problem }

/** What is known of a place that an answer is for: the latest visit, unless one is named. */
export interface AnswerPlace {
  readonly in: string
  readonly step: string
  readonly visit?: number
  readonly task?: number
  readonly call?: string
}

/** What comes of asking a run for something. */
export type Asked = Result<void, Problem>
