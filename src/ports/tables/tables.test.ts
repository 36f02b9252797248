import { appendFile, mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { createFileTables } from "./fileTables.ts"
import { createMemoryTables } from "./memoryTables.ts"
import { createOverlayTables } from "./overlayTables.ts"
import { createTables } from "./tables.ts"
import { tablesConformance } from "./testing/tablesConformance.ts"

const folder = () => mkdtemp(join(tmpdir(), "rivulet-tables-"))

describe("in memory", () => tablesConformance(async () => createTables(createMemoryTables())))
describe("in files", () => tablesConformance(async () => createTables(createFileTables(await folder()))))
describe("over others", () =>
  tablesConformance(async () => createOverlayTables(createTables(createMemoryTables())).tables))

test("files are read again by another program, and after it changed them", async () => {
  const place = await folder()
  const [one, other] = [createTables(createFileTables(place)), createTables(createFileTables(place))]
  await one.change("t", { put: [{ key: "a", made: 1, value: { n: 1 } }] })
  expect(await other.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  await other.change("t", { put: [{ key: "b", made: 2, value: {} }], remove: ["a"] })
  expect(await one.rows("t")).toMatchObject({ value: [{ key: "b" }] })
})

test("a line that a crash cut counts for nothing, and the next change stands", async () => {
  const place = await folder()
  await createTables(createFileTables(place)).change("t", { put: [{ key: "a", made: 1, value: {} }] })
  await appendFile(join(place, "t.jsonl"), '{"key":"b","ma')
  const tables = createTables(createFileTables(place))
  expect(await tables.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  await tables.change("t", { put: [{ key: "c", made: 3, value: {} }] })
  expect(await createTables(createFileTables(place)).rows("t")).toMatchObject({
    value: [{ key: "a" }, { key: "c" }],
  })
})

test("a file does not grow for ever with a table that stays small", async () => {
  const place = await folder()
  const tables = createTables(createFileTables(place))
  for (let n = 0; n < 12; n++) {
    const put = Array.from({ length: 100 }, (_, key) => ({ key: `k${key}`, made: 1, value: { n } }))
    await tables.change("t", { put })
  }
  const lines = (await readFile(join(place, "t.jsonl"), "utf8")).split("\n")
  expect(lines.length).toBeLessThan(1002)
})

test("what a sandbox run changes reaches no real row", async () => {
  const under = createTables(createMemoryTables())
  await under.change("t", { put: [{ key: "a", made: 1, value: {} }] })
  const over = createOverlayTables(under)
  await over.tables.change("t", { put: [{ key: "b", made: 2, value: {} }], remove: ["a"] })
  expect(await over.tables.rows("t")).toMatchObject({ value: [{ key: "b" }] })
  expect(await under.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  expect([...(over.changes().get("t") ?? [])]).toMatchObject([
    ["a", null],
    ["b", { key: "b" }],
  ])
})
