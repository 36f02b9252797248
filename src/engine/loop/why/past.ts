import type { Workflow } from "../../../model/workflow.ts"
import { apply } from "../../core/apply.ts"
import type { RunEvent, SingleEvent } from "../../core/event.ts"
import { kindsOfRun } from "../../core/pinnedKinds.ts"
import { type KindLookup, plan } from "../../core/plan.ts"
import type { Standing } from "../../core/scopeValues.ts"
import { singlesOf } from "../../core/singles.ts"
import { newRun, type RunState } from "../../core/state.ts"
import { untilThere } from "./rows.ts"

/** A run as its journal has it, at any moment of its past. */
export interface Past {
  readonly run: string
  readonly workflow: Workflow
  /** All facts in order, batches taken apart. */
  readonly events: readonly SingleEvent[]
  /** The state after everything. */
  readonly last: RunState
  /**
   * The state after the first so many facts, and where the last of them went through many instances at once, as it
   * was when what stands there was evaluated. It is folded anew, and must not be changed.
   */
  after(count: number, standing?: Standing): RunState
  /** The number of the latest fact before `before` that is so. */
  lastBefore(before: number, isSo: (event: SingleEvent) => boolean): number | undefined
}

/** So many states are kept: one question asks for the same few again and again. */
const mostStates = 12

/** Makes the past of a run from its journal. */
export function createPast(
  run: string,
  workflow: Workflow,
  journal: readonly RunEvent[],
  kinds: KindLookup,
): Past {
  const known = kindsOfRun(kinds, journal[0])
  const events = journal.flatMap(singlesOf)
  const states = new Map<string, RunState>()
  const after = (count: number, standing?: Standing): RunState => {
    const latest = events[count - 1]
    const isWithin = standing !== undefined && latest?.type === "step.lapped"
    const name = isWithin ? JSON.stringify([count, standing.in, standing.step]) : String(count)
    const kept = states.get(name)
    if (kept !== undefined) return kept
    const state = newRun(plan(workflow, known))
    for (const event of events.slice(0, isWithin ? count - 1 : count)) apply(state, event)
    if (isWithin) apply(state, untilThere(latest, standing))
    const [oldest] = states.keys()
    if (states.size >= mostStates && oldest !== undefined) states.delete(oldest)
    states.set(name, state)
    return state
  }
  const last = newRun(plan(workflow, known))
  for (const event of events) apply(last, event)
  return {
    ...{ run, workflow, events, last, after },
    lastBefore(before, isSo) {
      for (let at = before - 1; at >= 0; at--) {
        const event = events[at]
        if (event !== undefined && isSo(event)) return at
      }
      return undefined
    },
  }
}
