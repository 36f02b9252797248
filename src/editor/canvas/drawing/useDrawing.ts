import { useMemo } from "react"
import { type StoreApi, useStore } from "zustand"
import { useRunSlots } from "../../runSlots.ts"
import { useEditorState, useFindings, useShownFacts } from "../../useEditor.ts"
import type { Held } from "../gestures/held.ts"
import { type Drawing, drawingOf } from "./drawing.ts"
import type { Marks } from "./paint.ts"

/** The open workflow as one drawing, and what stands out in it. */
export function useDrawing() {
  const { scene } = useShownFacts()
  const { problemsByNode } = useFindings()
  const notes = useEditorState(state => state.file.workflow.notes)
  const frames = useEditorState(state => state.file.workflow.frames)
  const selection = useEditorState(state => state.selection)
  const run = useRunSlots().marks
  const states = useStore(run, marks => marks.states)
  const wires = useStore(run, marks => marks.wires)
  const drawing = useMemo(
    () => drawingOf(scene, { ...(notes && { notes }), ...(frames && { frames }) }),
    [scene, notes, frames],
  )
  const problems = useMemo(() => {
    const worst = new Map<string, "error" | "warning">()
    for (const [id, found] of problemsByNode)
      worst.set(id, found.some(({ severity }) => severity === "error") ? "error" : "warning")
    return worst
  }, [problemsByNode])
  const marks = useMemo<Marks>(
    () => ({ selection, problems, states, wires }),
    [selection, problems, states, wires],
  )
  return { drawing, marks }
}

/** The drawing as it is while a hand holds a part of it. */
export function useHeldDrawing(still: Drawing, held: StoreApi<Held>): Drawing {
  const { scene } = useShownFacts()
  const workflow = useEditorState(state => state.file.workflow)
  const places = useStore(held, state => state.places)
  return useMemo(
    () => (places === null ? still : drawingOf(scene, workflow, places)),
    [still, scene, workflow, places],
  )
}
