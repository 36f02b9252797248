import type { RunView } from "../runs/runView.ts"

/** A step at which a run waits for a person. */
export interface Asker {
  /** Another one each time that somebody is asked. */
  readonly key: string
  readonly step: string
  readonly name: string
}

/** The first step at which the run waits for a person now: to be answered, decided on, or let go on. */
export function askerIn({
  questions,
  doubts,
  stops,
}: Pick<RunView, "questions" | "doubts" | "stops">): Asker | null {
  const [asked] = [...questions, ...doubts]
  if (asked !== undefined) return { key: asked.key, step: asked.place.step, name: asked.name }
  const [stop] = stops
  return stop === undefined ? null : { key: stop.key, step: stop.step, name: stop.name }
}
