import type { NodeChange, ReactFlowInstance } from "@xyflow/react"
import type { StoreApi } from "zustand/vanilla"
import { type Area, areaOf, decorOf, insideFrame, moveAll, touches } from "../../decor.ts"
import type { Editor } from "../../editor.ts"
import { shownFacts } from "../../facts.ts"
import type { Point } from "../../layout.ts"
import type { Scene, SceneNode } from "../../scene.ts"
import { absoluteBoxes } from "../absoluteBoxes.ts"
import { dropBoxes } from "../canvasEdits.ts"
import type { CanvasNode } from "../canvasNodes.ts"
import { around } from "../drawing/drawing.ts"
import { landingAt, wireAt } from "../dropping.ts"
import type { WireEdge } from "../WireLine.tsx"
import { type Held, nothingHeld } from "./held.ts"
import { snapTo } from "./snapping.ts"

/** How near to level, in pixels of the screen, a box has to come to catch. */
const reach = 6

/** What the gestures that move boxes work on. */
export interface DraggingParts {
  readonly editor: Editor
  readonly flow: ReactFlowInstance<CanvasNode, WireEdge>
  readonly held: StoreApi<Held>
}

/** The gestures that move boxes: a drag is felt here, and becomes one edit when the hand lets go. */
export function createDragging({ editor, flow, held }: DraggingParts) {
  const factsNow = () => shownFacts(editor)

  /** React Flow's news about where boxes are. */
  function onMove(changes: readonly NodeChange<CanvasNode>[]) {
    for (const change of changes) {
      if (change.type !== "dimensions" || change.resizing === undefined) continue
      const { id, dimensions, resizing } = change
      held.setState(
        resizing && dimensions ? { sized: new Map([[id, dimensions]]) } : { sized: null, places: null },
      )
    }
    const moved = changes.flatMap(change =>
      change.type === "position" && change.position ? [[change.id, change.position] as const] : [],
    )
    if (moved.length === 0) return
    const { places: before, sized } = held.getState()
    const places = new Map([...(before ?? []), ...moved])
    held.setState(sized ? { places } : caught(new Map([...places, ...taken(new Map(moved))])))
  }

  /** Where the rest of the selection goes: React Flow, which moves what it knows, knows few boxes from far away. */
  function taken(moved: ReadonlyMap<string, Point>): Map<string, Point> {
    const { selection, file } = editor.store.getState()
    const { boxes } = factsNow()
    const first = [...moved].find(([id]) => selection.has(id))
    if (!first) return new Map()
    const [id, to] = first
    const decor = decorOf(id)
    const from = decor ? areaOf(file.workflow, decor) : boxes.get(id)?.at
    if (!from) return new Map()
    const isCarried = ({ parent }: SceneNode): boolean => {
      const around = parent === null ? undefined : boxes.get(parent)
      return around !== undefined && (selection.has(around.id) || isCarried(around))
    }
    const rest = [...selection].flatMap(id => {
      const box = moved.has(id) ? undefined : boxes.get(id)
      return !box || box.isLocked || box.type === "handler" || isCarried(box) ? [] : [box]
    })
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    return new Map(rest.map(({ id, at }) => [id, { x: at.x + dx, y: at.y + dy }]))
  }

  /** The places, moved by as much as it takes to stand level with what is near. */
  function caught(places: ReadonlyMap<string, Point>): Pick<Held, "places" | "guides"> {
    const { scene } = factsNow()
    const boxes = absoluteBoxes(scene)
    const areas = [...places].flatMap(([id, at]): Area[] => {
      const box = boxes.get(id)
      if (!box) return []
      const { width, height, at: before } = box.node
      return [{ x: box.x + at.x - before.x, y: box.y + at.y - before.y, width, height }]
    })
    const parents = new Set([...places.keys()].map(id => boxes.get(id)?.node.parent))
    if (areas.length === 0 || parents.size !== 1) return { places, guides: [] }
    const whole = around(areas)
    const [parent] = parents
    const zoom = flow.getZoom()
    const seen = seenArea(whole, zoom)
    const others = [...boxes.values()].flatMap(({ node, x, y }): Area[] => {
      if (node.parent !== parent || places.has(node.id)) return []
      const area = { x, y, width: node.width, height: node.height }
      return touches(area, seen) ? [area] : []
    })
    const { dx, dy, guides } = snapTo(whole, others, reach / zoom)
    return { guides, places: new Map([...places].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }])) }
  }

  function drag(screen: Point | null, node: CanvasNode) {
    const decor = decorOf(node.id)
    if (decor !== null) {
      if (decor.type === "frame") carry(decor.index, node.position)
      return
    }
    const { workflow } = editor.store.getState().file
    const { scene } = factsNow()
    const landing = landingAt(workflow, scene, middleOf(node), id => !isWithin(scene, id, node.id))
    const isElsewhere = landing.holder !== null && landing.holder !== (node.parentId ?? null)
    held.setState({
      target: isElsewhere ? landing.holder : null,
      splice: isElsewhere ? null : (spliceAt(screen)?.id ?? null),
    })
  }

  /** The wire into which the one dragged box would go: it has none of its own yet. */
  function spliceAt(screen: Point | null) {
    const { places } = held.getState()
    const [dropped] = places?.keys() ?? []
    if (places?.size !== 1 || dropped === undefined || !screen) return undefined
    const { wires } = factsNow().scene
    if (wires.some(({ from, to }) => from === dropped || to === dropped)) return undefined
    const id = wireAt(screen)
    return wires.find(wire => wire.id === id && wire.wire !== null)
  }

  /** What stands in a frame goes where the frame goes. */
  function carry(index: number, to: Point) {
    const { workflow } = editor.store.getState().file
    const { scene } = factsNow()
    const before = workflow.frames?.[index]?.at
    if (!before) return
    const [dx, dy] = [to.x - before[0], to.y - before[1]]
    const boxes = absoluteBoxes(scene)
    const inside = insideFrame(workflow, scene, index).flatMap(id => {
      const decor = decorOf(id)
      const at = decor ? areaOf(workflow, decor) : boxes.get(id)?.node.at
      return at ? [[id, { x: at.x + dx, y: at.y + dy }] as const] : []
    })
    held.setState(({ places }) => ({
      places: new Map([...(places ?? []), ...inside, [`frame:${index}`, to]]),
      guides: [],
    }))
  }

  function letGo(screen: Point | null, node: CanvasNode) {
    const { places } = held.getState()
    const wire = spliceAt(screen) ?? null
    held.setState(nothingHeld)
    if (!places) return
    const { workflow } = editor.store.getState().file
    if ([...places.keys()].some(id => decorOf(id) !== null)) {
      editor.edit(() => moveAll(workflow, editor.catalogue, places))
      return
    }
    const { scene } = factsNow()
    const landing = landingAt(workflow, scene, middleOf(node), id => !isWithin(scene, id, node.id))
    editor.edit(() => dropBoxes(workflow, editor.catalogue, { places, landing, dropped: node.id, wire }))
  }

  function middleOf(node: CanvasNode): Point {
    const inside = flow.getInternalNode(node.id)?.internals.positionAbsolute ?? node.position
    const height = node.type === "container" ? 48 : (node.height ?? 0)
    return { x: inside.x + (node.width ?? 0) / 2, y: inside.y + height / 2 }
  }

  return {
    onMove,
    onNodeDrag: (event: MouseEvent | TouchEvent, node: CanvasNode) => drag(pointOf(event), node),
    onNodeDragStop: (event: MouseEvent | TouchEvent, node: CanvasNode) => letGo(pointOf(event), node),
    // What a box was drawn around is dragged as one, by the box; no wire takes all of it.
    onSelectionDrag: (_: unknown, [first]: CanvasNode[]) => first && drag(null, first),
    onSelectionDragStop: (_: unknown, [first]: CanvasNode[]) => first && letGo(null, first),
  }
}

/** How far around what is held its neighbours are looked for: about a screen. */
function seenArea({ x, y, width, height }: Area, zoom: number): Area {
  const [across, down] = [900 / zoom, 600 / zoom]
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down }
}

/** Whether the first box is the second, or stands inside it. */
function isWithin(scene: Scene, id: string, outer: string): boolean {
  const boxes = absoluteBoxes(scene)
  for (let here: string | null = id; here !== null; here = boxes.get(here)?.node.parent ?? null)
    if (here === outer) return true
  return false
}

/** Where on the screen an event of mouse, pen or finger is. */
export function pointOf(event: MouseEvent | TouchEvent): Point | null {
  const at = "changedTouches" in event ? event.changedTouches[0] : event
  return at ? { x: at.clientX, y: at.clientY } : null
}
