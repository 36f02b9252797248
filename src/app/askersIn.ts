import type { RunView } from "../runs/runView.ts"

/** A step at which a run waits for a person. */
export interface Asker {
  /** Another one each time that somebody is asked. */
  readonly key: string
  readonly step: string
  readonly name: string
}

/** The steps at which the run waits for a person now, each once: to be answered, decided on, or let go on. */
export function askersIn({
  questions,
  doubts,
  stops,
}: Pick<RunView, "questions" | "doubts" | "stops">): readonly Asker[] {
  const asked = [...questions, ...doubts].map(({ key, place, name }) => ({ key, step: place.step, name }))
  const askers = [...asked, ...stops.map(({ key, step, name }) => ({ key, step, name }))]
  return askers.filter(({ step }, at) => askers.findIndex(other => other.step === step) === at)
}
