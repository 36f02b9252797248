import type { PickedFolder } from "../ports/files/pickedFolder.ts"

/*
 * A folder of the disk that a person picked. A picker, and the question whether the page may use the folder again, come
 * in answer to a click; the browser may close the folder at any time.
 */

/** A window in which folders can be picked, where the browser has that. */
export interface PickingWindow {
  showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle>
}

/** What browsers say of a handle besides. */
type AskingFolder = PickedFolder & {
  requestPermission?(options: { readonly mode: "readwrite" }): Promise<PermissionState>
}

/** Lets a person pick a folder to read and write in. */
export async function pickFolder(
  page: PickingWindow,
): Promise<FileSystemDirectoryHandle | "dismissed" | "refused"> {
  try {
    return (await page.showDirectoryPicker?.({ id: "rivulet", mode: "readwrite" })) ?? "refused"
  } catch (cause) {
    return cause instanceof DOMException && cause.name === "AbortError" ? "dismissed" : "refused"
  }
}

/** Asks the browser to let the page use the folder again. */
export async function openFolderAgain(folder: AskingFolder): Promise<boolean> {
  const state = await folder.requestPermission?.({ mode: "readwrite" })
  return state === undefined || state === "granted"
}

/** Looks again whenever somebody comes back to the page: a folder may have been taken away in the browser's own settings. */
export function onReturn(
  page: Pick<Window, "addEventListener" | "removeEventListener">,
  look: () => void,
): () => void {
  page.addEventListener("focus", look)
  return () => page.removeEventListener("focus", look)
}
