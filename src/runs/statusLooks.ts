import { inLanguage, sayNumber } from "../language/formats.ts"
import { t } from "../language/t.ts"
import type { RunStatus } from "../model/journal.ts"
import type { RunMode } from "../model/recording.ts"
import type { StepLook } from "./runView.ts"

type Look = "plain" | "good" | "warn" | "bad"

/** How the status of a run is said, and in which colour. */
export const runStatuses: {
  readonly [Status in RunStatus]: { readonly say: () => string; readonly look: Look }
} = {
  queued: { say: () => t`Queued`, look: "plain" },
  running: { say: () => t`Running`, look: "plain" },
  waiting: { say: () => t`Waiting`, look: "warn" },
  paused: { say: () => t`Paused`, look: "warn" },
  in_doubt: { say: () => t`In doubt`, look: "warn" },
  parked: { say: () => t`Parked`, look: "bad" },
  completed: { say: () => t`Completed`, look: "good" },
  failed: { say: () => t`Failed`, look: "bad" },
  cancelled: { say: () => t`Cancelled`, look: "plain" },
}

/** What is said behind the status of a run that is not live. */
export const modeWords: { readonly [M in RunMode]: () => string } = {
  live: () => "",
  sandbox: () => t` in sandbox`,
  replay: () => t` from a recording`,
}

/** How the state of a step is said, and in which colour. */
export const stepLooks: {
  readonly [State in StepLook]: { readonly say: () => string; readonly look: Look }
} = {
  ready: { say: () => t`Ready`, look: "plain" },
  running: { say: () => t`Running`, look: "plain" },
  waiting: { say: () => t`Waiting`, look: "warn" },
  retrying: { say: () => t`Trying again`, look: "warn" },
  in_doubt: { say: () => t`In doubt`, look: "warn" },
  differs: { say: () => t`Not as approved`, look: "warn" },
  completed: { say: () => t`Completed`, look: "good" },
  failed: { say: () => t`Failed`, look: "bad" },
  skipped: { say: () => t`Skipped`, look: "plain" },
  cancelled: { say: () => t`Cancelled`, look: "plain" },
  in_part: { say: () => t`In part`, look: "plain" },
  unknown: { say: () => t`Not known`, look: "warn" },
}

/** Whether the run has come to its end. */
export function isOver(status: RunStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled"
}

/** A span of time as people say it. */
export function sayTime(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`
  if (milliseconds < 60_000) return `${sayNumber(milliseconds / 1_000, 1)} s`
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.floor((milliseconds % 60_000) / 1_000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** A sum of dollars, small ones exactly. */
export function sayUsd(usd: number): string {
  return (usd > 0 && usd < 0.01 ? smallSums : sums)().format(usd)
}

const sums = inLanguage(language => dollars(language, 2))
const smallSums = inLanguage(language => dollars(language, 4))

function dollars(language: string, digits: number): Intl.NumberFormat {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  return new Intl.NumberFormat(language, { style: "currency", currency: "USD", ...fraction })
}

const times = inLanguage(
  locale => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }),
)

/** A moment with its date. */
export function sayMoment(at: number): string {
  return times().format(at)
}
