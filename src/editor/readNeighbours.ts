import { readsOf } from "../model/edits/extractReads.ts"
import { textsOf } from "../model/texts.ts"
import type { Workflow } from "../model/workflow.ts"

/** The steps given, those whose values they read, and those that read theirs. */
export function readNeighbours(workflow: Workflow, ids: ReadonlySet<string>): Set<string> {
  const found = new Set(ids)
  for (const text of textsOf(workflow)) {
    const reader = text.step?.id
    if (reader === undefined) continue
    for (const { reference } of readsOf(text)) {
      const read = String(reference.path[0])
      if (reference.root !== "steps") continue
      if (ids.has(reader)) found.add(read)
      if (ids.has(read)) found.add(reader)
    }
  }
  return found
}
