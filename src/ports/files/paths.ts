/** The folder that the path stands in; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")))
}

/** The last name of the path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}
