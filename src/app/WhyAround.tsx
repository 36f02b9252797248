import { type ReactNode, useMemo, useState } from "react"
import { RunSlotsContext, useRunSlots } from "../editor/runSlots.ts"
import { AsksWhyContext, type WhyField } from "../runs/asksWhy.ts"
import type { Lit } from "../runs/whyLit.ts"
import { later } from "../ui/later.tsx"

const WhyAnswer = later(() => import("./WhyAnswer.tsx"))

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
      aside: field && <WhyAnswer field={field} onClose={() => setField(null)} onLit={onLit} />,
    }),
    [slots, field, onLit],
  )
  return (
    <AsksWhyContext value={setField}>
      <RunSlotsContext value={around}>{children}</RunSlotsContext>
    </AsksWhyContext>
  )
}
