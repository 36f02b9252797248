import type { Json, JsonMap } from "../lib/json.ts"
import type { Problem } from "./problems.ts"

/*
 * Control is how a kind steers the scopes that it holds: a pure reducer that the engine calls, knowing nothing of
 * the kind. It never sees time, chance or expressions; what it answers is written to the journal, so a replay
 * never calls it again.
 *
 *     begin ──▶ open steps[0], steps[1] … ──▶ childDone(steps[0]) ──▶ … ──▶ leave by an outlet
 */

/** The scopes that a step may hold. */
export type ScopeName = "steps" | "enter" | "exit" | "always"

/** How one instance of a scope ended. */
export interface ChildEnd {
  readonly scope: ScopeName
  /** Counts the instances of that scope within the visit, from 0. */
  readonly index: number
  readonly status: "completed" | "failed" | "cancelled"
  /** The scope's output. */
  readonly output: Json
  readonly problem?: Problem
  /** The parameters marked `inside`, evaluated in the instance when it ended. */
  readonly inside: JsonMap
}

/** What a reducer sees of the visit that it steers. */
export interface Steered {
  readonly input: JsonMap
  /** What the last answer said to remember; null at first. */
  readonly state: Json
  /** Whether the step holds steps under that name. */
  has(scope: ScopeName): boolean
  /** How the instances of `steps` that ended did so, in order of index; holes where one runs. */
  readonly ended: readonly (ChildEnd | undefined)[]
  /** How many instances are running. */
  readonly running: number
  /** Whether any wire leaves the step, so that resting can end. */
  readonly wired: boolean
  readonly incoming: Json
}

/** What wakes a step besides its children: a taken wire, a loop-back past it, a limit of time, a cancellation. */
export type Signal =
  | { readonly type: "taken"; readonly outlet: string; readonly value: Json }
  | { readonly type: "left" }
  | { readonly type: "timeout"; readonly problem: Problem }
  | { readonly type: "cancelled" }

/** One instance to open, and what its steps see besides. */
export interface Opening {
  readonly scope: ScopeName
  readonly gives?: JsonMap
  /** What they read as `error`, where no failure wire leads to them. */
  readonly error?: Problem
}

/** What a reducer answers: all of it is done, in this order. */
export interface Steer {
  readonly state?: Json
  /** Cancels the instances that run. */
  readonly cancel?: true
  readonly open?: readonly Opening[]
  /** Rests until one of its wires is enabled and taken. */
  readonly rest?: true
  /** Leaves by these outlets. */
  readonly leave?: JsonMap
  /** For each item of each listed outlet, the indices of the items it was made from. */
  readonly origins?: { readonly [outlet: string]: readonly (readonly number[])[] }
  /** Leaves by `failure`. */
  readonly fail?: Problem
  /** Leaves because it was cancelled or passed by a loop-back: by no outlet. */
  readonly gone?: true
  /** Ends the whole run. */
  readonly end?: {
    readonly status: "completed" | "failed"
    readonly output?: Json
    readonly problem?: Problem
  }
}

/** A pure reducer through which a kind steers others; the engine calls it and names no kind. */
export interface Control {
  begin(visit: Steered): Steer
  childDone?(visit: Steered, child: ChildEnd): Steer
  wake?(visit: Steered, signal: Signal): Steer
}
