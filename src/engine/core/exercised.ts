import type { RunState } from "./state.ts"

/** Names an outlet of a step. */
export function outletName(step: string, outlet: string): string {
  return `${step}\n${outlet}`
}

/** The outlets by which steps of the run left, as `outletName` writes them: one that failed left by `failure`. */
export function exercisedBy({ instances }: RunState): ReadonlySet<string> {
  const used = new Set<string>()
  for (const { visits } of instances.values()) {
    for (const { step, outlets, problem } of visits.flatMap(each => each ?? [])) {
      for (const outlet of Object.keys(outlets ?? {})) used.add(outletName(step.id, outlet))
      if (problem !== undefined) used.add(outletName(step.id, "failure"))
    }
  }
  return used
}
