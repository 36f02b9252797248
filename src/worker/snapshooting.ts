import { openFile } from "../format/file.ts"
import { compareWorkflows, countDifferences } from "../model/compare.ts"

/** Where snapshots are kept of one workflow. */
export interface SnapshotHome {
  latest(): Promise<{ readonly text: string } | null>
  keep(text: string): Promise<boolean>
}

/** Keeps a text as a snapshot, where a run could tell it from the last one: moving boxes is no change. */
export async function snapshoot(home: SnapshotHome, text: string): Promise<boolean> {
  const latest = await home.latest()
  if (latest !== null) {
    const [before, after] = [openFile(latest.text), openFile(text)]
    if (countDifferences(compareWorkflows(before.workflow, after.workflow)) === 0) return false
  }
  return home.keep(text)
}
