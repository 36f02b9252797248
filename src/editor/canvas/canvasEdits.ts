import type { Connection } from "@xyflow/react"
import { own, sameJson } from "../../lib/json.ts"
import type { Catalogue, KindEntry } from "../../model/catalogue.ts"
import { updateTrigger } from "../../model/edits/lists.ts"
import { moveIntoContainer, moveOutOfContainer } from "../../model/edits/moveSteps.ts"
import { connect, moveWire, spliceIntoWire, targetsOfTrigger } from "../../model/edits/wires.ts"
import { wiresOf } from "../../model/graph.ts"
import { findStep } from "../../model/places.ts"
import type { Workflow } from "../../model/workflow.ts"
import { type Added, addAt, addIntoWire, moveBoxes } from "../building.ts"
import type { Point } from "../layout.ts"
import { firstOutlet } from "../outlets.ts"
import { type SceneWire, sceneOf, triggerOfNode } from "../scene.ts"
import type { Landing } from "./dropping.ts"

/* What the gestures of the canvas mean for the workflow. */

/** Whether a wire may lead from one box to another: both stand in one scope, and a trigger starts only the outermost. */
export function canConnect(
  workflow: Workflow,
  { source, target }: Pick<Connection, "source" | "target">,
): boolean {
  const to = findStep(workflow, target)
  if (!to) return false
  if (triggerOfNode(source) !== null) return to.scope.length === 1 && to.scope[0] === "steps"
  const from = findStep(workflow, source)
  return from !== undefined && sameJson(from.scope, to.scope)
}

/** Draws a wire as a hand has led it, or leads an old one there. */
export function wireUp(
  workflow: Workflow,
  catalogue: Catalogue,
  old: SceneWire | null,
  { source, sourceHandle, target, targetHandle }: Connection,
): Workflow {
  const triggerId = triggerOfNode(source)
  if (triggerId !== null) return startBy(workflow, triggerId, target)
  const from = findStep(workflow, source)?.step
  const first = firstOutlet(from && own(catalogue.kinds, from.kind))
  const entry = own(catalogue.kinds, findStep(workflow, target)?.step.kind ?? "")
  const outlet = sourceHandle ?? null
  if (old?.wire) return moveWire(workflow, old.wire, { from: source, outlet, to: target, first })
  const hasInlets = Array.isArray(entry?.inlets) && entry.inlets.length > 1 && targetHandle
  return connect(workflow, {
    from: source,
    outlet,
    to: target,
    first,
    ...(hasInlets ? { inlet: targetHandle } : {}),
  })
}

function startBy(workflow: Workflow, triggerId: string, target: string): Workflow {
  const index = (workflow.triggers ?? []).findIndex(({ id }) => id === triggerId)
  const targets = [...new Set([...targetsOfTrigger(workflow.triggers?.[index]?.next), target])]
  return updateTrigger(workflow, index, { next: targets.length === 1 ? target : targets })
}

/** Boxes that were dragged, and where they were let go of. */
export interface Drop {
  /** Where each box is now, relative to the container that it came from. */
  readonly places: ReadonlyMap<string, Point>
  readonly dropped: string
  readonly landing: Landing
  /** The wire under the hand. */
  readonly wire: SceneWire | null
}

/** Puts dragged boxes down: at their places, into another container, or, where a single loose step meets a wire, into it. */
export function dropBoxes(workflow: Workflow, catalogue: Catalogue, drop: Drop): Workflow {
  const { places, dropped, landing, wire } = drop
  const scene = sceneOf(workflow, catalogue)
  const from = scene.nodes.find(node => node.id === dropped)
  const place = findStep(workflow, dropped)
  if (place && from && landing.holder !== from.parent && from.type !== "trigger") {
    const ids = [...places.keys()].filter(id => sameJson(findStep(workflow, id)?.scope, place.scope))
    const moved = moveAcross(workflow, ids, landing)
    if (!moved) return workflow
    return moveBoxes(moved, sceneOf(moved, catalogue), new Map([[dropped, landing.at]]))
  }
  const put = moveBoxes(workflow, scene, places)
  if (!place || !wire?.wire || wire.from === dropped || wire.to === dropped) return put
  const isLoose = !scene.wires.some(({ from: a, to: b }) => a === dropped || b === dropped)
  if (!isLoose || wiresOf(place.step).length > 0) return put
  return spliceIntoWire(put, wire.wire, dropped, {
    first: firstOutlet(own(catalogue.kinds, place.step.kind)),
  })
}

function moveAcross(workflow: Workflow, ids: readonly string[], { holder, scope }: Landing): Workflow | null {
  if (holder !== null && !holder.startsWith("handler:")) {
    const key = scope.at(-1) as "steps"
    const moved = moveIntoContainer(workflow, ids, holder, { key, heal: true })
    return moved.ok ? moved.value : null
  }
  let left: Workflow = workflow
  while ((findStep(left, ids[0] ?? "")?.scope.length ?? 1) > 1) {
    const moved = moveOutOfContainer(left, ids, { heal: true })
    if (!moved.ok) return null
    left = moved.value
  }
  return left
}

/** Puts a step of the kind down where it was dragged to from the library. */
export function dropKind(
  workflow: Workflow,
  catalogue: Catalogue,
  entry: KindEntry,
  landing: Landing,
  wire: SceneWire | null,
): Added {
  if (wire?.wire) return addIntoWire(workflow, catalogue, entry, wire)
  return addAt(workflow, catalogue, entry, { scope: landing.scope, at: landing.at })
}
