import { checkInParts } from "../check/check.ts"
import { findSoon } from "../editor/findSoon.ts"
import { summaryOf } from "../editor/summarise.ts"
import type { OpenFile } from "../format/file.ts"
import { readingOf } from "../format/keptFile.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { WorkflowDraft } from "./stores.ts"

/** A draft with all that follows from its text. */
type DescribedDraft = WorkflowDraft & { readonly summary: unknown }

/** The workflow as it is to be written: its text, what lists show of it, and what it says. */
export function draftOf(file: OpenFile, catalogue: Catalogue): DescribedDraft {
  const { text, workflow } = file
  return {
    id: workflow.id,
    text,
    summary: summaryOf(file, catalogue, checkInParts),
    reading: readingOf(file),
  }
}

/** The same, where it is not made before the page has done what else there is to do. */
export async function draftSoon(file: OpenFile, catalogue: Catalogue): Promise<DescribedDraft> {
  await new Promise(go => findSoon(file, { catalogue, check: checkInParts }, go))
  return draftOf(file, catalogue)
}
