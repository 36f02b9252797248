import type { TwinFolder } from "../app/twin/twin.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { fileProblem } from "../model/fileProblems.ts"
import type { FileInfo } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"

/** The files of a folder that a person picked. The browser puts what was written in place at once, when it is whole. */
export function createTwinFolder(root: FileSystemDirectoryHandle): TwinFolder {
  async function placeOf(path: string): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
    const names = path.split("/")
    const name = names.pop() ?? ""
    let folder = root
    for (const each of names) folder = await folder.getDirectoryHandle(each, { create: true })
    return { folder, name }
  }

  async function at<T>(path: string, work: () => Promise<T>): Promise<Result<T, Problem>> {
    try {
      return ok(await work())
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "NotFoundError")
        return err(fileProblem("file_missing", { path }))
      const why = cause instanceof Error ? cause.message : String(cause)
      return err(fileProblem("file_trouble", { path, why }))
    }
  }

  return {
    entries: folder =>
      at(root.name, async () => {
        const found: FileInfo[] = []
        for await (const handle of root.values()) {
          const path = folder === "" ? handle.name : `${folder}/${handle.name}`
          if (handle.kind === "directory") found.push({ path, kind: "folder", size: 0, changed: 0 })
          else {
            const { size, lastModified } = await (handle as FileSystemFileHandle).getFile()
            found.push({ path, kind: "file", size, changed: lastModified })
          }
        }
        return found
      }),
    read: path =>
      at(path, async () => {
        const { folder, name } = await placeOf(path)
        const file = await (await folder.getFileHandle(name)).getFile()
        return new Uint8Array(await file.arrayBuffer())
      }),
    write: (path, bytes) =>
      at(path, async () => {
        const { folder, name } = await placeOf(path)
        const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
        await file.write(bytes as Uint8Array<ArrayBuffer>)
        await file.close()
      }),
    remove: path =>
      at(path, async () => {
        const { folder, name } = await placeOf(path)
        await folder.removeEntry(name)
      }),
  }
}
