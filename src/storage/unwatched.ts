import type { DBCore, Dexie } from "dexie"

/**
 * Takes tables out of what Dexie tells every tab and thread of each write, so that live queries over them run again.
 * Nobody asks live queries of them: engines tell one another what they commit. A run commits hundreds of times a second,
 * and each word of that would be taken in by the thread that draws the page.
 */
export function leaveUnwatched(database: Dexie, tables: readonly string[]): void {
  const left = new Set(tables)
  /** What lies below the layers that tell of writes, which stand at level 0. */
  let below: DBCore | undefined
  database.use({
    stack: "dbcore",
    name: "BelowWatching",
    level: -2,
    create(core) {
      below = core
      return {}
    },
  })
  database.use({
    stack: "dbcore",
    name: "LeftUnwatched",
    level: 0.5,
    create: core => ({ table: name => (left.has(name) && below ? below : core).table(name) }),
  })
}
