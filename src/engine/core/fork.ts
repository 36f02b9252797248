import type { JsonMap } from "../../lib/json.ts"
import { type EventOf, eventVersion, type Kept } from "./event.ts"
import type { StepPlan } from "./plan.ts"
import { type Instance, placeOf, type RunState, type Visit } from "./state.ts"

/*
 * A fork is a run of its own that shares a past. It begins with what its parent's visits came to, except where that
 * is to change; those visits complete at once, by the wires that they took, and only the rest runs.
 *
 *     a ──▶ b ──▶ c        change b: a is taken over, b has the new value, c runs
 */

/** What a fork is to do other than its parent. */
export type ForkScope =
  /** Go on where the parent failed or was cancelled. */
  | { readonly type: "retry" }
  /** Give a step's visit other values, and run what depends on it. */
  | { readonly type: "change"; readonly step: string; readonly visit: number; readonly outlets: JsonMap }
  /** Run a step again, and all that follows it. */
  | { readonly type: "from"; readonly step: string }
  /** Run what leads to a step, as far as it has not run, and the step itself. */
  | { readonly type: "upTo"; readonly step: string }
  /** Run one step again, on what came to it. */
  | { readonly type: "step"; readonly step: string }

/** The first event of a run that forks this one. Steps are those of the root scope. */
export function forkOf(
  parent: RunState,
  scope: ForkScope,
  fresh: {
    readonly at: number
    readonly run: string
    readonly seed: number
    readonly inputs?: JsonMap
    readonly workflow?: string
  },
): EventOf<"run.started"> {
  const target = "step" in scope ? parent.plan.main.byId.get(scope.step) : undefined
  const leading = target === undefined ? new Set<StepPlan>() : leadingTo(target)
  const runsAgain = whatRunsAgain(parent, scope, target)
  const isNarrow = target !== undefined && (scope.type === "step" || scope.type === "upTo")
  const kept: Kept[] = []
  for (const instance of parent.instances.values()) {
    if (!isOpenInside(instance, runsAgain)) continue
    for (const visit of instance.visits.flatMap(visits => visits ?? [])) {
      if (instance.path === "" && (runsAgain(visit) || (isNarrow && !leading.has(visit.step)))) continue
      const one = keptVisit(visit)
      if (one !== undefined) kept.push(one)
    }
  }
  if (scope.type === "change" && target !== undefined) {
    kept.push({ in: "", step: target.id, visit: scope.visit, outlets: { ...scope.outlets } })
  }
  const only = !isNarrow ? undefined : scope.type === "step" ? [target] : [...leading]
  const alone = scope.type === "step" && target !== undefined && !wasEntered(parent.instances.get(""), target)
  const entries = alone ? [target.id] : parent.entries
  const { trigger } = parent
  return {
    type: "run.started",
    v: eventVersion,
    at: fresh.at,
    run: fresh.run,
    ...(fresh.workflow === undefined ? {} : { workflow: fresh.workflow }),
    inputs: { ...(fresh.inputs ?? parent.inputs) },
    ...(trigger === undefined ? {} : { trigger }),
    ...(entries === undefined ? {} : { entries: [...entries] }),
    seed: fresh.seed,
    fork: { of: parent.run, kept, ...(only === undefined ? {} : { only: only.map(step => step.id) }) },
  }
}

/** Which visits of the root scope run again though they have ended: the target's, and what followed from it. */
function whatRunsAgain(
  parent: RunState,
  scope: ForkScope,
  target: StepPlan | undefined,
): (visit: Visit) => boolean {
  if (target === undefined || scope.type === "retry" || scope.type === "upTo") return () => false
  if (scope.type === "step") return visit => visit.step === target
  const visits = parent.instances.get("")?.visits[target.index] ?? []
  const from = scope.type === "change" ? visits[scope.visit - 1] : visits.at(-1)
  const following = new Set([target])
  for (const step of following) for (const wire of step.out) following.add(wire.to)
  return visit => visit === from || (following.has(visit.step) && visit.endedBy > (from?.endedBy ?? 0))
}

/** The step and every other from which a way leads to it. */
function leadingTo(target: StepPlan): Set<StepPlan> {
  const into = new Map<StepPlan, StepPlan[]>()
  for (const wire of target.scope.wires) {
    const known = into.get(wire.to)
    if (known === undefined) into.set(wire.to, [wire.from])
    else known.push(wire.from)
  }
  const leading = new Set([target])
  for (const step of leading) for (const from of into.get(step) ?? []) leading.add(from)
  return leading
}

function wasEntered(root: Instance | undefined, step: StepPlan): boolean {
  return root?.visits[step.index]?.some(visit => visit.status !== "skipped") === true
}

/** Whether what an instance did is to be kept apart: its container is not kept as a whole, and goes on. */
function isOpenInside(instance: Instance, runsAgain: (visit: Visit) => boolean): boolean {
  for (let here = instance; ; here = here.parent.instance) {
    if (here.parent === undefined) return here.path === ""
    if (isKept(here.parent) || (here.parent.instance.path === "" && runsAgain(here.parent))) return false
  }
}

function isKept(visit: Visit): boolean {
  return visit.outlets !== undefined && (visit.status === "completed" || visit.status === "failed")
}

function keptVisit(visit: Visit): Kept | undefined {
  const key = visit.task?.key
  const named = key === undefined ? {} : { key }
  if (!isKept(visit)) {
    const cut = visit.task?.status === "in_doubt" || visit.task?.status === "stopped"
    return cut && visit.task?.effect !== undefined ? { ...placeOf(visit), ...named } : undefined
  }
  const { outlets, problem, variables, memory, origins, took } = visit
  return {
    ...placeOf(visit),
    ...named,
    outlets: { ...outlets },
    ...(problem === undefined ? {} : { problem }),
    ...(variables === undefined ? {} : { variables: { ...variables } }),
    ...(memory === undefined ? {} : { memory }),
    ...(origins === undefined ? {} : { origins: copyOrigins(origins) }),
    taken: [...took],
  }
}

function copyOrigins(origins: NonNullable<Visit["origins"]>): { [outlet: string]: number[][] } {
  return Object.fromEntries(
    Object.entries(origins).map(([outlet, lists]) => [outlet, lists.map(list => [...list])]),
  )
}
