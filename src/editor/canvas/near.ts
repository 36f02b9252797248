import { type Area, contains, touches } from "../decor.ts"
import type { Scene } from "../scene.ts"
import { absoluteBoxes } from "./absoluteBoxes.ts"

/*
 * Of a large workflow React Flow is given only what stands near to what is seen: it goes through all that it has in
 * every frame of a gesture, so that a drag among 5,000 steps costs what a drag among 100 does. What is near changes in
 * large steps, not with each movement.
 */

/** How the canvas stands, as React Flow has it. */
export interface Stand {
  readonly transform: readonly [x: number, y: number, zoom: number]
  readonly width: number
  readonly height: number
}

const nowhere: Area = { x: 0, y: 0, width: 0, height: 0 }
/** From so many times the width that is seen on, what counts as near is too much. */
const widest = 4

/** Follows a canvas: half a screen around what is seen, and the same area until the canvas leaves it. */
export function createNear(): (stand: Stand) => Area {
  let near = nowhere
  return ({ transform: [x, y, zoom], width, height }) => {
    const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
    if (seen.width === 0 || seen.height === 0) return near
    if (contains(near, seen) && near.width <= widest * seen.width) return near
    near = {
      x: seen.x - seen.width / 2,
      y: seen.y - seen.height / 2,
      width: 2 * seen.width,
      height: 2 * seen.height,
    }
    return near
  }
}

/** The boxes and wires that React Flow has to know, by their ids. */
export interface Known {
  readonly boxes: ReadonlySet<string>
  readonly wires: ReadonlySet<string>
}

/** What stands in the area or is kept for another reason; the two ends of each wire; and what holds them. */
export function knownOf(scene: Scene, near: Area | null, kept: ReadonlySet<string>): Known {
  const all = absoluteBoxes(scene)
  const isMeant = (id: string, area: Area) => kept.has(id) || (near !== null && touches(area, near))
  const boxes = new Set<string>()
  const wires = new Set<string>()
  for (const [id, { node, x, y }] of all) {
    if (isMeant(id, { x, y, width: node.width, height: node.height })) boxes.add(id)
  }
  for (const { id, from, to } of scene.wires) {
    const [a, b] = [all.get(from), all.get(to)]
    if (!a || !b) continue
    const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
    const width = Math.max(a.x + a.node.width, b.x + b.node.width) - x
    const height = Math.max(a.y + a.node.height, b.y + b.node.height) - y
    if (!isMeant(id, { x, y, width, height })) continue
    wires.add(id)
    boxes.add(from).add(to)
  }
  for (const id of [...boxes])
    for (
      let here = all.get(id)?.node.parent ?? null;
      here !== null;
      here = all.get(here)?.node.parent ?? null
    )
      boxes.add(here)
  return { boxes, wires }
}

/**
 * The same, again and again: the very answer of before where nothing has another place. A letter that is typed moves no
 * box, and has no wire looked at.
 */
export function createKnown(): typeof knownOf {
  let last: { wires: Scene["wires"]; near: Area | null; kept: ReadonlySet<string>; known: Known } | null =
    null
  return (scene, near, kept) => {
    const { wires } = scene
    const isAsBefore =
      last?.wires === wires &&
      last.near === near &&
      last.kept.size === kept.size &&
      [...kept].every(id => last?.kept.has(id))
    const known = isAsBefore && last ? last.known : knownOf(scene, near, kept)
    last = { wires, near, kept, known }
    return known
  }
}
