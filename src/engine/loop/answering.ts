import type { Json } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { Step } from "../../model/workflow.ts"
import type { At } from "../core/action.ts"
import { type Evaluated, evaluateAll, type Names } from "./evaluating.ts"
import type { Live } from "./live.ts"

/** What all answers to actions share: where they belong, what they evaluate, and how they fail. */

/** The step, as the workflow has it. */
export function stepAt(live: Live, at: At): Step | undefined {
  return live.state.instances.get(at.in)?.scope.byId.get(at.step)?.spec
}

/** What comes before an attempt failed: it would fail in the same way again. */
export function failAt(live: Live, at: At, problem: Problem): void {
  live.record({ type: "step.failed", ...placeOf(at), problem, final: true })
}

/** Where an action happened, as its events say. */
export function placeOf({ in: path, step, visit, task, call }: At): At {
  const within = { ...(task === undefined ? {} : { task }), ...(call === undefined ? {} : { call }) }
  return { in: path, step, visit, ...within }
}

/** Evaluates what the action asks about, in place where that can be done, and answers unless it became pointless. */
export function evaluateFor(
  live: Live,
  seq: number,
  values: readonly Json[],
  names: Names,
  answer: (evaluated: Evaluated) => void,
  raw: readonly string[] = [],
): void {
  const evaluated = evaluateAll(values, names, live.parts.evaluate, raw)
  if (!(evaluated instanceof Promise)) {
    answer(evaluated)
    return
  }
  const done = live.begin()
  void evaluated.then(later => {
    if (live.awaits(seq)) answer(later)
    done()
  })
}
