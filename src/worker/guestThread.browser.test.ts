import { afterAll, describe, expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json"
import { expressionLimits } from "../ports/sandbox/limits.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import { createGuestThreads } from "./guestThread.ts"

const sandbox = createSandbox({ spawn: createGuestThreads() })
afterAll(() => sandbox.close())
const time = { now: Date.UTC(2026, 10, 21), timezone: "UTC" }
const limits = { ...expressionLimits, time: 300 }

async function value(source: string): Promise<string | undefined> {
  const [result] = await sandbox.evaluate([{ source, reads: [], scope: {} }], { time, limits })
  return result?.ok ? result.json : result?.fault.code
}

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

  test.each(corpus.filter(({ surface }) => surface === "expression").map(({ id, input }) => [id, input]))(
    "%s: %s",
    async (_, source) => {
      const requests: unknown[] = []
      const watch = new PerformanceObserver(list => requests.push(...list.getEntries()))
      watch.observe({ type: "resource" })
      expect((await value(source)) ?? "").not.toMatch(/indexedDB|postMessage|importScripts/)
      expect(await value("typeof fetch + typeof self + ({}).polluted")).toBe('"undefinedundefinedundefined"')
      watch.disconnect()
      expect(requests.filter(entry => /canary/.test((entry as PerformanceEntry).name))).toEqual([])
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    },
  )
})
