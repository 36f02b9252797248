import type { FileInfo } from "../../model/ports.ts"
import { folderOf } from "../files/paths.ts"

/** What stands in the layer at a path: a file with its bytes, or a folder without. */
export interface LayerEntry {
  readonly bytes: Uint8Array | null
  readonly changed: number
}

/**
 * The layer of an overlay: what was put, and where the base is hidden. A path that was removed hides the base there
 * and below, and goes on doing so when something new is put in its place.
 */
export interface Layer {
  get(path: string): LayerEntry | undefined
  put(path: string, entry: LayerEntry): void
  /** Takes away what was put at the path and below; with `hide` the base is no longer seen there. */
  drop(path: string, hide: boolean): void
  /** Whether the base is not to be seen at the path. */
  hides(path: string): boolean
  /** What was put directly into the folder. */
  inside(folder: string): ReadonlyMap<string, LayerEntry>
}

const nothing: ReadonlyMap<string, LayerEntry> = new Map()

/** Of more that is hidden it is cheaper to look up the folders around a path than to go through all of it. */
const fewHidden = 8

/** Makes an empty layer. */
export function createLayer(): Layer {
  const entries = new Map<string, LayerEntry>()
  const byFolder = new Map<string, Map<string, LayerEntry>>()
  const hidden = new Set<string>()
  return {
    get: path => entries.get(path),
    put(path, entry) {
      const folder = folderOf(path)
      const inside = byFolder.get(folder) ?? new Map<string, LayerEntry>()
      byFolder.set(folder, inside.set(path, entry))
      entries.set(path, entry)
    },
    drop(path, hide) {
      entries.delete(path)
      byFolder.get(folderOf(path))?.delete(path)
      for (const [folder, inside] of [...byFolder]) {
        if (!isWithin(folder, path)) continue
        for (const each of inside.keys()) entries.delete(each)
        byFolder.delete(folder)
      }
      if (!hide) return
      for (const other of [...hidden]) if (isWithin(other, path)) hidden.delete(other)
      hidden.add(path)
    },
    hides(path) {
      if (hidden.size <= fewHidden) {
        for (const top of hidden) if (isWithin(path, top)) return true
        return false
      }
      for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
        if (hidden.has(path.slice(0, end))) return true
      }
      return false
    },
    inside: folder => byFolder.get(folder) ?? nothing,
  }
}

/** Whether the path is the other or stands below it: asked at every read, so no text is made for it. */
function isWithin(path: string, top: string): boolean {
  return path.startsWith(top) && (path.length === top.length || path[top.length] === "/")
}

/** What is known of an entry of the layer. */
export function layerInfo(path: string, { bytes, changed }: LayerEntry): FileInfo {
  return { path, kind: bytes ? "file" : "folder", size: bytes?.length ?? 0, changed }
}
