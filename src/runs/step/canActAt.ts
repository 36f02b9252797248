import type { RunView } from "../runView.ts"

/** Whether there is something at the step that a person can do. */
export function canActAt(step: string, { questions, doubts, retrying, stops, spent }: RunView): boolean {
  return (
    questions.some(({ place }) => place.step === step) ||
    doubts.some(({ place }) => place.step === step) ||
    retrying.some(({ place }) => place.step === step) ||
    stops.some(stop => stop.step === step) ||
    spent?.step === step
  )
}
