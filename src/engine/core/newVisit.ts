import type { Problem } from "../../model/problems.ts"
import type { StepPlan, WirePlan } from "./plan.ts"
import type { Arrival, Instance, RunState, Visit } from "./state.ts"

const none: number[] = []

/** The wire went live. */
export function take(visit: Visit, wire: WirePlan): void {
  // Nearly all take one wire or none, for which no room to grow is kept.
  if (visit.took === none) visit.took = [wire.place]
  else visit.took.push(wire.place)
}

/** Makes a visit, the next of its step. */
export function newVisit(
  { now, events }: Pick<RunState, "now" | "events">,
  instance: Instance,
  step: StepPlan,
  arrivals: readonly Arrival[],
  first: Arrival | undefined,
): Visit {
  const before = instance.visits[step.index]
  const visit: Visit = {
    instance,
    step,
    number: (before?.length ?? 0) + 1,
    status: "ready",
    arrivals,
    incoming: first ?? arrivals[0],
    error: errorOf(arrivals) ?? instance.error,
    startedAt: now,
    enteredBy: events,
    place: -1,
    endedAt: 0,
    endedBy: 0,
    input: undefined,
    task: undefined,
    tasks: undefined,
    items: undefined,
    concurrency: 1,
    underWay: 0,
    steering: undefined,
    outlets: undefined,
    origins: undefined,
    problem: undefined,
    used: undefined,
    action: 0,
    timer: undefined,
    coming: 0,
    live: false,
    failing: false,
    inexcusable: false,
    blocked: undefined,
    cancelled: false,
    taken: undefined,
    took: none,
    variables: undefined,
    memory: undefined,
    standIn: undefined,
    reused: undefined,
  }
  if (before === undefined) instance.visits[step.index] = [visit]
  else before.push(visit)
  return visit
}

/** The problem on an arriving failure wire, else the one that was handled last on the way to any of them. */
function errorOf(arrivals: readonly Arrival[]): Problem | undefined {
  let latest: Visit | undefined
  for (const { wire, visit } of arrivals) {
    if (wire.outlet === "failure" && visit.problem !== undefined) return visit.problem
    const known = visit.problem ?? visit.error
    if (known !== undefined && (latest === undefined || visit.endedBy > latest.endedBy)) latest = visit
  }
  return latest?.problem ?? latest?.error
}
