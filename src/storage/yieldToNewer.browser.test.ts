import { Dexie } from "dexie"
import { expect, test } from "vitest"
import { createDatabase } from "./database.ts"
import { yieldToNewer } from "./yieldToNewer.ts"

test("ST-007 a tab of an older version lets a newer one go on, once what was typed last is written", async () => {
  const name = `newer-${Date.now()}`
  const old = createDatabase(name)
  let loads = 0
  yieldToNewer(old, async () => {
    loads++
    await old.settings.put({ name: "last", value: "typed" })
    // As loading a page anew does, of which nothing is left then.
    old.close()
  })
  await old.settings.put({ name: "first", value: 1 })
  const newer = new Dexie(name)
  newer.version(1_000).stores({ settings: "name", later: "id" })
  await newer.open()
  expect(loads).toBe(1)
  expect(await newer.table("settings").get("last")).toMatchObject({ value: "typed" })
  await newer.delete()
})

test("a database that is taken away is let go of, and nothing is loaded anew for it", async () => {
  const name = `gone-${Date.now()}`
  const database = createDatabase(name)
  let loads = 0
  yieldToNewer(database, () => loads++)
  await database.open()
  await Dexie.delete(name)
  expect(loads).toBe(0)
})
