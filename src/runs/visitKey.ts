import type { Instance, RunState, Task, Visit } from "../engine/core/state.ts"
import { visitAt } from "../engine/core/whereabouts.ts"
import { t } from "../language/t.ts"

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

/** What scopes are called that are not the main one of their step. */
const scopeNames = {
  enter: () => t`On entering`,
  exit: () => t`On leaving`,
  always: () => t`Always, at the end`,
  failure: () => t`If the run fails`,
}

/** What an instance below its container is called: its number, or its scope where that is not the main one. */
export function instanceName({ name, index, path }: Pick<Instance, "name" | "index" | "path">): string {
  if (path === "") return t`Workflow`
  return name === "steps" ? `${index + 1}` : scopeNames[name]()
}

/** What is around the steps of an instance, by the names that people read: `Each line 3 › Always, at the end`. */
export function sayAround({ parent, name, index, gives }: Instance): string {
  const scope = name === "steps" ? "" : scopeNames[name]()
  if (parent === undefined) return scope
  // Where a container opens its steps once there is nothing to count.
  const number = gives === undefined && index === 0 ? "" : ` ${index + 1}`
  const holder = `${nameOf(parent)}${name === "steps" ? number : ""}${sayVisit(parent)}`
  return [sayAround(parent.instance), holder, scope].filter(Boolean).join(" › ")
}

/** The number of the visit, where it is not the first. */
export function sayVisit({ number }: Pick<Visit, "number">): string {
  return number > 1 ? t` (visit ${number})` : ""
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
