import type { OpenFile } from "../format/file.ts"
import { isMap } from "../lib/json.ts"
import { changeBetween, changed, type TextChange } from "./textChange.ts"

/*
 * What undo and redo go back to. While the page lives these are the files as they were; what is to outlive it are the
 * differences between their texts, each to be made on the text that stood after it. So a trail of two hundred edits
 * of a large workflow weighs as little as what was typed.
 *
 *     file ◀─ change ─ file ◀─ change ─ present ─ change ─▶ file
 *            past                                 future
 */

/** Something to go back to: a file, or how its text differs from the one that is gone back from. */
export type Stop = OpenFile | TextChange

/** What can be undone and redone from a text, as it is kept; the nearest come first. */
export interface UndoTrail {
  readonly past: readonly TextChange[]
  readonly future: readonly TextChange[]
}

/** More letters than this are not kept of one workflow; the oldest edits go first. */
const mostLetters = 400_000

/** Gives the file after its text was changed by hand. */
type Retype = (file: OpenFile, text: string) => OpenFile

/** The file that is gone back to from the present one. */
export function fileAt(present: OpenFile, stop: Stop, retype: Retype): OpenFile {
  return "readable" in stop ? stop : retype(present, changed(present.text, stop))
}

/** What can be undone and redone from the present file, to be kept. */
export function trailOf(present: OpenFile, past: readonly Stop[], future: readonly Stop[]): UndoTrail {
  return { past: changesTo(present, past.toReversed()), future: changesTo(present, future) }
}

/** The stops of a trail, as an editor holds them: those to undo with the nearest last. */
export function stopsOf({ past, future }: UndoTrail): { past: readonly Stop[]; future: readonly Stop[] } {
  return { past: past.toReversed(), future }
}

/** The difference from one file to another is worked out once: a trail is kept at every edit, and most of it stays. */
const known = new WeakMap<OpenFile, WeakMap<OpenFile, TextChange>>()

function changesTo(present: OpenFile, stops: readonly Stop[]): TextChange[] {
  const changes: TextChange[] = []
  let from = present
  let letters = 0
  for (const stop of stops) {
    // What was kept before stands behind all that was done since.
    const change = "readable" in stop ? changeOf(from, stop) : stop
    letters += change.text.length
    if (letters > mostLetters) break
    changes.push(change)
    if ("readable" in stop) from = stop
  }
  return changes
}

function changeOf(from: OpenFile, to: OpenFile): TextChange {
  const changes = known.get(from) ?? new WeakMap<OpenFile, TextChange>()
  known.set(from, changes)
  const change = changes.get(to) ?? changeBetween(from.text, to.text) ?? { start: 0, end: 0, text: "" }
  changes.set(to, change)
  return change
}

/** A trail that was kept, or null where what was kept is none. */
export function keptTrail(kept: unknown): UndoTrail | null {
  if (!isMap(kept)) return null
  const { past, future } = kept
  const isChanges = (list: unknown): list is TextChange[] => Array.isArray(list) && list.every(isChange)
  return isChanges(past) && isChanges(future) ? { past, future } : null
}

function isChange(value: unknown): value is TextChange {
  if (!isMap(value)) return false
  return Number.isInteger(value.start) && Number.isInteger(value.end) && typeof value.text === "string"
}
