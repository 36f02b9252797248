import Dexie from "dexie"
import type { HearFile } from "../ports/files/watchHome.ts"
import type { Database } from "../storage/database.ts"

/** How long changes are gathered before they are told of. */
const gathering = 250

/**
 * Tells what happens to the files of the private workspace, whichever tab changes them: the database says that
 * something was written, and what stands there now is compared with what stood there before.
 */
export function watchKeptFiles(
  database: Database,
  after: (milliseconds: number, work: () => void) => () => void,
  hear: HearFile,
): () => void {
  let known: ReadonlyMap<string, number> | undefined
  let offTimer: (() => void) | undefined
  let closed = false
  let turn: Promise<void> = compare()

  async function compare(): Promise<void> {
    const now = new Map<string, number>()
    const rows = database.kept.where("[store+key]").between(["files", ""], ["files", "\uffff"], true, true)
    await rows.each(({ key, value }) => {
      const row = value as { readonly folder?: boolean; readonly changed?: number }
      if (row.folder !== true) now.set(key, row.changed ?? 0)
    })
    const before = known
    known = now
    if (before === undefined || closed) return
    for (const [path, changed] of now) {
      const was = before.get(path)
      if (was === undefined) hear(path, "create", `${path}:${changed}`)
      else if (was !== changed) hear(path, "change", `${path}:${changed}`)
    }
    for (const [path, was] of before) if (!now.has(path)) hear(path, "delete", `${path}:${was}:gone`)
  }

  const heard = (parts: object): void => {
    if (closed || offTimer || !Object.keys(parts).some(part => part.includes(`/${database.name}/kept/`)))
      return
    offTimer = after(gathering, () => {
      offTimer = undefined
      turn = turn.then(compare).catch(() => {})
    })
  }
  Dexie.on("storagemutated", heard)
  return () => {
    closed = true
    offTimer?.()
    Dexie.on.storagemutated.unsubscribe(heard)
  }
}
