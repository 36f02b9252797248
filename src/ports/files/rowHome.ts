import { fromBase64, toBase64 } from "../../lib/base64.ts"
import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type ByteStream, streamOf } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import { type LargeFiles, readLargeRow } from "../../model/largeFiles.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { brokenStream, gather, largestWhole, splitStream } from "./byteStreams.ts"
import type { FileHome, Standing } from "./home.ts"
import { folderOf, isTwin } from "./paths.ts"

/** Rows by path, wherever they are kept. */
export interface FileRows {
  get(path: string): Promise<Json | undefined>
  /** All rows whose path begins so. */
  startingWith(path: string): Promise<readonly (readonly [path: string, row: Json])[]>
  /** Their paths alone, for which no row is read. */
  pathsStartingWith(path: string): Promise<readonly string[]>
  put(path: string, row: Json): Promise<void>
  remove(path: string): Promise<void>
  /** Puts many rows, and takes away those that are null, all of them or none. */
  change(rows: readonly (readonly [path: string, row: Json | null])[]): Promise<void>
}

interface Row {
  readonly kind: FileInfo["kind"]
  /** Null for a folder, and for a file whose bytes are beside the row. */
  readonly bytes: Uint8Array | null
  readonly large: string | null
  readonly size: number
  readonly changed: number
}

/** Files with more bytes have them beside their row. */
const largestRow = 4_000_000

/**
 * A workspace of one row per file and folder: so that a write can be committed together with its step. Without a place
 * for large files a row holds what a file may have.
 */
export function createRowHome(rows: FileRows, now: () => number, large?: LargeFiles): FileHome {
  const rowAt = async (path: string): Promise<Row | undefined> =>
    path === "" ? folderRow(0) : readRow(await rows.get(path))
  const infoOf = (path: string, { kind, size, changed }: Row): FileInfo => ({ path, kind, size, changed })

  /** Makes the folder and those around it; whether no file was in the way. */
  async function makeFolders(folder: string): Promise<boolean> {
    const names = folder === "" ? [] : folder.split("/")
    const paths = names.map((_, at) => names.slice(0, at + 1).join("/"))
    const found = await Promise.all(paths.map(rowAt))
    if (found.some(row => row?.kind === "file")) return false
    for (const [at, path] of paths.entries()) {
      if (found[at] === undefined) await rows.put(path, { folder: true, changed: now() })
    }
    return true
  }

  async function fileAt(path: string): Promise<Result<Uint8Array | Blob, Problem>> {
    const row = await rowAt(path)
    if (!row) return err(fileProblem("file_missing", { path }))
    if (row.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    if (row.bytes) return ok(row.bytes)
    const bytes = row.large === null ? null : await large?.find(row.large)
    return bytes?.size === row.size ? ok(bytes) : err(fileProblem("file_lost", { path }))
  }

  /** Why no file can be written there. */
  async function refusalOf(path: string): Promise<Problem | null> {
    return (await rowAt(path))?.kind === "folder" ? fileProblem("file_is_folder", { path }) : null
  }

  async function put(path: string, row: Json): Promise<Result<void, Problem>> {
    if (!(await makeFolders(folderOf(path)))) return err(fileProblem("file_not_folder", { path }))
    await rows.put(path, row)
    return ok(undefined)
  }

  /** What the row of a file says, once its bytes are where they are kept. */
  async function rowFor(path: string, bytes: Uint8Array): Promise<Result<Json, Problem>> {
    if (bytes.length > largestRow && large) return keepLarge(large, path, streamOf(bytes))
    return bytes.length > largestWhole
      ? err(fileProblem("file_beyond_home", { path, most: largestWhole / 1_000_000 }))
      : ok(writeRow(bytes, now()))
  }

  async function keepLarge(
    place: LargeFiles,
    path: string,
    bytes: ByteStream,
  ): Promise<Result<Json, Problem>> {
    try {
      const { name, size } = await place.keep(bytes)
      return ok({ large: name, size, changed: now() })
    } catch (cause) {
      return err(brokenStream(path, cause))
    }
  }

  async function write(path: string, bytes: Uint8Array): Promise<Result<void, Problem>> {
    const refused = await refusalOf(path)
    if (refused) return err(refused)
    const row = await rowFor(path, bytes)
    return row.ok ? put(path, row.value) : row
  }

  return {
    async read(path) {
      const file = await fileAt(path)
      if (!file.ok) return file
      return ok(file.value instanceof Blob ? new Uint8Array(await file.value.arrayBuffer()) : file.value)
    },
    async readStream(path) {
      const file = await fileAt(path)
      if (!file.ok) return file
      return ok(file.value instanceof Blob ? file.value.stream() : streamOf(file.value))
    },
    write,
    async writeStream(path, bytes) {
      if (large === undefined) {
        const whole = await gather(path, bytes)
        return whole.ok ? write(path, whole.value) : whole
      }
      const refused = await refusalOf(path)
      const split = refused ? err(refused) : await splitStream(path, bytes, largestRow)
      if (!split.ok) {
        await bytes.cancel().catch(() => {})
        return split
      }
      if (split.value instanceof Uint8Array) return write(path, split.value)
      const row = await keepLarge(large, path, split.value)
      return row.ok ? put(path, row.value) : row
    },
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
      if (own?.kind === "file") return err(fileProblem("file_not_folder", { path: folder }))
      const found: FileInfo[] = []
      for (const [path, value] of await rows.startingWith(folder === "" ? "" : `${folder}/`)) {
        const row = folderOf(path) === folder ? readRow(value) : undefined
        if (row) found.push(infoOf(path, row))
      }
      return ok(found)
    },
    async twin(path) {
      const folder = folderOf(path)
      const below = await rows.pathsStartingWith(folder === "" ? "" : `${folder}/`)
      return ok(below.find(each => isTwin(each, path)) ?? null)
    },
    async standing(folder) {
      const found: Standing[] = []
      for (const [path, value] of await rows.startingWith(folder === "" ? "" : `${folder}/`)) {
        const row = readRow(value)
        // A look at all would read what is large as well.
        if (row?.large) return undefined
        if (row) found.push({ info: infoOf(path, row), bytes: row.bytes })
      }
      return ok(found)
    },
    async change(changes) {
      const time = now()
      const all = new Map<string, Json | null>()
      for (const { path, content } of changes) {
        if (content === "folder") all.set(path, { folder: true, changed: time })
        else if (content !== null) {
          const row = await rowFor(path, content)
          if (!row.ok) return row
          all.set(path, row.value)
        } else
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
  const beside = readLargeRow(value)
  if (beside) return { kind: "file", bytes: null, ...beside, changed: time }
  const decoded = typeof base64 === "string" ? fromBase64(base64) : undefined
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : decoded?.ok ? decoded.value : null
  return bytes ? { kind: "file", bytes, large: null, size: bytes.length, changed: time } : folderRow(time)
}

function folderRow(changed: number): Row {
  return { kind: "folder", bytes: null, large: null, size: 0, changed }
}
