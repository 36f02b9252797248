import { createFolderHome } from "../ports/files/folderHome.ts"
import type { PickedFolder } from "../ports/files/pickedFolder.ts"
import { type HearFile, watchHome } from "../ports/files/watchHome.ts"
import { type FolderStore, type Folders, folderFor } from "../storage/folders.ts"

/** What tells a page of changes in a folder, where the browser has it. */
type Observing = new (
  changed: () => void,
) => {
  observe(handle: FileSystemHandle, options: { readonly recursive: boolean }): Promise<void>
  disconnect(): void
}

/** Hears of a file, and for which workflows that is one of theirs. */
export type HearFileFor = (...heard: [...Parameters<HearFile>, isFor: (workflow: string) => boolean]) => void

/** What watching all files of a page is made of. */
export interface WatchFoldersParts {
  readonly folders: Pick<FolderStore, "watch">
  /** Watches the private workspace. */
  readonly watchKept: (hear: HearFile) => () => void
  readonly after: (milliseconds: number, work: () => void) => () => void
  readonly now: () => number
  readonly hear: HearFileFor
}

/** Tells what happens to files of the private workspace and of every folder in which a workflow works. */
export function watchFolders({ folders, watchKept, after, now, hear }: WatchFoldersParts): () => void {
  let present: Folders = new Map()
  let endings: (() => void)[] = []
  const end = (): void => {
    for (const each of endings.splice(0)) each()
  }
  const offKept = watchKept((...heard) => hear(...heard, workflow => folderFor(present, workflow) === null))
  const offFolders = folders.watch(all => {
    end()
    present = all
    endings = [...all.values()].flatMap(handle => {
      if (handle === null) return []
      const watching = watchHome({
        ...{ home: createFolderHome(handle as PickedFolder), after, now },
        listen: changed => observe(handle, changed),
        hear: (...heard) => hear(...heard, workflow => folderFor(all, workflow) === handle),
      })
      return [watching.close]
    })
  })
  return () => {
    end()
    offKept()
    offFolders()
  }
}

/** Has the browser tell of changes in the folder; undefined where it cannot, or will not for this folder. */
async function observe(handle: FileSystemHandle, changed: () => void): Promise<(() => void) | undefined> {
  const Observer = (globalThis as { readonly FileSystemObserver?: Observing }).FileSystemObserver
  if (Observer === undefined) return undefined
  try {
    const observer = new Observer(changed)
    await observer.observe(handle, { recursive: true })
    return () => observer.disconnect()
  } catch {
    return undefined
  }
}
