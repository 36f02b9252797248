import type { Stats } from "node:fs"
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
} from "node:fs/promises"
import { dirname, join, sep } from "node:path"
import { err, ok, type Result } from "../../lib/result.ts"
import { type ByteStream, StreamFailure } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome } from "./home.ts"
import { nameOf } from "./paths.ts"

/** What drafts of files are called until they are whole. */
const draftMark = ".rivulet-part-"
/** So many bytes are read at once. */
const piece = 256 * 1024

/** A workspace in a folder of this computer. Links that lead out of the folder are not followed. */
export function createNodeHome(folder: string): FileHome {
  let drafts = 0
  let root: string | undefined

  /** Where the path is, if nothing on the way leads out of the folder. */
  async function locate(path: string): Promise<Result<string, Problem>> {
    root ??= await realpath(folder).catch(() => undefined)
    if (root === undefined) return err(fileProblem("file_no_workspace", { folder }))
    const base = root
    const place = path === "" ? base : join(base, path)
    for (let existing = place; ; existing = dirname(existing)) {
      try {
        const real = await realpath(existing)
        return real === base || real.startsWith(base + sep)
          ? ok(place)
          : err(fileProblem("file_path_leaves", { path }))
      } catch (cause) {
        if (codeOf(cause) === "ENOTDIR") return err(fileProblem("file_not_folder", { path }))
        if (existing === base || codeOf(cause) !== "ENOENT") return err(problemOf(cause, path))
        // A link that leads nowhere would be followed when it is written to.
        if ((await lstat(existing).catch(() => null))?.isSymbolicLink())
          return err(fileProblem("file_path_leaves", { path }))
      }
    }
  }

  async function at<T>(path: string, work: (place: string) => Promise<T>): Promise<Result<T, Problem>> {
    try {
      const place = await locate(path)
      return place.ok ? ok(await work(place.value)) : place
    } catch (cause) {
      return err(problemOf(cause, path))
    }
  }

  /** Writes to a draft beside the file, and renames it once it is whole. */
  const put = (path: string, fill: (file: FileHandle) => Promise<void>) =>
    at(path, async place => {
      await mkdir(dirname(place), { recursive: true })
      const draft = join(dirname(place), `${draftMark}${process.pid}-${++drafts}`)
      try {
        const file = await open(draft, "wx", (await lstat(place).catch(() => null))?.mode ?? 0o666)
        try {
          await fill(file)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, place)
      } catch (cause) {
        await rm(draft, { force: true })
        throw cause
      }
    })

  return {
    read: path => at(path, async place => new Uint8Array(await readFile(place))),
    readStream: path =>
      at(path, async place => {
        const file = await open(place)
        if ((await file.stat()).isFile()) return piecesOf(file)
        await file.close()
        throw Object.assign(new Error("not a file"), { code: "EISDIR" })
      }),
    write: (path, bytes) => put(path, file => file.writeFile(bytes)),
    writeStream: (path, bytes) =>
      put(path, async file => {
        for await (const piece of bytes) await file.writeFile(piece)
      }),
    remove: path => at(path, place => rm(place, { recursive: true, force: true })),
    move: (from, to) =>
      at(to, async place => {
        const source = await locate(from)
        if (!source.ok) return source
        await mkdir(dirname(place), { recursive: true })
        await rename(source.value, place)
        return ok(undefined)
      }).then(moved => (moved.ok ? moved.value : moved)),
    makeFolder: path => at(path, async place => void (await mkdir(place, { recursive: true }))),
    info: async path => {
      const found = await at(path, async place => infoOf(path, await lstat(place)))
      const missing =
        !found.ok && (found.error.code === "file_missing" || found.error.code === "file_not_folder")
      return missing ? ok(null) : found
    },
    entries: path =>
      at(path, async place => {
        const names = (await readdir(place)).filter(name => !name.startsWith(draftMark))
        const found = await Promise.all(
          names.map(async name => {
            const inside = path === "" ? name : `${path}/${name}`
            const stats = await lstat(join(place, name)).catch(() => null)
            return stats && !stats.isSymbolicLink() ? infoOf(inside, stats) : null
          }),
        )
        return found.filter(info => info !== null)
      }),
  }
}

/** The file piece by piece; it is closed at its end, or once nobody wants more. */
function piecesOf(file: FileHandle): ByteStream {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { bytesRead, buffer } = await file.read(new Uint8Array(piece), 0, piece)
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
      } catch (cause) {
        await file.close()
        throw cause
      }
      await file.close()
      controller.close()
    },
    cancel: () => file.close(),
  })
}

function infoOf(path: string, stats: Stats): FileInfo {
  const isFolder = stats.isDirectory()
  return {
    path,
    kind: isFolder ? "folder" : "file",
    size: isFolder ? 0 : stats.size,
    changed: Math.round(stats.mtimeMs),
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : ""
}

function problemOf(cause: unknown, path: string): Problem {
  if (cause instanceof StreamFailure) return cause.problem
  switch (codeOf(cause)) {
    case "ENOENT":
      return fileProblem("file_missing", { path })
    case "EISDIR":
      return fileProblem("file_is_folder", { path })
    case "ENOTDIR":
    case "EEXIST":
      return fileProblem("file_not_folder", { path })
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return fileProblem("file_forbidden", { path })
    case "ENOSPC":
    case "EDQUOT":
      return fileProblem("file_no_room", { path })
    case "ENAMETOOLONG":
      return fileProblem("file_path_long", { path })
    default:
      return fileProblem("file_trouble", {
        path: nameOf(path),
        why: cause instanceof Error ? cause.message : String(cause),
      })
  }
}
