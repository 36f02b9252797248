import { plan } from "../engine/core/plan.ts"
import { wayFromStart } from "../engine/core/way.ts"
import type { RunStart } from "../engine/loop/loopParts.ts"
import { own } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { beginsFreely, eachStep, findStep, holdersOf } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"

/** The options by which a run is for one step. */
export const towardOptions = {
  "up-to": { value: "STEP", say: "Run this step with what leads to it, and nothing else" },
  step: { value: "STEP", say: "Run this step, and nothing else" },
} as const

/** Reads how far the run is to go; nothing, where it is to do all. */
export function readToward(
  { values }: Arguments,
  workflow: Workflow,
  catalogue: Catalogue,
): Result<Pick<RunStart, "only" | "entries">, Problem> {
  const [upTo, alone] = [values.get("up-to") ?? [], values.get("step") ?? []]
  const [step, ...more] = [...upTo, ...alone]
  if (step === undefined) return ok({})
  const type = upTo.length > 0 ? "upTo" : "step"
  if (more.length > 0) return err(problem("toward_two_steps"))
  const known = new Set([...eachStep(workflow)].map(({ step: { id } }) => id))
  if (!known.has(step)) {
    const meant = nearest(step, known)
    return err(
      problem("toward_no_step", { step, meant: meant === undefined ? "" : ` Did you mean “${meant}”?` }),
    )
  }
  const path = findStep(workflow, step)?.path ?? []
  if (type === "upTo" && path[0] !== "steps") return err(problem("toward_at_end", { step }))
  const holders = holdersOf(workflow, step).map(({ kind }) => own(catalogue.kinds, kind)?.holds)
  const isFree = holders.every((holds, depth) => beginsFreely(holds, path[2 * depth + 2]))
  if (type === "step" && !isFree) return err(problem("toward_inside", { step }))
  const planned = plan(workflow, kind => own(catalogue.kinds, kind))
  return ok(wayFromStart(planned, step, type))
}
