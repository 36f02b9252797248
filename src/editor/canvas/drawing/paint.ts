import type { StepState, WireState } from "../../runSlots.ts"
import type { Drawing, Shape, Stroke } from "./drawing.ts"
import type { Palette } from "./palette.ts"

/** What stands out in a drawing. */
export interface Marks {
  readonly selection: ReadonlySet<string>
  /** The worst of what is wrong with a box. */
  readonly problems: ReadonlyMap<string, "error" | "warning">
  readonly states: ReadonlyMap<string, Pick<StepState, "icon" | "isAside">>
  readonly wires: ReadonlyMap<string, WireState>
}

/** How the drawing is looked at: the place of its origin on the surface, and how large it is. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** A card is drawn with its tile only where that can be told from the rest of it. */
const tileZoom = 0.12
const tile = { inset: 11, size: 36 }
const stateColours = {
  ...{ ready: "line", none: "line", running: "accent", waiting: "people", retrying: "warn" },
  ...{ doubt: "warn", done: "good", failed: "bad" },
} as const satisfies { readonly [Icon in StepState["icon"]]: keyof Palette }

/** Draws what of the drawing can be seen. */
export function paint(
  surface: CanvasRenderingContext2D,
  drawing: Drawing,
  { view, marks, palette }: { view: View; marks: Marks; palette: Palette },
) {
  const { x, y, zoom, width, height } = view
  const seen = { x: -x / zoom, y: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }
  surface.save()
  surface.translate(x, y)
  surface.scale(zoom, zoom)
  paintStrokes()
  const hair = 1 / zoom
  for (const shape of drawing.shapes) {
    if (shape.x > seen.right || shape.y > seen.bottom) continue
    if (shape.x + shape.width < seen.x || shape.y + shape.height < seen.y) continue
    paintShape(shape)
  }
  surface.restore()

  function paintStrokes() {
    const byColour = new Map<string, Stroke[]>()
    for (const stroke of drawing.strokes) {
      const [x1, y1] = stroke.from
      const [x2, y2] = stroke.to
      if (Math.min(x1, x2) > seen.right || Math.min(y1, y2) > seen.bottom) continue
      if (Math.max(x1, x2) < seen.x || Math.max(y1, y2) < seen.y) continue
      const colour = colourOfStroke(stroke)
      const list = byColour.get(colour)
      if (list) list.push(stroke)
      else byColour.set(colour, [stroke])
    }
    surface.lineWidth = Math.max(1.5, 0.8 / zoom)
    for (const [colour, strokes] of byColour) {
      surface.strokeStyle = colour
      surface.beginPath()
      for (const { from, to } of strokes) {
        surface.moveTo(from[0], from[1])
        surface.lineTo(to[0], to[1])
      }
      surface.stroke()
    }
  }

  function colourOfStroke({ name, look }: Stroke): string {
    const state = marks.wires.get(name)
    if (state === "taken") return palette.good
    if (state === "flowing") return palette.accent
    return look === "failure" ? palette.bad : look === "trigger" ? palette.accent : palette.wire
  }

  function paintShape(shape: Shape) {
    const hue = hueOf(shape.hue)
    const state = marks.states.get(shape.id)
    const edge = edgeOf(shape, state)
    surface.globalAlpha = state?.isAside ? 0.5 : 1
    if (shape.type === "card") {
      const isTiny = zoom < tileZoom
      if (edge !== null) fill(shape, edge, hair * 1.5)
      surface.fillStyle = isTiny ? hue : palette.panel
      surface.fillRect(shape.x, shape.y, shape.width, shape.height)
      if (!isTiny) {
        surface.fillStyle = hue
        surface.fillRect(shape.x + tile.inset, shape.y + (shape.height - tile.size) / 2, tile.size, tile.size)
        surface.fillStyle = palette.line
        surface.fillRect(shape.x + 60, shape.y + 18, 92, 8)
        surface.fillRect(shape.x + 60, shape.y + 33, 64, 6)
      }
    } else if (shape.type === "note") fill(shape, edge ?? hue, 0)
    else {
      surface.globalAlpha = 0.08
      fill(shape, hue, 0)
      surface.globalAlpha = 1
      surface.strokeStyle = edge ?? hue
      surface.lineWidth = edge === null ? hair : hair * 2
      surface.strokeRect(shape.x, shape.y, shape.width, shape.height)
      if (shape.type === "container") fill({ ...shape, height: Math.min(48, shape.height) }, hue, 0)
    }
    surface.globalAlpha = 1
    const problem = marks.problems.get(shape.id)
    if (problem === undefined) return
    const size = Math.max(20, 5 / zoom)
    surface.fillStyle = problem === "error" ? palette.bad : palette.warn
    surface.fillRect(shape.x + shape.width - size / 2, shape.y - size / 2, size, size)
  }

  function fill(shape: Shape, colour: string, margin: number) {
    surface.fillStyle = colour
    surface.fillRect(shape.x - margin, shape.y - margin, shape.width + 2 * margin, shape.height + 2 * margin)
  }

  function edgeOf({ id }: Shape, state: Pick<StepState, "icon"> | undefined): string | null {
    if (marks.selection.has(id)) return palette.accent
    return state === undefined || state.icon === "none" ? null : palette[stateColours[state.icon]]
  }

  function hueOf(hue: Shape["hue"]): string {
    const names = {
      teal: "accent",
      blue: "data",
      violet: "ai",
      amber: "warn",
      rose: "people",
      red: "bad",
    } as const
    return hue === "grey" ? palette.muted : palette[names[hue]]
  }
}
