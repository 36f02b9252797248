import { open, readdir, realpath, rename, rm, stat } from "node:fs/promises"
import { err, ok, type Result } from "../lib/result.ts"

/** Why a file could not be read. */
export type FileTrouble = "missing" | "folder" | "forbidden" | "too_big" | "other"

/** The world as a command sees it. Tests hand in one of their own. */
export interface Io {
  out(text: string): void
  /** For what is no result: usage errors. */
  complain(text: string): void
  /** Whether a person reads `out` in a terminal: then there are colours. */
  readonly colours: boolean
  /** The content of a file, or of standard input for `-`. */
  read(path: string): Promise<Result<Uint8Array, FileTrouble>>
  /** Puts a text in the place of a file's content. Whatever happens meanwhile, the file holds the old or the new. */
  replace(path: string, text: string): Promise<Result<void, FileTrouble>>
  /** The names of what stands in a folder; none where it cannot be listed. */
  list?(folder: string): Promise<readonly string[]>
  /** Calls back whenever the person presses Ctrl+C; what it returns ends that. */
  onInterrupt?(hear: () => void): () => void
  /** How many letters fit into a line of the terminal; without it lines are not written over. */
  readonly columns?: number
}

/** More than this is no workflow; endless devices are not read to their end. */
const largest = 64 * 1024 * 1024

/** The real terminal and the real files. */
export function nodeIo(process: NodeJS.Process): Io {
  return {
    out: text => process.stdout.write(text),
    complain: text => process.stderr.write(text),
    colours: process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "",
    read: path => troubled(() => (path === "-" ? readAll(process.stdin) : readFile(path))),
    replace: (path, text) => troubled(() => replaceFile(path, text, process.pid)),
    list: folder => readdir(folder === "" ? "." : folder).catch(() => []),
    onInterrupt(hear) {
      process.on("SIGINT", hear)
      process.on("SIGTERM", hear)
      return () => {
        process.off("SIGINT", hear)
        process.off("SIGTERM", hear)
      }
    },
    ...(process.stdout.isTTY === true ? { columns: process.stdout.columns } : {}),
  }
}

async function replaceFile(path: string, text: string, pid: number): Promise<Result<void, FileTrouble>> {
  // A file that is not there yet is made.
  const home = await realpath(path).catch(() => path)
  const temporary = `${home}.${pid}.tmp`
  const { mode } = await stat(home).catch(() => ({ mode: 0o666 }))
  try {
    const file = await open(temporary, "wx", mode & 0o777)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, home)
    return ok(undefined)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw cause
  }
}

async function readFile(path: string): Promise<Result<Uint8Array, FileTrouble>> {
  const file = await open(path, "r")
  try {
    if ((await file.stat()).isDirectory()) return err("folder")
    return await readAll(file.createReadStream({ autoClose: false }))
  } finally {
    await file.close()
  }
}

async function readAll(chunks: AsyncIterable<Uint8Array | string>): Promise<Result<Uint8Array, FileTrouble>> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk
    size += bytes.length
    if (size > largest) return err("too_big")
    parts.push(bytes)
  }
  return ok(Buffer.concat(parts))
}

async function troubled<T>(act: () => Promise<Result<T, FileTrouble>>): Promise<Result<T, FileTrouble>> {
  try {
    return await act()
  } catch (cause) {
    return err(troubleOf(cause))
  }
}

function troubleOf(cause: unknown): FileTrouble {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined
  if (code === "ENOENT" || code === "ENOTDIR") return "missing"
  if (code === "EISDIR") return "folder"
  if (code === "EACCES" || code === "EPERM") return "forbidden"
  return "other"
}
