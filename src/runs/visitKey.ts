import type { Task, Visit } from "../engine/core/state.ts"

/** Names a visit, or one of its tasks, within the run. */
export function keyOf({ instance, step, number }: Visit, task?: Task): string {
  const item = task?.number === undefined ? "" : `.${task.number}`
  const call = task?.called === undefined ? "" : `~${task.called.name}`
  return `${instance.path === "" ? "" : `${instance.path}/`}${step.id}#${number}${item}${call}`
}

/** The name of the step that is visited. */
export function nameOf({ step }: Visit): string {
  return step.spec.name || step.id
}
