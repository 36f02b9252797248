import type { Editor } from "../editor/editor.ts"
import { format } from "../editor/format.ts"
import type { OpenFile } from "../format/file.ts"
import type { Workflow } from "../model/workflow.ts"
import { inParts } from "../ui/inParts.ts"

export { format }

/** Reads a text while the page goes on; with a workflow that it may say, all that it does say alike is the very same. */
export function readSoon(text: string, like?: Workflow): Promise<OpenFile> {
  return inParts(format.openInParts(text, like))
}

/** Has the editor read its text while the page goes on; at once where somebody leaves, whose edits wait for it. */
export async function readInto({ store, readWith }: Pick<Editor, "store" | "readWith">): Promise<void> {
  const { text, workflow } = store.getState().file
  const leave = () => readWith(format)
  // Before what is there is written.
  window.addEventListener("pagehide", leave, true)
  document.addEventListener("visibilitychange", leave, true)
  readWith(format, await readSoon(text, workflow))
  window.removeEventListener("pagehide", leave, true)
  document.removeEventListener("visibilitychange", leave, true)
}
