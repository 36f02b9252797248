import type { Workflow } from "../../../model/workflow.ts"
import { type ForkScope, forkOf } from "../fork.ts"
import { Driver, run } from "./driver.ts"

const fresh = { at: 0, run: "r2", seed: 9 }

/** Goes another way from a run, as its journal would have it. */
export function fork(parent: Driver, scope: ForkScope): Driver {
  const started = forkOf(parent.state, scope, fresh)
  return new Driver(parent.plan.workflow, { started: JSON.parse(JSON.stringify(started)) })
}

/** The same in a workflow that was changed since, in which these steps are stale. */
export function forkIn(now: Workflow, stale: readonly string[], parent: Driver, scope: ForkScope): Driver {
  const started = forkOf(parent.state, scope, fresh, { plan: run(now).plan, stale })
  return new Driver(now, { started: JSON.parse(JSON.stringify(started)) })
}
