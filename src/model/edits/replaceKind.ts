import type { JsonMap } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { findStep } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { Workflow } from "../workflow.ts"
import { updateStep, without } from "./change.ts"
import { editProblem } from "./editProblems.ts"
import { withWires, writtenWires } from "./next.ts"

/** What a step is to become. */
export interface NewKind {
  readonly kind: string
  readonly version?: number
  /** All outlets of the kind, the first one first. */
  readonly outlets: readonly string[]
  /** The parameters to begin with. */
  readonly with?: JsonMap
}

/**
 * Makes a step another kind. A wire stays where the new kind has its outlet, by name or as the first one;
 * `before` is the name of the old kind's first outlet.
 */
export function replaceKind(
  workflow: Workflow,
  id: string,
  to: NewKind,
  before = "success",
): Result<Workflow, Problem> {
  if (findStep(workflow, id) === undefined) return err(editProblem("no_such_step", { id }))
  const [first = "success"] = to.outlets
  const known = new Set([...to.outlets, "failure"])
  return ok(
    updateStep(workflow, id, step => {
      const kept = writtenWires(step.next).flatMap(written => {
        if (written.outlet === null || known.has(written.outlet)) return [written]
        return written.outlet === before ? [{ ...written, outlet: first }] : []
      })
      const { with: _, version: __, ...bare } = withWires(step, kept)
      const named = {
        ...bare,
        kind: to.kind,
        ...(to.version === undefined ? {} : { version: to.version }),
        ...(to.with === undefined ? {} : { with: to.with }),
      }
      // An empty list keeps the scope from falling back to list order.
      return step.next !== undefined && named.next === undefined
        ? { ...without(named, "next"), next: [] }
        : named
    }),
  )
}
