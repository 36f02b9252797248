import { t } from "../language/t.ts"
import { failureOutlet } from "./outlets.ts"
import type { Scene, SceneNode } from "./scene.ts"

/** A wire in the outline. */
export interface OutlineWay {
  readonly by: string
  readonly to: string
  /** The wire as it can be selected; null where it is a trigger's. */
  readonly wire: string | null
}

/** A box in the outline, with where it leads and what it holds. */
export interface OutlineItem {
  readonly node: SceneNode
  /** The outlet where it is worth saying, and the name of the step that it leads to. */
  readonly ways: readonly OutlineWay[]
  readonly inside: readonly OutlineItem[]
}

/** The scene as a tree: triggers first, then steps as the file has them, each with those that it holds. */
export function outlineOf(scene: Scene): OutlineItem[] {
  const names = new Map(scene.nodes.map(node => [node.id, node.name]))
  const ways = new Map<string, OutlineWay[]>()
  for (const { id, from, to, label, outlet, isBack, wire } of scene.wires) {
    const by = outlet === failureOutlet && label === "" ? failureOutlet : label
    const way = { by: isBack ? t`${by} back to`.trim() : by, to: names.get(to) ?? to, wire: wire && id }
    const list = ways.get(from)
    if (list) list.push(way)
    else ways.set(from, [way])
  }
  const items = new Map<string, OutlineItem & { inside: OutlineItem[] }>()
  const tops: OutlineItem[] = []
  for (const node of scene.nodes) {
    const item = { node, ways: ways.get(node.id) ?? [], inside: [] }
    items.set(node.id, item)
    const around = node.parent === null ? undefined : items.get(node.parent)
    if (around) around.inside.push(item)
    else tops.push(item)
  }
  return tops
}
