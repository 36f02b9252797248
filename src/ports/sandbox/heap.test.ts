import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { QuickJS } from "quickjs-wasi"
import { expect, test } from "vitest"
import { library } from "../../syntax/library/library.ts"
import { guestLibrary } from "./guestLibrary.ts"
import { heapToBytes, openHeap } from "./heap.ts"
import { hashOfBinary } from "./nodeThread.ts"
import { prepareHeap } from "./prepareHeap.ts"
import { createRealm } from "./realm.ts"

const binary = readFileSync(fileURLToPath(import.meta.resolve("quickjs-wasi/quickjs.wasm")))
const wasm = new WebAssembly.Module(binary)
const names = library.map(({ name }) => name)
const heap = await prepareHeap(wasm, names)

/** Starts what a guest gets, at a time and in a zone. */
async function realm(now = 0, timezone = "UTC") {
  const made = await createRealm({
    ...{ engine: { wasm, heap }, library: guestLibrary, memory: 32 * 2 ** 20 },
    ...{ clock: () => performance.now(), jsonata: () => undefined },
  })
  made.setTime({ now, timezone })
  return made
}

test("is the same whenever it is made: nothing of time or chance is in it", async () => {
  const again = await prepareHeap(wasm, names)
  expect(again.places).toEqual(heap.places)
  expect(Buffer.compare(again.memory, heap.memory)).toBe(0)
})

test("what begins with it sees the time and the zone that it is given", async () => {
  const source = "[Date.now(), new Date(0).getHours(), new Date().getTimezoneOffset()].join()"
  const here = await realm(Date.UTC(2026, 10, 21), "Asia/Tokyo")
  expect(here.vm.evalCode(source).toString()).toBe(`${Date.UTC(2026, 10, 21)},9,-540`)
  const there = await realm(1_000, "America/New_York")
  expect(there.vm.evalCode(source).toString()).toBe("1000,19,300")
})

test("chance comes from the seed that each is given", async () => {
  const draw = async (seed: number) => {
    const { vm, call } = await realm()
    call("seed", vm.newNumber(seed)).dispose()
    return vm.evalCode("[Math.random(), Math.random()].join()").toString()
  }
  expect(await draw(1)).toBe(await draw(1))
  expect(await draw(1)).not.toBe(await draw(2))
})

test("what guests do in one is neither in the next nor in the heap", async () => {
  const before = Buffer.from(heap.memory)
  const one = await realm()
  one.vm.setProp(one.vm.newObject(), "left", one.vm.newString("behind".repeat(10_000)))
  one.vm.evalCode("Array.from({ length: 10_000 }, (_, n) => ({ n })).length").dispose()
  expect(Buffer.compare(before, heap.memory)).toBe(0)
  expect((await realm()).vm.getMemoryUsage()).toEqual((await realm()).vm.getMemoryUsage())
})

/** What of all that can be reached by own properties and prototypes is not frozen, and how much was looked at. */
const walk = `(() => {
  const seen = new Set(), open = []
  const queue = [[globalThis, "globalThis"]]
  while (queue.length > 0) {
    const [object, path] = queue.pop()
    if (object === null || (typeof object !== "object" && typeof object !== "function") || seen.has(object)) continue
    seen.add(object)
    if (!Object.isFrozen(object)) open.push(path)
    queue.push([Object.getPrototypeOf(object), path + ".__proto__"])
    for (const key of Reflect.ownKeys(object)) {
      const property = Object.getOwnPropertyDescriptor(object, key)
      for (const part of ["value", "get", "set"]) queue.push([property[part], path + "." + String(key)])
    }
  }
  return JSON.stringify({ open, looked: seen.size, names: Reflect.ownKeys(globalThis).map(String).sort() })
})()`

test("everything that a guest can reach is frozen, and is the engine's or the library's", async () => {
  const ready = JSON.parse((await realm()).vm.evalCode(walk).toString())
  expect(ready.open).toEqual([])
  const bare = JSON.parse((await QuickJS.create({ wasm })).evalCode(walk).toString())
  expect(bare.open.length).toBeGreaterThan(500)
  expect(ready.looked).toBeGreaterThan(bare.looked)
  const left = ["DOMException", "atob", "btoa", "performance"]
  expect(ready.names).toEqual([...bare.names.filter((name: string) => !left.includes(name)), ...names].sort())
})

test("every function of the library is answered by the host", async () => {
  const { vm } = await realm()
  const answers = vm.evalCode(
    `JSON.stringify(${JSON.stringify(names)}.map(name => { try { globalThis[name]() } catch (e) { return e.message } }))`,
  )
  expect(answers.toString()).not.toMatch(/not registered/)
})

test("limits of memory and stack are those of the instance", async () => {
  const { vm, within } = await realm()
  const run = (source: string) => () => within(1_000, () => vm.evalCode(source).dispose())
  expect(run("(() => { const all = []; for (;;) all.push(new Array(1000).fill(1)) })()")).toThrow()
  expect(vm.getMemoryUsage().mallocLimit).toBe(32 * 2 ** 20)
  const other = await realm()
  const depth = other.vm.evalCode(
    "(() => { let n = 0; const f = () => { n++; f() }; try { f() } catch {} return n })()",
  )
  expect(depth.toNumber()).toBeGreaterThan(50)
  expect(depth.toNumber()).toBeLessThan(400)
})

test("a file of it is used with the binary that it was made with, and with no other", () => {
  const hash = hashOfBinary(binary)
  const bytes = heapToBytes(heap, hash)
  const opened = openHeap(bytes, hash)
  expect(opened.places).toEqual(heap.places)
  expect(Buffer.compare(opened.memory, heap.memory)).toBe(0)
  expect(() => openHeap(bytes, hashOfBinary(new Uint8Array(3)))).toThrow(/another|this binary/)
})
