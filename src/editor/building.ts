import { isMap, own, type Path } from "../lib/json.ts"
import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import { addStep } from "../model/edits/addStep.ts"
import { setAt } from "../model/edits/change.ts"
import { setName } from "../model/edits/fields.ts"
import { restand, standingOf } from "../model/edits/layout.ts"
import { writeImplied } from "../model/edits/next.ts"
import { replaceKind } from "../model/edits/replaceKind.ts"
import { connect, spliceIntoWire } from "../model/edits/wires.ts"
import { isListOrdered, wiresOf } from "../model/graph.ts"
import { freshId } from "../model/ids.ts"
import { findStep, scopeAt, stepIds } from "../model/places.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { gap, type Point } from "./layout.ts"
import { failureOutlet, firstOutlet, outletsOf } from "./outlets.ts"
import { type Scene, type SceneWire, sceneOf, sizes, triggerOfNode } from "./scene.ts"

/*
 * Steps that are put down on the canvas, and boxes that are moved there. A scope whose boxes all follow the
 * automatic layout goes on doing so; once one box has a place of its own, all in its scope keep theirs, lest they
 * jump aside.
 */

/** What adding came to: the workflow, and the new step. */
export interface Added {
  readonly workflow: Workflow
  readonly id: string
}

/** A step of the kind as the library gives it, with an id that is free. */
export function newStep(workflow: Workflow, entry: KindEntry): Step {
  const holds = entry.holds?.scopes.includes("steps") ? { steps: [] } : {}
  return { id: freshId(entry.title, stepIds(workflow)), name: entry.title, kind: entry.kind, ...holds }
}

/**
 * Adds a step behind another one: in list order at the next place, else on its first free outlet, or into its wire.
 * Without one it comes at the end of the workflow, or of what is within a container.
 */
export function addBehind(
  workflow: Workflow,
  catalogue: Catalogue,
  entry: KindEntry,
  behind: string | null,
  within: string | null = null,
): Added {
  const place = behind === null ? undefined : findStep(workflow, behind)
  const scope: Path = place?.scope ?? innerScope(workflow, catalogue, within)
  const steps = scopeAt(workflow, scope) ?? []
  const step = newStep(workflow, entry)
  const source = place?.step ?? steps.at(-1)
  const sourceEntry = source && own(catalogue.kinds, source.kind)
  const outlets = source ? outletsOf(source, sourceEntry).filter(outlet => outlet !== failureOutlet) : []
  // Order says only one way on: what comes second behind a step with several begins a branch.
  const branches = outlets.length > 1 && place !== undefined && place.index < steps.length - 1
  const isInOrder = isListOrdered(steps) && !branches
  const index = place && isInOrder ? place.index + 1 : undefined
  const ready = branches ? setAt(workflow, scope, writeImplied(steps)) : workflow
  let added = addTo(ready, step, scope, index)
  if (source === undefined || isInOrder)
    return { workflow: withPlace(added, catalogue, step.id, null), id: step.id }
  const wires = wiresOf(findStep(ready, source.id)?.step ?? source)
  const first = firstOutlet(sourceEntry)
  const free = outlets.find(outlet => !wires.some(wire => (wire.outlet ?? first) === outlet))
  const only = outlets.length === 1 ? wires.find(wire => (wire.outlet ?? first) === first) : undefined
  if (free !== undefined) added = connect(added, { from: source.id, outlet: free, to: step.id, first })
  else if (only) added = spliceIntoWire(added, only, step.id, { first: firstOutlet(entry) })
  return { workflow: withPlace(added, catalogue, step.id, null), id: step.id }
}

/** The scope in which steps come to a container: its own, or the first of those that it can have. */
export function innerScope(workflow: Workflow, catalogue: Catalogue, within: string | null): Path {
  const place = within === null ? undefined : findStep(workflow, within)
  if (!place) return ["steps"]
  const possible = own(catalogue.kinds, place.step.kind)?.holds?.scopes ?? []
  return [...place.path, possible.includes("steps") ? "steps" : (possible[0] ?? "steps")]
}

/** Adds a step into a wire, between its ends. */
export function addIntoWire(
  workflow: Workflow,
  catalogue: Catalogue,
  entry: KindEntry,
  { wire, from }: SceneWire,
): Added {
  const place = findStep(workflow, from)
  const step = newStep(workflow, entry)
  if (!place || !wire) return addBehind(workflow, catalogue, entry, null)
  const isInOrder = wire.implied === true
  const added = addTo(workflow, step, place.scope, isInOrder ? place.index + 1 : undefined)
  const wired = isInOrder ? added : spliceIntoWire(added, wire, step.id, { first: firstOutlet(entry) })
  return { workflow: withPlace(wired, catalogue, step.id, null), id: step.id }
}

/** Adds a step at a place, in the scope at the path, wired from an outlet where one is given. */
export function addAt(
  workflow: Workflow,
  catalogue: Catalogue,
  entry: KindEntry,
  spot: { readonly scope: Path; readonly at: Point | null; readonly from?: string; readonly outlet?: string },
): Added {
  const step = newStep(workflow, entry)
  let added = addTo(workflow, step, spot.scope)
  if (spot.from !== undefined) {
    const source = findStep(workflow, spot.from)?.step
    const first = firstOutlet(source && own(catalogue.kinds, source.kind))
    added = connect(added, { from: spot.from, outlet: spot.outlet ?? null, to: step.id, first })
  }
  return { workflow: withPlace(added, catalogue, step.id, spot.at), id: step.id }
}

/** Makes a step another kind: its wires stay where the new kind has such an outlet, its parameters where it has them. */
export function becomeKind(workflow: Workflow, catalogue: Catalogue, id: string, entry: KindEntry): Workflow {
  const place = findStep(workflow, id)
  if (!place || place.step.kind === entry.kind) return workflow
  const before = own(catalogue.kinds, place.step.kind)
  const fields = isMap(entry.input.properties) ? entry.input.properties : {}
  const kept = Object.entries(place.step.with ?? {}).filter(([name]) => Object.hasOwn(fields, name))
  const replaced = replaceKind(
    workflow,
    id,
    {
      kind: entry.kind,
      outlets: entry.outlets,
      ...(kept.length === 0 ? {} : { with: Object.fromEntries(kept) }),
    },
    firstOutlet(before),
  )
  if (!replaced.ok) return workflow
  // A name that nobody chose goes with the kind that it came from.
  return place.step.name === before?.title ? setName(replaced.value, id, entry.title) : replaced.value
}

function addTo(workflow: Workflow, step: Step, scope: Path, index?: number): Workflow {
  const added = addStep(workflow, step, { scope, ...(index === undefined ? {} : { index }) })
  return added.ok ? added.value : workflow
}

/**
 * Gives a new step its place: the wished one, beside which all boxes of its scope keep theirs; without a wish the
 * automatic one, in a scope with places of its own the next that is free behind what leads to it.
 */
function withPlace(workflow: Workflow, catalogue: Catalogue, id: string, wished: Point | null): Workflow {
  const scene = sceneOf(workflow, catalogue)
  const node = scene.nodes.find(box => box.id === id)
  if (!node) return workflow
  const siblings = scene.nodes.filter(box => box.parent === node.parent && box.id !== id)
  const isPinned = siblings.some(box => standingOf(own(workflow.layout, fileId(box.id))).at !== null)
  if (wished) return moveBoxes(workflow, scene, new Map([[id, wished]]))
  if (!isPinned) return workflow
  const before = scene.wires.find(wire => wire.to === id)
  const source = siblings.find(box => box.id === before?.from)
  let at = source ? { x: source.at.x + source.width + gap.column, y: source.at.y } : node.at
  const isTaken = (spot: Point) =>
    siblings.some(
      box =>
        spot.x < box.at.x + box.width &&
        spot.x + node.width > box.at.x &&
        spot.y < box.at.y + box.height &&
        spot.y + node.height > box.at.y,
    )
  for (let tries = 0; tries < 100 && isTaken(at); tries++)
    at = { x: at.x, y: at.y + sizes.card.height + gap.row }
  return moveBoxes(workflow, scene, new Map([[id, at]]))
}

/**
 * Writes where boxes have been moved to, relative to what holds them; with the first of a scope also where its other
 * boxes are. Where one goes past the corner that a container counts from, all in its scope make room.
 */
export function moveBoxes(workflow: Workflow, scene: Scene, places: ReadonlyMap<string, Point>): Workflow {
  const origins = new Set(scene.nodes.filter(node => places.has(node.id)).map(node => node.origin))
  const moved: Record<string, { at: [number, number] }> = {}
  for (const origin of origins) {
    const scope = scene.nodes.filter(node => node.origin === origin && node.type !== "handler")
    const points = scope.map(({ id, at }) => {
      const { x, y } = places.get(id) ?? at
      return { x: x - origin.x, y: y - origin.y }
    })
    const isInner = scope.some(({ parent }) => parent !== null)
    const across = isInner ? Math.min(0, ...points.map(({ x }) => x)) : 0
    const down = isInner ? Math.min(0, ...points.map(({ y }) => y)) : 0
    for (const [index, { id }] of scope.entries()) {
      const { x, y } = points[index] ?? origin
      const name = fileId(id)
      const isPlaced = standingOf(own(workflow.layout, name)).at !== null
      if (!places.has(id) && isPlaced && across === 0 && down === 0) continue
      moved[name] = { at: [Math.round(x - across), Math.round(y - down)] }
    }
  }
  return restand(workflow, moved)
}

/** Gives steps that have come into a scope places below a box of it, side by side; where the layout places all, it does so. */
export function putBelow(
  workflow: Workflow,
  catalogue: Catalogue,
  ids: readonly string[],
  above: string,
): Workflow {
  const bare = restand(workflow, Object.fromEntries(ids.map(id => [id, { at: null }])))
  const scene = sceneOf(bare, catalogue)
  const box = scene.nodes.find(({ id }) => id === above)
  const isPlaced = scene.nodes.some(
    ({ id, origin }) => origin === box?.origin && standingOf(own(bare.layout, fileId(id))).at !== null,
  )
  if (!box || !isPlaced) return bare
  const y = box.at.y + box.height + gap.row
  const across = sizes.card.width + gap.column
  return moveBoxes(bare, scene, new Map(ids.map((id, index) => [id, { x: box.at.x + index * across, y }])))
}

/** Gives boxes back to the automatic layout: all, or those of the scopes in which the given ones stand. */
export function tidy(workflow: Workflow, scene: Scene, ids: ReadonlySet<string>): Workflow {
  const chosen = scene.nodes.filter(node => ids.has(node.id))
  const parents = new Set(chosen.map(node => node.parent))
  const meant = chosen.length === 0 ? scene.nodes : scene.nodes.filter(node => parents.has(node.parent))
  const free = meant.filter(node => !node.isLocked)
  return restand(workflow, Object.fromEntries(free.map(node => [fileId(node.id), { at: null }])))
}

/** The scope that a box stands in, or holds, as a path into the file. */
export function scopePath(workflow: Workflow, holder: string | null, key = "steps"): Path | null {
  if (holder === null) return ["steps"]
  if (holder.startsWith("handler:")) return [holder.slice("handler:".length)]
  const place = findStep(workflow, holder)
  return place ? [...place.path, key] : null
}

/** What the file calls a box: triggers stand under a name of their own on the canvas only. */
function fileId(nodeId: string): string {
  return triggerOfNode(nodeId) ?? nodeId
}
