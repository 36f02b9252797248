import { fromBase64, toBase64 } from "../../lib/base64.ts"
import { isList, isMap, type JsonMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome, HomeChange } from "../files/home.ts"
import { sha256Of } from "../overlay/sha256.ts"

/*
 * Where files cannot be changed all at once, a crash may come between two of them: a merge of which half the files are
 * here is one that nobody can do again. So what is to be changed is written down first, under the key of the effect,
 * and whoever does the effect again makes the rest of the changes before all else, unless somebody else has changed
 * something there since. Contents that git keeps by their hash are written before, and stand for themselves. Of more
 * than fits one text the contents are put into files of their own first, by their hashes.
 *
 *     .git/rivulet-pending          { "key": "run-7:merge#1:0", "changes": [{ "path": "a.ts", "before": "9f…", "bytes": "…" }] }
 *
 *     .git/rivulet-pending          { "key": "run-7:merge#1:0", "changes": [{ "path": "a.iso", "before": "9f…", "hash": "e3…" }] }
 *     .git/rivulet-contents/e3…     the bytes
 */

/** Where it is written down. */
export const pendingPath = ".git/rivulet-pending"
/** Where the contents are that are too large for it. */
export const contentsFolder = ".git/rivulet-contents"

/** So many bytes are written down as one text. */
export const mostInText = 100_000_000

interface Pending extends HomeChange {
  /** What stood at the path: the SHA-256 of a file, `folder`, or null for nothing. */
  readonly before: string | null
}

async function stateOf(content: HomeChange["content"]): Promise<string | null> {
  return content instanceof Uint8Array ? sha256Of(content) : content
}

/** What stands at the path now. */
async function stateAt(home: FileHome, path: string): Promise<Result<string | null, Problem>> {
  const info = await home.info(path)
  if (!info.ok) return info
  if (info.value === null || info.value.kind === "folder") return ok(info.value === null ? null : "folder")
  const bytes = await home.read(path)
  return bytes.ok ? ok(await sha256Of(bytes.value)) : bytes
}

/** Whether the contents of these changes are put into files of their own. */
export function isTooLarge(changes: readonly HomeChange[], most: number): boolean {
  const size = ({ content }: HomeChange): number => (content instanceof Uint8Array ? content.length : 0)
  return changes.reduce((sum, change) => sum + size(change), 0) > most
}

/** What is to be written down of these changes, in waves: contents that do not fit the text stand before it does. */
export async function pendingChanges(
  home: FileHome,
  key: string,
  changes: readonly HomeChange[],
  isApart: boolean,
): Promise<Result<readonly (readonly HomeChange[])[], Problem>> {
  const written: object[] = []
  const contents = new Map<string, HomeChange>()
  for (const { path, content } of changes) {
    const before = await stateAt(home, path)
    if (!before.ok) return before
    let after: object = { folder: content !== null }
    if (content instanceof Uint8Array && isApart) {
      const hash = await sha256Of(content)
      contents.set(hash, { path: `${contentsFolder}/${hash}`, content })
      after = { hash }
    } else if (content instanceof Uint8Array) after = { bytes: toBase64(content) }
    written.push({ path, before: before.value, ...after })
  }
  const text = JSON.stringify({ key, changes: written })
  return ok([[...contents.values()], [{ path: pendingPath, content: new TextEncoder().encode(text) }]])
}

/** What is left to be changed of an effect that was cut; null where there is none of this key, or somebody was there. */
export async function pendingOf(
  home: FileHome,
  key: string,
): Promise<Result<readonly HomeChange[] | null, Problem>> {
  const bytes = await home.read(pendingPath)
  if (!bytes.ok) {
    if (!["file_missing", "file_not_folder"].includes(bytes.error.code)) return bytes
    // What says whose they are is taken away first: contents without it are of an effect that was cut after its end.
    const contents = await home.info(contentsFolder)
    return ok(contents.ok && contents.value !== null ? [{ path: contentsFolder, content: null }] : null)
  }
  const read = await readPending(home, new TextDecoder().decode(bytes.value), key)
  if (!read.ok) return read
  for (const { path, before, content } of read.value ?? []) {
    const now = await stateAt(home, path)
    if (!now.ok) return err(now.error)
    if (now.value !== before && now.value !== (await stateOf(content))) return ok(null)
  }
  return ok(read.value && [...read.value, { path: pendingPath, content: null }])
}

async function readPending(
  home: FileHome,
  text: string,
  key: string,
): Promise<Result<readonly Pending[] | null, Problem>> {
  const value = parseJson(text)
  if (!isMap(value) || value.key !== key || !isList(value.changes)) return ok(null)
  const found: Pending[] = []
  for (const change of value.changes) {
    if (!isMap(change) || typeof change.path !== "string") continue
    const content = await contentIn(home, change)
    if (!content.ok) return content.error.code === "file_missing" ? ok(null) : content
    const before = typeof change.before === "string" ? change.before : null
    found.push({ path: change.path, before, content: content.value })
  }
  return ok(found)
}

async function contentIn(
  home: FileHome,
  { bytes, hash, folder }: JsonMap,
): Promise<Result<HomeChange["content"], Problem>> {
  if (typeof hash === "string") return home.read(`${contentsFolder}/${hash}`)
  const read = typeof bytes === "string" ? fromBase64(bytes) : undefined
  if (read?.ok) return ok(read.value)
  return ok(folder === true ? "folder" : null)
}
