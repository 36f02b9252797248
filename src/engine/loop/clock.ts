/*
 * Time is handed to the loop as a clock. On the real one, timers fire when the computer's clock says so. On the
 * simulated one, time stands still while anything is under way, and else jumps to the next timer: a wait of three
 * days passes at once, and everything still happens in order (`--fast-forward`, simulation).
 *
 *     const clock = createTestClock()
 *     clock.at(clock.now() + 3 * 86_400_000, () => …)   // called as soon as nothing holds the clock
 */

/** The time, and timers on it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  readonly timezone: string
  /** Calls back once at the time, or soon after; what it returns calls the timer off. */
  at(time: number, wake: () => void): () => void
  /** Says that something is under way, until what it returns is called: simulated time stands still meanwhile. */
  hold(what: "effect" | "journal"): () => void
  /**
   * Calls back once an effect under way has had so many milliseconds: real ones, for the effect is real. What it
   * returns calls that off, and says how many were left.
   */
  limit(milliseconds: number, passed: () => void): () => number
  /** Lets others have the thread for a moment. */
  breathe(): Promise<void>
}

/** The longest that a browser's timer can wait; longer waits are made of several. */
const longestTimer = 2 ** 31 - 1

/** The computer's own clock. */
export function createClock(timezone = Intl.DateTimeFormat().resolvedOptions().timeZone): Clock {
  return {
    now: () => Date.now(),
    timezone,
    at: realTimer,
    hold: () => () => {},
    limit: realLimit,
    breathe: () => new Promise(go => setTimeout(go, 0)),
  }
}

function realTimer(time: number, wake: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    const left = time - Date.now()
    if (left <= 0 && timer !== undefined) wake()
    else timer = setTimeout(wait, Math.min(Math.max(0, left), longestTimer))
  }
  wait()
  return () => clearTimeout(timer)
}

function realLimit(milliseconds: number, passed: () => void): () => number {
  const due = Date.now() + milliseconds
  const callOff = realTimer(due, passed)
  return () => {
    callOff()
    return Math.max(0, due - Date.now())
  }
}

/** How a simulated clock begins. */
export interface TestClockOptions {
  readonly start?: number
  readonly timezone?: string
  /** Effects take their time from this very clock, and so do not hold it. */
  readonly scripted?: boolean
}

/** A clock whose time moves only while nothing is under way. */
export interface TestClock extends Clock {
  /** Ends after that much simulated time, or when the signal aborts: what a scripted effect waits for. */
  rest(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Whether any timer is still to fire. */
  hasMore(): boolean
}

interface Timer {
  readonly time: number
  readonly order: number
  readonly wake: () => void
  off: boolean
}

/** A simulated clock. Timers of one time fire in the order in which they were set. */
export function createTestClock(options: TestClockOptions = {}): TestClock {
  const { start = Date.UTC(2026, 0, 5, 9), timezone = "UTC", scripted = false } = options
  const timers = createTimers()
  let now = start
  let holds = 0
  let order = 0
  let planned = false

  const plan = (): void => {
    if (planned || holds > 0 || timers.isEmpty()) return
    planned = true
    turn(() => {
      planned = false
      if (holds > 0) return
      const next = timers.take()
      if (next === undefined) return
      now = Math.max(now, next.time)
      next.wake()
      plan()
    })
  }

  const clock: TestClock = {
    now: () => now,
    timezone,
    at(time, wake) {
      const timer = { time, order: order++, wake, off: false }
      timers.add(timer)
      plan()
      return () => {
        timer.off = true
      }
    },
    hold(what) {
      if (scripted && what === "effect") return () => {}
      let held = true
      holds++
      return () => {
        if (!held) return
        held = false
        holds--
        plan()
      }
    },
    rest(milliseconds, signal) {
      return new Promise(go => {
        const end = (): void => {
          callOff()
          signal?.removeEventListener("abort", end)
          go()
        }
        const callOff = clock.at(now + milliseconds, end)
        if (signal?.aborted) end()
        else signal?.addEventListener("abort", end)
      })
    },
    limit(milliseconds, passed) {
      if (!scripted) return realLimit(milliseconds, passed)
      const due = now + milliseconds
      const callOff = clock.at(due, passed)
      return () => {
        callOff()
        return Math.max(0, due - now)
      }
    },
    breathe: () => new Promise(go => turn(go)),
    hasMore: () => !timers.isEmpty(),
  }
  return clock
}

/** Calls back once everything that was ready has had its turn. */
const turn: (go: () => void) => void = "setImmediate" in globalThis ? setImmediate : go => setTimeout(go, 0)

/** Timers by time: a binary heap, from which those called off are dropped when they come up. */
function createTimers() {
  const heap: Timer[] = []
  const before = (a: Timer | undefined, b: Timer | undefined): boolean =>
    a !== undefined && (b === undefined || a.time < b.time || (a.time === b.time && a.order < b.order))
  const swap = (a: number, b: number): void => {
    const one = heap[a] as Timer
    heap[a] = heap[b] as Timer
    heap[b] = one
  }
  const takeTop = (): Timer | undefined => {
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    heap[0] = last
    for (let here = 0; ; ) {
      const left = 2 * here + 1
      const child = before(heap[left + 1], heap[left]) ? left + 1 : left
      if (!before(heap[child], heap[here])) return top
      swap(here, child)
      here = child
    }
  }
  return {
    isEmpty: () => heap.every(timer => timer.off),
    add(timer: Timer): void {
      heap.push(timer)
      for (let here = heap.length - 1; here > 0; ) {
        const parent = (here - 1) >> 1
        if (!before(heap[here], heap[parent])) return
        swap(here, parent)
        here = parent
      }
    },
    take(): Timer | undefined {
      for (let top = takeTop(); ; top = takeTop()) {
        if (top === undefined || !top.off) return top
      }
    },
  }
}
