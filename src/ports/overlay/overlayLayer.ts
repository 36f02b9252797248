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

/** Makes an empty layer. */
export function createLayer(): Layer {
  const byFolder = new Map<string, Map<string, LayerEntry>>()
  const hidden = new Set<string>()
  const isBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`)
  return {
    get: path => byFolder.get(folderOf(path))?.get(path),
    put(path, entry) {
      const folder = folderOf(path)
      const inside = byFolder.get(folder) ?? new Map<string, LayerEntry>()
      byFolder.set(folder, inside.set(path, entry))
    },
    drop(path, hide) {
      byFolder.get(folderOf(path))?.delete(path)
      for (const folder of [...byFolder.keys()]) if (isBelow(folder, path)) byFolder.delete(folder)
      if (!hide) return
      for (const other of [...hidden]) if (isBelow(other, path)) hidden.delete(other)
      hidden.add(path)
    },
    hides(path) {
      if (hidden.size === 0) return false
      for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
        if (hidden.has(path.slice(0, end))) return true
      }
      return false
    },
    inside: folder => byFolder.get(folder) ?? nothing,
  }
}

/** What is known of an entry of the layer. */
export function layerInfo(path: string, { bytes, changed }: LayerEntry): FileInfo {
  return { path, kind: bytes ? "file" : "folder", size: bytes?.length ?? 0, changed }
}
