import { isMap } from "../lib/json.ts"
import { parseJson } from "../lib/parseJson.ts"
import { formatVersion, type Workflow } from "../model/workflow.ts"
import type { OpenFile } from "./file.ts"

/*
 * Reading a text takes a while, and what reads it is large. So what a text says is kept beside it, and a workflow is
 * drawn from that, while its text is still to be read: the text stays the workflow's only home.
 */

const start = { line: 1, column: 1, start: 0, end: 0 }

/** A file of which only the workflow is known, and which stands in for the one that its text will be opened as. */
export function keptFile(text: string, workflow: Workflow): OpenFile {
  return {
    ...{ text, workflow, problems: [] },
    readable: true,
    readOnly: false,
    placeOf: () => start,
    pathAt: () => [],
  }
}

/**
 * What is kept of a file beside its text; undefined for one that is not fully understood. It is JSON, as a database takes
 * many times as long to copy the maps and lists of thousands of steps, and the page stands still meanwhile.
 */
export function readingOf({ workflow, readable, readOnly }: OpenFile): string | undefined {
  return readable && !readOnly ? JSON.stringify(workflow) : undefined
}

/** The workflow that was kept beside a text, or null where nothing was that this version understands. */
export function keptWorkflow(reading: unknown): Workflow | null {
  const kept = typeof reading === "string" ? parseJson(reading) : undefined
  return isMap(kept) && kept.rivulet === formatVersion ? (kept as unknown as Workflow) : null
}
