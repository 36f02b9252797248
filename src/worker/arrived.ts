import type { RunEvent } from "../engine/core/event.ts"
import type { Plan } from "../engine/core/plan.ts"
import { singlesOf } from "../engine/core/singles.ts"
import { sameJson } from "../lib/json.ts"
import type { RunCommand } from "../runs/runService.ts"

/**
 * Whether the answer stands in the run's journal already. What had a person's answer on disk may die, or lose the run,
 * before it says so; whoever is asked again then finds nobody who waits, although all is well.
 */
export function hasArrived(
  { place, outlet, value }: Extract<RunCommand, { type: "answer" }>,
  events: readonly RunEvent[],
  plan: Plan,
): boolean {
  const there = events
    .flatMap(singlesOf)
    .filter(event => "step" in event && event.in === place.in && event.step === place.step)
  const latest = there.at(-1)
  const visit = place.visit ?? (latest !== undefined && "visit" in latest ? latest.visit : undefined)
  return there.some(event => {
    if (!("visit" in event) || event.visit !== visit) return false
    if (event.type === "wire.enabled") {
      const isChosen = outlet !== undefined && chosenBy(plan, place.step, event.wire) === outlet
      return isChosen && sameJson(event.value, value)
    }
    return (
      event.type === "step.answered" &&
      (place.task ?? event.task) === event.task &&
      (place.call ?? event.call) === event.call &&
      event.problem === undefined &&
      sameJson([event.outlet, event.value], [outlet, value])
    )
  })
}

/** What a person chooses to leave a resting state by the wire. */
function chosenBy(plan: Plan, id: string, wire: number): string | undefined {
  for (const { byId } of plan.scopes) {
    const on = byId.get(id)?.out[wire]?.spec.on
    if (on !== undefined && "person" in on) return on.person
  }
  return undefined
}
