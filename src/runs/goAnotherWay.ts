import type { ForkScope } from "../engine/core/fork.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { asItIsNow } from "./asItIsNow.ts"
import type { RunDeskState } from "./runDesk.ts"
import type { Commanded, StartRequest } from "./runService.ts"
import { pinsOf } from "./trials/trialEdits.ts"

interface Parts {
  readonly catalogue: Catalogue
  /** Whether the run may start: with what is granted, or is on being asked. */
  mayStart(request: StartRequest): Promise<boolean>
}

/** The step that the way is for; of an iteration, the container. */
function stepOf(scope: ForkScope): string | undefined {
  if (scope.type === "iteration") return /([^/[\].]+)(\.\w+)?\[\d+\]#\d+$/.exec(scope.in)?.[1]
  return "step" in scope ? scope.step : undefined
}

/** Starts a run that shares the past of the one that is looked at; undefined where nothing is, or it may not start. */
export async function goAnotherWay(
  scope: ForkScope,
  { watched, trials, usesPins, document }: RunDeskState,
  { catalogue, mayStart }: Parts,
): Promise<Commanded | undefined> {
  const { workflow: then, view } = watched?.store.getState() ?? {}
  if (!watched || !then) return undefined
  const now = document === null ? undefined : asItIsNow(then, document, catalogue.kinds)
  if (scope.type === "retry" && now === undefined) return watched.tell(scope)
  const workflow = now?.workflow ?? then
  // The step that is meant to run is not stood in for.
  const pins = usesPins ? pinsOf(trials, workflow, stepOf(scope)) : {}
  // A change may ask for more than its run was allowed.
  if (now && view?.mode !== "sandbox" && !(await mayStart({ workflow, ...pins }))) return undefined
  const given = { standIns: {}, ...pins, breakpoints: trials.breakpoints }
  return watched.tell({ type: "fork", scope, ...(now && { now }), ...given })
}
