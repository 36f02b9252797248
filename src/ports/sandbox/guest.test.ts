import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { QuickJS } from "quickjs-wasi"
import { afterEach, expect, test, vi } from "vitest"
import { createGuest } from "./guest.ts"
import { expressionLimits } from "./limits.ts"
import { piecesOf } from "./pieces.ts"
import { prepareHeap } from "./prepareHeap.ts"
import type { Evaluated, FromGuest } from "./protocol.ts"

/* The inside of the thread, without one: how many instances of the engine it makes can be counted here. */

const wasm = new WebAssembly.Module(
  readFileSync(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm"))),
)
const engine = { wasm, heap: await prepareHeap(wasm, []) }
const time = { now: 0, timezone: "UTC" }
const made = vi.spyOn(QuickJS, "restore")
afterEach(() => made.mockClear())

function guest() {
  const waiting = new Map<number, (results: readonly Evaluated[]) => void>()
  let last = 0
  const take = createGuest({
    ...{ engine, library: {}, clock: () => performance.now(), jsonata: async () => "" },
    post(message: FromGuest) {
      if (message.type === "evaluated") waiting.get(message.id)?.(message.results)
    },
  })
  return (source: string, run = "r"): Promise<Evaluated | undefined> =>
    new Promise(resolve => {
      waiting.set(++last, ([result]) => resolve(result))
      take({
        ...{ type: "evaluate", id: last, run, pieces: piecesOf([{ source, slots: [] }], time) },
        ...{
          time,
          limits: { ...expressionLimits, time: 500, memory: 16 * 2 ** 20 },
        },
      })
    })
}

test("a run keeps its instance while nothing breaks its limits, and no two runs share one", async () => {
  const evaluate = guest()
  await evaluate("1")
  await evaluate("undefined.x")
  await evaluate("1 +")
  expect(made).toHaveBeenCalledTimes(1)
  await evaluate("1", "another")
  await evaluate("1", "r")
  expect(made).toHaveBeenCalledTimes(2)
  for (const run of ["c", "d", "e"]) await evaluate("1", run)
  // Only some are kept: the one that waited longest begins anew.
  await evaluate("1", "another")
  expect(made).toHaveBeenCalledTimes(6)
})

test("what one run had is nowhere that another can look", async () => {
  const evaluate = guest()
  await evaluate("(globalThis.left = 'canary', 1)")
  await evaluate("Symbol.for('canary') && 1")
  await evaluate("/canary/.test('a canary') && new Uint8Array([99, 97, 110, 97, 114, 121]).length")
  await evaluate("new Error('canary').stack.length")
  const places = [
    "Reflect.ownKeys(globalThis).map(key => String(key) + typeof globalThis[key])",
    "[RegExp.lastMatch, RegExp.input, RegExp.$1, typeof left]",
    "String.fromCharCode(...new Uint8Array(new ArrayBuffer(100000)).filter(byte => byte !== 0))",
    "Reflect.ownKeys(Symbol).concat(Reflect.ownKeys(Error)).map(String)",
  ]
  for (const place of places) {
    const seen = await evaluate(place, "another")
    expect(seen).toMatchObject({ ok: true })
    expect(JSON.stringify(seen)).not.toMatch(/canary|left/)
  }
})

test.each([
  "(() => { for (;;); })()",
  "(() => { try { for (;;); } catch { return 1 } })()",
  "(() => { const a = []; for (;;) a.push(new Array(1000).fill(1)) })()",
  "(function f() { f() })()",
  "(() => { try { (function f() { f() })() } catch (cause) { throw cause } })()",
])("after a breach (%s) the instance is thrown away", async source => {
  const evaluate = guest()
  await evaluate("1")
  expect(await evaluate(source)).toMatchObject({ ok: false })
  expect(await evaluate("1 + 1")).toMatchObject({ ok: true, json: "2" })
  expect(made.mock.calls.length).toBeGreaterThanOrEqual(2)
})
