import { useStoreApi } from "@xyflow/react"
import { type ReactNode, useCallback, useMemo, useState } from "react"
import { boxOrHider } from "../editor/canvas/absoluteBoxes.ts"
import { isSeen } from "../editor/canvas/useComingIntoView.ts"
import { shownFacts } from "../editor/facts.ts"
import { RunSlotsContext, useRunSlots } from "../editor/runSlots.ts"
import { useCommandContext } from "../editor/useBuilder.ts"
import { useEditor, useSteps } from "../editor/useEditor.ts"
import { AsksWhyContext, type WhyField } from "../runs/asksWhy.ts"
import type { Lit } from "../runs/whyLit.ts"
import { later } from "../ui/later.tsx"

const WhyPanel = later(() => import("../runs/WhyPanel.tsx"))

interface WhyAroundProps {
  /** Told what to light up on the canvas; null for nothing. */
  readonly onLit: (lit: Lit | null) => void
  readonly children: ReactNode
}

/** Answers whoever asks inside why a value is like it is, beside the canvas, and says what has a part in it. */
export function WhyAround({ onLit, children }: WhyAroundProps) {
  const slots = useRunSlots()
  const [field, setField] = useState<WhyField | null>(null)
  const around = useMemo(
    () => ({
      ...slots,
      aside: field && <Answer field={field} onClose={() => setField(null)} onLit={onLit} />,
    }),
    [slots, field, onLit],
  )
  return (
    <AsksWhyContext value={setField}>
      <RunSlotsContext value={around}>{children}</RunSlotsContext>
    </AsksWhyContext>
  )
}

interface AnswerProps extends Pick<WhyAroundProps, "onLit"> {
  readonly field: WhyField
  readonly onClose: () => void
}

function Answer({ field, onClose, onLit }: AnswerProps) {
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
