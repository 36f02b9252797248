import { isMap, type Json } from "../../lib/json.ts"
import { liveStance, type RecordedStep, type Stance } from "../../model/recording.ts"
import type { At } from "../core/action.ts"
import { nameOf } from "../core/cassette.ts"
import { rowsApart } from "../core/records.ts"
import { type Budgets, mayAskIn } from "./budget.ts"
import type { Live } from "./live.ts"

/** How the run stands towards the world, as the ports of the named task need to know it. */
export function stanceOf(live: Live, name: string, budgets: Budgets | null): Stance {
  const { state, cassette } = live
  const { mode, models, past, seenChanges: changes, choices } = state
  const mayAsk = mayAskIn(live, budgets)
  const before = state.before.get(name) ?? []
  if (mode === "live" && past === undefined)
    return budgets === null && before.length === 0 ? liveStance : { ...liveStance, mayAsk, before }
  const ticked = past?.ticked === undefined ? null : new Set(past.ticked)
  return {
    ...{ mode, models, cassette, changes, choices },
    heldRows: () => rowsApart(state),
    miss: past?.miss ?? "error",
    attempt: state.outcomes.get(name) ?? 0,
    applies: mode === "live" ? { isTicked: entry => ticked === null || ticked.has(entry) } : null,
    ...{ before, mayAsk },
  }
}

/** Whether the run does nothing outside, or replays one that did not. */
export function standsBeside({ state, cassette }: Live): boolean {
  return state.mode === "sandbox" || (state.mode === "replay" && cassette?.mode === "sandbox")
}

/** What a replay knows of the task from the run that it replays. */
export function recordedAt({ state, cassette }: Live, at: At): RecordedStep | undefined {
  if (state.mode !== "replay" || cassette === null) return undefined
  const name = nameOf(at)
  return Object.hasOwn(cassette.steps, name) ? cassette.steps[name] : undefined
}

/**
 * The parameters with which the task began in the run that is replayed: what said the time or drew by chance says the
 * same again. A run of another workflow evaluates anew.
 */
export function recordedInput(live: Live, at: At): Json | undefined {
  const { state, cassette } = live
  if (cassette?.workflow === undefined || cassette.workflow !== state.workflow) return undefined
  const input = recordedAt(live, at)?.input
  return isMap(input) ? input : undefined
}
