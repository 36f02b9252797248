import { afterAll, describe, expect, test } from "vitest"
import { expressionLimits } from "../ports/sandbox/limits.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import {
  heavyExpressions,
  hostileCode,
  hostileExpressions,
  hostilePatterns,
} from "../ports/sandbox/testing/hostileCode.ts"
import { createGuestThreads } from "./guestThread.ts"

const sandbox = createSandbox({ spawn: createGuestThreads() })
afterAll(() => sandbox.close())
const time = { now: Date.UTC(2026, 10, 21), timezone: "UTC" }
const limits = { ...expressionLimits, time: 300 }

async function value(source: string): Promise<string | undefined> {
  const [result] = await sandbox.evaluate([{ source, reads: [], scope: {} }], { time, limits })
  return result?.ok ? result.json : result?.fault.code
}

/**
 * The machine may be busy with something else, so what it can do shows in the best of some tries. Chromium lets a
 * thread in a native loop run on for two seconds after it was ended: the next try is not held back by the one before.
 */
const untilItIsQuiet = () => new Promise(resolve => setTimeout(resolve, 2_200))

describe("the guest in a worker of the page", () => {
  test("evaluates", async () => {
    expect(await value("[1, 2].map(x => x * 2)")).toBe("[2,4]")
  })

  test("ends what never looks up, and works again, while the page goes on drawing", async () => {
    let longest = 0
    let before = performance.now()
    let drawing = true
    const frame = (now: number) => {
      longest = Math.max(longest, now - before)
      before = now
      if (drawing) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    const started = performance.now()
    expect(await value("Array.prototype.reverse.call({ length: 2 ** 53 - 1 })")).toBe("code_timeout")
    expect(performance.now() - started).toBeLessThan(limits.time + 1_000)
    expect(await value("1 + 1")).toBe("2")
    drawing = false
    expect(longest).toBeLessThan(200)
  })

  test("what hangs has ended 100 ms after its limit, and 100 ms later the next is answered", async () => {
    const overdue: number[] = []
    const next: number[] = []
    for (let tries = 0; tries < 12 && !(Math.min(...overdue) < 100 && Math.min(...next) < 100); tries++) {
      if (tries > 0) await untilItIsQuiet()
      await value("1")
      const started = performance.now()
      await value("Array.prototype.reverse.call({ length: 2 ** 53 - 1 })")
      const ended = performance.now()
      await value("1 + 1")
      overdue.push(ended - started - limits.time)
      next.push(performance.now() - ended)
    }
    expect(Math.min(...overdue)).toBeLessThan(100)
    expect(Math.min(...next)).toBeLessThan(100)
  })

  test.each(heavyExpressions)(
    "%s has ended 100 ms after its limit, and the next is answered",
    async source => {
      const overdue: number[] = []
      for (let tries = 0; tries < 6 && !(Math.min(...overdue) < 100); tries++) {
        if (tries > 0) await untilItIsQuiet()
        await value("1")
        const started = performance.now()
        expect(await value(source)).toMatch(/^code_(timeout|memory|stack|threw|syntax|too_large)$/)
        overdue.push(performance.now() - started - limits.time)
        expect(await value("1 + 1")).toBe("2")
      }
      expect(Math.min(...overdue)).toBeLessThan(100)
    },
  )

  test.each(hostileCode.map(({ id, source }) => [id, source]))("code %s: %s", async (_, source = "") => {
    const scope = { $input: JSON.stringify({ items: [1, 2, 3] }) }
    const job = { source, scope, secrets: ["OPENAI_KEY"], ports: {} }
    const ran = await sandbox.run({ job, time, limits })
    if (ran.ok) expect(ran.json ?? "").not.toMatch(/indexedDB|importScripts|postMessage/)
    else expect(ran.fault.message).not.toMatch(/https?:\/\/localhost|\/src\//)
    expect(await value("typeof fetch + typeof self + ({}).polluted")).toBe('"undefinedundefinedundefined"')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test.each(hostilePatterns.map(({ id, source }) => [id, source]))("%s: %s ends", async (_, source = "") => {
    expect(await value(source)).toMatch(
      /^(true|false|\[true,false\]|code_(timeout|threw|syntax|memory|stack))$/,
    )
    expect(await value("1 + 1")).toBe("2")
  })

  test.each(hostileExpressions.map(({ id, source }) => [id, source]))("%s: %s", async (_, source = "") => {
    const requests: unknown[] = []
    const watch = new PerformanceObserver(list => requests.push(...list.getEntries()))
    watch.observe({ type: "resource" })
    expect((await value(source)) ?? "").not.toMatch(/indexedDB|postMessage|importScripts/)
    expect(await value("typeof fetch + typeof self + ({}).polluted")).toBe('"undefinedundefinedundefined"')
    watch.disconnect()
    expect(requests.filter(entry => /canary/.test((entry as PerformanceEntry).name))).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
