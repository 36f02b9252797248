import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { err, ok, type Result } from "../lib/result.ts"

/*
 * A run belongs to one program at a time. Its owner keeps a file in the run's folder, `owner-3`, which only one
 * program can make, with its process id in it, and touches it again and again. An owner is gone when its process is,
 * or when it has not touched its file for a while (it may have been frozen, or run on another computer); then the
 * next program makes `owner-4`. That the old one can do no harm when it thaws is the journal's matter.
 */

/** A sign of life is given so often, in milliseconds. */
export const beatEvery = 2_000
/** Who has given none for so long is gone. */
export const expiry = 15_000

/** Who has a run. */
export interface Owner {
  readonly pid: number
  readonly host: string
  readonly since: number
}

/** A run in this program's hands. */
export interface Held {
  /** When the last sign of life was given. */
  lastBeat(): number
  letGo(): Promise<void>
}

/** Which runs belong to whom. */
export interface Owners {
  /** Takes the run, unless another program has it that is alive: then that is the error. */
  take(run: string): Promise<Result<Held, Owner>>
  /** Who has the run, if anybody does. */
  ownerOf(run: string): Promise<Owner | undefined>
}

/** What ownership stands on; tests hand in their own. */
export interface OwnersParts {
  readonly pid: number
  readonly host: string
  readonly now: () => number
  readonly isProcess: (pid: number) => boolean
}

/** Ownership of the runs whose folders stand in this one. */
export function createOwners(folder: string, parts: OwnersParts = nodeParts()): Owners {
  const runFolder = (run: string) => join(folder, "runs", run)

  async function latest(
    run: string,
  ): Promise<{ readonly number: number; readonly owner: Owner | undefined }> {
    const names = await readdir(runFolder(run)).catch((): string[] => [])
    const number = Math.max(0, ...names.flatMap(name => /^owner-(\d+)$/.exec(name)?.[1] ?? []).map(Number))
    return { number, owner: number === 0 ? undefined : await living(join(runFolder(run), `owner-${number}`)) }
  }

  async function living(file: string): Promise<Owner | undefined> {
    try {
      const beat = (await stat(file)).mtimeMs
      // Between making the file and writing it, nothing stands in it: then its time alone counts.
      const text = await readFile(file, "utf8")
      const owner = text === "" ? { pid: 0, host: "", since: beat } : (JSON.parse(text) as Owner)
      const isGone = owner.host === parts.host && !parts.isProcess(owner.pid)
      return isGone || parts.now() - beat > expiry ? undefined : owner
    } catch {
      return undefined
    }
  }

  return {
    ownerOf: async run => (await latest(run)).owner,
    async take(run) {
      await mkdir(runFolder(run), { recursive: true })
      for (;;) {
        const { number, owner } = await latest(run)
        if (owner !== undefined) return err(owner)
        const file = join(runFolder(run), `owner-${number + 1}`)
        const mine: Owner = { pid: parts.pid, host: parts.host, since: parts.now() }
        try {
          await writeFile(file, JSON.stringify(mine), { flag: "wx" })
        } catch (cause) {
          if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") continue
          throw cause
        }
        if (number > 0) await rm(join(runFolder(run), `owner-${number}`), { force: true })
        return ok(hold(file))
      }
    },
  }

  function hold(file: string): Held {
    let last = parts.now()
    const beat = setInterval(() => {
      const now = parts.now()
      utimes(file, now / 1000, now / 1000).then(
        () => {
          last = now
        },
        () => {},
      )
    }, beatEvery)
    beat.unref()
    return {
      lastBeat: () => last,
      async letGo() {
        clearInterval(beat)
        await rm(file, { force: true })
      },
    }
  }
}

/** The owner, as a sentence names it. */
export function sayOwner({ pid, host }: Owner): string {
  return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`
}

function nodeParts(): OwnersParts {
  return { pid: process.pid, host: hostname(), now: Date.now, isProcess }
}

function isProcess(pid: number): boolean {
  if (pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}
