import type { Scene } from "./scene.ts"

/** Which way wires are followed. */
export type Way = "upstream" | "downstream" | "connected"

/** The boxes, and all that wires lead to from them that way. What is within a container comes with it. */
export function along(scene: Scene, ids: Iterable<string>, way: Way): Set<string> {
  const next = new Map<string, string[]>()
  const lead = (from: string, to: string) => {
    const list = next.get(from)
    if (list) list.push(to)
    else next.set(from, [to])
  }
  for (const { from, to } of scene.wires) {
    if (way !== "upstream") lead(from, to)
    if (way !== "downstream") lead(to, from)
  }
  const found = new Set(ids)
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other)
  return found
}
