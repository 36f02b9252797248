import { afterEach, describe, expect, test } from "vitest"
import { createDatabase, type Database } from "../../storage/database.ts"
import { createDexieFiles, createDexieHome } from "./dexieHome.ts"
import { homeConformance } from "./testing/homeConformance.ts"

const opened: Database[] = []
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

function database(): Database {
  const made = createDatabase(`files-${crypto.randomUUID()}`)
  opened.push(made)
  return made
}

describe("the private workspace", () => {
  homeConformance(async () => createDexieHome(database().kept, () => 1_000))
})

describe("the private workspace of an attempt", () => {
  test("shows its own writes to itself, and to others once they are committed", async () => {
    const { kept } = database()
    await createDexieHome(kept, () => 1).write("a.txt", new TextEncoder().encode("old"))
    const { files, staged } = createDexieFiles(kept, () => 2)
    await files.write("a.txt", "new")
    await files.write("b/c.txt", "more")
    await files.remove("a.txt")
    await files.write("d.bin", new Uint8Array([0, 255]))
    expect(await files.readText("b/c.txt")).toEqual({ ok: true, value: "more" })
    expect(await files.list("**")).toMatchObject({
      ok: true,
      value: [{ path: "b" }, { path: "b/c.txt" }, { path: "d.bin", size: 2 }],
    })
    const other = createDexieFiles(kept, () => 3)
    expect(await other.files.readText("a.txt")).toEqual({ ok: true, value: "old" })
    expect(await other.files.info("b")).toEqual({ ok: true, value: null })
    for (const { store, key, value } of staged()) {
      if (value === null) await kept.delete([store, key])
      else await kept.put({ store, key, value })
    }
    expect(await other.files.info("a.txt")).toEqual({ ok: true, value: null })
    expect(await other.files.read("d.bin")).toEqual({ ok: true, value: new Uint8Array([0, 255]) })
  })
})
