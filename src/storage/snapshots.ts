import Dexie, { type Collection, liveQuery } from "dexie"
import { betweenSnapshots } from "../model/snapshots.ts"
import type { Database, SnapshotRow } from "./database.ts"

/** So many are kept of a workflow; older ones go. */
export const mostSnapshots = 48

/**
 * Workflows as they stood while somebody worked on them, about once an hour: no versions, but a way back to before
 * lunch. They stay in the browser that made them; a backup holds what people made.
 */
export function createSnapshots(database: Database, now: () => number) {
  const { snapshots } = database
  const all = (workflow: string): Collection<SnapshotRow> =>
    snapshots.where("[workflow+at]").between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])

  return {
    /** Calls back with the snapshots of the workflow, the latest first, now and whenever there is another. */
    watch(workflow: string, onSnapshots: (rows: readonly SnapshotRow[]) => void): () => void {
      const rows = liveQuery(() => all(workflow).reverse().toArray())
      const subscription = rows.subscribe({ next: onSnapshots })
      return () => subscription.unsubscribe()
    },

    /** The latest snapshot; null where there is none. */
    async latest(workflow: string): Promise<SnapshotRow | null> {
      return (await all(workflow).last()) ?? null
    },

    /** Keeps a text, unless another one was kept too short a time ago, in whatever tab; the oldest make room. */
    async keep(workflow: string, text: string): Promise<boolean> {
      return database.transaction("rw", snapshots, async () => {
        const latest = await all(workflow).last()
        const at = now()
        if (latest !== undefined && at - latest.at < betweenSnapshots) return false
        await snapshots.add({ workflow, at, text })
        const count = await all(workflow).count()
        if (count > mostSnapshots)
          await all(workflow)
            .limit(count - mostSnapshots)
            .delete()
        return true
      })
    },
  }
}
