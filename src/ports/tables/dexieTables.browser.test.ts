import { afterEach, describe, expect, test } from "vitest"
import type { StagedChange } from "../../model/journal.ts"
import { createDatabase, type Database } from "../../storage/database.ts"
import { createDexieTables } from "./dexieTables.ts"
import { tablesConformance } from "./testing/tablesConformance.ts"

const opened: Database[] = []
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

function database(): Database {
  const made = createDatabase(`tables-${crypto.randomUUID()}`)
  opened.push(made)
  return made
}

async function commit({ kept }: Database, staged: readonly StagedChange[]): Promise<void> {
  for (const { store, key, value } of staged) {
    if (value === null) await kept.delete([store, key])
    else await kept.put({ store, key, value })
  }
}

describe("tables of an attempt, before anything is committed", () => {
  tablesConformance(async () => createDexieTables(database().kept).tables)
})

test("others see the rows once they are committed", async () => {
  const base = database()
  const one = createDexieTables(base.kept)
  await one.tables.change("t", { put: [{ key: "a", made: 1, value: { n: 1 } }] })
  expect(await createDexieTables(base.kept).tables.rows("t")).toEqual({ ok: true, value: [] })
  await commit(base, one.staged())
  const two = createDexieTables(base.kept)
  expect(await two.tables.rows("t", ["a"])).toMatchObject({ value: [{ key: "a", value: { n: 1 } }] })
  expect(await two.tables.rows("t2")).toEqual({ ok: true, value: [] })
  await two.tables.change("t", { remove: ["a"] })
  expect(await two.tables.rows("t")).toEqual({ ok: true, value: [] })
  await commit(base, two.staged())
  expect(await createDexieTables(base.kept).tables.rows("t")).toEqual({ ok: true, value: [] })
})
