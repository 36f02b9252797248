import type { ChangedVisit, ForkScope, StepMeant } from "./fork.ts"
import { hasFailed, isKept, wasExcused } from "./kept.ts"
import type { Instance, RunState, Visit } from "./state.ts"
import type { Way } from "./way.ts"
import { instanceMeant, isWithin, lastEntered, visitAt, visitsIn } from "./whereabouts.ts"

/* Which of what has ended in a run is not taken over by its fork, but runs again. */

/** What runs again of what has ended. */
export interface Rerun {
  again(visit: Visit): boolean
  /** Whether it is a container that is entered again around what was done in it. */
  isOpened(visit: Visit): boolean
  /** Whether what the instance did is to be kept apart: its container is not kept as a whole, and goes on. */
  isOpen(instance: Instance): boolean
}

/** The visits that the fork has other values for. */
export function changesOf(scope: ForkScope): readonly ChangedVisit[] {
  return scope.type === "change" ? [scope] : scope.type === "changes" ? scope.values : []
}

/** What a fork runs again though it has ended: what it is for, and what followed from that, within and around. */
export function whatRunsAgain(
  parent: RunState,
  scope: ForkScope,
  stale: readonly string[],
  way: Way | undefined,
): Rerun {
  const again = new Set<Visit>()
  const opened = new Set<Visit>(way?.containers)
  const follow = createFollow(again, opened)
  const repeat = (visit: Visit | undefined): void => {
    if (visit === undefined) return
    again.add(visit)
    follow.after(visit)
  }
  for (const { in: path = "", step, visit } of changesOf(scope)) repeat(visitAt(parent, path, step, visit))
  if (scope.type === "from") repeat(visitMeant(parent, scope))
  if (way?.target !== undefined && (scope.type === "step" || isKept(way.target) || hasFailed(way.target)))
    again.add(way.target)
  const anew = scope.type === "changes" ? [...scope.again, ...stale] : stale
  // One step, or one iteration, runs alone on what came to it, whatever has become of that.
  if (scope.type !== "step" && scope.type !== "iteration" && anew.length > 0) {
    for (const instance of parent.instances.values()) {
      if (way !== undefined && !isWithin(instance, way.base)) continue
      for (const id of anew) {
        const step = instance.scope.byId.get(id)
        if (step !== undefined)
          repeat(instance.visits[step.index]?.find(({ status }) => status !== "skipped"))
      }
    }
  }
  if (scope.type === "retry") {
    for (const instance of parent.instances.values()) {
      if (!wasExcused(instance)) continue
      for (const visit of visitsIn(instance)) if (hasFailed(visit)) follow.after(visit)
    }
  }
  return {
    again: visit => again.has(visit),
    isOpened: visit => opened.has(visit),
    isOpen(instance) {
      for (let here = instance; ; here = here.parent.instance) {
        if (follow.isAnew(here)) return false
        if (here.parent === undefined) return here.path === "" || here === way?.root
        if (again.has(here.parent) || (isKept(here.parent) && !opened.has(here.parent))) return false
      }
    },
  }
}

/** The visit that a scope names: the last one, where it says no number. */
function visitMeant(parent: RunState, meant: StepMeant): Visit | undefined {
  const { step, visit } = meant
  const instance = instanceMeant(parent, meant)
  if (visit !== undefined) return instance && visitAt(parent, instance.path, step, visit)
  const planned = instance?.scope.byId.get(step)
  return instance === undefined || planned === undefined ? undefined : lastEntered(instance, planned)
}

/** Finds what follows from visits: what their steps lead to, if it ended later, and the same around their containers. */
function createFollow(again: Set<Visit>, opened: Set<Visit>) {
  /** Of containers of which each time builds on the one before: by which event the first has changed. */
  const changedBy = new Map<Visit, number>()
  /** Where each time builds on the one before, those that were opened later are no longer what they were. */
  const dropLater = (holder: Visit, endedBy: number): void => {
    if (holder.step.kind.holds?.chained !== true) return
    changedBy.set(holder, Math.min(endedBy, changedBy.get(holder) ?? endedBy))
  }
  const after = ({ instance, step, endedBy }: Visit): void => {
    const following = new Set([step])
    for (const one of following) for (const wire of one.out) following.add(wire.to)
    for (const one of following) {
      for (const visit of instance.visits[one.index] ?? []) if (visit.endedBy > endedBy) again.add(visit)
    }
    const { parent: holder } = instance
    if (holder === undefined) return
    dropLater(holder, endedBy)
    if (opened.has(holder)) return
    opened.add(holder)
    after(holder)
  }
  return {
    after,
    isAnew: ({ parent: holder, openedBy }: Instance) =>
      holder !== undefined && openedBy > (changedBy.get(holder) ?? Number.POSITIVE_INFINITY),
  }
}
