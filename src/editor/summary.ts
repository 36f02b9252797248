import type { OpenFile } from "../format/file.ts"
import { isList, isMap, own } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { cardLine } from "./cardLine.ts"
import { factsOf } from "./facts.ts"
import type { Hue } from "./groups.ts"
import { layout } from "./layout.ts"
import { linesOf } from "./scene.ts"

/** What lists show of a workflow. Kept beside its text, so that a list need not read a hundred files to be shown. */
export interface Summary {
  /** Of how this is made: an older one is made anew when its workflow is opened. */
  readonly version: number
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
  readonly triggers: readonly { readonly icon: string; readonly say: string }[]
  readonly steps: number
  readonly errors: number
  readonly warnings: number
  readonly picture: Picture
}

/** A small drawing: boxes and wires in a space of its own. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** Left, top, width, hue. */
  readonly boxes: readonly (readonly [number, number, number, Hue])[]
  /** From x, y to x, y. */
  readonly wires: readonly (readonly [number, number, number, number])[]
}

const version = 1
const mostBoxes = 60
/** The size of a box in a picture. */
export const pictureBox = { width: 19, height: 9 } as const
const scale = 0.2

/** The summary of a workflow. */
export function summaryOf(file: OpenFile, catalogue: Catalogue): Summary {
  const { workflow } = file
  const { problems, steps } = factsOf(file, catalogue)
  return {
    version,
    name: workflow.name ?? workflow.id,
    description: workflow.description ?? "",
    tags: workflow.tags ?? [],
    triggers: (workflow.triggers ?? []).slice(0, 8).map(trigger => {
      const entry = own(catalogue.triggers, trigger.type)
      const line = entry ? cardLine(entry.card, trigger.with) : ""
      return {
        icon: entry?.icon ?? "zap",
        say: [entry?.title ?? trigger.type, line].filter(Boolean).join(": "),
      }
    }),
    steps: steps.size,
    errors: problems.filter(problem => problem.severity === "error").length,
    warnings: problems.filter(problem => problem.severity === "warning").length,
    picture: pictureOf(file, catalogue),
  }
}

/** What was kept, if this program can still show it. */
export function keptSummary(kept: unknown): Summary | null {
  return isMap(kept) && kept.version === version && isList(kept.tags) && isMap(kept.picture)
    ? (kept as unknown as Summary)
    : null
}

/** The outermost steps as small boxes, in an order of their own: where a person put them is for the large drawing. */
function pictureOf(file: OpenFile, catalogue: Catalogue): Picture {
  const { scene } = factsOf(file, catalogue)
  const tops = scene.nodes.filter(node => node.parent === null && node.type !== "handler").slice(0, mostBoxes)
  const ids = new Set(tops.map(node => node.id))
  const wires = scene.wires.filter(wire => ids.has(wire.from) && ids.has(wire.to))
  const boxes = tops.map(({ id }) => ({
    id,
    width: pictureBox.width / scale,
    height: pictureBox.height / scale,
  }))
  const places = layout(
    boxes,
    linesOf(tops, wires).map(line => ({ ...line, label: 0 })),
  )
  const left = (id: string) => (places.get(id)?.x ?? 0) * scale
  const top = (id: string) => (places.get(id)?.y ?? 0) * scale
  const middle = (id: string) => top(id) + pictureBox.height / 2
  return {
    width: Math.max(0, ...tops.map(({ id }) => left(id) + pictureBox.width)),
    height: Math.max(0, ...tops.map(({ id }) => top(id) + pictureBox.height)),
    boxes: tops.map(({ id, hue, type }) => [
      left(id),
      top(id),
      pictureBox.width,
      type === "trigger" ? "teal" : hue,
    ]),
    wires: wires
      .filter(wire => !wire.isBack)
      .map(({ from, to }) => [left(from) + pictureBox.width, middle(from), left(to), middle(to)]),
  }
}
