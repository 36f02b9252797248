import type { AnyNode, ArrowFunctionExpression } from "acorn"
import type { Path } from "../lib/json.ts"
import type { Root } from "./names.ts"
import type { Meter } from "./nativeValues.ts"

/** What an expression sees of its run. */
export interface EvaluationScope {
  readonly values: { readonly [name in Root]?: unknown }
  /** The run's own clock and time zone. */
  readonly clock: { readonly now: number; readonly timezone: string }
}

/** What a compiled piece of an expression works on. */
export interface Frame {
  readonly scope: EvaluationScope
  readonly meter: Meter
  readonly locals: unknown[]
  readonly reads: Path[]
  readonly unrun: string[]
  /** How many callbacks it is in. */
  depth: number
}

/** A compiled piece of an expression. */
export type Run = (frame: Frame) => unknown

/** What compiles the pieces of one expression. */
export interface Compiler {
  compile(node: AnyNode): Run
  /** The place of a callback's parameter, if the name is one. */
  slotOf(name: string): number | undefined
  callback(node: ArrowFunctionExpression): (frame: Frame) => (...given: unknown[]) => unknown
}

/** Thrown while compiling, where the expression holds what the native lane does not know. */
export class Refusal extends Error {}
