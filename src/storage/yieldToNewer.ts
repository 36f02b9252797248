import type { Dexie } from "dexie"

/**
 * Calls back when another tab brings the database to a newer version, which waits until this one has let go: then is
 * the time to load the page anew. The connection stays open so long, so that what was typed last is still written.
 */
export function yieldToNewer(database: Dexie, reload: () => void): void {
  database.on("versionchange", ({ newVersion }) => {
    if (newVersion === null) return undefined
    reload()
    return false
  })
}
