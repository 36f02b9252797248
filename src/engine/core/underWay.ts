import type { RunState, Visit } from "./state.ts"

/** The visits that have not ended, in the order in which they began within their instances. */
export function visitsUnderWay(state: RunState): Visit[] {
  const found: Visit[] = []
  for (const instance of state.instances.values()) found.push(...instance.active)
  return found
}
