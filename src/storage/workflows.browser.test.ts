import { afterAll, beforeAll, expect, test } from "vitest"
import { createDatabase, type Database } from "./database.ts"
import { createWorkflows } from "./workflows.ts"

let database: Database
beforeAll(() => {
  database = createDatabase("workflows-test")
})
afterAll(() => database.delete())

const draft = (id: string, text: string) => ({ id, text, summary: {} })

test("what a text says is given with that text, and never with another", async () => {
  const workflows = createWorkflows(database, () => 0)
  const reading = { rivulet: 1, id: "a", steps: [] }
  await workflows.write([{ ...draft("a", "one"), reading }])
  expect(await workflows.open("a")).toMatchObject({ row: { text: "one" }, reading })

  // Whoever writes without it leaves what was known behind.
  await workflows.write([{ ...draft("a", "two"), seen: 1 }])
  expect(await workflows.open("a")).toMatchObject({ row: { text: "two" }, reading: null })

  // What was refused is not known either.
  await workflows.write([{ ...draft("a", "three"), seen: 1, reading: { ...reading, name: "three" } }])
  expect(await workflows.open("a")).toMatchObject({ row: { text: "two" }, reading: null })
})

test("a workflow that is removed takes along what its text says", async () => {
  const workflows = createWorkflows(database, () => 0)
  await workflows.write([{ ...draft("b", "one"), reading: { rivulet: 1, id: "b", steps: [] } }])
  await workflows.remove("b")
  expect(await database.readings.get("b")).toBeUndefined()
  expect(await workflows.open("b")).toBeNull()
})

test("with a revision a workflow is removed only as it was seen then", async () => {
  const workflows = createWorkflows(database, () => 0)
  await workflows.write([draft("c", "one")])
  await workflows.write([{ ...draft("c", "two"), seen: 1 }])
  expect(await workflows.remove("c", 1)).toBeNull()
  expect(await workflows.read("c")).toMatchObject({ text: "two" })
  expect(await workflows.remove("c", 2)).toMatchObject({ text: "two" })
  expect(await workflows.read("c")).toBeNull()
})
