import { nextTask } from "./nextTask.ts"

/** Does something now or soon, at most so often, and no longer than a part of the time. */
export interface Pace {
  /** Does it at once where it is due, else once it is. */
  soon(): void
  /** Does it whether it is due or not. */
  now(): void
  stop(): void
}

/** How often it is done. */
export interface PaceLimits {
  /** The least time from one beginning to the next, in milliseconds. */
  readonly pause: number
  /** The largest part of the time that it takes, with what the page draws for it. */
  readonly part: number
  /** It never waits longer than that, in milliseconds, however long it took once. */
  readonly longest: number
}

/** Makes a pace for work. */
export function createPace(work: () => void, { pause, part, longest }: PaceLimits): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined
  let nextAt = 0
  const act = (): void => {
    clearTimeout(timer)
    timer = undefined
    const since = performance.now()
    work()
    nextAt = since + pause
    // What is drawn for it is done by then, and counts as well.
    nextTask(() => {
      const now = performance.now()
      nextAt = Math.min(now + longest, Math.max(nextAt, since + (now - since) / part))
    })
  }
  return {
    soon() {
      const wait = nextAt - performance.now()
      if (wait <= 0) act()
      else timer ??= setTimeout(act, wait)
    },
    now: act,
    stop: () => clearTimeout(timer),
  }
}
