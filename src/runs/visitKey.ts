import type { RunState, Task, Visit } from "../engine/core/state.ts"
import { visitAt } from "../engine/core/whereabouts.ts"

/** Names a visit, or one of its tasks, within the run. */
export function keyOf({ instance, step, number }: Visit, task?: Task): string {
  const item = task?.number === undefined ? "" : `.${task.number}`
  const call = task?.called === undefined ? "" : `~${task.called.name}`
  return `${keyIn({ in: instance.path, step: step.id, visit: number })}${item}${call}`
}

/** The key of the visit at a place. */
export function keyIn({ in: path, step, visit }: ReturnType<typeof placeOfKey>): string {
  return `${path === "" ? "" : `${path}/`}${step}#${visit}`
}

/** The name of the step that is visited. */
export function nameOf({ step }: Visit): string {
  return step.spec.name || step.id
}

/** The place that a visit's key names: `each[3]#2/inner#1`. */
export function placeOfKey(key: string): {
  readonly in: string
  readonly step: string
  readonly visit: number
} {
  const slash = key.lastIndexOf("/")
  const own = key.slice(slash + 1)
  const hash = own.lastIndexOf("#")
  return {
    in: slash < 0 ? "" : key.slice(0, slash),
    step: own.slice(0, hash),
    visit: Number(own.slice(hash + 1)),
  }
}

/** The visit with the key; undefined where there was none. */
export function visitOfKey(state: RunState, key: string): Visit | undefined {
  const place = placeOfKey(key)
  return visitAt(state, place.in, place.step, place.visit)
}
