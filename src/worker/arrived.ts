import type { RunEvent } from "../engine/core/event.ts"
import { sameJson } from "../lib/json.ts"
import type { RunCommand } from "../runs/runService.ts"

/**
 * Whether the answer stands in the run's journal already. What had a person's answer on disk may die, or lose the run,
 * before it says so; whoever is asked again then finds nobody who waits, although all is well.
 */
export function hasArrived(
  { place, outlet, value }: Extract<RunCommand, { type: "answer" }>,
  events: readonly RunEvent[],
): boolean {
  const there = events
    .flatMap(event => (event.type === "batch" ? event.events : [event]))
    .filter(event => "step" in event && event.in === place.in && event.step === place.step)
  const latest = there.at(-1)
  const visit = place.visit ?? (latest !== undefined && "visit" in latest ? latest.visit : undefined)
  return there.some(
    event =>
      event.type === "step.answered" &&
      event.visit === visit &&
      (place.task ?? event.task) === event.task &&
      (place.call ?? event.call) === event.call &&
      event.problem === undefined &&
      sameJson([event.outlet, event.value], [outlet, value]),
  )
}
