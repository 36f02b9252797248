import { type ReactNode, useMemo, useState } from "react"
import { ExpressionPlaceContext } from "./expressionPlace.ts"

/** Around the fields of a step: they complete and show expressions as the step sees them. */
export function StepExpressions({ step, children }: { readonly step: string; readonly children: ReactNode }) {
  const [index, setIndex] = useState<number | undefined>(undefined)
  const place = useMemo(() => ({ step, index, setIndex }), [step, index])
  return <ExpressionPlaceContext value={place}>{children}</ExpressionPlaceContext>
}
