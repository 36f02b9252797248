import { liveQuery } from "dexie"
import type { Database } from "../storage/database.ts"
import type { RollingBackup } from "../storage/rollingBackup.ts"
import type { Sentinel } from "../storage/sentinel.ts"
import { sweepHere } from "./largeFilesHere.ts"

/** So often what people made is copied, where anything of it has changed. */
const pause = 60_000

/**
 * Keeps the sentinel told, and a copy of what people made beside the database that is never more than a minute old.
 * Of several tabs one writes.
 */
export function keepCopies(
  database: Database,
  { sentinel, rolling, locks }: { sentinel: Sentinel; rolling: RollingBackup; locks: LockManager },
): void {
  let isDirty = false
  liveQuery(async () => {
    // What is counted here is told again whenever it is written to.
    const [workflows] = await Promise.all([
      database.workflows.count(),
      database.workflows.orderBy("changed").last(),
      database.versions.count(),
      database.kept.count(),
    ])
    return workflows
  }).subscribe({
    next(workflows) {
      sentinel.tell(workflows)
      // A copy of nothing would take the place of one that may yet be wanted.
      isDirty = workflows > 0
    },
    error() {
      // A database that is gone is met when the page is loaded again.
    },
  })
  const copy = () =>
    locks.request("rivulet-copy", { ifAvailable: true }, async lock => {
      if (lock === null || !isDirty) return
      isDirty = false
      await rolling.write().catch(() => {
        isDirty = true
      })
    })
  setInterval(() => void copy(), pause)
  // The database is as it was left, so what it does not name nobody misses.
  void sweepHere(database).catch(() => {})
  addEventListener("visibilitychange", () => void copy())
}
