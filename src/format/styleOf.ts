import { columnOf } from "./lines.ts"
import type { CollectionNode, TextNode } from "./tree.ts"
import { type Style, usualStyle } from "./write.ts"

/** How the file is indented, by the first map and the first list that stand in a map of it. */
export function styleOf(text: string, root: CollectionNode, start: number): Style {
  let map: number | undefined
  let list: number | undefined
  const look = (node: TextNode, at: number) => {
    if (node.type === "scalar" || node.flow) return
    const hasMore = (map === undefined && node.holds.map) || (list === undefined && node.holds.list)
    if (!hasMore) return
    for (const child of node.children) {
      if (map !== undefined && list !== undefined) return
      const inner = child.node
      if (inner.type !== "scalar" && !inner.flow && node.type === "map") {
        const added = columnOf(text, at + child.at) - columnOf(text, at + child.start)
        if (inner.type === "map") map ??= added
        else list ??= added
      }
      look(inner, at + child.at)
    }
  }
  look(root, start)
  return { map: map ?? usualStyle.map, list: list ?? usualStyle.list }
}
