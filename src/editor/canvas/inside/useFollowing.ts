import { useEffect } from "react"
import { triggerOfNode } from "../../scene.ts"
import { useEditor, useEditorState, useShownFacts } from "../../useEditor.ts"
import { nearestAround } from "./nearestAround.ts"

/** Leaves the container that is shown alone when what is selected (in the text, the outline, the palette) stands outside it. */
export function useFollowing() {
  const editor = useEditor()
  const { scene, boxes, steps } = useShownFacts()
  const selection = useEditorState(state => state.selection)
  const within = scene.within?.id ?? null
  useEffect(() => {
    if (within === null) return
    const chosen = [...selection]
    const isShown = (id: string) =>
      id === within || boxes.has(id) || scene.nodes.some(({ hides }) => hides?.includes(id))
    if (chosen.length === 0 || chosen.some(isShown)) return
    const elsewhere = chosen.findLast(id => steps.has(id) || triggerOfNode(id) !== null)
    if (elsewhere === undefined) return
    editor.enter(nearestAround(editor.store.getState().file.workflow, within, elsewhere))
  }, [editor, within, scene, boxes, steps, selection])
}
