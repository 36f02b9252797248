import { isList, isMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"

/*
 * What a clone writes down of itself in the repository: before anything else of it stands there, and again once all
 * of it does. By this a clone that is done again after a crash knows its own work, whole or half, from what somebody
 * else made.
 *
 *     .git/rivulet-clone    { "key": "run-7:clone#1:0", "url": "https://…", "done": false, "brought": ["4b825d…"] }
 */

/** Where the note stands. */
export const cloneNotePath = ".git/rivulet-clone"

/** What was asked of a clone, and by which effect. */
export interface CloneAsked {
  readonly key: string
  readonly url: string
  readonly branch?: string
  readonly depth?: number
}

/** What a clone says of itself. */
export interface CloneNote extends CloneAsked {
  readonly done: boolean
  /** The commits whose files may stand here: its own last, after those of what was cut before it. */
  readonly brought: readonly string[]
}

/** The note that the text is; null where it is none. */
export function parseCloneNote(text: string | null): CloneNote | null {
  const value = text === null ? undefined : parseJson(text)
  if (!isMap(value) || typeof value.key !== "string" || typeof value.url !== "string") return null
  const { key, url, branch, depth, done, brought } = value
  return {
    ...{ key, url, done: done === true },
    ...(typeof branch === "string" ? { branch } : {}),
    ...(typeof depth === "number" ? { depth } : {}),
    brought: isList(brought) ? brought.filter(oid => typeof oid === "string") : [],
  }
}

/** Whether both are the same effect, asking for the same. */
export function isSameClone(one: CloneAsked, other: CloneAsked): boolean {
  return (
    one.key === other.key && one.url === other.url && one.branch === other.branch && one.depth === other.depth
  )
}

/** The note as it is written. */
export function cloneNoteText(note: CloneNote): string {
  return JSON.stringify(note)
}
