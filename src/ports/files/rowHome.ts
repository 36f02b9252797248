import { fromBase64, toBase64 } from "../../lib/base64.ts"
import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { largestWhole, wholeStreams } from "./byteStreams.ts"
import type { FileHome, Standing } from "./home.ts"
import { folderOf } from "./paths.ts"

/** Rows by path, wherever they are kept. */
export interface FileRows {
  get(path: string): Promise<Json | undefined>
  /** All rows whose path begins so. */
  startingWith(path: string): Promise<readonly (readonly [path: string, row: Json])[]>
  put(path: string, row: Json): Promise<void>
  remove(path: string): Promise<void>
  /** Puts many rows, and takes away those that are null, all of them or none. */
  change(rows: readonly (readonly [path: string, row: Json | null])[]): Promise<void>
}

interface Row {
  /** Null for a folder. */
  readonly bytes: Uint8Array | null
  readonly size: number
  readonly changed: number
}

/** A workspace of one row per file and folder: so that a write can be committed together with its step. */
export function createRowHome(rows: FileRows, now: () => number): FileHome {
  const rowAt = async (path: string): Promise<Row | undefined> =>
    path === "" ? { bytes: null, size: 0, changed: 0 } : readRow(await rows.get(path))
  const infoOf = (path: string, { bytes, size, changed }: Row): FileInfo => ({
    path,
    kind: bytes ? "file" : "folder",
    size,
    changed,
  })

  /** Makes the folder and those around it; whether no file was in the way. */
  async function makeFolders(folder: string): Promise<boolean> {
    const names = folder === "" ? [] : folder.split("/")
    const paths = names.map((_, at) => names.slice(0, at + 1).join("/"))
    const found = await Promise.all(paths.map(rowAt))
    if (found.some(row => row?.bytes)) return false
    for (const [at, path] of paths.entries()) {
      if (found[at] === undefined) await rows.put(path, { folder: true, changed: now() })
    }
    return true
  }

  async function read(path: string): Promise<Result<Uint8Array, Problem>> {
    const row = await rowAt(path)
    if (!row) return err(fileProblem("file_missing", { path }))
    return row.bytes ? ok(row.bytes) : err(fileProblem("file_is_folder", { path }))
  }

  async function write(path: string, bytes: Uint8Array): Promise<Result<void, Problem>> {
    if (bytes.length > largestWhole)
      return err(fileProblem("file_beyond_home", { path, most: largestWhole / 1_000_000 }))
    const before = await rowAt(path)
    if (before && !before.bytes) return err(fileProblem("file_is_folder", { path }))
    if (!(await makeFolders(folderOf(path)))) return err(fileProblem("file_not_folder", { path }))
    await rows.put(path, writeRow(bytes, now()))
    return ok(undefined)
  }

  return {
    read,
    write,
    ...wholeStreams({ read, write }),
    async remove(path) {
      for (const [inside] of await rows.startingWith(`${path}/`)) await rows.remove(inside)
      await rows.remove(path)
      return ok(undefined)
    },
    async makeFolder(path) {
      return (await makeFolders(path)) ? ok(undefined) : err(fileProblem("file_not_folder", { path }))
    },
    async info(path) {
      const row = await rowAt(path)
      return ok(row ? infoOf(path, row) : null)
    },
    async entries(folder) {
      const own = await rowAt(folder)
      if (own?.bytes) return err(fileProblem("file_not_folder", { path: folder }))
      const found: FileInfo[] = []
      for (const [path, value] of await rows.startingWith(folder === "" ? "" : `${folder}/`)) {
        const row = folderOf(path) === folder ? readRow(value) : undefined
        if (row) found.push(infoOf(path, row))
      }
      return ok(found)
    },
    async standing(folder) {
      const found: Standing[] = []
      for (const [path, value] of await rows.startingWith(folder === "" ? "" : `${folder}/`)) {
        const row = readRow(value)
        if (row) found.push({ info: infoOf(path, row), bytes: row.bytes })
      }
      return ok(found)
    },
    async change(changes) {
      const time = now()
      const all = new Map<string, Json | null>()
      for (const { path, content } of changes) {
        if (content !== null)
          all.set(path, content === "folder" ? { folder: true, changed: time } : writeRow(content, time))
        else
          for (const [below] of [[path], ...(await rows.startingWith(`${path}/`))] as const)
            all.set(below, null)
      }
      await rows.change([...all])
      return ok(undefined)
    },
  }
}

/** Text stands as text, for it is shorter and can be searched; what is not text stands in base 64. */
function writeRow(bytes: Uint8Array, changed: number): Json {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, changed }
  } catch {
    return { base64: toBase64(bytes), changed }
  }
}

function readRow(value: Json | undefined): Row | undefined {
  if (!isMap(value)) return undefined
  const { text, base64, changed } = value
  const time = typeof changed === "number" ? changed : 0
  const decoded = typeof base64 === "string" ? fromBase64(base64) : undefined
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : decoded?.ok ? decoded.value : null
  return { bytes, size: bytes?.length ?? 0, changed: time }
}
