import type { FileHome } from "./home.ts"

/** What no workflow means when it watches files: what others keep there by the thousand. */
const passedOver = new Set([".git", "node_modules", ".rivulet"])
/** Changes are gathered for so long before they are told of. */
const gathering = 200
/** Where the system does not tell of changes, they are looked for this often, and not more than a tenth of the time. */
const lookEvery = 2_000
const share = 10

/** What happened to a file; the id is that of this very change. */
export type HearFile = (path: string, event: "create" | "change" | "delete", id: string) => void

/** What watching needs. */
export interface WatchParts {
  readonly home: FileHome
  /** Has the system tell that something changed; what it answers ends that. Undefined where the system does not. */
  readonly listen: (changed: () => void) => (() => void) | undefined | Promise<(() => void) | undefined>
  readonly after: (milliseconds: number, work: () => void) => () => void
  readonly now: () => number
  readonly hear: HearFile
}

/**
 * Tells what happens to the files of a home, whoever changes them: the system says that something has, or time passes,
 * and what stands there now is compared with what stood there before.
 */
export function watchHome({ home, listen, after, now, hear }: WatchParts): {
  readonly ready: Promise<void>
  close(): void
} {
  let known: ReadonlyMap<string, string> | undefined
  let offTimer: (() => void) | undefined
  let offSystem: (() => void) | undefined
  let closed = false
  let took = 0

  async function compare(): Promise<void> {
    const began = now()
    const found = new Map<string, string>()
    const isWhole = await walk(home, "", found)
    took = now() - began
    // A folder that cannot be read just now is not one in which all was deleted.
    if (!isWhole) return
    const before = known
    known = found
    if (before === undefined || closed) return
    for (const [path, mark] of found) {
      const was = before.get(path)
      if (was === undefined) hear(path, "create", `${path}:${mark}`)
      else if (was !== mark) hear(path, "change", `${path}:${mark}`)
    }
    for (const [path, mark] of before) if (!found.has(path)) hear(path, "delete", `${path}:${mark}:gone`)
  }

  function look(wait: number): void {
    if (closed || offTimer) return
    offTimer = after(wait, () => {
      offTimer = undefined
      turn = turn
        .then(compare)
        .catch(() => {})
        .then(lookOn)
    })
  }

  function lookOn(): void {
    if (!offSystem) look(Math.max(lookEvery, took * share))
  }

  async function begin(): Promise<void> {
    offSystem = await listen(() => look(gathering))
    if (closed) offSystem?.()
    await compare()
    lookOn()
  }

  let turn = begin()
  return {
    ready: turn,
    close() {
      closed = true
      offTimer?.()
      offSystem?.()
    },
  }
}

/** Marks of all files below; false where some of them could not be looked at. */
async function walk(home: FileHome, folder: string, found: Map<string, string>): Promise<boolean> {
  const entries = await home.entries(folder)
  if (!entries.ok) return folder !== "" && entries.error.code === "file_missing"
  for (const { path, kind, size, changed } of entries.value) {
    const name = path.slice(path.lastIndexOf("/") + 1)
    if (kind === "file") found.set(path, `${changed}-${size}`)
    else if (!passedOver.has(name) && !(await walk(home, path, found))) return false
  }
  return true
}
