import type { Decision, EventOf, RunEvent } from "../engine/core/event.ts"
import type { ForkScope } from "../engine/core/fork.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import type { Limits } from "../model/budget.ts"
import type { HistoryPage, HistoryQuery } from "../model/journal.ts"
import type { Note } from "../model/note.ts"
import type { Problem } from "../model/problems.ts"
import type { Miss, RunMode } from "../model/recording.ts"
import type { Breakpoint, StandIns } from "../model/trialSchema.ts"
import type { Why, WhyQuestion } from "../model/why.ts"
import type { Workflow } from "../model/workflow.ts"
import type { RunStatistics } from "./runStatistics.ts"

/*
 * What pages ask of the engine, wherever it is. Runs go on without any page; a page starts them, watches them and
 * speaks to them, and what it is told of a run is its journal, from the first event on.
 */

/** The step that a run is for: it alone, or with what leads to it. */
export interface Toward {
  readonly type: "step" | "upTo"
  readonly step: string
}

/** A run to start. */
export interface StartRequest {
  readonly workflow: Workflow
  readonly inputs?: JsonMap
  readonly trigger?: Json
  /** The steps that the trigger names. */
  readonly entries?: readonly string[]
  readonly fork?: EventOf<"run.started">["fork"]
  /** How far it goes, where it is not to do all; or the step that says so. */
  readonly only?: EventOf<"run.started">["only"]
  readonly toward?: Toward
  /** Live, where it is left out. */
  readonly mode?: RunMode
  /** Whether a sandbox run asks real models; simulated, where it is left out. */
  readonly models?: "simulated" | "live"
  /** What it may use, in place of what the file says. */
  readonly budget?: Limits
  /** What stands in for steps, by their ids. */
  readonly standIns?: StandIns
  /** Where it stops to be looked at. */
  readonly breakpoints?: readonly Breakpoint[]
}

/** Where in a run an answer belongs: the latest visit of the step, unless one is named. */
export interface StepPlace {
  readonly in: string
  readonly step: string
  readonly visit?: number
  readonly task?: number
  /** A step that the step called. */
  readonly call?: string
}

/** What a run can be told. */
export type RunCommand =
  | { readonly type: "pause" | "resume" | "cancel" | "kill" }
  /** Goes on with one step, and stops before the next. */
  | { readonly type: "step" }
  /** Stops at these places from now on, and at no others. */
  | { readonly type: "breakpoints"; readonly breakpoints: readonly Breakpoint[] }
  /** Makes the next attempt of a step now that would be made after a pause. */
  | { readonly type: "hurry"; readonly place: StepPlace }
  | { readonly type: "answer"; readonly place: StepPlace; readonly outlet?: string; readonly value?: Json }
  | { readonly type: "decide"; readonly place: StepPlace; readonly decision: Decision }
  /** Says that a power for which the run waits was granted, or will not be. A grant that is kept is heard of anyway. */
  | { readonly type: "granted" | "refused"; readonly pattern: string }
  /** Starts a run that takes over what this one, which has ended, had done, and goes on from where it failed. */
  | { readonly type: "retry" }
  /** Lets a step, or the whole run, use more than the file says, and resumes the run if it is paused for that. */
  | { readonly type: "raise"; readonly step?: string; readonly limits: Limits }
  /** Starts a run that shares the past of this one and goes another way, in the workflow as it was or as it is now. */
  | ({ readonly type: "fork"; readonly scope: ForkScope; readonly now?: WorkflowNow } & Pick<
      StartRequest,
      "standIns" | "breakpoints"
    >)
  /** Starts a run that does what was ticked of this sandbox run, and nothing else; all of it, where nothing is said. */
  | { readonly type: "apply"; readonly ticked?: readonly string[] }
  /** Starts a run that answers from the recording of this one alone; what is missing is asked or not, as is said. */
  | { readonly type: "replay"; readonly miss?: Miss }

/** A workflow that was changed since a run of it, and the steps of which what they gave then no longer holds. */
export interface WorkflowNow {
  readonly workflow: Workflow
  readonly stale: readonly string[]
}

/** The run that goes on: the one that was spoken to, or the one that a retry began. */
export type Commanded = Result<{ readonly run: string }, Problem>

/** What a step said while it ran: shown, and not kept. */
export interface RunNote {
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number
  readonly call?: string
  readonly note: Note
}

/** News of one run: at most one for each frame of the screen. */
export interface RunNews {
  readonly run: string
  /** The number of the first of the events. */
  readonly seq: number
  /** Events on disk, each told once and in order. A large value stands as `{ blob: hash }`. */
  readonly events: readonly RunEvent[]
  readonly notes: readonly RunNote[]
  /** The notes are all that steps under way have said so far, and take the place of what was told before. */
  readonly anew?: true
  /** More of what had happened before it was watched is on its way. */
  readonly more?: true
  /** Why no more can be told. */
  readonly problem?: Problem
}

/** What pages ask of the engine. */
export interface RunService {
  /** What it tells of is over and stands in no history here: it can be looked through, and told nothing. */
  readonly isRecord?: true
  start(request: StartRequest): Promise<Commanded>
  command(run: string, command: RunCommand): Promise<Commanded>
  /** Calls back with all events of the run so far and then with each that follows; what it returns ends that. */
  watch(run: string, hear: (news: RunNews) => void): () => void
  /** The workflow as the run has pinned it. */
  workflowOf(run: string): Promise<Workflow | undefined>
  /** The value that an event refers to by its hash. */
  value(hash: string): Promise<Json | undefined>
  history(query: HistoryQuery): Promise<HistoryPage>
  /** Why a value is like it is: what made it, and what that was made from. */
  why(question: WhyQuestion): Promise<Result<Why, Problem>>
  /** Takes runs that have ended out of the history, with all that only they refer to. */
  remove(runs: readonly string[]): Promise<void>
  /** What the runs of the workflow were like. */
  statistics(workflow: string): Promise<RunStatistics>
  /** All events of the run, with whole values; undefined where they cannot be read. */
  eventsOf(run: string): Promise<readonly RunEvent[] | undefined>
  /** Calls back whenever the history may have changed, in any tab; what it returns ends that. */
  watchHistory(changed: () => void): () => void
}
