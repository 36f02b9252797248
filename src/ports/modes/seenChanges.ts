import { emptySortedMap, type SortedMap } from "../../lib/sortedMap.ts"
import type { KeptChanges } from "../../model/keptChanges.ts"
import type { RecordedChange } from "../../model/recording.ts"
import { folderOf } from "../files/paths.ts"
import type { Beneath, FileChange } from "../overlay/overlayHome.ts"
import { seedOf } from "./fileStates.ts"

/*
 * Each attempt of a run that keeps its files apart begins with what all those before it came to, and nothing that
 * others come to meanwhile. Of thousands of files that each attempt copied, the last would take as long as all the
 * first ones together; so a run has one map of them that grows, and an attempt has it as it was when it began.
 */

/** The changes of a run, as they were at some time. */
interface Seen {
  readonly changes: SortedMap<RecordedChange>
  /** Their paths, by the path in small letters and then as it is. */
  readonly folded: SortedMap<string>
  /** How many of them hide something of the workspace. */
  readonly hiding: number
}

const nothingSeen: Seen = {
  changes: emptySortedMap<RecordedChange>(),
  folded: emptySortedMap<string>(),
  hiding: 0,
}

/** What was made of a run's changes so far, and of how many of them. */
const grown = new WeakMap<KeptChanges, Seen & { readonly upTo: number }>()

function seenIn(kept: KeptChanges): Seen {
  const known = grown.get(kept) ?? { ...nothingSeen, upTo: 0 }
  const { came } = kept
  if (known.upTo === came.length) return known
  let { changes, folded, hiding } = known
  for (const path of came.slice(known.upTo)) {
    const change = kept.get(path)
    if (change === undefined) continue
    const past = changes.get(path)
    hiding += Number(isHiding(change)) - Number(isHiding(past))
    if (past === undefined) folded = folded.with(`${path.toLowerCase()}\0${path}`, path)
    changes = changes.with(path, change)
  }
  const now = { changes, folded, hiding, upTo: came.length }
  grown.set(kept, now)
  return now
}

/** What an overlay has beneath it that begins now: the changes that are kept apart. */
export function beneathNow(kept: KeptChanges): Beneath {
  const { changes, folded, hiding } = seenIn(kept)
  const at = (path: string): FileChange | undefined => {
    const change = changes.get(path)
    return change === undefined || isDone(change) ? undefined : seedOf(change)
  }
  const hides = (path: string): boolean => {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const change = changes.get(path.slice(0, end))
      if (isHiding(change)) return true
    }
    return false
  }
  return {
    at,
    hides: hiding === 0 ? () => false : hides,
    *twins(path) {
      const start = `${path.toLowerCase()}\0`
      let entry = folded.from(start)
      for (; entry?.[0].startsWith(start); entry = folded.from(`${entry[0]}\0`)) {
        const [, other] = entry
        const change = at(other)
        if (change !== undefined && other !== path && folderOf(other) === folderOf(path)) yield change
      }
    },
    *inside(folder) {
      const start = folder === "" ? "" : `${folder}/`
      for (let entry = changes.from(start); entry !== undefined; ) {
        const [path, change] = entry
        if (!path.startsWith(start)) return
        const end = path.indexOf("/", start.length)
        if (end < 0 && !isDone(change)) yield seedOf(change)
        // What stands deeper is skipped: "0" is what comes after "/".
        entry = changes.from(end < 0 ? `${path}\0` : `${path.slice(0, end)}0`)
      }
    },
  }
}

/** What was done stands in the workspace itself. */
function isDone({ applied }: RecordedChange): boolean {
  return applied === true
}

/** Whether it takes away what stands in the workspace at its path and below: there is nothing now, or another kind. */
function isHiding(change: RecordedChange | undefined): boolean {
  if (change === undefined || change.before === null || isDone(change)) return false
  return change.after === null || (change.before === "folder") !== (change.after === "folder")
}
