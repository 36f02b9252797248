import { type PickedTwin, type TwinHome, twinLock } from "../app/twin/twin.ts"
import { createFolderHome } from "../ports/files/folderHome.ts"
import { isOpen } from "../ports/files/pickedFolder.ts"
import type { createTwinStore } from "../storage/twin.ts"
import { onReturn, openFolderAgain, type PickingWindow, pickFolder } from "./pickedFolder.ts"

/** A browser that says when something in a folder changes. */
interface Observing {
  readonly FileSystemObserver?: new (
    hear: () => void,
  ) => { observe(handle: FileSystemHandle): Promise<void>; disconnect(): void }
}

type TwinWindow = Pick<Window, "addEventListener" | "removeEventListener"> & PickingWindow & Observing

/** The twin folder as a page has it: its handle stands in the database, from where all tabs hear of it. */
export function createPageTwin(
  store: ReturnType<typeof createTwinStore>,
  page: TwinWindow,
  locks: Pick<LockManager, "request">,
): TwinHome {
  // A look that is under way, in any tab, comes to its end first.
  const put = (handle: FileSystemDirectoryHandle | null) => locks.request(twinLock, () => store.put(handle))
  const pickedAs = (handle: FileSystemDirectoryHandle, isOpenNow: boolean): PickedTwin => ({
    ...{ name: handle.name, isOpen: isOpenNow, files: createFolderHome(handle) },
    isStill: async () => (await store.folder())?.isSameEntry(handle) ?? false,
  })
  return {
    canPick: page.showDirectoryPicker !== undefined,
    watch(hear) {
      let handle: FileSystemDirectoryHandle | null = null
      let told = ""
      let isOver = false
      async function tell(isNew: boolean) {
        const present = handle
        const isThere = present !== null && (await isOpen(present))
        if (isOver || present !== handle || (!isNew && told === `${isThere}`)) return
        told = `${isThere}`
        hear(present && pickedAs(present, isThere))
      }
      const stop = store.watch(found => {
        handle = found
        void tell(true)
      })
      const forget = onReturn(page, () => void tell(false))
      return () => {
        isOver = true
        stop()
        forget()
      }
    },
    async pick() {
      const picked = await pickFolder(page)
      if (typeof picked === "string") return picked
      await put(picked)
      return "picked"
    },
    async open() {
      const handle = await store.folder()
      if (handle === null || !(await openFolderAgain(handle))) return false
      // Written again, so that all tabs hear of it.
      await put(handle)
      return true
    },
    leave: () => put(null),
    listen(hear) {
      const { FileSystemObserver: Observer } = page
      if (Observer === undefined) return () => {}
      const observer = new Observer(hear)
      void store.folder().then(handle => handle && observer.observe(handle).catch(() => {}))
      return () => observer.disconnect()
    },
  }
}
