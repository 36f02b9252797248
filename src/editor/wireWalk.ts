import type { Editor } from "./editor.ts"
import { shownFacts } from "./facts.ts"
import type { Scene, SceneWire } from "./scene.ts"

/*
 * Wires by keys: from a step one goes through those that leave it and then those that lead to it, round and round.
 */

/** The wires that can be selected at a step: those that leave it first, each in the order of the file. */
export function wiresAround({ wires }: Scene, id: string): SceneWire[] {
  const real = wires.filter(({ wire }) => wire !== null)
  return [
    ...real.filter(({ from }) => from === id),
    ...real.filter(({ from, to }) => to === id && from !== id),
  ]
}

/** The one wire that is selected, with nothing else; null otherwise. */
export function onlyWire(editor: Editor): SceneWire | null {
  const { selection } = editor.store.getState()
  const [id, ...others] = selection
  if (id === undefined || others.length > 0) return null
  return shownFacts(editor).scene.wires.find(each => each.id === id && each.wire !== null) ?? null
}

/** The wire that comes next at the step, or before; of a wire that is none of the step's, the first or last. */
export function nextWire(scene: Scene, step: string, wire: string | null, by: 1 | -1): SceneWire | null {
  const around = wiresAround(scene, step)
  const here = around.findIndex(({ id }) => id === wire)
  const next = here < 0 ? (by === 1 ? 0 : around.length - 1) : here + by
  return around.at(next % Math.max(1, around.length)) ?? null
}
