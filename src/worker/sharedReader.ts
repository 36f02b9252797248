import { ok } from "../lib/result.ts"
import type { ReadShared } from "../runs/sharedRun.ts"

/** Reads runs that were handed on, away from the thread that draws the page. */
export interface SharedReader {
  readonly read: ReadShared
  /** The text of a large value of the run that was read last. */
  value(hash: string): string | undefined
}

/**
 * Makes the reader. A run may carry values of many megabytes, of which a page shows a few: they stay here until it asks
 * for one, as those of runs that are kept stay in the database. What reads them is large, and seldom needed.
 */
export function createSharedReader(): SharedReader {
  let values: ReadonlyMap<string, string> = new Map()
  return {
    async read(given) {
      const [{ readLink, readShared }, { withoutLarge }] = await Promise.all([
        import("../runs/sharedRun.ts"),
        import("./largeValues.ts"),
      ])
      const read = typeof given === "string" ? await readLink(given) : readShared(await given.text())
      if (!read.ok) return read
      const { events, blobs } = await withoutLarge(read.value.events)
      values = new Map(blobs.map(({ hash, text }) => [hash, text]))
      return ok({ ...read.value, events })
    },
    value: hash => values.get(hash),
  }
}
