import type { ComponentType } from "react"
import { StepInput } from "./StepInput.tsx"
import { StepOutput } from "./StepOutput.tsx"

/** What the inspector shows of a step in the run that is looked at. */
export const stepSheets: readonly {
  readonly id: string
  readonly title: string
  readonly Content: ComponentType<{ readonly step: string }>
}[] = [
  { id: "input", title: "Input", Content: StepInput },
  { id: "output", title: "Output", Content: StepOutput },
]
