import { isList, type Path } from "../../lib/json.ts"
import { findStep, type StepPlace, scopeAt } from "../places.ts"
import type { Step, Workflow } from "../workflow.ts"

/*
 * Edits are pure: a workflow in, a workflow out, and all that an edit does not touch is the very same object, since
 * the file's writer looks for what differs and leaves the text of everything else alone.
 */

/** The value with another one at the path; undefined takes the field away. Missing maps on the way are made. */
export function setAt<T>(value: T, path: Path, part: unknown): T {
  const [key, ...rest] = path
  if (key === undefined) return part as T
  if (isList(value)) {
    const list = value as readonly unknown[]
    const changed = setAt(list[Number(key)], rest, part)
    if (changed === list[Number(key)]) return value
    if (changed === undefined) return list.filter((_, index) => index !== Number(key)) as T
    return list.with(Number(key), changed) as T
  }
  const map = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>
  const before = Object.hasOwn(map, key) ? map[key] : undefined
  const changed = setAt(before, rest, part)
  if (changed === before) return value
  if (changed === undefined) return without(map, String(key)) as T
  return { ...map, [key]: changed } as T
}

/** The map without the key. */
export function without<T extends object>(map: T, key: string): T {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key)) as T
}

/** The workflow with the step changed; the same where there is none. */
export function updateStep(workflow: Workflow, id: string, change: (step: Step) => Step): Workflow {
  const place = findStep(workflow, id)
  return place === undefined ? workflow : setAt(workflow, place.path, change(place.step))
}

/** The workflow with the scope changed in which the step stands; the same where there is none. */
export function updateScopeOf(
  workflow: Workflow,
  id: string,
  change: (steps: readonly Step[], place: StepPlace) => readonly Step[],
): Workflow {
  const place = findStep(workflow, id)
  if (place === undefined) return workflow
  return setAt(workflow, place.scope, change(scopeAt(workflow, place.scope) ?? [], place))
}

/** The list with one item more, at the index or at the end. */
export function inserted<T>(list: readonly T[], items: readonly T[], index = list.length): readonly T[] {
  return [...list.slice(0, index), ...items, ...list.slice(index)]
}

/** The list with one item changed; the very same where there is none or it is unchanged. */
export function replaced<T>(list: readonly T[], index: number, change: (item: T) => T): readonly T[] {
  const item = list[index]
  if (item === undefined) return list
  const changed = change(item)
  return changed === item ? list : list.with(index, changed)
}
