import { err, ok } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo } from "../../model/ports.ts"
import { wholeStreams } from "./byteStreams.ts"
import type { FileHome } from "./home.ts"
import { folderOf } from "./paths.ts"

type Entry = { readonly bytes: Uint8Array | null; readonly changed: number }

/** A workspace in memory, which can be looked at as a whole. */
export interface MemoryHome extends FileHome {
  /** Its files as text, by path. */
  all(): { readonly [path: string]: string }
}

/** Makes a workspace in memory. */
export function createMemoryHome(
  now: () => number,
  files: { readonly [path: string]: string } = {},
): MemoryHome {
  /** Files, and folders as entries without bytes. */
  const entries = new Map<string, Entry>([["", { bytes: null, changed: now() }]])
  const infoOf = (path: string, { bytes, changed }: Entry): FileInfo => ({
    path,
    kind: bytes ? "file" : "folder",
    size: bytes?.length ?? 0,
    changed,
  })

  /** Makes the folder and those around it; gives the path that is a file where a folder is meant. */
  function makeFolders(folder: string): string | null {
    const names = folder === "" ? [] : folder.split("/")
    const paths = names.map((_, at) => names.slice(0, at + 1).join("/"))
    const inTheWay = paths.find(path => entries.get(path)?.bytes)
    if (inTheWay !== undefined) return inTheWay
    for (const path of paths) if (!entries.has(path)) entries.set(path, { bytes: null, changed: now() })
    return null
  }

  function write(path: string, bytes: Uint8Array) {
    if (entries.has(path) && !entries.get(path)?.bytes) return err(fileProblem("file_is_folder", { path }))
    if (makeFolders(folderOf(path)) !== null) return err(fileProblem("file_not_folder", { path }))
    entries.set(path, { bytes: bytes.slice(), changed: now() })
    return ok(undefined)
  }

  async function read(path: string) {
    const entry = entries.get(path)
    if (!entry) return err(fileProblem("file_missing", { path }))
    return entry.bytes ? ok(entry.bytes.slice()) : err(fileProblem("file_is_folder", { path }))
  }

  for (const [path, text] of Object.entries(files)) write(path, new TextEncoder().encode(text))

  return {
    read,
    ...wholeStreams({ read, write: async (path, bytes) => write(path, bytes) }),
    async write(path, bytes) {
      return write(path, bytes)
    },
    async remove(path) {
      for (const other of [...entries.keys()])
        if (other === path || other.startsWith(`${path}/`)) entries.delete(other)
      return ok(undefined)
    },
    async makeFolder(path) {
      return makeFolders(path) === null ? ok(undefined) : err(fileProblem("file_not_folder", { path }))
    },
    async info(path) {
      const entry = entries.get(path)
      return ok(entry ? infoOf(path, entry) : null)
    },
    async entries(folder) {
      if (entries.get(folder)?.bytes) return err(fileProblem("file_not_folder", { path: folder }))
      return ok(
        [...entries]
          .filter(([path]) => path !== "" && folderOf(path) === folder)
          .map(([path, entry]) => infoOf(path, entry)),
      )
    },
    all() {
      const files = [...entries].flatMap(([path, { bytes }]) => (bytes ? [[path, bytes] as const] : []))
      return Object.fromEntries(files.map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
    },
  }
}
