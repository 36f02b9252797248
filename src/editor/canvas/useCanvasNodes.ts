import { useMemo, useState } from "react"
import type { StoreApi } from "zustand"
import { useStore } from "zustand"
import type { Area } from "../decor.ts"
import type { Scene, SceneNode } from "../scene.ts"
import { useEditorState, useFindings, useShownFacts } from "../useEditor.ts"
import { createAsBefore } from "./asBefore.ts"
import type { BoxNode } from "./Card.tsx"
import { type CanvasNode, createNodesOf, edgesOf } from "./canvasNodes.ts"
import { decorNodesOf } from "./decorNodes.ts"
import type { Held } from "./gestures/held.ts"
import { useWiringFrom } from "./gestures/useWiringFrom.ts"
import { createKnown } from "./near.ts"
import type { WireEdge } from "./WireLine.tsx"

/** Seen from far away, no more boxes than this are elements of the page. */
const mostLively = 60

/** What React Flow is to draw: of the document, what is selected, and what a hand holds. */
export function useCanvasNodes(
  held: StoreApi<Held>,
  { isDrawn, near }: { readonly isDrawn: boolean; readonly near: Area },
) {
  const facts = useShownFacts()
  const { problemsByNode } = useFindings()
  const selection = useEditorState(state => state.selection)
  const notes = useEditorState(state => state.file.workflow.notes)
  const frames = useEditorState(state => state.file.workflow.frames)
  const places = useStore(held, state => state.places)
  const sized = useStore(held, state => state.sized)
  const target = useStore(held, state => state.target)
  const splice = useStore(held, state => state.splice)
  const cut = useStore(held, state => state.slicing?.wires)
  const wiringFrom = useWiringFrom()

  const [nodesOf] = useState(createNodesOf)
  const [knownOf] = useState(createKnown)
  const [boxesAsBefore] = useState(createAsBefore<BoxNode>)
  const [wiresAsBefore] = useState(createAsBefore<WireEdge>)
  const still = useMemo(
    () => [
      ...(facts.scene.within === null
        ? decorNodesOf({ ...(notes && { notes }), ...(frames && { frames }) })
        : []),
      ...boxesAsBefore(nodesOf(facts.scene, problemsByNode)),
    ],
    [facts, problemsByNode, notes, frames, nodesOf, boxesAsBefore],
  )
  /** The selected box that keys work on, or the one that hides it. */
  const current = useMemo(() => {
    const hidden = (id: string) => facts.scene.nodes.find(({ hides }) => hides?.includes(id))?.id
    const last = [...selection].at(-1)
    return (
      [...selection].findLast(id => facts.boxes.has(id)) ?? (last === undefined ? undefined : hidden(last))
    )
  }, [selection, facts])
  // Where nothing is selected any more, keys go on from the box that was.
  const [last, setLast] = useState(current)
  if (current !== undefined && current !== last) setLast(current)
  const isThere = last !== undefined && facts.boxes.has(last)
  const reachable = current ?? (isThere ? last : facts.scene.nodes[0]?.id)
  // While a frame is moved, what stands in it may come from anywhere.
  const carried = useStore(held, state => state.places?.size ?? 0)
  // Seen from far away all boxes are one drawing; only those that one works on are boxes of their own.
  const known = useMemo(() => {
    const kept = isDrawn ? [...selection].slice(-mostLively) : [...selection]
    kept.push(...[reachable, wiringFrom].filter(id => id != null))
    if (carried > 1 && !isDrawn) kept.push(...(held.getState().places?.keys() ?? []))
    return knownOf(facts.scene, isDrawn ? null : near, new Set(kept))
  }, [isDrawn, near, facts, selection, reachable, wiringFrom, carried, held, knownOf])
  const shown = useMemo(
    () => still.filter(node => (isBox(node) ? known.boxes.has(node.id) : !isDrawn || selection.has(node.id))),
    [still, known, isDrawn, selection],
  )
  const closed = useMemo(
    () => (wiringFrom === null ? null : closedTo(facts.scene, wiringFrom)),
    [facts, wiringFrom],
  )
  const nodes = useMemo(
    () =>
      shown.map((node): CanvasNode => {
        const position = places?.get(node.id)
        const size = sized?.get(node.id)
        const selected = selection.has(node.id)
        const focusable = node.id === reachable
        const isTarget = node.id === target
        const isClosed = closed?.has(node.id) ?? false
        if (!position && !size && !selected && !focusable && !isTarget && !isClosed) return node
        const now = {
          ...{ ...node, ...size, selected, position: position ?? node.position },
          ...(isClosed ? { className: "is-closed" } : {}),
        }
        if (!isBox(now)) return now
        return { ...now, focusable, ...(isTarget ? { data: { ...now.data, isTarget } } : {}) }
      }),
    [shown, selection, places, sized, target, reachable, closed],
  )
  const wires = useMemo(() => wiresAsBefore(edgesOf(facts.scene)), [facts, wiresAsBefore])
  const edges = useMemo(() => {
    if (isDrawn) return []
    const near = wires.filter(({ id }) => known.wires.has(id))
    return near.map(edge => {
      if (edge.id === splice) return { ...edge, className: `${edge.className} is-splice` }
      if (cut?.has(edge.id)) return { ...edge, className: `${edge.className} is-cut` }
      return selection.has(edge.id) ? { ...edge, selected: true } : edge
    })
  }, [isDrawn, wires, known, selection, splice, cut])
  return { nodes, edges, current, reachable }
}

/** The boxes that a wire from this one may not lead to: those of another scope, and those that begin runs. */
function closedTo(scene: Scene, from: string): Set<string> {
  const source = scene.nodes.find(({ id }) => id === from)
  const isOpen = (node: SceneNode) =>
    node.type !== "trigger" && node.type !== "handler" && node.origin === source?.origin
  return new Set(scene.nodes.filter(node => !isOpen(node)).map(({ id }) => id))
}

function isBox(node: CanvasNode): node is BoxNode {
  return node.type === "card" || node.type === "container"
}
