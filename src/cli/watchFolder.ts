import { watch } from "node:fs"
import type { FileHome } from "../ports/files/home.ts"

/** What no workflow means when it watches files: what others keep there by the thousand. */
const passedOver = new Set([".git", "node_modules", ".rivulet"])
/** Changes are gathered for so long before they are told of. */
const gathering = 200
/** Where the system does not tell of changes, they are looked for this often. */
const lookEvery = 2_000

/**
 * Tells what happens to the files of a folder, whoever changes them: the system says that something has, and what
 * stands there now is compared with what stood there before.
 */
export function watchFolder(
  folder: string,
  home: FileHome,
  hear: (path: string, event: "create" | "change" | "delete", id: string) => void,
): { readonly ready: Promise<void>; close(): void } {
  let known: ReadonlyMap<string, string> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false
  let turn = compare()

  async function compare(): Promise<void> {
    const now = new Map<string, string>()
    await walk(home, "", now)
    const before = known
    known = now
    if (before === undefined || closed) return
    for (const [path, mark] of now) {
      const was = before.get(path)
      if (was === undefined) hear(path, "create", `${path}:${mark}`)
      else if (was !== mark) hear(path, "change", `${path}:${mark}`)
    }
    for (const [path, mark] of before) if (!now.has(path)) hear(path, "delete", `${path}:${mark}:gone`)
  }

  function look(wait: number): void {
    if (closed || timer) return
    timer = setTimeout(() => {
      timer = undefined
      turn = turn.then(compare).catch(() => {})
      if (!watcher) look(lookEvery)
    }, wait)
  }

  const watcher = startWatching(folder, () => look(gathering))
  if (!watcher) look(lookEvery)
  return {
    ready: turn,
    close() {
      closed = true
      clearTimeout(timer)
      watcher?.close()
    },
  }
}

function startWatching(folder: string, changed: () => void) {
  try {
    const watcher = watch(folder, { recursive: true }, changed)
    // A folder that goes while it is watched is none to hear of any more.
    watcher.on("error", () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}

async function walk(home: FileHome, folder: string, found: Map<string, string>): Promise<void> {
  const entries = await home.entries(folder)
  if (!entries.ok) return
  for (const { path, kind, size, changed } of entries.value) {
    const name = path.slice(path.lastIndexOf("/") + 1)
    if (kind === "file") found.set(path, `${changed}-${size}`)
    else if (!passedOver.has(name)) await walk(home, path, found)
  }
}
