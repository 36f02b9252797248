import { createSandbox } from "../../../src/ports/sandbox/sandbox.ts"
import { createGuestThreads } from "../../../src/worker/guestThread.ts"

/** What the sandbox takes in a browser, in milliseconds. */
export interface SandboxTimes {
  /** From nothing at all, the engine's binary included, to the first result. */
  readonly cold: number
  /** The same with the binary at hand, as after a hang. */
  readonly again: number
  /** How long after its limit a hang has ended. */
  readonly overdue: number
  /** How long the next evaluation takes then. */
  readonly next: number
}

const time = { now: 0, timezone: "UTC" }
const limits = { time: 200, memory: 2 ** 26, output: 2 ** 20 }
const endless = "Array.prototype.reverse.call({ length: 2 ** 53 - 1 })"

/** The sandbox starts once the page stands, and a browser that began a moment ago has its own work to end first. */
const rest = 1000

async function measure(): Promise<SandboxTimes> {
  await new Promise(resolve => setTimeout(resolve, rest))
  const spawn = createGuestThreads()
  const ask = async (sandbox: ReturnType<typeof createSandbox>, source: string) => {
    const started = performance.now()
    await sandbox.evaluate([{ source, reads: [], scope: {} }], { time, limits })
    return performance.now() - started
  }
  const first = createSandbox({ spawn })
  const cold = await ask(first, "1 + 1")
  const second = createSandbox({ spawn })
  const again = await ask(second, "1 + 1")
  const overdue = (await ask(second, endless)) - limits.time
  const next = await ask(second, "1 + 1")
  first.close()
  second.close()
  return { cold, again, overdue, next }
}

Object.assign(window, { times: measure() })
