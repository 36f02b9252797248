import type { AnyTrigger, Firing, Standing } from "../../model/trigger.ts"

/*
 * Which ticks of a trigger are to be fired, from what is kept of it and the time: pure, so that a simulated clock can
 * try years in a moment.
 *
 *     since ───────── missed ticks ─────────┬── fresh ticks ── now ── next
 *                                    now − fresh
 */

/** What to make of ticks that passed while nothing was running. */
export type Missed = "skip" | "run_once" | "run_all"

/** What a look at a trigger comes to. */
export interface Look {
  /** In order; each has an id by which it is never fired twice. */
  readonly fire: readonly Firing[]
  readonly standing: Standing
  /** When the next tick is due; null if there is none. */
  readonly next: number | null
}

/** A tick that is not older than this was not missed: a sleeping tab looks at least once a minute. */
export const fresh = 90_000

/** The most ticks that `run_all` makes up for: the latest ones. */
export const mostMadeUp = 100

/** A clock that was wrong by more than this, and was put right, must not silence a trigger until that time comes. */
const largestStepBack = 3_600_000

/** The ticks that are to be fired now. */
export function lookAt(
  type: Pick<AnyTrigger, "due">,
  input: unknown,
  standing: Standing,
  { now, timezone, missed }: { readonly now: number; readonly timezone: string; readonly missed: Missed },
): Look {
  const since = standing.since - now > largestStepBack ? now : standing.since
  const most = missed === "run_all" ? mostMadeUp : 2
  const due = type.due?.(input, { since, now, timezone, most }) ?? { firings: [], next: null }
  const fire =
    missed === "run_all"
      ? due.firings
      : missed === "run_once"
        ? due.firings.slice(-1)
        : due.firings.filter(({ at }) => now - at <= fresh)
  return { fire, standing: { since: Math.max(since, now) }, next: due.next }
}
