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
    const { steps, last, into, entries } = innermost
    const name = nameIn(plan, last.step)
    if (into !== undefined) return { is: "iteration", name, iteration: (into.as?.index ?? 0) + 1 }
    // On the way from the beginning, a step alone is what each scope begins with.
    const isLed = only.some(reach => reach.into !== undefined && reach.into.as === undefined)
    const isAlone = steps.length === 1 && (!isLed || entries !== undefined)
    return { is: isAlone ? "step" : "upTo", name }
  }
  if (fork !== undefined) {
    const { type = "fork", step } = fork.way ?? {}
    return { is: type, ...(step === undefined ? {} : { name: nameIn(plan, step) }) }
  }
  return past !== undefined && mode === undefined ? { is: "apply" } : undefined
}

function nameIn({ scopes }: Plan, id: string): string {
  return scopes.find(({ byId }) => byId.has(id))?.byId.get(id)?.spec.name || id
}
