import type { Json } from "../../lib/json.ts"
import type { FileState, RecordedChange } from "../../model/recording.ts"
import type { FileHome } from "../files/home.ts"
import { sha256Of } from "../overlay/sha256.ts"
import { bytesToJson } from "../recording/portJson.ts"
import { hashIn } from "./fileStates.ts"

/*
 * The files of a live run are changed for real, and what they were before is gone then: it is noted before the first
 * change at each path. What came of it is looked at once the attempt has ended, whichever port changed it.
 */

/** A workspace that knows what was changed in it. */
export interface NotedHome extends FileHome {
  /** What differs now from what stood there before, in order of path. */
  changed(): Promise<RecordedChange[]>
}

/** Of larger files nobody reads what differs, and they are told apart by their size and time. */
const largestShown = 128 * 1024
/** So many paths are noted at most: of what was changed at more, the rest is not said. */
const mostNoted = 5_000

/** Makes a workspace that notes what is changed in another; the contents of files with it, if they are to be shown. */
export function createNotedHome(base: FileHome, isShown: boolean): NotedHome {
  const befores = new Map<string, FileState>()

  async function stateAt(path: string): Promise<FileState> {
    const info = await base.info(path)
    if (!info.ok || info.value === null) return null
    const { kind, size, changed } = info.value
    if (kind === "folder") return "folder"
    const bytes = size > largestShown ? undefined : await base.read(path)
    if (bytes === undefined || !bytes.ok) return { hash: `${size} ${changed}`, size }
    const content: { readonly content?: Json } = isShown ? { content: bytesToJson(bytes.value) } : {}
    return { hash: await sha256Of(bytes.value), size, ...content }
  }
  async function note(path: string): Promise<void> {
    if (path === "" || befores.has(path) || befores.size >= mostNoted) return
    befores.set(path, await stateAt(path))
  }
  /** Notes what stands at the path and below. */
  async function noteAll(path: string): Promise<void> {
    await note(path)
    if (befores.get(path) !== "folder") return
    const entries = await base.entries(path)
    for (const entry of entries.ok ? entries.value : []) await noteAll(entry.path)
  }

  const { move, change } = base
  return {
    ...base,
    async write(path, bytes) {
      await note(path)
      return base.write(path, bytes)
    },
    async writeStream(path, bytes) {
      await note(path)
      return base.writeStream(path, bytes)
    },
    async remove(path) {
      await noteAll(path)
      return base.remove(path)
    },
    async makeFolder(path) {
      await note(path)
      return base.makeFolder(path)
    },
    ...(move && {
      async move(from: string, to: string) {
        await noteAll(from)
        for (const path of [...befores.keys()])
          if (path === from || path.startsWith(`${from}/`)) await note(`${to}${path.slice(from.length)}`)
        return move(from, to)
      },
    }),
    ...(change && {
      async change(changes) {
        for (const { path, content } of changes) await (content === null ? noteAll(path) : note(path))
        return change(changes)
      },
    }),
    async changed() {
      const found: RecordedChange[] = []
      for (const [path, before] of befores) {
        const after = await stateAt(path)
        if (hashIn(before) !== hashIn(after)) found.push({ path, before, after, applied: true })
      }
      return found.sort((a, b) => (a.path < b.path ? -1 : 1))
    },
  } satisfies NotedHome
}
