import type { Visit } from "../engine/core/state.ts"

/*
 * Places in a run, as people read and write them: `ask`, `each[2].ask`, and where the container was entered more
 * than once, `each[2]#3.ask`. The engine's own paths (`each[2]#1/inner[0]#1`) say the visit every time.
 */

/** The step of that id in the scope instance with that path. */
export function pathOf(instance: string, step: string): string {
  return instance === "" ? step : `${pathOfInstance(instance)}.${step}`
}

/** The scope instance with that path: `each[2]`. */
export function pathOfInstance(path: string): string {
  return path
    .replace(/^!/, "")
    .replace(/#1(?!\d)/g, "")
    .replaceAll("/", ".")
}

/** The step of a visit, with what holds it. */
export function pathOfVisit({ instance, step }: Visit): string {
  return pathOf(instance.path, step.id)
}
