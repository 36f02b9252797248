import { isMap, type JsonMap, sameJson } from "../../lib/json.ts"
import { type EventOf, eventVersion, type Kept } from "./event.ts"
import type { Plan, StepPlan } from "./plan.ts"
import type { Instance, RunState, Task, Visit } from "./state.ts"
import { placeOf, placeOfTask, visitAt } from "./whereabouts.ts"

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
  | { readonly type: "from"; readonly step: string }
  /** Run what leads to a step, as far as it has not run, and the step itself. */
  | { readonly type: "upTo"; readonly step: string }
  /** Run one step again, on what came to it. */
  | { readonly type: "step"; readonly step: string }

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

/** The first event of a run that forks this one. Steps are those of the root scope, unless a path is given. */
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
  const stepIn = ({ main }: Plan) =>
    "step" in scope && scope.type !== "change" ? main.byId.get(scope.step) : undefined
  const [before, target] = [stepIn(parent.plan), stepIn(changed?.plan ?? parent.plan)]
  const leading = target === undefined ? new Set<string>() : leadingTo(target)
  const changes = changesOf(scope)
  const rerun = whatRunsAgain(parent, scope, before, { changes, stale: changed?.stale ?? [] })
  const isNarrow = target !== undefined && (scope.type === "step" || scope.type === "upTo")
  const isRewired = rewired(parent.plan, changed?.plan)
  const kept: Kept[] = []
  for (const instance of parent.instances.values()) {
    if (!isOpenInside(instance, rerun)) continue
    for (const visit of instance.visits.flatMap(visits => visits ?? [])) {
      if (rerun.again(visit) || (instance.path === "" && isNarrow && !leading.has(visit.step.id))) continue
      const one = rerun.opened.has(visit) ? undefined : keptVisit(parent, visit, isRewired(visit.step))
      if (one !== undefined) kept.push(one)
      if (!isKept(visit)) kept.push(...keptCalls(visit))
    }
  }
  for (const { in: path = "", step, visit, outlets } of changes) {
    kept.push({ in: path, step, visit, outlets: { ...outlets } })
  }
  const only = !isNarrow ? undefined : scope.type === "step" ? [target.id] : [...leading]
  const alone = scope.type === "step" && target !== undefined && !wasEntered(parent.instances.get(""), before)
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
    ...givenIn(parent),
    fork: { of: parent.run, kept, ...(only === undefined ? {} : { only }) },
  }
}

/** What stood in for steps does so again; a failure that was made up has done its service. */
function givenIn({ standIns }: RunState): Pick<EventOf<"run.started">, "standIns"> {
  const given = Object.entries(standIns).filter(([, standIn]) => "outlets" in standIn)
  return given.length === 0 ? {} : { standIns: Object.fromEntries(given) }
}

/** What runs again of what has ended. */
interface Rerun {
  again(visit: Visit): boolean
  /** Containers that are entered again around what was done in them. */
  readonly opened: ReadonlySet<Visit>
}

function changesOf(scope: ForkScope): readonly ChangedVisit[] {
  return scope.type === "change" ? [scope] : scope.type === "changes" ? scope.values : []
}

/** Which visits run again though they have ended: the target's, and what followed from it, within and around. */
function whatRunsAgain(
  parent: RunState,
  scope: ForkScope,
  target: StepPlan | undefined,
  { changes, stale }: { readonly changes: readonly ChangedVisit[]; readonly stale: readonly string[] },
): Rerun {
  const again = new Set<Visit>()
  const opened = new Set<Visit>()
  /** What the step leads to, if it ended later, and the same around the container that holds it. */
  const follow = ({ instance, step, endedBy }: Visit): void => {
    const following = new Set([step])
    for (const one of following) for (const wire of one.out) following.add(wire.to)
    for (const one of following) {
      for (const visit of instance.visits[one.index] ?? []) if (visit.endedBy > endedBy) again.add(visit)
    }
    if (instance.parent === undefined || opened.has(instance.parent)) return
    opened.add(instance.parent)
    follow(instance.parent)
  }
  const repeat = (visit: Visit | undefined): void => {
    if (visit === undefined) return
    again.add(visit)
    follow(visit)
  }
  for (const { in: path = "", step, visit: number } of changes) repeat(visitAt(parent, path, step, number))
  // One step alone runs on what came to it, whatever has become of that.
  const anew = [...(scope.type === "changes" ? scope.again : []), ...(scope.type === "step" ? [] : stale)]
  for (const instance of parent.instances.values()) {
    for (const id of anew) {
      const step = instance.scope.byId.get(id)
      if (step !== undefined) repeat(instance.visits[step.index]?.find(visit => visit.status !== "skipped"))
    }
  }
  if (scope.type === "retry") {
    for (const instance of parent.instances.values()) {
      if (!wasExcused(instance)) continue
      for (const visit of instance.visits.flatMap(visits => visits ?? [])) {
        if (visit.status === "failed" && visit.outlets === undefined) follow(visit)
      }
    }
  }
  if (target === undefined) return { again: visit => again.has(visit), opened }
  const visits = parent.instances.get("")?.visits[target.index] ?? []
  if (scope.type === "from") repeat(visits.at(-1))
  if (scope.type === "step") for (const visit of visits) again.add(visit)
  return { again: visit => again.has(visit), opened }
}

/** It failed, and its container went on without it: a list of which an item failed. */
function wasExcused({ status, parent }: Instance): boolean {
  return status === "failed" && parent !== undefined && isKept(parent) && parent.problem === undefined
}

/** The ids of the step and of every other from which a way leads to it. */
function leadingTo(target: StepPlan): Set<string> {
  const into = new Map<StepPlan, StepPlan[]>()
  for (const wire of target.scope.wires) {
    const known = into.get(wire.to)
    if (known === undefined) into.set(wire.to, [wire.from])
    else known.push(wire.from)
  }
  const leading = new Set([target])
  for (const step of leading) for (const from of into.get(step) ?? []) leading.add(from)
  return new Set([...leading].map(({ id }) => id))
}

function wasEntered(root: Instance | undefined, step: StepPlan | undefined): boolean {
  return step !== undefined && root?.visits[step.index]?.some(({ status }) => status !== "skipped") === true
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

/** Whether what an instance did is to be kept apart: its container is not kept as a whole, and goes on. */
function isOpenInside(instance: Instance, { again, opened }: Rerun): boolean {
  for (let here = instance; ; here = here.parent.instance) {
    if (here.parent === undefined) return here.path === ""
    if (again(here.parent) || (isKept(here.parent) && !opened.has(here.parent))) return false
  }
}

function isKept(visit: Visit): boolean {
  return visit.outlets !== undefined && (visit.status === "completed" || visit.status === "failed")
}

function keptVisit(parent: RunState, visit: Visit, isRewired: boolean): Kept | undefined {
  const key = visit.task?.key
  const named = key === undefined ? {} : { key }
  if (!isKept(visit)) {
    const cut = visit.task?.status === "in_doubt" || visit.task?.status === "stopped"
    return cut && visit.task?.effect !== undefined ? { ...placeOf(visit), ...named } : undefined
  }
  const { outlets, problem, memory, origins, took } = visit
  const variables = writtenIn(parent, visit)
  return {
    ...placeOf(visit),
    ...named,
    outlets: { ...outlets },
    ...(problem === undefined ? {} : { problem }),
    ...(variables === undefined ? {} : { variables: { ...variables } }),
    ...(memory === undefined ? {} : { memory }),
    ...(origins === undefined ? {} : { origins: copyOrigins(origins) }),
    ...(isRewired ? {} : { taken: [...took] }),
  }
}

/** What a step that was cut had called: what is over need not be done again, and what was cut keeps its key. */
function keptCalls({ task }: Visit): Kept[] {
  return task?.status === "in_doubt" || task?.status === "stopped" ? callsOf(task) : []
}

/** What it called; of a call that is done, what that called in its turn does not matter. */
function callsOf({ lending }: Task): Kept[] {
  return (lending?.calls ?? []).flatMap(call => {
    const kept: Kept = {
      ...placeOfTask(call),
      key: call.key,
      kind: call.called?.kindName ?? "",
      input: isMap(call.input) ? call.input : {},
    }
    const isDone = call.status === "done" && call.outlets !== undefined
    return isDone ? [{ ...kept, outlets: { ...call.outlets } }] : [kept, ...callsOf(call)]
  })
}

/** What a visit wrote, and for a container that is kept as a whole, what was written in it. */
function writtenIn(parent: RunState, visit: Visit): JsonMap | undefined {
  if (visit.steering === undefined) return visit.variables
  const isWithin = (instance: Instance): boolean =>
    instance.parent !== undefined && (instance.parent === visit || isWithin(instance.parent.instance))
  const writers = [...parent.instances.values()]
    .filter(isWithin)
    .flatMap(instance => instance.visits.flatMap(visits => visits ?? []))
    .filter(({ variables }) => variables !== undefined)
    .sort((a, b) => a.endedBy - b.endedBy)
  return writers.length === 0 ? undefined : Object.assign({}, ...writers.map(({ variables }) => variables))
}

function copyOrigins(origins: NonNullable<Visit["origins"]>): { [outlet: string]: number[][] } {
  return Object.fromEntries(
    Object.entries(origins).map(([outlet, lists]) => [outlet, lists.map(list => [...list])]),
  )
}
