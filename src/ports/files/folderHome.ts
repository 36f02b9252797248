import { err, ok, type Result } from "../../lib/result.ts"
import { StreamFailure } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import { folderLapsed } from "../../model/grants.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome } from "./home.ts"
import { folderOf, nameOf } from "./paths.ts"
import { isOpen, type PickedFolder } from "./pickedFolder.ts"

/*
 * A workspace in a folder that a person picked. The browser writes to a file beside and puts it in place at the end,
 * so a write is there whole or not at all. It may close the folder at any time, and then asks the person anew: what
 * is asked of the folder meanwhile comes to the same problem as a missing grant, so that a run waits for the yes.
 */

/** What Chromium calls a file until it is whole. */
const draftMark = ".crswap"
/** So many files are looked at side by side. */
const sideBySide = 32

/** Makes a workspace of a folder that was picked. */
export function createFolderHome(root: PickedFolder): FileHome {
  /** Folders by path. A handle says where a folder is, not what stands there, so none of them grows old. */
  const folders = new Map<string, FileSystemDirectoryHandle>([["", root]])
  let folding: Promise<boolean> | undefined

  async function folderAt(path: string, create = false): Promise<FileSystemDirectoryHandle> {
    const known = create && path !== "" ? undefined : folders.get(path)
    if (known !== undefined) return known
    const parent = await folderAt(folderOf(path), create)
    const found = await parent.getDirectoryHandle(nameOf(path), { create })
    folders.set(path, found)
    return found
  }

  const fileAt = async (path: string, create = false): Promise<FileSystemFileHandle> =>
    (await folderAt(folderOf(path), create)).getFileHandle(nameOf(path), { create })

  async function at<T>(path: string, work: () => Promise<T>): Promise<Result<T, Problem>> {
    try {
      return ok(await work())
    } catch (cause) {
      return err(await problemOf(cause, path))
    }
  }

  async function problemOf(cause: unknown, path: string): Promise<Problem> {
    if (cause instanceof StreamFailure) return cause.problem
    const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ""
    switch (name) {
      case "NotFoundError":
        if (!(await isThere())) return fileProblem("file_no_workspace", { folder: root.name })
        return fileProblem((await runsThroughFile(path)) ? "file_not_folder" : "file_missing", { path })
      case "TypeMismatchError":
        return fileProblem((await isFolder(path)) ? "file_is_folder" : "file_not_folder", { path })
      case "NotAllowedError":
      case "SecurityError":
        return (await isOpen(root)) ? fileProblem("file_forbidden", { path }) : folderLapsed(root.name)
      case "NoModificationAllowedError":
      case "InvalidStateError":
        return fileProblem("file_busy", { path })
      case "QuotaExceededError":
        return fileProblem("file_no_room", { path })
      case "TypeError":
        return fileProblem("file_name_refused", { name: nameOf(path) })
      default:
        return fileProblem("file_trouble", {
          path,
          why: cause instanceof Error ? cause.message : String(cause),
        })
    }
  }

  const succeeds = (asked: Promise<unknown>): Promise<boolean> =>
    asked.then(
      () => true,
      () => false,
    )

  const isThere = (): Promise<boolean> => succeeds(root.values().next())

  const isFolder = (path: string): Promise<boolean> =>
    succeeds(folderAt(folderOf(path)).then(parent => parent.getDirectoryHandle(nameOf(path))))

  /** Whether a file stands where the path has a folder. */
  async function runsThroughFile(path: string): Promise<boolean> {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder))
      if (await succeeds(fileAt(folder))) return true
    return false
  }

  async function infoAt(path: string): Promise<FileInfo> {
    const parent = await folderAt(folderOf(path))
    try {
      return fileInfo(path, await (await parent.getFileHandle(nameOf(path))).getFile())
    } catch (cause) {
      if (!(cause instanceof DOMException) || cause.name !== "TypeMismatchError") throw cause
      await parent.getDirectoryHandle(nameOf(path))
      return folderInfo(path)
    }
  }

  async function write(path: string, fill: (file: FileSystemWritableFileStream) => Promise<void>) {
    const before = await infoOf(path)
    if (!before.ok) return before
    if (before.value?.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    return at(path, async () => {
      const file = await fileAt(path, true)
      try {
        const writable = await file.createWritable()
        try {
          await fill(writable)
        } catch (cause) {
          await writable.abort().catch(() => {})
          throw cause
        }
        await writable.close()
      } catch (cause) {
        // A file that was not there is made empty before anything is written to it.
        if (before.value === null) await removeDraft(path)
        throw cause
      }
    })
  }

  /** Takes away a file that was never written; what wrote to it may hold it for a moment yet. */
  async function removeDraft(path: string): Promise<void> {
    for (let tries = 0; tries < 20; tries++) {
      const removed = await at(path, async () => (await folderAt(folderOf(path))).removeEntry(nameOf(path)))
      if (removed.ok || removed.error.code !== "file_busy") return
      await new Promise(go => setTimeout(go, 10))
    }
  }

  async function infoOf(path: string): Promise<Result<FileInfo | null, Problem>> {
    if (path === "") return ok(folderInfo(path))
    const found = await at(path, () => infoAt(path))
    const isMissing =
      !found.ok && (found.error.code === "file_missing" || found.error.code === "file_not_folder")
    return isMissing ? ok(null) : found
  }

  async function entriesAt(path: string): Promise<FileInfo[]> {
    const found: FileInfo[] = []
    let files: FileSystemFileHandle[] = []
    const below = (name: string): string => (path === "" ? name : `${path}/${name}`)
    const look = async (): Promise<void> => {
      const looked = files.map(async file => {
        // What has gone since it was listed is not there.
        const now = await file.getFile().catch(() => null)
        return now && fileInfo(below(file.name), now)
      })
      files = []
      found.push(...(await Promise.all(looked)).filter(info => info !== null))
    }
    for await (const handle of (await folderAt(path)).values()) {
      if (handle.kind === "directory") found.push(folderInfo(below(handle.name)))
      else if (!handle.name.endsWith(draftMark)) files.push(handle as FileSystemFileHandle)
      if (files.length >= sideBySide) await look()
    }
    await look()
    return found
  }

  return {
    read: path =>
      at(path, async () => {
        const file = await fileAt(path)
        const read = async () => new Uint8Array(await (await file.getFile()).arrayBuffer())
        // What changes while it is read cannot be read further: it is read once more from its beginning.
        return read().catch(cause => (isUnreadable(cause) ? read() : Promise.reject(cause)))
      }),
    readStream: path => at(path, async () => (await (await fileAt(path)).getFile()).stream()),
    write: (path, bytes) => write(path, file => file.write(bytes as Uint8Array<ArrayBuffer>)),
    writeStream: (path, bytes) =>
      write(path, async file => {
        for await (const piece of bytes) await file.write(piece as Uint8Array<ArrayBuffer>)
      }),
    async remove(path) {
      const removed = await at(path, async () =>
        (await folderAt(folderOf(path))).removeEntry(nameOf(path), { recursive: true }),
      )
      const isGone =
        !removed.ok && (removed.error.code === "file_missing" || removed.error.code === "file_not_folder")
      return isGone ? ok(undefined) : removed
    },
    async makeFolder(path) {
      const made = await at(path, () => folderAt(path, true))
      return made.ok ? ok(undefined) : made
    },
    info: infoOf,
    entries: path => at(path, () => entriesAt(path)),
    foldsCase() {
      folding ??= findsOtherCase(root)
      return folding
    },
  }
}

function isUnreadable(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === "NotReadableError"
}

/** Whether a name of the folder is found by other capitals too. Where none can tell it is taken for granted. */
async function findsOtherCase(root: FileSystemDirectoryHandle): Promise<boolean> {
  const names = new Set<string>()
  for await (const name of root.keys()) names.add(name)
  for (const name of names) {
    const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()
    if (other === name || names.has(other)) continue
    const isFound = await root.getFileHandle(other).then(
      () => true,
      (cause: unknown) => cause instanceof DOMException && cause.name === "TypeMismatchError",
    )
    return isFound
  }
  return true
}

function fileInfo(path: string, { size, lastModified }: File): FileInfo {
  return { path, kind: "file", size, changed: lastModified }
}

function folderInfo(path: string): FileInfo {
  return { path, kind: "folder", size: 0, changed: 0 }
}
