import { watch } from "node:fs"
import type { FileHome } from "../ports/files/home.ts"
import { type HearFile, watchHome } from "../ports/files/watchHome.ts"

/** Tells what happens to the files of a folder of this computer, whoever changes them. */
export function watchFolder(folder: string, home: FileHome, hear: HearFile): ReturnType<typeof watchHome> {
  return watchHome({
    home,
    hear,
    listen: changed => startWatching(folder, changed),
    after(milliseconds, work) {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
    now: Date.now,
  })
}

function startWatching(folder: string, changed: () => void): (() => void) | undefined {
  try {
    const watcher = watch(folder, { recursive: true }, changed)
    // A folder that goes while it is watched is none to hear of any more.
    watcher.on("error", () => watcher.close())
    return () => watcher.close()
  } catch {
    return undefined
  }
}
