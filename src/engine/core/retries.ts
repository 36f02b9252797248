import type { Problem } from "../../model/problems.ts"
import type { Effect } from "../../model/step.ts"
import type { RetryPolicy, Step } from "../../model/workflow.ts"
import { milliseconds } from "./plan.ts"

/*
 * Whether a failed attempt is followed by another, and when. The first policy that names the problem has the word,
 * and counts all tries that it was asked about. Chance comes from the run's seed and the effect's key, so a replay
 * waits as long as the run did.
 */

const usualAttempts = 3
const usualDelay = 1_000
const usualFactor = 2
const longestUsualDelay = 60_000

/** How long after the failure the next attempt follows; undefined when none does. Counts the try in `tries`. */
export function retryDelay(
  retry: Step["retry"],
  problem: Problem,
  attempt: { readonly effect: Effect | undefined; readonly tries: number[]; readonly chance: () => number },
): number | undefined {
  const index = policiesOf(retry).findIndex(policy => names(policy, problem))
  const policy = policiesOf(retry)[index]
  if (policy === undefined) {
    const repeats = attempt.effect === "read" || attempt.effect === "write"
    if (retry !== undefined || !repeats || !problem.retryable) return undefined
    return delayOf({}, problem, count(attempt.tries, 0), attempt.chance)
  }
  return delayOf(policy, problem, count(attempt.tries, index), attempt.chance)
}

function policiesOf(retry: Step["retry"]): readonly RetryPolicy[] {
  return retry === undefined ? [] : Array.isArray(retry) ? retry : [retry as RetryPolicy]
}

function names({ on }: RetryPolicy, problem: Problem): boolean {
  if (on === undefined) return true
  const wanted = typeof on === "string" ? [on] : on
  return wanted.some(name => name === "*" || name === problem.code || name === problem.data?.name)
}

function count(tries: number[], index: number): number {
  const spent = (tries[index] ?? 0) + 1
  tries[index] = spent
  return spent
}

function delayOf(
  policy: RetryPolicy,
  problem: Problem,
  spent: number,
  chance: () => number,
): number | undefined {
  if (spent >= (policy.attempts ?? usualAttempts)) return undefined
  const asked = problem.data?.retryAfter
  if (typeof asked === "number" && asked >= 0) return asked
  const first = milliseconds(policy.delay) ?? usualDelay
  const most = milliseconds(policy.maxDelay) ?? Math.max(first, longestUsualDelay)
  const delay = Math.min(most, first * (policy.factor ?? usualFactor) ** (spent - 1))
  return Math.round((policy.jitter ?? "full") === "full" ? delay * chance() : delay)
}

/** A number from 0 to 1 that the seed and the name alone decide. */
export function chanceOf(seed: number, name: string): number {
  let hash = seed >>> 0
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
