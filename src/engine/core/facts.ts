import type { Json } from "../../lib/json.ts"
import { outputValue } from "./instanceOutput.ts"
import type { RunState } from "./state.ts"

/** All of a run that a test can look at: of each step its latest visit. */
export function factsOf(state: RunState, status: string = state.result ?? "waiting") {
  const steps: Record<string, Json> = { __proto__: null } as never
  for (const instance of state.instances.values()) {
    for (const visits of instance.visits) {
      const visit = visits?.findLast(({ status }) => status !== "skipped") ?? visits?.at(-1)
      if (visit === undefined) continue
      const { outlets = {}, status, problem } = visit
      const code = problem === undefined ? {} : { problem: problem.code }
      steps[visit.step.id] = { status, output: outputValue(visit) ?? null, outlets, ...code }
    }
  }
  return {
    status,
    output: state.output ?? null,
    problem: state.problem === undefined ? null : { code: state.problem.code },
    steps,
    variables: state.variables,
  }
}
