import type { BufferEncoding, FileContent, FsStat, IFileSystem } from "just-bash/browser"
import type { Result } from "../../lib/result.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath } from "../../model/workspacePath.ts"
import type { FileHome } from "../files/home.ts"

/*
 * A home as the file system of the built-in shell. Links are not offered, and modes last as long as the command: a
 * workspace knows neither.
 */

/** Makes the file system over a home; `/` is the workspace's folder. */
export function createShellFs(home: FileHome): IFileSystem {
  const modes = new Map<string, number>()

  async function infoOf(given: string): Promise<FileInfo> {
    const path = pathOf(given)
    if (path === "") return { path, kind: "folder", size: 0, changed: 0 }
    const info = valueIn(await home.info(path), given)
    if (info === null) throw new Error(`ENOENT: no such file or directory, '${given}'`)
    return info
  }

  const read = async (given: string) => valueIn(await home.read(pathOf(given)), given)

  async function write(given: string, content: FileContent, encoding?: BufferEncoding): Promise<void> {
    const path = valueIn(parseFilePath(pathOf(given)), given)
    valueIn(await home.write(path, bytesOf(content, encoding)), given)
  }

  async function stat(given: string): Promise<FsStat> {
    const { path, kind, size, changed } = await infoOf(given)
    const usual = kind === "folder" ? 0o755 : 0o644
    return {
      ...{ isFile: kind === "file", isDirectory: kind === "folder", isSymbolicLink: false, size },
      ...{ mode: modes.get(path) ?? usual, mtime: new Date(changed), identity: path },
    }
  }

  async function names(given: string) {
    const path = pathOf(given)
    const entries = valueIn(await home.entries(path), given)
    return entries
      .map(info => ({ ...info, name: path === "" ? info.path : info.path.slice(path.length + 1) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async function copy(from: string, to: string, recursive: boolean): Promise<void> {
    const info = await infoOf(from)
    if (info.kind === "file") return write(to, await read(from))
    if (!recursive) throw new Error(`EISDIR: is a directory, cp '${from}'`)
    if (`${pathOf(to)}/`.startsWith(`${pathOf(from)}/`))
      throw new Error(`EINVAL: cannot copy '${from}' into itself`)
    valueIn(await home.makeFolder(valueIn(parseFilePath(pathOf(to)), to)), to)
    for (const { name } of await names(from)) await copy(`${from}/${name}`, `${to}/${name}`, true)
  }

  const noLinks = async (): Promise<never> => {
    throw new Error("EPERM: links are not offered in this workspace")
  }

  async function remove(given: string, recursive = false, force = false): Promise<void> {
    const info = await infoOf(given).catch(cause => {
      if (force) return null
      throw cause
    })
    if (info === null) return
    if (info.path === "") throw new Error(`EBUSY: the workspace itself cannot be removed, rm '${given}'`)
    if (info.kind === "folder" && !recursive && (await names(given)).length > 0)
      throw new Error(`ENOTEMPTY: directory not empty, rm '${given}'`)
    valueIn(await home.remove(info.path), given)
  }

  return {
    async readFile(path, options) {
      const encoding = typeof options === "string" ? options : options?.encoding
      return textOf(await read(path), encoding ?? "utf8")
    },
    readFileBuffer: read,
    writeFile: (path, content, options) => write(path, content, encodingIn(options)),
    async appendFile(path, content, options) {
      const before = await home.read(pathOf(path))
      const more = bytesOf(content, encodingIn(options))
      if (!before.ok) return write(path, more)
      const whole = new Uint8Array(before.value.length + more.length)
      whole.set(before.value)
      whole.set(more, before.value.length)
      return write(path, whole)
    },
    exists: path =>
      infoOf(path).then(
        () => true,
        () => false,
      ),
    stat,
    lstat: stat,
    async mkdir(given, options) {
      const info = await infoOf(given).catch(() => null)
      if (info !== null) {
        if (options?.recursive && info.kind === "folder") return
        throw new Error(`EEXIST: file already exists, mkdir '${given}'`)
      }
      const parent = given.replace(/\/+[^/]*\/*$/, "") || "/"
      if (!options?.recursive) await infoOf(parent)
      valueIn(await home.makeFolder(valueIn(parseFilePath(pathOf(given)), given)), given)
    },
    readdir: async path => (await names(path)).map(({ name }) => name),
    readdirWithFileTypes: async path =>
      (await names(path)).map(({ name, kind }) => ({
        ...{ name, isFile: kind === "file", isDirectory: kind === "folder", isSymbolicLink: false },
      })),
    rm: (path, options) => remove(path, options?.recursive, options?.force),
    cp: (from, to, options) => copy(from, to, options?.recursive === true),
    async mv(from, to) {
      await infoOf(from)
      if (pathOf(from) === pathOf(to)) return
      await copy(from, to, true)
      await remove(from, true)
    },
    resolvePath: (base, path) => `/${pathOf(path.startsWith("/") ? path : `${base}/${path}`)}`,
    getAllPaths: () => [],
    async chmod(path, mode) {
      modes.set((await infoOf(path)).path, mode)
    },
    symlink: noLinks,
    link: noLinks,
    async readlink(path) {
      await infoOf(path)
      throw new Error(`EINVAL: invalid argument, readlink '${path}'`)
    },
    realpath: async path => `/${(await infoOf(path)).path}`,
    // A file's time is the time of its last write.
    utimes: async path => void (await infoOf(path)),
  }
}

function valueIn<T>(result: Result<T, Problem>, path: string): T {
  if (result.ok) return result.value
  const { code, message } = result.error
  const word = errors[code]
  throw new Error(word === undefined ? `EIO: ${message}` : `${word}, '${path}'`)
}

/** What programs expect to read, in place of sentences for people. */
const errors: { readonly [code: string]: string | undefined } = {
  file_missing: "ENOENT: no such file or directory",
  file_is_folder: "EISDIR: illegal operation on a directory",
  file_not_folder: "ENOTDIR: not a directory",
}

/** The path in the workspace: `..` goes up, and never out. */
function pathOf(given: string): string {
  const names: string[] = []
  for (const name of given.split("/")) {
    if (name === "..") names.pop()
    else if (name !== "" && name !== ".") names.push(name)
  }
  return names.join("/")
}

function encodingIn(options: { readonly encoding?: BufferEncoding } | BufferEncoding | undefined) {
  return typeof options === "string" ? options : options?.encoding
}

function bytesOf(content: FileContent, encoding: BufferEncoding = "utf8"): Uint8Array {
  if (typeof content !== "string") return content
  if (encoding === "binary" || encoding === "latin1") return Uint8Array.from(content, at => at.charCodeAt(0))
  if (encoding === "base64") return Uint8Array.from(atob(content), at => at.charCodeAt(0))
  return new TextEncoder().encode(content)
}

function textOf(bytes: Uint8Array, encoding: BufferEncoding): string {
  if (encoding !== "binary" && encoding !== "latin1" && encoding !== "base64")
    return new TextDecoder().decode(bytes)
  let text = ""
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return encoding === "base64" ? btoa(text) : text
}
