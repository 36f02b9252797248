import type { Meant } from "../../model/meant.ts"
import type { EventOf } from "./event.ts"
import type { Plan } from "./plan.ts"

/** What a run that begins so is for, where it does not do all of its workflow from the beginning. */
export function meantBy(
  plan: Plan,
  begun: Pick<EventOf<"run.started">, "only" | "fork" | "past" | "mode">,
): Meant | undefined {
  const { only, fork, past, mode } = begun
  const innermost = only?.at(-1)
  if (only !== undefined && innermost?.last !== undefined) {
    const { steps, last, into } = innermost
    const name = nameIn(plan, last.step)
    if (into !== undefined) return { is: "iteration", name, iteration: (into.as?.index ?? 0) + 1 }
    const isFromStart = only.some(reach => reach.into !== undefined && reach.into.as === undefined)
    return { is: steps.length === 1 && !isFromStart ? "step" : "upTo", name }
  }
  if (fork !== undefined) {
    const { type = "fork", step } = fork.way ?? {}
    return { is: type, ...(step === undefined ? {} : { name: nameIn(plan, step) }) }
  }
  return past !== undefined && mode === undefined ? { is: "apply" } : undefined
}

function nameIn({ scopes }: Plan, id: string): string {
  return scopes.flatMap(scope => scope.byId.get(id) ?? [])[0]?.spec.name || id
}
