/** A folder that a person picked. Browsers say of it whether a page may still use it. */
export type PickedFolder = FileSystemDirectoryHandle & {
  queryPermission?(options: { readonly mode: "readwrite" }): Promise<PermissionState>
}

/** Whether the page may use the folder, without asking. */
export async function isOpen(folder: PickedFolder): Promise<boolean> {
  return (
    folder.queryPermission === undefined ||
    (await folder.queryPermission({ mode: "readwrite" })) === "granted"
  )
}
