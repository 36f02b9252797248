import type { ComponentType } from "react"
import { t } from "../../language/t.ts"
import { later } from "../../ui/later.tsx"

/** What the inspector shows of a step in the run that is looked at. Each is loaded when it is shown first. */
export const stepSheets: readonly {
  readonly id: string
  readonly title: string
  readonly Content: ComponentType<{ readonly step: string }>
}[] = [
  { id: "input", title: t`Input`, Content: later(() => import("./StepInput.tsx")) },
  { id: "output", title: t`Output`, Content: later(() => import("./StepOutput.tsx")) },
]
