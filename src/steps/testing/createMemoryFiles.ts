import { parseGlob } from "../../lib/glob.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FileInfo, FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath, parseWritablePath } from "../../model/workspacePath.ts"

/** A workspace in memory, with the rules that every home keeps; `all` gives its files as text. */
export function createMemoryFiles(
  start: { readonly [path: string]: string } = {},
  now: () => number = () => 0,
): FilesPort & { all(): { readonly [path: string]: string } } {
  const files = new Map<string, { bytes: Uint8Array; changed: number }>()
  const encode = (content: string | Uint8Array) =>
    typeof content === "string" ? new TextEncoder().encode(content) : content.slice()
  for (const [path, content] of Object.entries(start))
    files.set(path, { bytes: encode(content), changed: now() })

  const infoOf = (path: string): FileInfo | null => {
    const file = files.get(path)
    if (file) return { path, kind: "file", size: file.bytes.length, changed: file.changed }
    return [...files.keys()].some(one => one.startsWith(`${path}/`))
      ? { path, kind: "folder", size: 0, changed: 0 }
      : null
  }
  const found = (path: string): Result<Uint8Array, Problem> => {
    const file = files.get(path)
    if (file) return ok(file.bytes)
    return err(fileProblem(infoOf(path) ? "file_is_folder" : "file_missing", { path }))
  }
  const put = (path: string, bytes: Uint8Array): Result<FileInfo, Problem> => {
    if (infoOf(path)?.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    const folders = path.split("/").slice(0, -1)
    const through = folders
      .map((_, depth) => folders.slice(0, depth + 1).join("/"))
      .find(one => files.has(one))
    if (through !== undefined) return err(fileProblem("file_not_folder", { path }))
    files.set(path, { bytes, changed: now() })
    return ok({ path, kind: "file", size: bytes.length, changed: now() })
  }
  const under = (path: string) => [...files.keys()].filter(one => one === path || one.startsWith(`${path}/`))
  const duplicate = (from: string, to: string, parse: typeof parseFilePath): Result<FileInfo, Problem> => {
    const [source, target] = [parse(from), parseWritablePath(to)]
    if (!source.ok) return source
    if (!target.ok) return target
    const all = under(source.value)
    if (all.length === 0) return err(fileProblem("file_missing", { path: from }))
    for (const path of all) {
      const bytes = files.get(path)?.bytes ?? new Uint8Array()
      const written = put(target.value + path.slice(source.value.length), bytes)
      if (!written.ok) return written
    }
    return ok(infoOf(target.value) ?? { path: target.value, kind: "folder", size: 0, changed: 0 })
  }

  return {
    async read(path) {
      const parsed = parseFilePath(path)
      return parsed.ok ? found(parsed.value) : parsed
    },
    async readText(path) {
      const parsed = parseFilePath(path)
      const bytes = parsed.ok ? found(parsed.value) : parsed
      if (!bytes.ok) return bytes
      try {
        return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value))
      } catch {
        return err(fileProblem("file_not_text", { path }))
      }
    },
    async write(path, content) {
      const parsed = parseWritablePath(path)
      return parsed.ok ? put(parsed.value, encode(content)) : parsed
    },
    async append(path, content) {
      const parsed = parseWritablePath(path)
      if (!parsed.ok) return parsed
      const before = files.get(parsed.value)?.bytes ?? new Uint8Array()
      return put(parsed.value, new Uint8Array([...before, ...encode(content)]))
    },
    async move(from, to) {
      const moved = duplicate(from, to, parseWritablePath)
      const source = parseWritablePath(from)
      if (moved.ok && source.ok) for (const path of under(source.value)) files.delete(path)
      return moved
    },
    async copy(from, to) {
      return duplicate(from, to, parseFilePath)
    },
    async remove(path) {
      const parsed = parseWritablePath(path)
      if (!parsed.ok) return parsed
      for (const one of under(parsed.value)) files.delete(one)
      return ok(undefined)
    },
    async makeFolder(path) {
      const parsed = parseWritablePath(path)
      return parsed.ok ? ok(undefined) : parsed
    },
    async list(glob) {
      const pattern = parseGlob(glob)
      if (!pattern.ok) return err(fileProblem("file_bad_glob", { glob, why: pattern.error }))
      const folders = [...files.keys()].flatMap(path => {
        const names = path.split("/").slice(0, -1)
        return names.map((_, depth) => names.slice(0, depth + 1).join("/"))
      })
      const paths = [...new Set([...files.keys(), ...folders])].filter(path => pattern.value.matches(path))
      return ok(paths.sort().flatMap(path => infoOf(path) ?? []))
    },
    async info(path) {
      const parsed = parseFilePath(path)
      return parsed.ok ? ok(infoOf(parsed.value)) : parsed
    },
    all() {
      const text = [...files].map(([path, { bytes }]) => [path, new TextDecoder().decode(bytes)])
      return Object.fromEntries(text)
    },
  }
}
