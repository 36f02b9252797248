import { openFile, openInParts, retype, tryEdit } from "../format/file.ts"
import { err } from "../lib/result.ts"
import { editProblem } from "../model/edits/editProblems.ts"
import { lockBreach } from "../model/edits/lockBreach.ts"
import type { Format } from "./editor.ts"

/** What an editor opens texts with, and changes them: all but steps that are locked. */
export const format: Format = {
  openFile,
  openInParts,
  retype,
  tryEdit(file, after) {
    const locked = lockBreach(file.workflow, after)
    return locked === null ? tryEdit(file, after) : err(editProblem("step_locked", { id: locked }))
  },
}
