import { parseGlob } from "../../lib/glob.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo, FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath, parseWritablePath } from "../../model/workspacePath.ts"
import type { FileHome } from "./home.ts"
import { folderOf } from "./paths.ts"

/** The most entries that a listing looks at. */
const mostEntries = 200_000

/** The files port over any home: paths are cleaned, and what is not a file is named. */
export function createFiles(home: FileHome): FilesPort {
  async function writeTo(path: string, content: string | Uint8Array) {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
    const twin = await caseTwin(home, path)
    if (twin !== null) return err(fileProblem("file_case_twin", { path, twin }))
    const written = await home.write(path, bytes)
    return written.ok ? infoAt(home, path) : written
  }

  async function transfer(from: string, to: string, move: boolean): Promise<Result<FileInfo, Problem>> {
    const source = move ? parseWritablePath(from) : parseFilePath(from)
    if (!source.ok) return source
    const target = parseWritablePath(to)
    if (!target.ok) return target
    if (source.value === target.value) return infoAt(home, target.value)
    const bytes = await home.read(source.value)
    if (!bytes.ok) return bytes
    const written = await writeTo(target.value, bytes.value)
    if (!written.ok || !move) return written
    const removed = await home.remove(source.value)
    return removed.ok ? written : removed
  }

  return {
    async read(path) {
      const clean = parseFilePath(path)
      return clean.ok ? home.read(clean.value) : clean
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
      const old = before.ok ? before.value : new Uint8Array()
      const bytes = new Uint8Array(old.length + more.length)
      bytes.set(old)
      bytes.set(more, old.length)
      return writeTo(clean.value, bytes)
    },
    move: (from, to) => transfer(from, to, true),
    copy: (from, to) => transfer(from, to, false),
    async remove(path) {
      const clean = parseWritablePath(path)
      return clean.ok ? home.remove(clean.value) : clean
    },
    async makeFolder(path) {
      const clean = parseWritablePath(path)
      return clean.ok ? home.makeFolder(clean.value) : clean
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

async function infoAt(home: FileHome, path: string): Promise<Result<FileInfo, Problem>> {
  const info = await home.info(path)
  if (!info.ok) return info
  return info.value ? ok(info.value) : err(fileProblem("file_missing", { path }))
}

/** A name beside the path that differs from it by case alone: some systems take the two for one file. */
async function caseTwin(home: FileHome, path: string): Promise<string | null> {
  const here = await home.info(path)
  if (here.ok && here.value) return null
  const beside = await home.entries(folderOf(path))
  if (!beside.ok) return null
  return (
    beside.value.find(info => info.path !== path && info.path.toLowerCase() === path.toLowerCase())?.path ??
    null
  )
}
