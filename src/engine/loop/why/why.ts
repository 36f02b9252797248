import { err, ok, type Result } from "../../../lib/result.ts"
import type { Problem } from "../../../model/problems.ts"
import type { Why, WhyQuestion } from "../../../model/why.ts"
import { visitAt } from "../../core/whereabouts.ts"
import { loopProblem } from "../loopProblems.ts"
import { type Asking, firstOutlet, type WhyParts } from "./asking.ts"
import { ofOutput, ofRun } from "./madeBy.ts"
import { ofRead } from "./readsFrom.ts"

/*
 * Answers why a value is like it is. Every evaluation tells the paths that it read; the journal keeps not these but
 * what gives them again: how many facts were known and what time it was, where the event's own place does not say so.
 * For expressions are pure, and what they saw is the fold of the journal at that moment. So each is evaluated again
 * there with every single read written down, and what it read is asked about in turn.
 *
 *     output of a step ──▶ its parameters' expressions ──▶ what they read ──▶ outputs of steps before …
 *          │ list                │ kept items                │ vars          └──▶ inputs, trigger, constants
 *          └▶ origins            └▶ incoming, by its wire    └▶ the step that wrote it
 */

/** So many values are explained at once; what would follow is left out. */
const mostNodes = 120

/** Why the value is like it is. */
export async function why(parts: WhyParts, question: WhyQuestion): Promise<Result<Why, Problem>> {
  const past = await parts.open(question.run)
  if (past === undefined) return err(loopProblem("run_not_found", { run: question.run }))
  const asking: Asking = {
    parts,
    left: mostNodes,
    asked: new Set(),
    read: (moment, path) => ofRead(asking, moment, path),
  }
  if (question.place === "output") return ok(await ofRun(asking, past, question.path))
  const { in: path, step, visit: number } = question.place
  const visit = visitAt(past.last, path, step, number)
  if (visit === undefined) return err(loopProblem("run_not_found", { run: `${question.run} ${step}` }))
  return ok(await ofOutput(asking, past, visit, question.outlet ?? firstOutlet(visit), question.path))
}
