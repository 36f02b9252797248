import { openFile } from "../format/file.ts"
import { writeWorkflow } from "../format/write.ts"
import { copySteps, pasteSteps } from "../model/edits/clip.ts"
import { findStep } from "../model/places.ts"
import type { Editor } from "./editor.ts"

/*
 * Steps are copied as the YAML of a small workflow of their own: text that another tab, another program and a
 * person can read.
 */

/** Puts steps on the clipboard as YAML. */
export async function copyAsText(editor: Editor, ids: readonly string[]) {
  const { steps, layout } = copySteps(editor.store.getState().file.workflow, ids)
  const text = writeWorkflow({
    rivulet: 1,
    id: "clip",
    steps,
    ...(Object.keys(layout).length === 0 ? {} : { layout }),
  })
  await navigator.clipboard.writeText(text)
}

/** Pastes steps from the clipboard beside the selected one, with ids that are free. What is no workflow is left alone. */
export async function pasteText(editor: Editor) {
  const text = await navigator.clipboard.readText()
  const { readable, workflow: clip } = openFile(text)
  if (!readable || clip.steps.length === 0) return
  const { file, selection } = editor.store.getState()
  const [first = ""] = selection
  const pasted = pasteSteps(
    file.workflow,
    { steps: clip.steps, layout: clip.layout ?? {}, incoming: [] },
    { scope: findStep(file.workflow, first)?.scope ?? ["steps"], offset: [40, 40] },
  )
  if (pasted.ok) editor.edit(() => pasted.value.workflow, { select: [...pasted.value.ids.values()] })
}
