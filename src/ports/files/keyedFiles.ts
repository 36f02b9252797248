import type { FilesPort } from "../../model/ports.ts"

/*
 * Appending twice is not appending once. So before an attempt appends, the length that the file had is written down
 * under the key of the effect; when the attempt is repeated after a crash, it sees by that whether its text stands
 * there already. Appends to one file come one after another, whichever steps they are of.
 *
 *     run-7:save#1:0    { "path": "log.txt", "length": 120 }
 */

/** The length that a file had before something was appended to it. */
export interface AppendNote {
  readonly path: string
  readonly length: number
}

/** Where notes are kept, so that they outlive whoever wrote them. */
export interface AppendNotes {
  read(name: string): Promise<AppendNote | undefined>
  /** Once it has been written, it is on disk. */
  write(name: string, note: AppendNote): Promise<void>
}

/** Makes file ports for attempts, over the files of their workspace. */
export function createKeyedFiles(notes: AppendNotes): (key: string, files: FilesPort) => FilesPort {
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

  return (key, files) => {
    let ordinal = 0
    return {
      ...files,
      append(path, content) {
        const name = `${key}:${ordinal++}`
        return inTurn(path, async () => {
          const before = await files.read(path)
          if (!before.ok && before.error.code !== "file_missing") return before
          const there = before.ok ? before.value : new Uint8Array()
          const note = await notes.read(name)
          const known = note?.path === path ? note.length : undefined
          if (known !== undefined && standsAt(there, known, content)) {
            const info = await files.info(path)
            if (info.ok && info.value !== null) return { ok: true, value: info.value }
          }
          if (known === undefined) await notes.write(name, { path, length: there.length })
          return files.append(path, content)
        })
      },
    }
  }
}

function standsAt(bytes: Uint8Array, start: number, content: string | Uint8Array): boolean {
  const wanted = typeof content === "string" ? new TextEncoder().encode(content) : content
  return bytes.length >= start + wanted.length && wanted.every((byte, index) => bytes[start + index] === byte)
}
