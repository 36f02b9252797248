import type { StoreApi } from "zustand/vanilla"
import { sameJson } from "../lib/json.ts"
import type { Desk } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { findingsOf } from "./facts.ts"
import { type Found, findIn, parseSearch } from "./finding.ts"

/** Goes to a place that was found: on the canvas, in the inspector, and in the text. */
export function showFound(editor: Editor, desk: StoreApi<Desk>, { step, path }: Found) {
  if (step !== null) editor.select([step])
  desk.setState(({ search, reveal }) => ({
    isInspectorOpen: true,
    search: search && { ...search, shown: path },
    reveal: { path, count: (reveal?.count ?? 0) + 1 },
  }))
}

/** Goes to the next place of what was searched for last, or the one before; after the last comes the first. */
export function showNext(editor: Editor, desk: StoreApi<Desk>, by: 1 | -1) {
  const { search } = desk.getState()
  if (search === null) return
  const { file, check } = editor.store.getState()
  const problems = findingsOf(file, editor.catalogue, check).problemsByNode
  const found = findIn(file.workflow, parseSearch(search.typed), search.comparing, { problems })
  const here = found.findIndex(({ path }) => sameJson(path, search.shown))
  const next = found.at((here < 0 && by < 0 ? 0 : here + by) % found.length)
  if (next) showFound(editor, desk, next)
}
