/** Does something soon, at most so often, and no longer than a part of the time. */
export interface Pace {
  soon(): void
  stop(): void
}

/** Milliseconds of a frame: more often than that nothing can be seen. */
const frame = 16
const largestPart = 1 / 8

/** Makes a pace for work that is to be seen with the next frame. */
export function createPace(work: () => void): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined
  let nextAt = 0
  const act = (): void => {
    timer = undefined
    const since = performance.now()
    work()
    nextAt = since + Math.max(frame, (performance.now() - since) / largestPart)
  }
  return {
    soon() {
      timer ??= setTimeout(act, Math.max(0, nextAt - performance.now()))
    },
    stop: () => clearTimeout(timer),
  }
}
