import { liveQuery } from "dexie"
import type { Database, MarkRow } from "./database.ts"

/** What people have marked workflows with: favourites, and what is out of the way. */
export function createMarks({ marks }: Database) {
  return {
    /** Calls back with the marks by workflow, now and whenever they change in any tab. */
    watch(onMarks: (byWorkflow: ReadonlyMap<string, MarkRow>) => void): () => void {
      const rows = liveQuery(() => marks.toArray())
      const subscription = rows.subscribe({
        next: all => onMarks(new Map(all.map(row => [row.workflow, row]))),
      })
      return () => subscription.unsubscribe()
    },

    /** Changes the marks of workflows, of all or of none. */
    async set(
      workflows: readonly string[],
      change: Partial<Pick<MarkRow, "isFavourite" | "isArchived">>,
    ): Promise<void> {
      await marks.db.transaction("rw", marks, async () => {
        for (const workflow of workflows) {
          const before = (await marks.get(workflow)) ?? { workflow, isFavourite: false, isArchived: false }
          await marks.put({ ...before, ...change })
        }
      })
    },
  }
}
