import type { Standing } from "./scopeValues.ts"
import type { Instance, RunState, Visit } from "./state.ts"
import { visitAt } from "./whereabouts.ts"

/**
 * Where the texts of a step stand when a run is looked at from outside: at the step's latest visit that came to
 * something, in the iteration that is asked for or in the last; where it never ran, in its scope. Undefined where
 * nothing of the run has such a step.
 */
export function viewpointOf(state: RunState, step: string, index?: number): Standing | undefined {
  const instances = [...state.instances.values()].filter(({ scope }) => scope.byId.has(step))
  const wanted = instances.filter(instance => index === undefined || iterationOf(instance) === index)
  const looked = wanted.length > 0 ? wanted : instances
  const last = looked.findLast(instance => visitIn(instance, step) !== undefined) ?? looked.at(-1)
  if (last === undefined) return undefined
  const visit = visitIn(last, step)
  const task =
    visit?.items === undefined ? undefined : Math.min(index ?? 0, Math.max(0, visit.items.length - 1))
  return {
    in: last.path,
    step,
    ...(visit === undefined ? {} : { visit: visit.number }),
    ...(task === undefined ? {} : { task }),
  }
}

/** Which iteration of how many a place stands in: of its items, or of the container around it. */
export function iterationAt(
  state: RunState,
  standing: Standing,
): { readonly index: number; readonly count: number } | undefined {
  const visit =
    standing.step === undefined || standing.visit === undefined
      ? undefined
      : visitAt(state, standing.in, standing.step, standing.visit)
  if (visit?.items !== undefined) return { index: standing.task ?? 0, count: visit.items.length }
  const instance = state.instances.get(standing.in)
  if (instance?.parent === undefined || instance.gives === undefined) return undefined
  const beside = [...state.instances.values()].filter(
    ({ parent, name }) => parent === instance.parent && name === instance.name,
  )
  return { index: instance.index, count: beside.length }
}

function visitIn({ visits, scope }: Instance, step: string): Visit | undefined {
  const planned = scope.byId.get(step)
  const all = planned === undefined ? undefined : visits[planned.index]
  return all?.findLast(visit => visit.status !== "skipped" && visit.status !== "left_out")
}

function iterationOf(instance: Instance): number | undefined {
  return instance.parent === undefined ? undefined : instance.index
}
