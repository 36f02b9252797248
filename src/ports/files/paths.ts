/** The folder that the path stands in; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")))
}

/** The last name of the path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}

/** Whether the two differ by capitals alone. */
export function isTwin(one: string, other: string): boolean {
  return one !== other && one.toLowerCase() === other.toLowerCase()
}
