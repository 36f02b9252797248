import type { Database } from "./database.ts"

/** The last copy of what people made, kept by the page itself beside its database. */
export interface RollingBackup {
  /** Writes a copy of what is there now; the one before stays until this one is whole. */
  write(): Promise<void>
  /** The last copy; null where there is none. */
  last(): Promise<File | null>
}

const folderName = "backups"
const fileName = "last.backup"

/** Keeps the last copy in the browser's file system, which is cleared apart from the database. */
export function createRollingBackup(
  database: Database,
  { root, now }: { readonly root: () => Promise<FileSystemDirectoryHandle>; readonly now: () => number },
): RollingBackup {
  const folder = async () => (await root()).getDirectoryHandle(folderName, { create: true })
  return {
    async write() {
      const file = await (await folder()).getFileHandle(fileName, { create: true })
      const { writeBackup } = await import("./backup.ts")
      // What is written is put in place when it is whole.
      const writable = await file.createWritable()
      await writeBackup(database, now(), { withRuns: false }).pipeTo(writable)
    },
    async last() {
      try {
        const file = await (await (await folder()).getFileHandle(fileName)).getFile()
        return file.size > 0 ? file : null
      } catch {
        return null
      }
    },
  }
}
