import type { FolderMap, FolderService } from "../app/folders/folderService.ts"
import { isOpen } from "../ports/files/pickedFolder.ts"
import type { GrantHome } from "../runs/grants/grantHome.ts"
import { type FolderStore, type Folders, folderFor } from "../storage/folders.ts"
import { onReturn, openFolderAgain, type PickingWindow, pickFolder } from "./pickedFolder.ts"

/*
 * Folders as only a page can have them: a picker and a question of the browser come in answer to a click. Whatever is
 * picked or opened again is written to the database, from where the engine and other tabs hear of it.
 */

/** What of a window is needed. */
type HearingWindow = PickingWindow & Pick<Window, "addEventListener" | "removeEventListener">

/** Makes the folders of the page. */
export function createPageFolders(store: FolderStore, page: HearingWindow): FolderService {
  return {
    canPick: page.showDirectoryPicker !== undefined,
    watch(hear) {
      let present: Folders = new Map()
      let ended = false
      const tell = async (): Promise<void> => {
        const told: FolderMap = new Map(
          await Promise.all(
            [...present].map(
              async ([workflow, handle]) =>
                [workflow, handle && { name: handle.name, isOpen: await isOpen(handle) }] as const,
            ),
          ),
        )
        if (!ended) hear(told)
      }
      const look = (): void => void tell()
      const end = store.watch(all => {
        present = all
        look()
      })
      const forget = onReturn(page, look)
      return () => {
        ended = true
        end()
        forget()
      }
    },
    async pick(workflow) {
      const handle = await pickFolder(page)
      if (typeof handle === "string") return handle
      await store.put(workflow, handle)
      return "picked"
    },
    async open(workflow) {
      const all = await store.all()
      const handle = folderFor(all, workflow)
      if (handle === null) return true
      if (!(await openFolderAgain(handle))) return false
      // Written again, so that whoever waits for it hears.
      for (const [row, kept] of all) if (kept === handle) await store.put(row, handle)
      return true
    },
    keepPrivate: workflow => store.put(workflow, null),
    drop: workflow => store.drop(workflow),
  }
}

/** Grants, among which the browser's own permission for a folder is asked for and not kept. */
export function openingFolders<G extends Pick<GrantHome, "allow">>(grants: G, folders: FolderService): G {
  return {
    ...grants,
    async allow(workflow: string, patterns: readonly string[]) {
      if (patterns.includes("folder")) await folders.open(workflow)
      const others = patterns.filter(pattern => pattern !== "folder")
      if (others.length > 0) await grants.allow(workflow, others)
    },
  }
}
