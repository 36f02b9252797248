import { isMap, type Json } from "../../lib/json.ts"
import { type Limits, reached, type Spent, shareOf, type Usage } from "../../model/budget.ts"
import type { Word } from "../../model/note.ts"
import type { MayAsk } from "../../model/recording.ts"
import type { At } from "../core/action.ts"
import type { Used } from "../core/event.ts"
import { scopeValues } from "../core/scopeValues.ts"
import type { RunState } from "../core/state.ts"
import { carriedBy, evaluateFor, stepAt } from "./answering.ts"
import type { Live } from "./live.ts"
import { timeAfter } from "./times.ts"

/** What the run may use, and what the step at hand may. */
export interface Budgets {
  readonly step: string
  readonly ofStep: Limits
  readonly ofRun: Limits
}

/** From here on a run is told that its budget will soon be used up. */
const nearlySpent = 0.8

/** Finds out which budgets an attempt is under; null where there are none. */
export function budgetsFor(
  live: Live,
  action: At & { readonly seq: number },
  go: (budgets: Budgets | null) => void,
): void {
  const { state } = live
  const ofStep = stepAt(live, action)?.budget
  const ofRun = state.plan.workflow.settings?.budget
  if (ofStep === undefined && ofRun === undefined && state.raised.size === 0) {
    go(null)
    return
  }
  const texts = [(ofStep ?? null) as Json, (ofRun ?? null) as Json]
  evaluateFor(live, carriedBy("step.held", action), texts, scopeValues(state, { ...action }), evaluated => {
    const [step, run] = evaluated.ok ? evaluated.value : []
    go({
      step: action.step,
      ofStep: { ...limitsIn(step), ...state.raised.get(action.step) },
      ofRun: { ...limitsIn(run), ...state.raised.get("") },
    })
  })
}

function limitsIn(value: Json | undefined): Limits {
  if (!isMap(value)) return {}
  const { usd, tokens, requests, time } = value
  const milliseconds = time === undefined ? undefined : timeAfter(time, 0)
  return {
    ...(typeof usd === "number" ? { usd } : {}),
    ...(typeof tokens === "number" ? { tokens } : {}),
    ...(typeof requests === "number" ? { requests } : {}),
    ...(milliseconds === undefined ? {} : { time: milliseconds }),
  }
}

/** Says whether a call may be made, by what the attempt has used besides what is on record. */
export function mayAskIn({ state, now }: Live, budgets: Budgets | null): MayAsk {
  if (budgets === null) return () => null
  return extra => spentOf(state, now(), budgets, extra)
}

/** The budget that is used up, if one is. */
export function spentOf(state: RunState, now: number, budgets: Budgets, extra: Usage = {}): Spent | null {
  const { step, ofStep, ofRun } = budgets
  const mine = reached(ofStep, plus(usageOf(usedBy(state, step)), extra))
  if (mine !== null) return { ...mine, step }
  return reached(ofRun, { ...plus(usageOf(state.used), extra), time: workedUntil(state, now) })
}

function usedBy(state: RunState, step: string): Used | undefined {
  for (const [plan, used] of state.usedBy) if (plan.id === step) return used
  return undefined
}

function usageOf(used: Used | undefined): Usage {
  if (used === undefined) return {}
  return { usd: used.usd ?? 0, tokens: used.inputTokens + used.outputTokens, requests: used.requests }
}

function plus(a: Usage, b: Usage): Usage {
  return {
    usd: (a.usd ?? 0) + (b.usd ?? 0),
    tokens: (a.tokens ?? 0) + (b.tokens ?? 0),
    requests: (a.requests ?? 0) + (b.requests ?? 0),
  }
}

function workedUntil(state: RunState, now: number): number {
  return state.worked + (state.busy > 0 ? now - state.busySince : 0)
}

/** How long each run had worked when it was last looked at whether its budget is nearly used up. */
const lookedAt = new WeakMap<Live, number>()

/** The warning that four fifths of a budget are used, where they were not when the run was last looked at. */
export function nearWarning(live: Live, budgets: Budgets | null, used?: Used): Word | undefined {
  if (budgets === null) return undefined
  const { state, isTakenUp } = live
  const worked = workedUntil(state, live.now())
  const before = nearness(state, budgets, lookedAt.get(live) ?? (isTakenUp ? state.worked : 0))
  const after = nearness(state, budgets, worked, used)
  lookedAt.set(live, worked)
  if (before >= nearlySpent || after < nearlySpent) return undefined
  const share = Math.min(100, Math.floor(after * 100))
  return { type: "log", level: "warn", message: `${share} % of the budget is used` }
}

/** Which part of a budget is used at most, with what is not on record yet. */
function nearness(state: RunState, { step, ofStep, ofRun }: Budgets, time: number, used?: Used): number {
  const extra = usageOf(used)
  const run = shareOf(ofRun, { ...plus(usageOf(state.used), extra), time })
  return Math.max(run, shareOf(ofStep, plus(usageOf(usedBy(state, step)), extra)))
}
