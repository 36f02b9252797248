import { parseGlob } from "../../lib/glob.ts"
import { joinBytes } from "../../lib/joinBytes.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type ByteStream, watchedStream } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo, FilesPort, Watch } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath, parseWritablePath } from "../../model/workspacePath.ts"
import type { FileHome } from "./home.ts"
import { caseTwin } from "./twins.ts"

/** The most entries that a listing looks at. */
const mostEntries = 200_000
/** Larger files are copied piece by piece. */
const largestAtOnce = 4_000_000
/** A copy tells how far it is whenever it has come so much further. */
const step = 0.01

/** The files port over any home: paths are cleaned, and what is not a file is named. */
export function createFiles(home: FileHome): FilesPort {
  async function writeTo(path: string, content: string | Uint8Array) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
    const twin = await caseTwin(home, path)
    if (twin !== null) return err(twinProblem(path, twin))
    const written = await home.write(path, bytes)
    return written.ok ? infoAt(home, path) : written
  }

  async function transfer(
    from: string,
    to: string,
    { move, watch = {} }: { readonly move: boolean; readonly watch: Watch | undefined },
  ): Promise<Result<FileInfo, Problem>> {
    const source = move ? parseWritablePath(from) : parseFilePath(from)
    if (!source.ok) return source
    const target = parseWritablePath(to)
    if (!target.ok) return target
    const [here, there] = [await infoAt(home, source.value), await home.info(target.value)]
    if (!here.ok) return here
    if (!there.ok) return there
    if (source.value === target.value) return here
    const isNew = there.value === null
    if (move && isNew && home.move) {
      const refused = await refusalOfMove(home, source.value, target.value)
      if (refused) return err(refused)
      const moved = await home.move(source.value, target.value)
      return moved.ok ? infoAt(home, target.value) : moved
    }
    const put = await putAll(here.value, target.value, watch)
    if (!put.ok) {
      if (isNew) await home.remove(target.value)
      return put
    }
    const removed = move ? await home.remove(source.value) : ok(undefined)
    return removed.ok ? infoAt(home, target.value) : removed
  }

  /** Puts what stands at the source, with all that is in it, to the target. */
  async function putAll(
    source: FileInfo,
    target: string,
    { signal, progress }: Watch,
  ): Promise<Result<void, Problem>> {
    const all = await standingAt(home, source)
    if (!all.ok) return all
    const targetOf = (info: FileInfo) => target + info.path.slice(source.path.length)
    for (const info of all.value) {
      const clean = parseWritablePath(targetOf(info))
      if (!clean.ok) return clean
      if (targetOf(info).startsWith(`${source.path}/`) && source.kind === "folder")
        return err(fileProblem("file_into_itself", { path: source.path, target }))
    }
    const total = all.value.reduce((sum, { size }) => sum + size, 0)
    let [done, told] = [0, 0]
    const copied = (bytes: number) => {
      done += bytes
      const share = Math.min(1, done / Math.max(1, total))
      if (share < told + step && share < 1) return
      told = share
      progress?.(share)
    }
    const stopped = () => (signal?.aborted ? fileProblem("file_stopped", { path: source.path }) : null)
    for (const info of all.value) {
      const why = stopped()
      if (why) return err(why)
      const isSmall = info.size <= largestAtOnce
      const put =
        info.kind === "folder"
          ? await home.makeFolder(targetOf(info))
          : isSmall
            ? await putAtOnce(info.path, targetOf(info))
            : await putInPieces(info.path, targetOf(info), { stopped, copied })
      if (!put.ok) return put
      if (info.kind === "file" && isSmall) copied(info.size)
    }
    return ok(undefined)
  }

  async function putInPieces(
    path: string,
    to: string,
    { stopped, copied }: { readonly stopped: () => Problem | null; readonly copied: (bytes: number) => void },
  ): Promise<Result<unknown, Problem>> {
    const stream = await home.readStream(path)
    return stream.ok ? streamTo(to, watchedStream(stream.value, stopped, copied)) : stream
  }

  async function putAtOnce(path: string, to: string): Promise<Result<unknown, Problem>> {
    const bytes = await home.read(path)
    return bytes.ok ? writeTo(to, bytes.value) : bytes
  }

  async function streamTo(path: string, bytes: ByteStream): Promise<Result<FileInfo, Problem>> {
    const twin = await caseTwin(home, path)
    if (twin !== null) {
      await bytes.cancel().catch(() => {})
      return err(twinProblem(path, twin))
    }
    const written = await home.writeStream(path, bytes)
    return written.ok ? infoAt(home, path) : written
  }

  return {
    async read(path) {
      const clean = parseFilePath(path)
      return clean.ok ? home.read(clean.value) : clean
    },
    async readStream(path) {
      const clean = parseFilePath(path)
      return clean.ok ? home.readStream(clean.value) : clean
    },
    async writeStream(path, bytes) {
      const clean = parseWritablePath(path)
      if (clean.ok) return streamTo(clean.value, bytes)
      await bytes.cancel().catch(() => {})
      return clean
    },
    async readText(path) {
      const clean = parseFilePath(path)
      if (!clean.ok) return clean
      const bytes = await home.read(clean.value)
      if (!bytes.ok) return bytes
      try {
        return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value))
      } catch {
        return err(fileProblem("file_not_text", { path }))
      }
    },
    async write(path, content) {
      const clean = parseWritablePath(path)
      return clean.ok ? writeTo(clean.value, content) : clean
    },
    async append(path, content) {
      const clean = parseWritablePath(path)
      if (!clean.ok) return clean
      const before = await home.read(clean.value)
      if (!before.ok && before.error.code !== "file_missing") return before
      const more = typeof content === "string" ? new TextEncoder().encode(content) : content
      return writeTo(clean.value, before.ok ? joinBytes([before.value, more]) : more)
    },
    move: (from, to, watch) => transfer(from, to, { move: true, watch }),
    copy: (from, to, watch) => transfer(from, to, { move: false, watch }),
    async remove(path) {
      const clean = parseWritablePath(path)
      return clean.ok ? home.remove(clean.value) : clean
    },
    async makeFolder(path) {
      const clean = parseWritablePath(path)
      if (!clean.ok) return clean
      const twin = await caseTwin(home, clean.value)
      return twin === null ? home.makeFolder(clean.value) : err(twinProblem(path, twin))
    },
    async list(glob) {
      const pattern = parseGlob(glob)
      if (!pattern.ok) return err(fileProblem("file_bad_glob", { glob, why: pattern.error }))
      const found: FileInfo[] = []
      const folders = [""]
      let seen = 0
      for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
        const entries = await home.entries(folder)
        if (!entries.ok) return entries
        for (const info of entries.value) {
          if (++seen > mostEntries) return err(fileProblem("file_too_many", { most: mostEntries }))
          if (info.kind === "folder" && info.path !== ".git") folders.push(info.path)
          if (pattern.value.matches(info.path)) found.push(info)
        }
      }
      return ok(found.sort((a, b) => (a.path < b.path ? -1 : 1)))
    },
    async info(path) {
      const clean = parseFilePath(path)
      return clean.ok ? home.info(clean.value) : clean
    },
  }
}

/** The file or folder, and all that is in it, outer before inner. */
async function standingAt(home: FileHome, top: FileInfo): Promise<Result<readonly FileInfo[], Problem>> {
  const found = [top]
  for (let at = 0; at < found.length; at++) {
    const info = found[at]
    if (info?.kind !== "folder") continue
    const inside = await home.entries(info.path)
    if (!inside.ok) return inside
    found.push(...inside.value)
    if (found.length > mostEntries) return err(fileProblem("file_too_many", { most: mostEntries }))
  }
  return ok(found)
}

/** Why what stands at the one path cannot be renamed to the other, where nothing stands yet. */
async function refusalOfMove(home: FileHome, from: string, to: string): Promise<Problem | null> {
  if (to.startsWith(`${from}/`)) return fileProblem("file_into_itself", { path: from, target: to })
  const twin = await caseTwin(home, to)
  return twin === null ? null : twinProblem(to, twin)
}

function twinProblem(path: string, twin: string): Problem {
  return fileProblem("file_case_twin", { path, twin })
}

async function infoAt(home: FileHome, path: string): Promise<Result<FileInfo, Problem>> {
  const info = await home.info(path)
  if (!info.ok) return info
  return info.value ? ok(info.value) : err(fileProblem("file_missing", { path }))
}
