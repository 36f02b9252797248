/** Calls that code in the guest has made to ports of the host, until they are answered. */
export interface Calls {
  /** Numbers a call; `settle` is told its answer. */
  open(settle: (answer: CallAnswer) => void): number
  answer(call: number, answer: CallAnswer): void
  readonly size: number
  /** Comes back after the next answer, or when the time is up. */
  next(milliseconds: number): Promise<void>
  clear(): void
}

/** What the host answered: JSON, of a value or of a problem's sentence. */
export interface CallAnswer {
  readonly ok: boolean
  readonly json: string
}

/** Keeps the calls of one guest, which runs one piece of code at a time. */
export function createCalls(): Calls {
  const waiting = new Map<number, (answer: CallAnswer) => void>()
  let last = 0
  let wake = () => {}
  return {
    open(settle) {
      waiting.set(++last, settle)
      return last
    },
    answer(call, answer) {
      const settle = waiting.get(call)
      if (!waiting.delete(call) || !settle) return
      settle(answer)
      wake()
    },
    get size() {
      return waiting.size
    },
    next(milliseconds) {
      return new Promise(resolve => {
        const timer = setTimeout(resolve, milliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    clear() {
      waiting.clear()
    },
  }
}
