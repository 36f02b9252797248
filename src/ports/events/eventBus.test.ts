import { expect, test } from "vitest"
import { createSeen } from "../createSeen.ts"
import { createEventBus, type Emitted } from "./eventBus.ts"

test("an event is heard by those who listen for its name, and by those who listen for all", async () => {
  const bus = createEventBus()
  const [some, all]: [Emitted[], Emitted[]] = [[], []]
  bus.listen("done", event => some.push(event))
  bus.listen(null, event => all.push(event))
  const port = bus.port("k")
  await port.emit("done", { n: 1 })
  await port.emit("other", null)
  expect(some).toEqual([{ name: "done", value: { n: 1 }, id: "k:0" }])
  expect(all.map(({ name }) => name)).toEqual(["done", "other"])
})

test("another attempt under the same key is not heard again", async () => {
  const bus = createEventBus()
  const heard: string[] = []
  bus.listen("done", ({ id }) => heard.push(id))
  for (const key of ["a", "a", "b"]) expect(await bus.port(key).emit("done", 1)).toEqual({ ok: true })
  expect(heard).toEqual(["a:0", "b:0"])
})

test("who listens late has missed it, and who has left hears nothing more", async () => {
  const bus = createEventBus()
  const heard: string[] = []
  await bus.port("a").emit("done", 1)
  const leave = bus.listen("done", ({ id }) => heard.push(id))
  await bus.port("b").emit("done", 1)
  leave()
  await bus.port("c").emit("done", 1)
  expect(heard).toEqual(["b:0"])
})

test("work that failed is tried again, and the oldest keys are forgotten", async () => {
  const seen = createSeen(2)
  const done: string[] = []
  const work = (key: string, fails = false) =>
    seen.once(key, async () => {
      done.push(key)
      const problem = { code: "x", message: "x", severity: "error", retryable: true } as const
      return fails ? { ok: false, error: problem } : { ok: true, value: undefined }
    })
  await work("a", true)
  for (const key of ["a", "a", "b", "c", "b", "a"]) await work(key)
  expect(done).toEqual(["a", "a", "b", "c", "a"])
})
