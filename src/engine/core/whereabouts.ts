import type { Instances } from "./instances.ts"
import type { StepPlan } from "./plan.ts"
import type { Instance, RunState, Task, Visit } from "./state.ts"

/* Visits and tasks, found by the places that events name, and the places by which events name them. */

/** The latest visit of the step, whatever became of it. */
export function latestVisit(instance: Instance, step: StepPlan): Visit | undefined {
  return instance.visits[step.index]?.at(-1)
}

/** The instance that a place names; where it names none, the last one that has the step, or else the root. */
export function instanceMeant(
  { instances }: RunState,
  { in: path, step }: { readonly in?: string; readonly step: string },
): Instance | undefined {
  return instances.get(path ?? latestWith(instances, step)?.path ?? "")
}

/** The instance that was opened last of those whose scope has the step. */
export function latestWith(instances: Instances, step: string): Instance | undefined {
  const last = instances.inOrder.findLast(({ scope }) => scope.byId.has(step))
  return last === undefined || !("laps" in last) ? last : instances.made(last, last.laps.length - 1)
}

/** The latest visit of the step that was entered and not passed by. */
export function lastEntered(instance: Instance, step: StepPlan): Visit | undefined {
  return instance.visits[step.index]?.findLast(visit => visit.status !== "skipped" && !wasLeftOut(visit))
}

/** Whether the run left the visit out before anything of it was done: a container may have been entered in part. */
export function wasLeftOut({ status, steering }: Visit): boolean {
  return status === "left_out" && steering === undefined
}

/** All visits of the instance, step by step. */
export function visitsIn({ visits }: Instance): Visit[] {
  return visits.flatMap(each => each ?? [])
}

/** Whether the instance is, or stands within, the other one or the container. */
export function isWithin(instance: Instance, around: Instance | Visit): boolean {
  for (let here = instance; ; here = here.parent.instance) {
    if (here === around) return true
    if (here.parent === undefined) return false
    if (here.parent === around) return true
  }
}

/** Finds a visit by where an event says that it happened. */
export function visitAt(state: RunState, path: string, step: string, visit: number): Visit | undefined {
  const instance = state.instances.get(path)
  const planned = instance?.scope.byId.get(step)
  return planned === undefined ? undefined : instance?.visits[planned.index]?.[visit - 1]
}

/** The task that an event is about. */
export function taskAt(visit: Visit, number: number | undefined, call?: string): Task | undefined {
  const task = number === undefined ? visit.task : visit.tasks?.[number]
  return call === undefined ? task : callAt(task, call)
}

function callAt(caller: Task | undefined, name: string): Task | undefined {
  let found = caller
  for (const place of name.split(".")) found = found?.lending?.calls[Number(place)]
  return found
}

/** All tasks of the visit: the step itself, its items, the validators of its wires, and what any of these called. */
export function tasksOf({ task, tasks = [] }: Visit): Task[] {
  const found = task === undefined ? [...tasks] : [task, ...tasks]
  for (const each of found) if (each.lending !== undefined) found.push(...each.lending.calls)
  return found
}

/** Where a task is at work, as its events say. */
export function placeOfTask({ visit, number, called }: Task) {
  return {
    ...placeOf(visit),
    ...(number === undefined ? {} : { task: number }),
    ...(called === undefined ? {} : { call: called.name }),
  }
}

/** Whether an attempt of the task, or of what it called, executes now: it does not while all rest. */
export function isExecuting({ status, lending }: Task): boolean {
  const isHanded = status === "handed" || status === "started" || status === "stopping"
  if (lending === undefined || lending.open === 0) return isHanded
  return isHanded && lending.calls.some(isExecuting)
}

/** Where a visit happened, as its events say. */
export function placeOf(visit: Visit): { in: string; step: string; visit: number } {
  return { in: visit.instance.path, step: visit.step.id, visit: visit.number }
}

/** Names a visit within the run: `each[3]#2/inner#1`. */
export function visitName({ instance, step, number }: Visit): string {
  return `${instance.path === "" ? "" : `${instance.path}/`}${step.id}#${number}`
}

/** Whether nobody can tell what became of the task. One that stopped short of what was not approved waits, and has done nothing. */
export function isInDoubt({ status, differs }: Task): boolean {
  return status === "in_doubt" && differs === undefined
}
