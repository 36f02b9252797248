import type { Path } from "../lib/json.ts"

/*
 * Why a value is like it is, as a tree of plain data: what made it, by which expression, and what that read, back to
 * inputs, the trigger and constants. Only what was read on the way is in it: of a conditional the branch that was
 * taken, of a list the items that were looked at.
 *
 *     steps.tell.output.text ── with.text: {{ steps.ask.output.name }} ── steps.ask.output.name ── inputs.who
 */

/** What a value comes from. */
export type WhySource =
  /** A step gave it by an outlet. */
  | "step"
  /** An expression of the workflow's made it. */
  | "expression"
  /** It was handed to the run. */
  | "input"
  | "trigger"
  /** It stands in the workflow. */
  | "constant"
  /** A step wrote it into a variable of the run. */
  | "variable"
  /** A secret, of which nothing is said. */
  | "secret"
  /** It says something of the run itself: its number of the visit, its time. */
  | "run"
  /** A person, an event, a time or another run answered it. */
  | "answer"
  /** It was taken over from the run that this one was forked from. */
  | "kept"
  /** It was put in by hand when the run was forked. */
  | "changed"
  /** The step had not run, and reads as nothing. */
  | "unrun"

/** Where in a run a step is. */
export interface WhyPlace {
  readonly run: string
  readonly in: string
  readonly step: string
  readonly visit: number
  readonly task?: number
}

/** The wire by which a value came. */
export interface WhyWire {
  readonly from: string
  readonly outlet: string
  readonly to: string
}

/** A value, what made it, and what it was made from. */
export interface Why {
  readonly source: WhySource
  /** The step that gave it, or in whose parameters the expression stands. */
  readonly place?: WhyPlace
  readonly outlet?: string
  /** Where in that output, input or field the value stands. */
  readonly path: Path
  /** Where in its step the expression or the constant stands: `["with", "text"]`. */
  readonly field?: Path
  readonly expression?: string
  readonly by?: WhyWire
  /** The value as text, cut where it is long; nothing is shown of secrets. */
  readonly shown?: string
  readonly from: readonly Why[]
  /** More would follow, and is left out. */
  readonly isCut?: true
}

/** Whose value is asked about: what left by an outlet of a step, or what the run came to. */
export interface WhyQuestion {
  readonly run: string
  readonly place: { readonly in: string; readonly step: string; readonly visit: number } | "output"
  /** The outlet; the one that gives the step's output, if left out. */
  readonly outlet?: string
  readonly path: Path
}
