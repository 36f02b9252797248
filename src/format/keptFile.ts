import { isMap } from "../lib/json.ts"
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

/** What is kept of a file beside its text; undefined for one that is not fully understood. */
export function readingOf({ workflow, readable, readOnly }: OpenFile): Workflow | undefined {
  return readable && !readOnly ? workflow : undefined
}

/** The workflow that was kept beside a text, or null where nothing was that this version understands. */
export function keptWorkflow(reading: unknown): Workflow | null {
  return isMap(reading) && reading.rivulet === formatVersion ? (reading as unknown as Workflow) : null
}
