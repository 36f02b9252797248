import { useStore as useFlowStore } from "@xyflow/react"
import { useMemo, useState } from "react"
import type { StoreApi } from "zustand"
import { useStore } from "zustand"
import type { Scene, SceneNode } from "../scene.ts"
import { useEditorState, useFindings, useShownFacts } from "../useEditor.ts"
import type { BoxNode } from "./Card.tsx"
import { type CanvasNode, edgesOf, nodesOf } from "./canvasNodes.ts"
import { decorNodesOf } from "./decorNodes.ts"
import type { Held } from "./gestures/held.ts"

/** Seen from far away, no more boxes than this are elements of the page. */
const mostLively = 60

/** What React Flow is to draw: of the document, what is selected, and what a hand holds. */
export function useCanvasNodes(held: StoreApi<Held>, { isDrawn }: { readonly isDrawn: boolean }) {
  const facts = useShownFacts()
  const { problemsByNode } = useFindings()
  const selection = useEditorState(state => state.selection)
  const notes = useEditorState(state => state.file.workflow.notes)
  const frames = useEditorState(state => state.file.workflow.frames)
  const places = useStore(held, state => state.places)
  const sized = useStore(held, state => state.sized)
  const target = useStore(held, state => state.target)
  const splice = useStore(held, state => state.splice)
  const wiringFrom = useFlowStore(({ connection }) =>
    connection.inProgress && connection.fromHandle.type === "source" ? connection.fromNode.id : null,
  )

  const still = useMemo(
    () => [
      ...(facts.scene.within === null
        ? decorNodesOf({ ...(notes && { notes }), ...(frames && { frames }) })
        : []),
      ...nodesOf(facts.scene, problemsByNode),
    ],
    [facts, problemsByNode, notes, frames],
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
  const [kept, setKept] = useState(current)
  if (current !== undefined && current !== kept) setKept(current)
  const isThere = kept !== undefined && facts.boxes.has(kept)
  const reachable = current ?? (isThere ? kept : facts.scene.nodes[0]?.id)
  // Seen from far away all boxes are one drawing; only those that one works on are boxes of their own.
  const shown = useMemo(
    () => (isDrawn ? lively(still, facts.scene, selection, reachable) : still),
    [isDrawn, still, facts, selection, reachable],
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
  const wires = useMemo(() => edgesOf(facts.scene), [facts])
  const edges = useMemo(() => {
    if (isDrawn) return []
    return wires.map(edge => {
      if (edge.id === splice) return { ...edge, className: `${edge.className} is-splice` }
      return selection.has(edge.id) ? { ...edge, selected: true } : edge
    })
  }, [isDrawn, wires, selection, splice])
  return { nodes, edges, current, reachable }
}

/** The boxes that a wire from this one may not lead to: those of another scope, and those that begin runs. */
function closedTo(scene: Scene, from: string): Set<string> {
  const source = scene.nodes.find(({ id }) => id === from)
  const isOpen = (node: SceneNode) =>
    node.type !== "trigger" && node.type !== "handler" && node.origin === source?.origin
  return new Set(scene.nodes.filter(node => !isOpen(node)).map(({ id }) => id))
}

/** The boxes that are worked on, with what holds them. */
function lively(
  still: readonly CanvasNode[],
  scene: Scene,
  selection: ReadonlySet<string>,
  reachable: string | undefined,
): CanvasNode[] {
  const parents = new Map(scene.nodes.map(({ id, parent }) => [id, parent]))
  const kept = new Set<string>()
  for (const id of [...[...selection].slice(-mostLively), ...(reachable === undefined ? [] : [reachable])])
    for (let here: string | null = id; here !== null; here = parents.get(here) ?? null) kept.add(here)
  return still.filter(({ id }) => kept.has(id))
}

function isBox(node: CanvasNode): node is BoxNode {
  return node.type === "card" || node.type === "container"
}
