import type { Json } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { Step } from "../../model/workflow.ts"
import type { At } from "../core/action.ts"
import { type EvaluationPlace, evaluationName } from "../core/cassette.ts"
import type { EventOf } from "../core/event.ts"
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

/** What an event says of what was seen, if there is anything to say. */
export interface SawField {
  readonly saw?: NonNullable<EventOf<"step.started">["saw"]>
}

/** What is evaluated for: the action, and the event that will carry it. */
interface For {
  readonly seq: number
  readonly for: EvaluationPlace
}

/** That what is evaluated for the action will be carried by an event of this type. */
export function carriedBy(
  type: EvaluationPlace["type"],
  action: At & { readonly seq: number },
  wire: { readonly wire?: number; readonly validator?: number } = {},
): For {
  return { seq: action.seq, for: { type, ...placeOf(action), ...wire } }
}

/**
 * Evaluates what the action asks about, in place where that can be done, and answers unless it became pointless;
 * `saw` gives what the event has to say of it. A replay sees the time that was seen before.
 */
export function evaluateFor(
  live: Live,
  { seq, for: what }: For,
  values: readonly Json[],
  names: Names,
  answer: (evaluated: Evaluated, saw: () => SawField) => void,
  raw: readonly string[] = [],
): void {
  const { events: facts, mode, timezone = live.parts.clock.timezone } = live.state
  const recorded = mode === "replay" ? live.cassette?.times?.[evaluationName(what)] : undefined
  const now = recorded ?? live.now()
  const evaluated = evaluateAll(values, names, live.parts.evaluate, raw, { now, timezone })
  const sawOf =
    ({ looked }: Partial<Extract<Evaluated, { ok: true }>>) =>
    (): SawField => {
      if (looked === undefined) return {}
      const isLater = live.state.events > facts
      if (!isLater && !looked.isTimed) return {}
      return { saw: { ...(isLater ? { facts } : {}), ...(looked.isTimed ? { now } : {}) } }
    }
  if (!(evaluated instanceof Promise)) {
    answer(evaluated, sawOf(evaluated.ok ? evaluated : {}))
    return
  }
  const done = live.begin()
  void evaluated.then(later => {
    if (live.awaits(seq)) answer(later, sawOf(later.ok ? later : {}))
    done()
  })
}
