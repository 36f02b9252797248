import { afterAll, describe } from "vitest"
import { createDexieFiles, createDexieHome } from "../ports/files/dexieHome.ts"
import { createFolderHome } from "../ports/files/folderHome.ts"
import { createOverlayHome } from "../ports/overlay/overlayHome.ts"
import { createDatabase } from "../storage/database.ts"
import { createLargeFiles } from "../storage/largeFiles.ts"
import { examplesOver } from "./testing/examplesOver.ts"

/* Every example that works on files, over the homes that a browser has. */

const now = () => Date.UTC(2026, 0, 31, 9)
const name = crypto.randomUUID()
const root = async (part: string) =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(`${part}-${name}`, { create: true })

const database = createDatabase(`examples-${name}`)
const large = createLargeFiles({
  root: () => root("large"),
  locks: navigator.locks,
  newId: () => crypto.randomUUID(),
})
afterAll(async () => {
  database.close()
  const top = await navigator.storage.getDirectory()
  for (const part of ["large", "folder"])
    await top.removeEntry(`${part}-${name}`, { recursive: true }).catch(() => {})
})

/** The private workspace, with nothing in it. */
async function privateHome() {
  await database.kept.clear()
  return createDexieHome(database.kept, now, large)
}

describe("in the private workspace, as an attempt sees it", () => {
  examplesOver(async () => {
    const base = await privateHome()
    return { base, home: createDexieFiles(database.kept, now, large).home }
  })
})

describe("in a sandbox over the private workspace", () => {
  examplesOver(async () => {
    const base = await privateHome()
    return { base, home: createOverlayHome(base, now) }
  })
})

describe("in a folder", () => {
  examplesOver(async () => {
    const top = await root("folder")
    return { home: createFolderHome(await top.getDirectoryHandle(crypto.randomUUID(), { create: true })) }
  })
})
