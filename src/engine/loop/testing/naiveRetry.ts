import { parseDuration } from "../../../lib/durations.ts"
import type { Problem } from "../../../model/problems.ts"
import type { RetryPolicy, Step } from "../../../model/workflow.ts"
import type { ScriptedKind } from "./naiveWorld.ts"

/** (27): how long until the next attempt; null when there is none. */
export function pauseBefore(
  step: Step,
  kind: ScriptedKind,
  problem: Problem,
  tries: Map<RetryPolicy, number>,
): number | null {
  if (!problem.retryable) return null
  const usual = { attempts: kind.effect === "read" || kind.effect === "write" ? 3 : 1 }
  const policies = (step.retry === undefined ? [usual] : [step.retry].flat()) as readonly RetryPolicy[]
  const policy = policies.find(each => {
    const on = each.on === undefined ? ["*"] : [each.on].flat()
    return on.includes("*") || on.includes(problem.code)
  })
  if (policy === undefined) return null
  const tried = (tries.get(policy) ?? 0) + 1
  tries.set(policy, tried)
  if (tried >= (policy.attempts ?? 3)) return null
  const asked = problem.data?.retryAfter
  if (typeof asked === "number") return asked
  const pause = (durationOf(policy.delay) ?? 1000) * (policy.factor ?? 2) ** (tried - 1)
  return Math.min(pause, durationOf(policy.maxDelay) ?? 60_000)
}

/** A written duration in milliseconds; null where there is none. */
export function durationOf(text: string | undefined): number | null {
  const parsed = text === undefined ? undefined : parseDuration(text)
  return parsed?.ok ? parsed.value : null
}
