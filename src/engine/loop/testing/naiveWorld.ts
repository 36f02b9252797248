import type { Json, JsonMap } from "../../../lib/json.ts"
import type { Effect, Outcome } from "../../../model/step.ts"

/*
 * A scripted world says what every attempt comes to, as a pure function of what the attempt was given. The same
 * world is handed to the naive interpreter and, behind test kinds, to the engine.
 */

/** One attempt, as the world sees it. */
export interface Call {
  /** Where the step stands, such as `each[2]#1/inner`. */
  readonly path: string
  readonly kind: string
  readonly with: JsonMap
  readonly visit: number
  /** The position of the item, for a step that runs once per item. */
  readonly item: number | null
  /** Which call of the step it is, such as `2` or `2.0`, where another step's code made it. */
  readonly call: string | null
  readonly attempt: number
  readonly incoming: Json | undefined
  readonly arrivals: Json
}

/** What an attempt comes to, after how many milliseconds. */
export interface Scripted {
  readonly takes: number
  readonly outcome: Outcome
  /** The steps that it calls before, one after the other; what they come to stands in its output as `got`. */
  readonly calls?: readonly { readonly kind: string; readonly with: JsonMap }[]
  /** For an outcome that waits for a person: what they answer, and when. */
  readonly answer?: { readonly after: number; readonly outlet: string; readonly value: Json }
}

/** Says what each attempt comes to. */
export type World = (call: Call) => Scripted

/** What the interpreter must know of a kind: its outlets, its effect, and how it holds scopes, if it does. */
export interface ScriptedKind {
  readonly outlets: readonly string[]
  readonly effect: Effect
  /** Its code calls other steps. */
  readonly calls?: true
  readonly container?: "foreach" | "repeat" | "group" | "parallel"
}

/** What a visit came to. */
export interface NaiveVisit {
  readonly status: "completed" | "failed" | "cancelled" | "waiting" | "doubt" | "skipped"
  readonly outlets: JsonMap
  readonly problem?: string
}

/** What a run came to: the visits of each step by its path. */
export interface NaiveRun {
  readonly status: "completed" | "failed" | "waiting"
  readonly output: Json
  readonly steps: { readonly [path: string]: readonly NaiveVisit[] }
}

/** The outcome with what was called in it. */
export function withCalls(outcome: Outcome, got: readonly Json[]): Outcome {
  if (outcome.type !== "done" || got.length === 0) return outcome
  const outlets = Object.entries(outcome.outlets).map(([outlet, value]) => [outlet, { value, got }])
  return { ...outcome, outlets: Object.fromEntries(outlets) }
}

/** Time that stands still between events. */
export interface Timeline {
  now(): number
  after(milliseconds: number, act: () => void): void
  /** Goes through all events in order of time; those of one time in the order in which they were asked for. */
  play(): void
}

/** A timeline that starts at nought. */
export function createTimeline(): Timeline {
  let now = 0
  let events: { at: number; act: () => void }[] = []
  return {
    now: () => now,
    after(milliseconds, act) {
      events.push({ at: now + milliseconds, act })
    },
    play() {
      while (events.length > 0) {
        const next = events.reduce((first, event) => (event.at < first.at ? event : first))
        events = events.filter(event => event !== next)
        now = next.at
        next.act()
      }
    },
  }
}
