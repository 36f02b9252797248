import type { Snapshots } from "../editor/versions.ts"
import type { Database } from "../storage/database.ts"
import { createSnapshots } from "../storage/snapshots.ts"
import { snapshoot } from "./snapshooting.ts"

/** The snapshots of one workflow, for the page. */
export function snapshotsOf(database: Database, workflow: string): Snapshots {
  const snapshots = createSnapshots(database, Date.now)
  const home = {
    latest: () => snapshots.latest(workflow),
    keep: (text: string) => snapshots.keep(workflow, text),
  }
  return {
    watch: hear =>
      snapshots.watch(workflow, rows =>
        hear(
          rows.map(({ at, text }) => ({
            ...{ number: at, published: null, name: "", note: "", text, at },
            ...{ isLive: false, isSnapshot: true },
          })),
        ),
      ),
    // One that the disk refuses is missed by nobody: the workflow itself says whether it is kept.
    take: text => snapshoot(home, text).catch(() => false),
  }
}
