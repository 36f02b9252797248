import { type ReactNode, useState } from "react"
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

/** Answers whoever asks inside why a value is like it is, and says what has a part in it. */
export function WhyAround({ onLit, children }: WhyAroundProps) {
  const editor = useEditor()
  const steps = useSteps()
  const [field, setField] = useState<WhyField | null>(null)
  return (
    <AsksWhyContext value={setField}>
      {children}
      {field !== null && (
        <WhyPanel
          key={JSON.stringify(field)}
          field={field}
          nameOf={id => steps.get(id)?.step.name ?? id}
          onStep={id => editor.select([id])}
          onClose={() => setField(null)}
          onLit={onLit}
        />
      )}
    </AsksWhyContext>
  )
}
