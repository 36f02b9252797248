import { createHash } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { AppendNote, AppendNotes } from "../ports/files/keyedFiles.ts"

/** Keeps notes of appends in a folder, a file for each. */
export function createAppendNotes(folder: string): AppendNotes {
  const fileOf = (name: string): string => `${createHash("sha256").update(name).digest("hex")}.json`
  return {
    async read(name) {
      const text = await readFile(join(folder, fileOf(name)), "utf8").catch(() => undefined)
      return text === undefined ? undefined : (JSON.parse(text) as AppendNote)
    },
    async write(name, note) {
      await mkdir(folder, { recursive: true })
      const draft = join(folder, `${fileOf(name)}.${process.pid}.part`)
      await writeFile(draft, JSON.stringify(note), { flush: true })
      await rename(draft, join(folder, fileOf(name)))
    },
  }
}
