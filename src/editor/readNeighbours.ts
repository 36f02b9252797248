import { readsOf } from "../model/edits/extractReads.ts"
import { textsOf } from "../model/texts.ts"
import type { Workflow } from "../model/workflow.ts"

/** A step whose value another one reads, by its name. */
export interface ReadLink {
  readonly read: string
  readonly reader: string
}

/** The ways that values go by name from or to the steps given, each once. */
export function readLinks(workflow: Workflow, ids: ReadonlySet<string>): ReadLink[] {
  const links = new Map<string, ReadLink>()
  for (const text of textsOf(workflow)) {
    const reader = text.step?.id
    if (reader === undefined) continue
    for (const { reference } of readsOf(text)) {
      const read = String(reference.path[0])
      if (reference.root !== "steps" || read === reader) continue
      if (ids.has(reader) || ids.has(read)) links.set(`${read}\n${reader}`, { read, reader })
    }
  }
  return [...links.values()]
}

/** The steps given, those whose values they read, and those that read theirs. */
export function readNeighbours(workflow: Workflow, ids: ReadonlySet<string>): Set<string> {
  return new Set([...ids, ...readLinks(workflow, ids).flatMap(({ read, reader }) => [read, reader])])
}
