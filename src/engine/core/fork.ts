import { type JsonMap, sameJson } from "../../lib/json.ts"
import { type EventOf, eventVersion, type Kept } from "./event.ts"
import { isKept, keptCalls, keptFailure, keptVisit } from "./kept.ts"
import type { Plan, StepPlan } from "./plan.ts"
import { changesOf, whatRunsAgain } from "./rerun.ts"
import type { RunState } from "./state.ts"
import { type NarrowScope, wayOf } from "./way.ts"
import { visitsIn } from "./whereabouts.ts"

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
  | ({ readonly type: "change" } & ChangedVisit)
  /** Give several visits other values, and run these steps again, wherever they ran, with what depends on them. */
  | { readonly type: "changes"; readonly values: readonly ChangedVisit[]; readonly again: readonly string[] }
  /** Run a step again, and all that follows it. */
  | ({ readonly type: "from" } & StepMeant)
  /** Run what leads to a step, as far as it has not run, and the step itself. */
  | ({ readonly type: "upTo" } & StepMeant)
  /** Run one step again, on what came to it. */
  | ({ readonly type: "step" } & StepMeant)
  /** Run the instance of a container's scope with this path again, from its beginning, and nothing else. */
  | { readonly type: "iteration"; readonly in: string }

/** The step that a fork is for: in the last instance that has it, unless the path of another is given. */
export interface StepMeant {
  readonly in?: string
  readonly step: string
  /** Which visit of it; the last one, where it is left out. */
  readonly visit?: number
}

/** A visit that has other values in a fork: of the root scope, unless the path of another instance is given. */
export interface ChangedVisit {
  readonly in?: string
  readonly step: string
  readonly visit: number
  readonly outlets: JsonMap
}

/** The workflow in which a fork runs, where it is another one than its parent's. */
export interface ChangedWorkflow {
  readonly plan: Plan
  /** The steps, wherever they are, of which what they gave no longer holds: they run again, whatever else does. */
  readonly stale: readonly string[]
}

/** The first event of a run that forks this one. */
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
  changed?: ChangedWorkflow,
): EventOf<"run.started"> {
  const isNarrow = scope.type === "step" || scope.type === "upTo" || scope.type === "iteration"
  const way = isNarrow ? wayOf(parent, scope, changed?.plan ?? parent.plan) : undefined
  const rerun = whatRunsAgain(parent, scope, changed?.stale ?? [], way)
  const isRewired = rewired(parent.plan, changed?.plan)
  const kept: Kept[] = []
  for (const instance of parent.instances.values()) {
    if (!rerun.isOpen(instance)) continue
    for (const visit of visitsIn(instance)) {
      if (rerun.again(visit) || way?.keeps(visit) === false) continue
      const one = rerun.isOpened(visit)
        ? undefined
        : scope.type === "retry"
          ? keptVisit(parent, visit, isRewired(visit.step))
          : (keptFailure(visit) ?? keptVisit(parent, visit, isRewired(visit.step)))
      if (one !== undefined) kept.push(one)
      if (!isKept(visit)) kept.push(...keptCalls(visit))
    }
  }
  for (const { in: path = "", step, visit, outlets } of changesOf(scope)) {
    kept.push({ in: path, step, visit, outlets: { ...outlets } })
  }
  const { trigger } = parent
  const entries = way?.entry === undefined ? parent.entries : [way.entry]
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
    ...givenIn(parent),
    fork: { of: parent.run, kept, ...(isNarrow ? {} : { way: wayMeant(scope) }) },
    ...(isNarrow ? { only: way?.only ?? [{ steps: [], end: {} }] } : {}),
  }
}

/** What a fork that goes all the way is for, as it says it. */
function wayMeant(
  scope: Exclude<ForkScope, NarrowScope>,
): NonNullable<EventOf<"run.started">["fork"]>["way"] {
  if (scope.type === "retry") return { type: "retry" }
  if (scope.type !== "changes") return { type: scope.type, step: scope.step }
  const [first, second] = scope.values
  return first === undefined || second !== undefined
    ? { type: "change" }
    : { type: "change", step: first.step }
}

/** What stood in for steps does so again; a failure that was made up has done its service. */
function givenIn({ standIns }: RunState): Pick<EventOf<"run.started">, "standIns"> {
  const given = Object.entries(standIns).filter(([, standIn]) => "outlets" in standIn)
  return given.length === 0 ? {} : { standIns: Object.fromEntries(given) }
}

/** Tells which steps have other wires in the other workflow: those that they took cannot be named there. */
function rewired({ scopes }: Plan, now: Plan | undefined): (step: StepPlan) => boolean {
  if (now === undefined) return () => false
  const wiresOf = (each: Plan["scopes"]) =>
    new Map(each.flatMap(({ steps }) => steps.map(step => [step.id, step.out.map(wireOf)] as const)))
  const [before, after] = [wiresOf(scopes), wiresOf(now.scopes)]
  return ({ id }) => !sameJson(before.get(id) ?? [], after.get(id) ?? [])
}

function wireOf({ outlet, to, spec }: StepPlan["out"][number]): unknown {
  return [outlet, to.id, spec]
}
