import type { PromiseFsClient } from "isomorphic-git"
import { err, ok, type Result } from "../../lib/result.ts"
import type { FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseWritablePath } from "../../model/workspacePath.ts"
import type { FileHome } from "../files/home.ts"
import { gitProblem } from "./gitProblems.ts"

/*
 * A home as the file system that isomorphic-git expects. It knows modes, which homes do not: what is executable and
 * what is a link, git's index says, and a link stands as a file that holds where it leads.
 */

/** Where the repository stands, as isomorphic-git sees it. */
export const root = "/repository"

const [plain, executable, link] = [0o100644, 0o100755, 0o120000]

/** The file system, and what it refused. */
export interface GitFs {
  readonly promises: PromiseFsClient["promises"]
  /** The modes of files that are not plain, by path. */
  readonly modes: Map<string, number>
  /** Why something was refused that git then gave up on in words of its own. */
  refusal(): Problem | null
  /** The text of a file; null where there is none. */
  text(path: string): Promise<string | null>
  write(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  exists(path: string): Promise<boolean>
}

/** Makes the file system over a home. */
export function createGitFs(home: FileHome): GitFs {
  const modes = new Map<string, number>()
  let refused: Problem | null = null
  /** Begins anywhere, so that no number comes again that another operation has written down. */
  let looks = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  let indexTime: Promise<number | null> | undefined
  /** How often a file of git's own was written: it is read again when that has changed. */
  const writes = new Map<string, number>()

  /** The value, or an error such as Node's file system throws. */
  function valueIn<T>(result: Result<T, Problem>): T {
    if (result.ok) return result.value
    const code = errorCodes[result.error.code]
    if (code === undefined) refused ??= result.error
    throw Object.assign(new Error(result.error.message), { code: code ?? "EIO" })
  }

  async function infoOf(path: string): Promise<FileInfo> {
    const info = valueIn(await home.info(path))
    if (info === null) throw Object.assign(new Error(`nothing at ${path}`), { code: "ENOENT" })
    return info
  }

  /** What git's own folder holds is git's to write; all else has to be a path that the workspace can have. */
  function writable(path: string): string {
    if (isGits(path)) return path
    return valueIn(parseWritablePath(path))
  }

  /** When git last wrote down how files stand; null where it never has. */
  const timeOfIndex = (): Promise<number | null> => {
    indexTime ??= home.info(".git/index").then(info => (info.ok && info.value ? info.value.changed : null))
    return indexTime
  }

  /** A number that no file was written down with. */
  function anyNumber(): number {
    looks = (looks + 1) % 2 ** 32
    return looks
  }

  /**
   * Whether the time of a file tells that it is as git wrote it down: what was written at the very moment of that, or
   * later, has to be looked into, for it may have been written again within the same moment.
   */
  async function isSettled({ changed }: FileInfo): Promise<boolean> {
    const time = await timeOfIndex()
    return time === null || changed < time
  }

  async function lstat(given: string) {
    const path = pathOf(given)
    const info = await infoOf(path)
    const mode = info.kind === "folder" ? 0o040000 : (modes.get(path) ?? plain)
    return {
      mode,
      size: info.size,
      mtimeMs: info.changed,
      ctimeSeconds: Math.floor(info.changed / 1_000),
      // Never the same twice where the file has to be looked into.
      ctimeNanoseconds: isGits(path) ? (writes.get(path) ?? 0) : (await isSettled(info)) ? 0 : anyNumber(),
      ...{ dev: 0, ino: 0, uid: 0, gid: 0 },
      isDirectory: () => info.kind === "folder",
      isFile: () => info.kind === "file" && mode !== link,
      isSymbolicLink: () => mode === link,
    }
  }

  const promises = {
    async readFile(given: string, options?: string | { readonly encoding?: string }) {
      const bytes = valueIn(await home.read(pathOf(given)))
      const encoding = typeof options === "string" ? options : options?.encoding
      return encoding === "utf8" ? new TextDecoder().decode(bytes) : bytes
    },
    async writeFile(given: string, content: string | Uint8Array, options?: { readonly mode?: number }) {
      const path = writable(pathOf(given))
      const mode = typeof options === "object" ? (options.mode ?? 0) : 0
      if ((mode & 0o111) !== 0) modes.set(path, executable)
      else modes.delete(path)
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
      writes.set(path, (writes.get(path) ?? 0) + 1)
      valueIn(await home.write(path, bytes))
    },
    async unlink(given: string) {
      const path = pathOf(given)
      await infoOf(path)
      valueIn(await home.remove(path))
    },
    async readdir(given: string) {
      const folder = pathOf(given)
      const skip = folder === "" ? 0 : folder.length + 1
      return valueIn(await home.entries(folder)).map(info => info.path.slice(skip))
    },
    async mkdir(given: string) {
      const path = pathOf(given)
      const info = path === "" ? "here" : valueIn(await home.info(writable(path)))
      if (info !== null) throw Object.assign(new Error(`${path} exists`), { code: "EEXIST" })
      valueIn(await home.makeFolder(path))
    },
    async rmdir(given: string) {
      const path = pathOf(given)
      if (valueIn(await home.entries(path)).length > 0)
        throw Object.assign(new Error(`${path} is not empty`), { code: "ENOTEMPTY" })
      valueIn(await home.remove(path))
    },
    rm: async (given: string) => valueIn(await home.remove(pathOf(given))),
    lstat,
    stat: lstat,
    readlink: async (given: string) => valueIn(await home.read(pathOf(given))),
    async symlink(target: string, given: string) {
      const path = writable(pathOf(given))
      modes.set(path, link)
      valueIn(await home.write(path, new TextEncoder().encode(target)))
    },
  }

  return {
    promises,
    modes,
    refusal: () => refused,
    async text(path) {
      const bytes = await home.read(path)
      return bytes.ok ? new TextDecoder().decode(bytes.value) : null
    },
    write: async (path, text) => valueIn(await home.write(path, new TextEncoder().encode(text))),
    remove: async path => valueIn(await home.remove(path)),
    exists: async path => valueIn(await home.info(path)) !== null,
  }

  /** The path in the workspace; what leads out of it is nowhere. */
  function pathOf(given: string): string {
    const names = given.split("/").filter(name => name !== "" && name !== ".")
    if (`/${names.shift()}` !== root || names.includes(".."))
      return valueIn(err(gitProblem("git_unsafe_path", { path: given })))
    return valueIn(ok(names.join("/")))
  }
}

function isGits(path: string): boolean {
  return path === ".git" || path.startsWith(".git/")
}

/** What git takes for an answer rather than for trouble. */
const errorCodes: { readonly [code: string]: string | undefined } = {
  file_missing: "ENOENT",
  file_is_folder: "EISDIR",
  file_not_folder: "ENOTDIR",
}
