import { afterEach, beforeEach, expect, test } from "vitest"
import type { TestCase } from "../model/testCase.ts"
import { createDatabase, type Database } from "./database.ts"
import { createTests } from "./tests.ts"

let database: Database
beforeEach(() => {
  database = createDatabase(`tests-${crypto.randomUUID()}`)
})
afterEach(() => database.delete())

const testOf = (name: string): TestCase => ({
  ...{ name, made: "h", expect: [{ at: "status", is: "completed" }] },
  cassette: { run: name, mode: "live", startedAt: 0, seed: 1, inputs: {}, steps: {}, timers: [] },
})
const report = { name: "a", passed: true, status: "completed", failures: [] }

test("tests are kept whole, by workflow, under names that nobody else has", async () => {
  const tests = createTests(database, () => 7)
  await tests.put("w", [testOf("a"), testOf("b")])
  await tests.put("other", [testOf("a")])
  expect(await tests.read("w")).toEqual([testOf("a"), testOf("b")])
  expect(await tests.rename("w", "a", "b")).toBe(false)
  expect(await tests.rename("w", "a", "c")).toBe(true)
  expect((await tests.read("w")).map(({ name }) => name)).toEqual(["b", "c"])
  expect(await tests.readOne("w", "c")).toEqual({ ...testOf("a"), name: "c" })
  await tests.remove("w", ["b", "c"])
  expect(await tests.read("w")).toEqual([])
  expect(await database.cassettes.count()).toBe(1)
  expect(await tests.read("other")).toEqual([testOf("a")])
})

test("what a test came to is forgotten once it expects something else", async () => {
  const tests = createTests(database, () => 7)
  await tests.put("w", [testOf("a")])
  await tests.reported("w", "hash", [report, { ...report, name: "gone" }])
  expect((await database.tests.get(["w", "a"]))?.last).toEqual({ report, of: "hash", at: 7 })
  expect(await database.tests.count()).toBe(1)
  await tests.expect("w", "a", [{ at: "output", exists: true }])
  expect(await database.tests.get(["w", "a"])).not.toHaveProperty("last")
  expect((await tests.readOne("w", "a"))?.expect).toEqual([{ at: "output", exists: true }])
})
