/*
 * A folder of the disk that a person picked. A picker, and the question whether the page may use the folder again, come
 * in answer to a click; the browser may close the folder at any time.
 */

/** A window in which folders can be picked, where the browser has that. */
export interface PickingWindow {
  showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle>
}

/** What browsers say of a handle besides: whether the page may use it, and the question. */
type AskedHandle = FileSystemDirectoryHandle & {
  queryPermission?(options: { readonly mode: "readwrite" }): Promise<PermissionState>
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

/** Whether the page may use the folder, without asking. */
export async function isFolderOpen(folder: AskedHandle): Promise<boolean> {
  const state = await folder.queryPermission?.({ mode: "readwrite" })
  return state === undefined || state === "granted"
}

/** Asks the browser to let the page use the folder again. */
export async function openFolderAgain(folder: AskedHandle): Promise<boolean> {
  const state = await folder.requestPermission?.({ mode: "readwrite" })
  return state === undefined || state === "granted"
}
