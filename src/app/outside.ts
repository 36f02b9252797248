import type { RunSummary } from "../model/journal.ts"

/** News for somebody who does not look at the page. */
export interface OutsideNews {
  readonly title: string
  readonly body: string
  /** The same news of several tabs is one. */
  readonly tag: string
  /** Where in the app it leads. */
  readonly address: string
  readonly run: string | null
}

/** Tells people of what happened by the system's notifications. */
export interface Outside {
  tell(news: OutsideNews): Promise<void>
  /** Tells what the run asks, with its decisions as buttons where the browser has them. */
  asks(summary: RunSummary, news: OutsideNews): Promise<void>
  /** Takes back what was told of a run, and is no news any more. */
  withdraw(run: string): Promise<void>
}

/** Whether the person is away, and wants to be told then. */
export function isAway(): boolean {
  return document.hidden && "Notification" in window && Notification.permission === "granted"
}
