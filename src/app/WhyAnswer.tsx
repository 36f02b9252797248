import { useStoreApi } from "@xyflow/react"
import { useCallback } from "react"
import { boxOrHider } from "../editor/canvas/absoluteBoxes.ts"
import { isSeen } from "../editor/canvas/useComingIntoView.ts"
import { shownFacts } from "../editor/facts.ts"
import { useCommandContext } from "../editor/useBuilder.ts"
import { useEditor, useSteps } from "../editor/useEditor.ts"
import type { WhyField } from "../runs/asksWhy.ts"
import WhyPanel from "../runs/WhyPanel.tsx"
import type { Lit } from "../runs/whyLit.ts"

interface WhyAnswerProps {
  readonly field: WhyField
  readonly onClose: () => void
  /** Told what to light up on the canvas; null for nothing. */
  readonly onLit: (lit: Lit | null) => void
}

/** Why a value is like it is; what has a part in it is brought into view. */
export default function WhyAnswer({ field, onClose, onLit }: WhyAnswerProps) {
  const editor = useEditor()
  const steps = useSteps()
  const flow = useStoreApi()
  const { look } = useCommandContext()
  // What has a part in the value is of use only where it is seen, and the answer has taken room from the canvas.
  const light = useCallback(
    (lit: Lit | null) => {
      onLit(lit)
      const { scene } = shownFacts(editor)
      const boxes = [...(lit?.steps ?? [])].flatMap(step => boxOrHider(scene, step) ?? [])
      const { transform, width, height } = flow.getState()
      const [x, y, zoom] = transform
      if (boxes.every(box => isSeen(box, { x, y, zoom }, { width, height }))) return
      look?.fit([...(lit?.steps ?? [])])
    },
    [onLit, editor, flow, look],
  )
  return (
    <WhyPanel
      key={JSON.stringify(field)}
      field={field}
      nameOf={id => steps.get(id)?.step.name ?? id}
      onStep={id => editor.select([id])}
      onClose={onClose}
      onLit={light}
    />
  )
}
