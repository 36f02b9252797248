import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Answer, FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { wholeStreams } from "./byteStreams.ts"
import type { FileHome, HomeChange, Standing } from "./home.ts"
import { folderOf, nameOf } from "./paths.ts"

/*
 * A workspace in memory over another: git and the shell work on it, thousands of small reads and writes long, and
 * hand over what changed at the end, in one piece. Whatever goes wrong on the way, nothing was written.
 *
 *     home ──reads, each once──▶ draft ◀── git, shell
 *       ▲                          │
 *       └───── changes(), at once ─┘
 */

/** What a draft reads from. */
export interface DraftBase extends Pick<FileHome, "read" | "entries"> {
  /** All that stands there; undefined where it is better looked at piece by piece. */
  standing?(folder: string): Promise<Result<readonly Standing[], Problem> | undefined>
}

/** A workspace in memory over another. */
export interface Draft extends FileHome {
  /** What has to be made of the base, in this order, so that it says the same. */
  changes(): Promise<Result<readonly HomeChange[], Problem>>
}

interface Node {
  readonly kind: "file" | "folder"
  /** Of a file: null until it is read from the base. */
  bytes: Uint8Array | null
  size: number
  changed: number
  /** Of a folder: whether all that is in it is known. */
  loaded: boolean
  readonly inside: Map<string, Node>
}

/** Makes a draft. With `whole` the base is read at once, if it can be. */
export function createDraft(base: DraftBase, now: () => number, { whole = true } = {}): Draft {
  const top = folderNode(0, false)
  /** What stood in the base where something was changed: by path. */
  const befores = new Map<string, Node | null>()
  let reading: Promise<Result<void, Problem>> | undefined

  async function readAll(): Promise<Result<void, Problem>> {
    const all = await base.standing?.("")
    if (all === undefined) return ok(undefined)
    if (!all.ok) return all
    top.loaded = true
    for (const { info, bytes } of [...all.value].sort((a, b) => (a.info.path < b.info.path ? -1 : 1))) {
      const names = info.path.split("/")
      const name = names.pop() ?? ""
      let folder = top
      for (const each of names) {
        const next = folder.inside.get(each) ?? folderNode(info.changed, true)
        folder.inside.set(each, next)
        folder = next
      }
      folder.inside.set(name, bytes === null ? folderNode(info.changed, true) : fileNode(info, bytes))
    }
    return ok(undefined)
  }

  async function load(node: Node, path: string): Promise<Result<void, Problem>> {
    if (whole) {
      reading ??= readAll()
      const read = await reading
      if (!read.ok) return read
    }
    if (node.loaded) return ok(undefined)
    const entries = await base.entries(path)
    if (!entries.ok) return entries
    if (node.loaded) return ok(undefined)
    for (const info of entries.value) {
      const made = info.kind === "file" ? fileNode(info, null) : folderNode(info.changed, false)
      node.inside.set(nameOf(info.path), made)
    }
    node.loaded = true
    return ok(undefined)
  }

  /** What stands at the path; null for nothing, `file` where the way there runs through one. */
  async function find(path: string): Promise<Result<Node | null | "file", Problem>> {
    let here = top
    if (path === "") return ok(top)
    const names = path.split("/")
    for (let at = 0; at < names.length; at++) {
      if (here.kind === "file") return ok("file")
      const loaded = await load(here, names.slice(0, at).join("/"))
      if (!loaded.ok) return loaded
      const next = here.inside.get(names[at] ?? "")
      if (next === undefined) return ok(null)
      here = next
    }
    return ok(here)
  }

  function touch(path: string, before: Node | null): void {
    if (!befores.has(path)) befores.set(path, before)
  }

  async function makeFolders(path: string): Promise<Result<Node, Problem>> {
    let here = top
    const names = path === "" ? [] : path.split("/")
    for (const [at, name] of names.entries()) {
      const loaded = await load(here, names.slice(0, at).join("/"))
      if (!loaded.ok) return loaded
      let next = here.inside.get(name)
      if (next?.kind === "file") return err(fileProblem("file_not_folder", { path }))
      if (next === undefined) {
        next = folderNode(now(), true)
        touch(names.slice(0, at + 1).join("/"), null)
        here.inside.set(name, next)
      }
      here = next
    }
    const loaded = await load(here, path)
    return loaded.ok ? ok(here) : loaded
  }

  async function bytesOf(node: Node, path: string): Promise<Result<Uint8Array, Problem>> {
    if (node.bytes !== null) return ok(node.bytes)
    const read = await base.read(path)
    if (!read.ok) return read
    node.bytes ??= read.value
    return ok(node.bytes)
  }

  async function read(path: string): Promise<Result<Uint8Array, Problem>> {
    const found = await find(path)
    if (!found.ok) return found
    if (found.value === "file") return err(fileProblem("file_not_folder", { path }))
    if (found.value === null) return err(fileProblem("file_missing", { path }))
    if (found.value.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    const bytes = await bytesOf(found.value, path)
    return bytes.ok ? ok(bytes.value.slice()) : bytes
  }

  async function write(path: string, bytes: Uint8Array): Promise<Result<void, Problem>> {
    const folder = await makeFolders(folderOf(path))
    if (!folder.ok) return folder
    const before = folder.value.inside.get(nameOf(path)) ?? null
    if (before?.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    touch(path, before)
    const info = { size: bytes.length, changed: now() }
    folder.value.inside.set(nameOf(path), fileNode(info, bytes.slice()))
    return ok(undefined)
  }

  return {
    read,
    write,
    ...wholeStreams({ read, write }),
    async remove(path) {
      const parent = await find(folderOf(path))
      if (!parent.ok) return parent
      if (parent.value === null || parent.value === "file" || parent.value.kind === "file")
        return ok(undefined)
      const loaded = await load(parent.value, folderOf(path))
      if (!loaded.ok) return loaded
      const before = parent.value.inside.get(nameOf(path))
      if (before === undefined) return ok(undefined)
      touch(path, before)
      parent.value.inside.delete(nameOf(path))
      return ok(undefined)
    },
    async makeFolder(path) {
      const made = await makeFolders(path)
      return made.ok ? ok(undefined) : made
    },
    async info(path): Answer<FileInfo | null> {
      const found = await find(path)
      if (!found.ok) return found
      return ok(found.value === null || found.value === "file" ? null : infoOf(path, found.value))
    },
    async entries(path) {
      const found = await find(path)
      if (!found.ok) return found
      const node = found.value
      if (node === null) return err(fileProblem("file_missing", { path }))
      if (node === "file" || node.kind === "file") return err(fileProblem("file_not_folder", { path }))
      const loaded = await load(node, path)
      if (!loaded.ok) return loaded
      return ok([...node.inside].map(([name, each]) => infoOf(path === "" ? name : `${path}/${name}`, each)))
    },
    async changes() {
      const removed = new Set<string>()
      const made: HomeChange[] = []
      for (const path of [...befores.keys()].sort()) {
        const before = befores.get(path) ?? null
        const found = await find(path)
        if (!found.ok) return found
        const after = found.value === "file" ? null : found.value
        const isGone = isBelow(path, removed)
        const isAnew = before?.kind === "folder" && after?.kind === "folder" && before !== after
        if (before !== null && (before.kind !== after?.kind || isAnew) && !isGone) removed.add(path)
        if (after?.kind === "folder") {
          if (before?.kind !== "folder" || isAnew || isGone) made.push({ path, content: "folder" })
        } else if (after?.bytes && (isGone || !(await isSame(before, after, path)))) {
          made.push({ path, content: after.bytes })
        }
      }
      return ok([...Array.from(removed, path => ({ path, content: null })), ...made])
    },
  }

  async function isSame(before: Node | null, after: Node, path: string): Promise<boolean> {
    if (before?.kind !== "file" || before.size !== after.size) return false
    const bytes = await bytesOf(before, path)
    return bytes.ok && bytes.value.every((byte, at) => byte === after.bytes?.[at])
  }
}

/** Whether one of the folders around the path goes, and all that is in it with it. */
function isBelow(path: string, removed: ReadonlySet<string>): boolean {
  if (removed.size === 0) return false
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder))
    if (removed.has(folder)) return true
  return false
}

function folderNode(changed: number, loaded: boolean): Node {
  return { kind: "folder", bytes: null, size: 0, changed, loaded, inside: new Map() }
}

function fileNode(info: Pick<FileInfo, "size" | "changed">, bytes: Uint8Array | null): Node {
  return { kind: "file", bytes, size: info.size, changed: info.changed, loaded: true, inside: new Map() }
}

function infoOf(path: string, { kind, size, changed }: Node): FileInfo {
  return { path, kind, size, changed }
}
