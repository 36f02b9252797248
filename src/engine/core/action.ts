import type { Json, JsonMap } from "../../lib/json.ts"
import type { Wait } from "../../model/step.ts"
import type { Validator, WireSpec } from "../../model/workflow.ts"
import type { EventOf, SingleEvent } from "./event.ts"

/*
 * Actions are what a run asks of the loop. Each has a number that grows within the run, and stays outstanding until
 * the event that answers it is applied, or until what happened since has made it pointless. The loop remembers the
 * last number that it saw, so each action is handed out once; a state folded from a journal hands out all that is
 * outstanding.
 *
 *     for (const action of decide(state, last)) perform(action)   →   apply(state, the event that answers it)
 *
 * Texts of the document (`with`, `when`, `output`, …) are evaluated by the loop in the scope of `in`, `step` and
 * `visit`, with `scopeValues`; where that fails, `step.failed` with the problem is the answer.
 */

/** Where the work is to be done. */
export interface At {
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number
  /** A step that the task called. */
  readonly call?: string
}

interface Numbered {
  readonly seq: number
}

/**
 * Start an attempt. Without `input` evaluate `with` first; a step that is not pure then says `step.started` before
 * its effect. Answer: `step.completed`, `step.failed`, `step.waiting`, `step.doubted` or, once aborted,
 * `step.stopped`.
 */
export interface StartAction extends Numbered, At {
  readonly type: "start"
  readonly kind: string
  readonly attempt: number
  readonly key: string
  /** What an earlier attempt was started with: the same key, the same input. */
  readonly input?: Json
  readonly with: JsonMap
  /** Milliseconds, or a template; counted while the attempt executes. */
  readonly timeout?: string
  /** The limit of a step that was called, in milliseconds. */
  readonly limit?: number
  /** The item of `each`, and its place. */
  readonly item?: Json
  readonly index?: number
}

/** Evaluate the parameters of a step that steers others, but for those in `skip`. Answer: `step.begun`. */
export interface BeginAction extends Numbered, At {
  readonly type: "begin"
  readonly with: JsonMap
  /** Evaluated inside, at the end of each instance. */
  readonly skip: readonly string[]
}

/** Evaluate the list of `each`. Answer: `step.listed`. */
export interface ListAction extends Numbered, At {
  readonly type: "list"
  readonly each: string
  readonly concurrency?: number | string
}

/**
 * Evaluate the conditions of these wires, and the times of those that hold: `after` as a template for a duration,
 * `at` as a date or cron line. Answer: `step.routed`.
 */
export interface RouteAction extends Numbered, At {
  readonly type: "route"
  readonly wires: readonly {
    readonly wire: number
    readonly when?: string
    readonly after?: string
    readonly at?: string
  }[]
}

/**
 * Evaluate an expression that guards a wire; `value` is what the wire carries. Answer: `wire.validated`.
 * A validator that is a step comes as `start` with a task of its own, and answers like any step.
 */
export interface ValidateAction extends Numbered, At {
  readonly type: "validate"
  readonly wire: number
  readonly validator: number
  readonly spec: Validator
  readonly value: Json
}

/**
 * Watch the wires of a resting state: try each `when` now and after each event that changes what it reads, hear
 * each `on`, wait for each `at` and each `after` that is a template. Answer, when one is enabled: `wire.enabled`; the action stays outstanding until the state is left.
 */
export interface WatchAction extends Numbered, At {
  readonly type: "watch"
  /** When it began to rest: `after` and cron lines in `at` count from here. */
  readonly since: number
  readonly wires: readonly {
    readonly wire: number
    readonly when?: string
    readonly after?: string
    readonly at?: string
    readonly on?: WireSpec["on"]
  }[]
}

/** Find out whether one of these conditions of breakpoints holds. Answer: `step.checked`. */
export interface CheckAction extends Numbered, At {
  readonly type: "check"
  readonly whens: readonly string[]
}

/** Evaluate what stands inside a scope instance that has ended. Answer: `scope.closed`. */
export interface CloseAction extends Numbered {
  readonly type: "close"
  readonly in: string
  readonly output?: Json
  readonly inside: JsonMap
}

/** Wake the run at this time. Answer: `timer.fired`. */
export interface WakeAction extends Numbered {
  readonly type: "wake"
  readonly at: number
  readonly timer: string
}

/** Find out what a step waits for. Answer: `step.answered`. */
export interface ListenAction extends Numbered, At {
  readonly type: "listen"
  readonly key: string
  readonly wait: Wait
}

/** Stop an attempt that is under way. Answer: any outcome of it, `step.doubted` or `step.stopped`. */
export interface AbortAction extends Numbered, At {
  readonly type: "abort"
}

/** Append this event: it follows by itself, from a kind's reducer. Its `at` is the loop's to set. */
export interface RecordAction extends Numbered {
  readonly type: "record"
  readonly event: EventOf<"step.steered">
  /** What it opens may be run through at once: then the answer is `step.lapped`. */
  readonly mayLap: boolean
}

/** Evaluate the run's output, if there is one to evaluate, and end. Answer: `run.ended`. */
export interface EndAction extends Numbered {
  readonly type: "end"
  readonly event: Extract<SingleEvent, { type: "run.ended" }>
  readonly output?: Json
}

/** Anything that a run asks of the loop. */
export type Action =
  | StartAction
  | BeginAction
  | ListAction
  | RouteAction
  | ValidateAction
  | WatchAction
  | CheckAction
  | CloseAction
  | WakeAction
  | ListenAction
  | AbortAction
  | RecordAction
  | EndAction
