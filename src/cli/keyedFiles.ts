import { createHash } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { FilesPort } from "../model/ports.ts"

/*
 * Appending twice is not appending once. So before an attempt appends, the length that the file had is written down
 * under the key of the effect; when the attempt is repeated after a crash, it sees by that whether its text stands
 * there already. Appends to one file come one after another, whichever steps they are of.
 *
 *     appends/7c1f….json    { "path": "log.txt", "length": 120 }
 */

/** Makes file ports for attempts, over the files of the workspace. */
export function createKeyedFiles(files: FilesPort, folder: string): (key: string) => FilesPort {
  const turns = new Map<string, Promise<unknown>>()

  function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(path) ?? Promise.resolve()).then(work)
    const quiet = mine.catch(() => {})
    turns.set(path, quiet)
    void quiet.then(() => {
      if (turns.get(path) === quiet) turns.delete(path)
    })
    return mine
  }

  return key => {
    let ordinal = 0
    return {
      ...files,
      append(path, content) {
        const note = `${createHash("sha256").update(`${key}:${ordinal++}`).digest("hex")}.json`
        return inTurn(path, async () => {
          const before = await files.read(path)
          if (!before.ok && before.error.code !== "file_missing") return before
          const there = before.ok ? before.value : new Uint8Array()
          const known = await noted(join(folder, note), path)
          if (known !== undefined && standsAt(there, known, content)) {
            const info = await files.info(path)
            if (info.ok && info.value !== null) return { ok: true, value: info.value }
          }
          if (known === undefined) await writeNote(folder, note, { path, length: there.length })
          return files.append(path, content)
        })
      },
    }
  }
}

async function noted(file: string, path: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined)
  if (text === undefined) return undefined
  const note = JSON.parse(text) as { readonly path: string; readonly length: number }
  return note.path === path ? note.length : undefined
}

async function writeNote(folder: string, name: string, note: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  const draft = join(folder, `${name}.${process.pid}.part`)
  await writeFile(draft, JSON.stringify(note), { flush: true })
  await rename(draft, join(folder, name))
}

function standsAt(bytes: Uint8Array, start: number, content: string | Uint8Array): boolean {
  const wanted = Buffer.from(typeof content === "string" ? new TextEncoder().encode(content) : content)
  return Buffer.from(bytes.subarray(start, start + wanted.length)).equals(wanted)
}
