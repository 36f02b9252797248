import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import { type Standing, standingOf } from "../model/edits/layout.ts"
import { type Graph, graphOf, type Wire } from "../model/graph.ts"
import { findStep } from "../model/places.ts"
import { rootScopeKeys, type Step, scopeKeys, type Trigger, type Workflow } from "../model/workflow.ts"
import { cardLine } from "./cardLine.ts"
import { type Hue, hueOf } from "./groups.ts"
import { inletHandles, outletHandles } from "./handles.ts"
import { type Box, type Line, layout, type Point } from "./layout.ts"
import { failureOutlet, firstOutlet, outletsOf } from "./outlets.ts"
import { remembering } from "./remembering.ts"
import { conditionsOf } from "./wireConditions.ts"

/*
 * The workflow as it is drawn: boxes with their places and sizes, and wires between their handles. All of it
 * follows from the workflow and the catalogue, so that canvas, miniature and layout show the same thing, and
 * nothing has to be measured.
 *
 * The places of the inner steps of a container are relative to it here, and in the file to the `origin` of the lane
 * that they stand in: it comes lower when a lane above it grows. Those that the file does not name come from `layout`.
 */

/** Where a wire leaves or arrives, relative to its box. */
export interface Handle {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly side: "left" | "right" | "bottom"
  /** Whether its name is worth saying: the only way on is not. */
  readonly isNamed: boolean
}

/** A part of a container that holds one of its scopes. */
export interface Lane {
  readonly scope: (typeof scopeKeys)[number]
  readonly title: string
  readonly y: number
  readonly height: number
  readonly isEmpty: boolean
}

/** A box. */
export interface SceneNode {
  readonly id: string
  readonly type: "step" | "trigger" | "container" | "handler"
  readonly parent: string | null
  /** Relative to the parent. */
  readonly at: Point
  /** Where the places of its scope count from, relative to the parent: one and the same for all that stand in it. */
  readonly origin: Point
  readonly width: number
  readonly height: number
  readonly name: string
  readonly line: string
  readonly icon: string
  readonly hue: Hue
  readonly isKnown: boolean
  readonly isDisabled: boolean
  /** It is not moved and not changed. */
  readonly isLocked: boolean
  /** What is inside does not show; null for a box that does not hide anything. */
  readonly hides: readonly string[] | null
  readonly inlets: readonly Handle[]
  readonly outlets: readonly Handle[]
  readonly lanes: readonly Lane[]
}

/** A wire as it is drawn. */
export interface SceneWire {
  readonly id: string
  readonly from: string
  readonly outlet: string
  readonly to: string
  readonly inlet: string
  readonly label: string
  readonly look: "plain" | "failure" | "trigger"
  /** Where its outlet stands among others that have names: highest, lowest or between; null where it has no name. */
  readonly side: -1 | 0 | 1 | null
  readonly isBack: boolean
  /** The wire of the file; a trigger's is none. */
  readonly wire: Wire | null
}

/** All that is drawn. Boxes stand after the container that holds them. */
export interface Scene {
  readonly nodes: readonly SceneNode[]
  /** The very same list in two scenes whose boxes and wires all stand where they did and look as they did; see `sceneAfter.ts`. */
  readonly wires: readonly SceneWire[]
  /** The container whose inside alone is drawn, which is not among the boxes; its children stand as if it were. */
  readonly within: SceneNode | null
}

/** The sizes of what is drawn; styles follow them. */
export const sizes = {
  card: { width: 208, height: 58 },
  outlet: 22,
  header: 56,
  padding: 28,
  lane: 24,
  emptyLane: { width: 280, height: 92 },
} as const

/** The id of a trigger's box: apart from steps, as a slip may give both one name. */
export function triggerNodeId(id: string): string {
  return `trigger:${id}`
}

/** The id of the trigger whose box this is, or null for any other box. */
export function triggerOfNode(nodeId: string): string | null {
  return nodeId.startsWith("trigger:") ? nodeId.slice("trigger:".length) : null
}

/** The name of a step as people read it: its own, else its id, else what stands for none. */
export function stepName(step: Pick<Step, "id" | "name">): string {
  return step.name || step.id || t`Unnamed step`
}

/** What stands on the box of a step. */
export function wordsOf(step: Step, entry: KindEntry | undefined): Pick<SceneNode, "name" | "line"> {
  const line = entry ? cardLine(entry.card, step.with) : ""
  return { name: stepName(step), line: line === "" ? step.kind : `${step.kind} · ${line}` }
}

/** Scopes within scopes deeper than this are not drawn; the file holds them all the same. */
const deepest = 24

/** What the scopes of a step are called; the main one needs no name. */
export const scopeTitles = {
  enter: t`On entering`,
  steps: "",
  exit: t`On leaving`,
  always: t`Always, at the end`,
} as const
const handlerTitles = { failure: t`If the run fails`, always: t`Always, at the end` } as const

/** What of a workflow is drawn. */
export interface SceneOptions {
  /** Also what is inside collapsed containers. */
  readonly isOpen?: boolean
  /** The inside of this container alone; all of the workflow where it has no such step. */
  readonly within?: string | null
}

/** The scene of a workflow. */
export function sceneOf(
  workflow: Workflow,
  catalogue: Catalogue,
  { isOpen = false, within = null }: SceneOptions = {},
): Scene {
  const drawing: Drawing = {
    ...{ isOpen, within, workflow, catalogue },
    ...{ taken: new Set<string>(), nodes: [], wires: [] },
  }
  const holder = within === null ? undefined : findStep(workflow, within)?.step
  if (holder) {
    const node = drawStep(drawing, holder, { parent: null, depth: 0 })
    const nodes = drawing.nodes.filter(each => each !== node)
    return { nodes, wires: drawing.wires, within: node }
  }
  const root = drawScope(drawing, workflow.steps, {
    parent: null,
    depth: 0,
    triggers: workflow.triggers ?? [],
  })
  let bottom = root.height
  for (const scope of rootScopeKeys) {
    const steps = workflow[scope]
    if (scope === "steps" || steps === undefined) continue
    const node = addNode(drawing, {
      id: `handler:${scope}`,
      type: "handler",
      name: handlerTitles[scope],
      icon: "life-buoy",
    })
    fill(drawing, node, [{ scope: "steps", title: "", steps }], { depth: 0 })
    node.at = { x: 0, y: bottom + 2 * sizes.padding }
    bottom = node.at.y + node.height
  }
  return { nodes: drawing.nodes, wires: drawing.wires, within: null }
}

const corner: Point = { x: 0, y: 0 }

type Draft = { -readonly [K in keyof SceneNode]: SceneNode[K] }

interface Drawing {
  readonly workflow: Workflow
  readonly catalogue: Catalogue
  readonly isOpen: boolean
  readonly within: string | null
  /** The ids of boxes so far: a second step with the same id is drawn under another. */
  readonly taken: Set<string>
  readonly nodes: Draft[]
  readonly wires: SceneWire[]
}

interface ScopeFrame {
  readonly parent: string | null
  readonly depth: number
  readonly triggers?: readonly Trigger[]
  readonly branches?: boolean
  /** What is around it is locked. */
  readonly isLocked?: boolean
}

interface FillOptions extends Pick<ScopeFrame, "depth" | "branches"> {
  readonly size?: Standing["size"]
}

/** Draws a scope, with what its containers hold; gives its boxes and how large it is. */
function drawScope(drawing: Drawing, steps: readonly Step[], frame: ScopeFrame) {
  const triggers = frame.triggers ?? []
  const graph = graphOf(steps, {
    entries: triggers.flatMap(trigger => trigger.next ?? []),
    branches: frame.branches ?? false,
  })
  const tops = [
    ...triggers.map(trigger => drawTrigger(drawing, trigger)),
    ...steps.map(step => drawStep(drawing, step, frame)),
  ]
  const wires = [...wiresOfTriggers(graph, triggers), ...wiresOfScope(drawing, graph, steps)]
  for (const wire of wires) drawing.wires.push(wire)
  placeBoxes(tops, wires, drawing.workflow.layout)
  return { tops, ...extentOf(tops) }
}

function drawTrigger(drawing: Drawing, trigger: Trigger): Draft {
  const entry = own(drawing.catalogue.triggers, trigger.type)
  const node = addNode(drawing, {
    id: triggerNodeId(trigger.id),
    type: "trigger",
    name: entry?.title ?? trigger.type,
    line: (entry && cardLine(entry.card, trigger.with)) || trigger.type,
    icon: entry?.icon ?? "zap",
    hue: entry ? "teal" : "red",
    isKnown: entry !== undefined,
    isDisabled: trigger.enabled === false,
  })
  node.outlets = [{ id: "next", x: node.width, y: node.height / 2, side: "right", isNamed: false }]
  return node
}

function drawStep(drawing: Drawing, step: Step, { parent, depth, isLocked = false }: ScopeFrame): Draft {
  const standing = standingOf(own(drawing.workflow.layout, step.id))
  const entry = own(drawing.catalogue.kinds, step.kind)
  const node = addNode(drawing, {
    id: step.id,
    type: "step",
    parent,
    ...wordsOf(step, entry),
    icon: entry?.icon ?? "circle-help",
    hue: hueOf(entry?.group),
    isKnown: entry !== undefined,
    isDisabled: step.disabled === true,
    isLocked: isLocked || standing.locked,
  })
  const scopes = scopesOf(step, entry)
  const outlets = outletsOf(step, entry)
  const { collapsed, size } = standing
  if (scopes.length > 0 && collapsed && !drawing.isOpen && step.id !== drawing.within) {
    node.hides = hiddenIn(step)
    node.line = summaryOfInside(step)
    node.height = Math.max(sizes.card.height, sizes.outlet * (outlets.length - 1) + 10)
  } else if (scopes.length > 0 && depth < deepest) {
    node.type = "container"
    const lanes = scopes.map(scope => ({ scope, title: scopeTitles[scope], steps: step[scope] ?? [] }))
    fill(drawing, node, lanes, { depth: depth + 1, branches: entry?.holds?.branches === true, size })
  } else node.height = Math.max(sizes.card.height, sizes.outlet * (outlets.length - 1) + 10)
  const span = node.type === "container" ? sizes.header : node.height
  node.outlets = outletHandles({ ...node, span, most: sizes.outlet }, outlets)
  node.inlets = inletHandles(span, entry)
  return node
}

/** The ids of all that stands in a step, at any depth. */
function hiddenIn(step: Step): string[] {
  const inner = scopeKeys.flatMap(key => step[key] ?? [])
  return inner.flatMap(each => [each.id, ...hiddenIn(each)])
}

/** What a collapsed container says of what is inside. */
function summaryOfInside(step: Step): string {
  const inner = scopeKeys.flatMap(key => step[key] ?? [])
  if (inner.length === 0) return "empty"
  const names = inner.slice(0, 3).map(stepName).join(", ")
  const count = hiddenIn(step).length
  return `${count === 1 ? t`1 step` : t`${count} steps`}: ${names}${inner.length > 3 ? ", …" : ""}`
}

/** The scopes that are drawn in a step: those that it has, and for one that could have some the main one. */
function scopesOf(step: Step, entry: KindEntry | undefined): Lane["scope"][] {
  const present = scopeKeys.filter(key => step[key] !== undefined)
  const possible = entry?.holds?.scopes ?? []
  const main = possible.includes("steps") ? "steps" : possible[0]
  return present.length === 0 && main !== undefined ? [main] : present
}

/** Draws scopes into their holder, one lane below the other, and makes it as large as they are. */
function fill(
  drawing: Drawing,
  node: Draft,
  scopes: readonly { scope: Lane["scope"]; title: string; steps: readonly Step[] }[],
  { depth, branches = false, size = null }: FillOptions,
) {
  const lanes: Lane[] = []
  let y: number = sizes.header
  let width: number = sizes.emptyLane.width
  for (const { scope, title, steps } of scopes) {
    const top = y + (title === "" ? 0 : sizes.lane)
    const inner = drawScope(drawing, steps, {
      parent: node.id,
      ...{ depth, isLocked: node.isLocked },
      branches: branches && scope === "steps",
    })
    const height = Math.max(inner.height + sizes.padding, sizes.emptyLane.height)
    const origin = { x: sizes.padding, y: top }
    for (const box of inner.tops) {
      box.at = { x: box.at.x + origin.x, y: box.at.y + origin.y }
      box.origin = origin
    }
    lanes.push({ scope, title, y: top, height, isEmpty: steps.length === 0 })
    width = Math.max(width, inner.width + 2 * sizes.padding)
    y = top + height
  }
  const [leastWidth, leastHeight] = size ?? [0, 0]
  // The room that is left over goes to the last lane.
  const rest = Math.max(0, leastHeight - y)
  const last = lanes.pop()
  if (last) lanes.push({ ...last, height: last.height + rest })
  Object.assign(node, { lanes, width: Math.max(width, leastWidth), height: y + rest })
}

/** Adds a box with what all boxes have; a taken id gets a mark, as boxes must differ. */
function addNode(
  drawing: Drawing,
  given: Pick<SceneNode, "id" | "type" | "name"> & Partial<SceneNode>,
): Draft {
  let id = given.id === "" ? "?" : given.id
  while (drawing.taken.has(id)) id += "~"
  drawing.taken.add(id)
  const node: Draft = {
    ...{ parent: null, at: corner, origin: corner, width: sizes.card.width, height: sizes.card.height },
    ...{ line: "", icon: "box", hue: "amber", isKnown: true, isDisabled: false },
    ...{ isLocked: false, hides: null },
    ...{ inlets: [], outlets: [], lanes: [] },
    ...given,
    id,
  }
  drawing.nodes.push(node)
  return node
}

function wiresOfTriggers(graph: Graph, triggers: readonly Trigger[]): SceneWire[] {
  const known = new Set(graph.ids)
  return triggers.flatMap(trigger => {
    const targets = trigger.next === undefined ? graph.entries : [trigger.next].flat()
    const from = triggerNodeId(trigger.id)
    return [...new Set(targets)]
      .filter(to => known.has(to))
      .map(to => ({
        id: `${from}>${to}`,
        ...{ from, outlet: "next", to, inlet: "in", label: "" },
        ...{ look: "trigger" as const, side: null, isBack: false, wire: null },
      }))
  })
}

function wiresOfScope(drawing: Drawing, graph: Graph, steps: readonly Step[]): SceneWire[] {
  const kinds = new Map(steps.map(step => [step.id, own(drawing.catalogue.kinds, step.kind)]))
  const outlets = new Map(steps.map(step => [step.id, outletsOf(step, kinds.get(step.id))]))
  return graph.wires.map(wire => {
    const outlet = wire.outlet ?? firstOutlet(kinds.get(wire.from))
    const target = kinds.get(wire.to)
    const inlet = wire.spec.inlet ?? (Array.isArray(target?.inlets) ? target.inlets[0] : undefined)
    const names = outlets.get(wire.from) ?? []
    const isChoice = names.length > 2 || outlet === failureOutlet
    // Failure is the last, and stands apart.
    const side = outlet === names[0] ? -1 : outlet === names.at(-2) ? 1 : 0
    return {
      id: `${wire.from}.${outlet}>${wire.to}#${wire.order}`,
      from: wire.from,
      outlet,
      to: wire.to,
      inlet: typeof inlet === "string" ? inlet : "in",
      label: [isChoice ? outlet : "", ...conditionsOf(wire)].filter(Boolean).join(" · "),
      look: outlet === failureOutlet ? ("failure" as const) : ("plain" as const),
      side: isChoice && outlet !== failureOutlet ? side : null,
      isBack: graph.backs.has(wire),
      wire,
    }
  })
}

/**
 * Gives each box its place: the file's, else one from the layout of the whole scope, moved along with the box
 * beside it that the file has placed elsewhere.
 */
function placeBoxes(tops: readonly Draft[], wires: readonly SceneWire[], given: Workflow["layout"]) {
  const placed = new Map<string, Point>()
  for (const box of tops) {
    const { at } = standingOf(own(given, triggerOfNode(box.id) ?? box.id))
    if (at) placed.set(box.id, { x: at[0], y: at[1] })
  }
  const wanted =
    placed.size < tops.length
      ? automaticPlaces(tops.map(boxOf), linesOf(tops, wires))
      : new Map<string, Point>()
  const forward = wires.filter(wire => !wire.isBack)
  const before = new Map(forward.map(wire => [wire.to, wire.from]))
  const after = new Map(forward.map(wire => [wire.from, wire.to]))
  for (const box of tops) {
    const at = placed.get(box.id)
    if (at) {
      box.at = at
      continue
    }
    const here = wanted.get(box.id) ?? { x: 0, y: 0 }
    const guide = before.get(box.id) ?? after.get(box.id) ?? ""
    const [meant, real] = [wanted.get(guide), placed.get(guide)]
    const moved = meant && real ? { x: here.x + real.x - meant.x, y: here.y + real.y - meant.y } : here
    box.at = moved
    placed.set(box.id, moved)
  }
}

/** The wires as layout sees them: main ways are to be straight, what handles failures stands aside and below. */
export function linesOf(boxes: readonly SceneNode[], wires: readonly SceneWire[]): Line[] {
  const ports = new Map(boxes.map(box => [box.id, box.outlets.filter(outlet => outlet.side === "right")]))
  return wires.map(({ from, to, outlet, look, isBack, label }) => {
    const outlets = ports.get(from) ?? []
    const index = outlets.findIndex(port => port.id === outlet)
    const port = index < 0 ? 1 : (index + 0.5) / outlets.length - 0.5
    const length = look === "failure" ? 0 : label.length * 6
    return { from, to, isBack, port, label: length, pull: look === "failure" ? 0.02 : 1 }
  })
}

const rememberPlaces = remembering<Map<string, Point>>(64)

function automaticPlaces(boxes: readonly Box[], lines: readonly Line[]): Map<string, Point> {
  const key = JSON.stringify([boxes.map(Object.values), lines.map(Object.values)])
  return rememberPlaces(key, () => layout(boxes, lines))
}

/** A container's wires arrive at its head. */
function boxOf({ id, type, width, height }: SceneNode): Box {
  return { id, width, height, anchor: (type === "container" ? sizes.header : height) / 2 }
}

function extentOf(boxes: readonly Draft[]) {
  let width = 0
  let height = 0
  for (const box of boxes) {
    width = Math.max(width, box.at.x + box.width)
    height = Math.max(height, box.at.y + box.height)
  }
  return { width, height }
}
