import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react"
import { useEditor, useSteps } from "../editor/useEditor.ts"
import type { Problem } from "../model/problems.ts"
import type { Why } from "../model/why.ts"
import { AsksWhyContext, type WhyField } from "../runs/asksWhy.ts"
import { useRuns } from "../runs/runsContext.ts"
import { type Lit, litBy } from "../runs/whyLit.ts"

const WhyPanel = lazy(() => import("../runs/WhyPanel.tsx"))

interface WhyAroundProps {
  /** Told what to light up on the canvas; null for nothing. */
  readonly onLit: (lit: Lit | null) => void
  readonly children: ReactNode
}

/** Answers whoever asks inside why a value is like it is, and says what has a part in it. */
export function WhyAround({ onLit, children }: WhyAroundProps) {
  const { service } = useRuns()
  const editor = useEditor()
  const steps = useSteps()
  const [field, setField] = useState<WhyField | null>(null)
  const [answer, setAnswer] = useState<{ readonly why: Why | null; readonly problem: Problem | null }>(
    nothing,
  )
  const ask = useCallback((asked: WhyField) => {
    setAnswer(nothing)
    setField(asked)
  }, [])
  useEffect(() => {
    if (field === null) return
    let isOpen = true
    void service.why(field).then(result => {
      if (isOpen)
        setAnswer(result.ok ? { why: result.value, problem: null } : { why: null, problem: result.error })
    })
    return () => {
      isOpen = false
    }
  }, [field, service])
  useEffect(() => onLit(answer.why === null ? null : litBy(answer.why)), [answer, onLit])
  const close = () => {
    setField(null)
    setAnswer(nothing)
  }
  return (
    <AsksWhyContext value={ask}>
      {children}
      {field !== null && (
        <Suspense>
          <WhyPanel
            key={JSON.stringify(field)}
            {...{ field, ...answer }}
            nameOf={id => steps.get(id)?.step.name ?? id}
            onStep={id => editor.select([id])}
            onClose={close}
          />
        </Suspense>
      )}
    </AsksWhyContext>
  )
}

const nothing = { why: null, problem: null }
