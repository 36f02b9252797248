import { sameJson } from "../lib/json.ts"
import type { RunView, StepRow } from "./runView.ts"

/**
 * The view, with every part that says the same as before taken from before: whoever shows a part is told only when that
 * part has changed. A view is made anew many times a second, of which most stays what it was.
 */
export function keepSame(before: RunView | null, view: RunView): RunView {
  if (before === null) return view
  const kept: { -readonly [Part in keyof RunView]: RunView[Part] } = { ...view }
  for (const part of Object.keys(view) as (keyof RunView)[]) keepPart(kept, before, part)
  kept.steps = keepMap(before.steps, view.steps, isSameRow)
  kept.wires = keepMap(before.wires, view.wires, Object.is)
  return kept
}

function keepPart<Part extends keyof RunView>(
  kept: { -readonly [Name in keyof RunView]: RunView[Name] },
  before: RunView,
  part: Part,
): void {
  if (sameJson(before[part], kept[part])) kept[part] = before[part]
}

function keepMap<T>(
  before: ReadonlyMap<string, T>,
  now: ReadonlyMap<string, T>,
  isSame: (a: T, b: T) => boolean,
): ReadonlyMap<string, T> {
  let isWhole = before.size === now.size
  const kept = new Map<string, T>()
  for (const [key, value] of now) {
    const known = before.get(key)
    const isKept = known !== undefined && isSame(known, value)
    kept.set(key, isKept ? known : value)
    isWhole &&= isKept
  }
  return isWhole ? before : kept
}

/** Whether two rows say the same; what they hold is the state's own, so that the same value is the same thing. */
export function isSameRow(a: StepRow, b: StepRow): boolean {
  for (const name of Object.keys(a) as (keyof StepRow)[])
    if (name !== "inside" && !Object.is(a[name], b[name])) return false
  return a.inside?.begun === b.inside?.begun && a.inside?.ended === b.inside?.ended
}
