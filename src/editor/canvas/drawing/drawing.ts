import type { Workflow } from "../../../model/workflow.ts"
import { type Area, areaOfFrame, areaOfNote } from "../../decor.ts"
import type { Hue } from "../../groups.ts"
import type { Point } from "../../layout.ts"
import { wireName } from "../../runSlots.ts"
import type { Scene, SceneWire } from "../../scene.ts"
import { sizes } from "../../scene.ts"
import { absoluteBoxes } from "../absoluteBoxes.ts"

/*
 * The workflow as plain shapes. Thousands of cards cannot be elements of the page at once: seen from far away, and
 * on the overview, all of them together are one drawing.
 */

/** A box of the drawing. */
export interface Shape extends Area {
  readonly id: string
  readonly type: "card" | "container" | "note" | "frame"
  readonly hue: Hue | "grey"
}

/** A wire of the drawing, straight from handle to handle. */
export interface Stroke {
  readonly name: string
  readonly look: SceneWire["look"]
  /** The boxes at its ends. */
  readonly ends: readonly [string, string]
  readonly from: readonly [x: number, y: number]
  readonly to: readonly [x: number, y: number]
}

/** All shapes, those below first. */
export interface Drawing {
  readonly shapes: readonly Shape[]
  readonly strokes: readonly Stroke[]
  /** What surrounds all of it. */
  readonly area: Area
}

const hueOfColour = {
  grey: "grey",
  teal: "teal",
  blue: "blue",
  violet: "violet",
  amber: "amber",
  rose: "rose",
} as const

const nothingHeld: ReadonlyMap<string, Point> = new Map()

/**
 * The drawing of a scene, with its notes and frames, which lie on the ground of the whole workflow; what a hand holds
 * is drawn at the place where it is held.
 */
export function drawingOf(
  scene: Scene,
  workflow: Pick<Workflow, "notes" | "frames">,
  places: ReadonlyMap<string, Point> = nothingHeld,
): Drawing {
  if (places.size > 0) return inHand(drawingOf(scene, workflow), scene, places)
  const { notes, frames } = workflow
  const known = drawn.get(scene.wires)
  if (known?.notes === notes && known?.frames === frames && known?.drawing) return known.drawing
  const drawing = draw(scene, workflow)
  drawn.set(scene.wires, { notes, frames, drawing })
  return drawing
}

/** By what is the same in all scenes that look alike but for words, of which a drawing has none. */
const drawn = new WeakMap<
  Scene["wires"],
  Pick<Workflow, "notes" | "frames"> & { readonly drawing: Drawing }
>()

/** The drawing with what a hand holds, and what is inside of that: made in every frame, it moves only these. */
function inHand(still: Drawing, scene: Scene, places: ReadonlyMap<string, Point>): Drawing {
  const shifts = new Map<string, Point>()
  for (const { id, parent, at } of scene.nodes) {
    const around = parent === null ? undefined : shifts.get(parent)
    const place = places.get(id)
    if (!around && !place) continue
    const { x, y } = place ?? at
    shifts.set(id, { x: x - at.x + (around?.x ?? 0), y: y - at.y + (around?.y ?? 0) })
  }
  const shapes = still.shapes.map(shape => {
    const shift = shifts.get(shape.id)
    if (shift) return { ...shape, x: shape.x + shift.x, y: shape.y + shift.y }
    const place = shape.type === "note" || shape.type === "frame" ? places.get(shape.id) : undefined
    return place ? { ...shape, ...place } : shape
  })
  const moved = ([x, y]: Stroke["from"], shift: Point | undefined): Stroke["from"] =>
    shift ? [x + shift.x, y + shift.y] : [x, y]
  const strokes = still.strokes.map(stroke => {
    const [from, to] = stroke.ends.map(id => shifts.get(id))
    return from || to ? { ...stroke, from: moved(stroke.from, from), to: moved(stroke.to, to) } : stroke
  })
  return { shapes, strokes, area: around(shapes) }
}

function draw(scene: Scene, workflow: Pick<Workflow, "notes" | "frames">): Drawing {
  const { notes = [], frames = [] } = scene.within === null ? workflow : {}
  const boxes = absoluteBoxes(scene)
  const shapes: Shape[] = [
    ...frames.map((frame, index) => ({
      ...{ id: `frame:${index}`, type: "frame" as const, hue: hueOfColour[frame.colour ?? "grey"] },
      ...areaOfFrame(frame),
    })),
    ...[...boxes.values()].map(({ node, x, y }) => ({
      id: node.id,
      type: node.lanes.length > 0 ? ("container" as const) : ("card" as const),
      ...{ x, y, width: node.width, height: node.height, hue: node.hue },
    })),
    ...notes.map((note, index) => ({
      ...{ id: `note:${index}`, type: "note" as const, hue: hueOfColour[note.colour ?? "amber"] },
      ...areaOfNote(note),
    })),
  ]
  const strokes = scene.wires.flatMap(({ from, outlet, to, inlet, look }): Stroke[] => {
    const [source, target] = [boxes.get(from), boxes.get(to)]
    if (!source || !target) return []
    const exit = source.node.outlets.find(({ id }) => id === outlet)
    const entry = target.node.inlets.find(({ id }) => id === inlet) ?? target.node.inlets[0]
    return [
      {
        ...{ name: wireName(from, outlet, to), look, ends: [from, to] as const },
        from: [source.x + (exit?.x ?? source.node.width), source.y + (exit?.y ?? sizes.header / 2)],
        to: [target.x, target.y + (entry?.y ?? sizes.header / 2)],
      },
    ]
  })
  return { shapes, strokes, area: around(shapes) }
}

/** What surrounds the shapes with these ids; all of the drawing where none are named or known. */
export function areaOfShapes({ shapes, area }: Drawing, ids: ReadonlySet<string>): Area {
  const meant = shapes.filter(({ id }) => ids.has(id))
  return meant.length === 0 ? area : around(meant)
}

/** What surrounds the areas; a card's place where there are none. */
export function around(areas: readonly Area[]): Area {
  if (areas.length === 0) return { x: 0, y: 0, ...sizes.card }
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of areas) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The topmost shape at a point of the canvas that a click is to find: a frame lies behind what stands on it. */
export function shapeAt({ shapes }: Drawing, x: number, y: number): Shape | null {
  return shapes.findLast(shape => covers(shape, x, y)) ?? null
}

/** The ids of the cards, containers and notes that an area touches; a container only where it is wholly inside. */
export function shapesWithin({ shapes }: Drawing, area: Area): string[] {
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  return shapes
    .filter(({ type, x, y, width, height }) => {
      if (type === "frame") return false
      if (type === "container")
        return x >= area.x && y >= area.y && x + width <= right && y + height <= bottom
      return x < right && y < bottom && x + width > area.x && y + height > area.y
    })
    .map(({ id }) => id)
}

function covers(area: Area, x: number, y: number): boolean {
  return x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height
}
