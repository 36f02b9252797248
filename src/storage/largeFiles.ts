import type { LargeFiles } from "../model/largeFiles.ts"
import { readLargeRow } from "../model/largeFiles.ts"
import type { Database } from "./database.ts"

/** What keeping large files needs of the browser. */
export interface LargeFilesParts {
  readonly root: () => Promise<FileSystemDirectoryHandle>
  readonly locks: LockManager
  readonly newId: () => string
}

const folderName = "large-files"
/** Shared by all that may have written bytes which no row names yet; who sweeps has it alone. */
const lockName = "rivulet-large-files"

/** Keeps large files in the browser's own file system, whose limit is that of the disk. */
export function createLargeFiles({ root, locks, newId }: LargeFilesParts): LargeFiles {
  let held: Promise<void> | undefined
  /** Bytes become part of the workspace with a later commit, so what wrote some is waited for until it is gone. */
  const hold = () => {
    held ??= new Promise<void>((go, stop) => {
      locks
        .request(lockName, { mode: "shared" }, () => {
          go()
          return new Promise<never>(() => {})
        })
        .catch(stop)
    })
    return held
  }
  return {
    async keep(bytes, name = newId()) {
      await hold()
      const file = await (await folderIn(root)).getFileHandle(name, { create: true })
      // What is written is put in place when it is whole.
      await bytes.pipeTo(await file.createWritable())
      return { name, size: (await file.getFile()).size }
    },
    async find(name) {
      try {
        return await (await (await folderIn(root)).getFileHandle(name)).getFile()
      } catch (cause) {
        if (cause instanceof DOMException && cause.name === "NotFoundError") return null
        throw cause
      }
    },
  }
}

/**
 * Takes away bytes that no row names, unless somebody may be about to name some; gives how many files went. Not to be
 * called where the database is not as it was left: what a backup brings back may name them.
 */
export async function sweepLargeFiles(
  database: Database,
  { root, locks }: Pick<LargeFilesParts, "root" | "locks">,
): Promise<number> {
  return locks.request(lockName, { ifAvailable: true }, async lock => {
    if (lock === null) return 0
    const folder = await folderIn(root)
    const named = new Set((await largeRows(database)).map(({ large }) => large))
    let swept = 0
    for await (const name of folder.keys()) {
      if (named.has(name)) continue
      await folder.removeEntry(name)
      swept++
    }
    return swept
  })
}

/** What the rows of the private workspace say of bytes beside them. */
export async function largeRows(database: Database) {
  const found = new Map<string, number>()
  await database.kept
    .where("[store+key]")
    .between(["files", ""], ["files", "\uffff"])
    .each(({ value }) => {
      const row = readLargeRow(value)
      if (row) found.set(row.large, row.size)
    })
  return Array.from(found, ([large, size]) => ({ large, size }))
}

async function folderIn(root: LargeFilesParts["root"]): Promise<FileSystemDirectoryHandle> {
  return (await root()).getDirectoryHandle(folderName, { create: true })
}
