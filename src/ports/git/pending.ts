import { fromBase64, toBase64 } from "../../lib/base64.ts"
import { isList, isMap } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome, HomeChange } from "../files/home.ts"
import { sha256Of } from "../overlay/sha256.ts"

/*
 * Where files cannot be changed all at once, a crash may come between two of them: a merge of which half the files are
 * here is one that nobody can do again. So what is to be changed is written down first, under the key of the effect,
 * and whoever does the effect again makes the rest of the changes before all else, unless somebody else has changed
 * something there since. Contents that git keeps by their hash are written before, and stand for themselves.
 *
 *     .git/rivulet-pending    { "key": "run-7:merge#1:0", "changes": [{ "path": "a.ts", "before": "9f…", "bytes": "…" }] }
 */

/** Where it is written down. */
export const pendingPath = ".git/rivulet-pending"

/** So many bytes are written down at most: it is one text. */
const mostPending = 100_000_000

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

/** What is to be written down of these changes; undefined where they are too much for one text. */
export async function pendingChange(
  home: FileHome,
  key: string,
  changes: readonly HomeChange[],
): Promise<Result<HomeChange | undefined, Problem>> {
  const size = (sum: number, { content }: HomeChange) => sum + (content?.length ?? 0)
  if (changes.reduce(size, 0) > mostPending) return ok(undefined)
  const written: object[] = []
  for (const { path, content } of changes) {
    const before = await stateAt(home, path)
    if (!before.ok) return before
    const after = content instanceof Uint8Array ? { bytes: toBase64(content) } : { folder: content !== null }
    written.push({ path, before: before.value, ...after })
  }
  const text = JSON.stringify({ key, changes: written })
  return ok({ path: pendingPath, content: new TextEncoder().encode(text) })
}

/** What is left to be changed of an effect that was cut; null where there is none of this key, or somebody was there. */
export async function pendingOf(
  home: FileHome,
  key: string,
): Promise<Result<readonly HomeChange[] | null, Problem>> {
  const bytes = await home.read(pendingPath)
  if (!bytes.ok) return ["file_missing", "file_not_folder"].includes(bytes.error.code) ? ok(null) : bytes
  const read = readPending(new TextDecoder().decode(bytes.value), key)
  for (const { path, before, content } of read ?? []) {
    const now = await stateAt(home, path)
    if (!now.ok) return err(now.error)
    if (now.value !== before && now.value !== (await stateOf(content))) return ok(null)
  }
  return ok(read && [...read, { path: pendingPath, content: null }])
}

function readPending(text: string, key: string): readonly Pending[] | null {
  const value = parseJson(text)
  if (!isMap(value) || value.key !== key || !isList(value.changes)) return null
  return value.changes.flatMap((change): Pending[] => {
    if (!isMap(change) || typeof change.path !== "string") return []
    const { path } = change
    const before = typeof change.before === "string" ? change.before : null
    const bytes = typeof change.bytes === "string" ? fromBase64(change.bytes) : undefined
    if (bytes?.ok) return [{ path, before, content: bytes.value }]
    return [{ path, before, content: change.folder === true ? "folder" : null }]
  })
}
