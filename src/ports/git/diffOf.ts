import type { WalkerEntry } from "isomorphic-git"
import { unifiedHunks } from "../../lib/unifiedDiff.ts"
import type { Library, Place } from "./repository.ts"
import { isWithin } from "./repository.ts"

/** The two states that are compared: null before is nothing at all, null after the files as they are. */
export interface Compared {
  readonly git: Library
  readonly place: Place
  readonly before: string | null
  readonly after: string | null
  /** Only this file or folder. */
  readonly path: string | undefined
}

/** What differs, in the unified form; the files as they are count as far as git knows of them. */
export async function diffOf({ git, place, before, after, path }: Compared): Promise<string> {
  const tree = (oid: string | null) => (oid === null ? [] : [git.TREE({ ref: oid })])
  const here = after === null ? [git.WORKDIR(), git.STAGE()] : tree(after)
  const pieces: { readonly path: string; readonly text: string }[] = []
  await git.walk({
    ...place,
    trees: [...tree(before), ...here],
    map: async (file, entries) => {
      const [old, now, staged] = before === null ? [null, ...entries] : entries
      if (file !== "." && path !== undefined && !isWithin(file, path) && !isWithin(path, file)) return null
      const isKnown = after !== null || file === "." || old || staged
      if (!isKnown) return null
      const [oldId, nowId] = [await idOf(old), await idOf(now)]
      if (oldId === nowId || (path !== undefined && !isWithin(file, path))) return
      pieces.push({ path: file, text: await pieceOf(file, old, now) })
    },
  })
  return pieces
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ text }) => text)
    .join("")
}

async function idOf(entry: WalkerEntry | null | undefined): Promise<string | undefined> {
  return (await entry?.type()) === "blob" ? entry?.oid() : undefined
}

async function pieceOf(
  path: string,
  old: WalkerEntry | null | undefined,
  now: WalkerEntry | null | undefined,
): Promise<string> {
  const [before, after] = [await bytesOf(old), await bytesOf(now)]
  const head = `diff --git a/${path} b/${path}\n`
  const kind = before === null ? "new file mode 100644\n" : after === null ? "deleted file mode 100644\n" : ""
  const [from, to] = [before === null ? "/dev/null" : `a/${path}`, after === null ? "/dev/null" : `b/${path}`]
  const [oldText, newText] = [textOf(before), textOf(after)]
  if (oldText === null || newText === null) return `${head}${kind}Binary files ${from} and ${to} differ\n`
  const hunks = unifiedHunks(oldText, newText)
  return head + kind + (hunks === "" ? "" : `--- ${from}\n+++ ${to}\n${hunks}`)
}

async function bytesOf(entry: WalkerEntry | null | undefined): Promise<Uint8Array | null> {
  return (await entry?.type()) === "blob" ? ((await entry?.content()) ?? new Uint8Array()) : null
}

/** The bytes as text; null where they are none. */
function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return ""
  return bytes.includes(0) ? null : new TextDecoder().decode(bytes)
}
