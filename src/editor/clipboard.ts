import { openFile } from "../format/file.ts"
import { writeWorkflow } from "../format/write.ts"
import { type Clip, copySteps } from "../model/edits/copySteps.ts"
import { findStep } from "../model/places.ts"
import { problemsOf } from "../model/problems.ts"
import { partSchemas } from "../model/workflowSchema.ts"
import { innerScope } from "./building.ts"
import type { Editor } from "./editor.ts"

/*
 * Steps are copied as the YAML of a small workflow of their own: text that another tab, another program and a
 * person can read. Wires that led to them from elsewhere stand above it as comments, one a line, for whoever wants
 * them again.
 *
 *     # wire from read, success: {"to":"review"}
 *     rivulet: 1
 *     id: clip
 *     steps: …
 */

/** Steps get ids that are free, in every expression too: what reads those comes when it is needed. */
const loadPasting = () => import("../model/edits/clip.ts")

type Incoming = Clip["incoming"][number]

const clipboardProblem = problemsOf({
  copying_denied: { say: "The browser does not let this page copy. Allow it beside the address." },
  pasting_denied: {
    say: "The browser does not let this page see what was copied. Allow it beside the address.",
  },
  nothing_to_paste: { say: "There are no steps on the clipboard." },
})

/** Puts steps on the clipboard as YAML. */
export async function copyAsText(editor: Editor, ids: readonly string[]) {
  const text = clipText(copySteps(editor.store.getState().file.workflow, ids))
  await navigator.clipboard.writeText(text).catch(() => editor.refuse(clipboardProblem("copying_denied")))
}

/**
 * Pastes steps from the clipboard beside the selected one, with ids that are free, and, where that is asked for,
 * with the wires that led to them from steps that stand here.
 */
export async function pasteText(editor: Editor, { incoming = false } = {}) {
  const text = await navigator.clipboard.readText().catch(() => null)
  if (text === null) return editor.refuse(clipboardProblem("pasting_denied"))
  const clip = clipOf(text)
  if (clip === null) return editor.refuse(clipboardProblem("nothing_to_paste"))
  const { pasteSteps } = await loadPasting()
  const { file, selection, within } = editor.store.getState()
  const [first = ""] = selection
  const inner = innerScope(file.workflow, editor.catalogue, within)
  const pasted = pasteSteps(file.workflow, clip, {
    scope: findStep(file.workflow, first)?.scope ?? inner,
    offset: [40, 40],
    incoming,
  })
  if (pasted.ok) editor.edit(() => pasted.value.workflow, { select: [...pasted.value.ids.values()] })
}

/** Copies steps to right behind themselves, and selects the copies. */
export async function duplicate(editor: Editor, ids: readonly string[]) {
  const { duplicateSteps } = await loadPasting()
  const pasted = duplicateSteps(editor.store.getState().file.workflow, ids)
  editor.edit(() => pasted.workflow, { select: [...pasted.ids.values()] })
}

/** A clip as text. */
export function clipText({ steps, layout, incoming }: Clip): string {
  const lines = incoming.map(
    ({ from, outlet, spec }) =>
      `# wire from ${from}${outlet === null ? "" : `, ${outlet}`}: ${JSON.stringify(spec)}\n`,
  )
  const text = writeWorkflow({
    rivulet: 1,
    id: "clip",
    steps,
    ...(Object.keys(layout).length === 0 ? {} : { layout }),
  })
  return lines.join("") + text
}

/** The clip that a text is; null where it is none. */
export function clipOf(text: string): Clip | null {
  const { readable, workflow } = openFile(text)
  if (!readable || workflow.steps.length === 0) return null
  return { steps: workflow.steps, layout: workflow.layout ?? {}, incoming: incomingOf(text) }
}

function incomingOf(text: string): Incoming[] {
  const lines = text.matchAll(/^# wire from ([a-z][a-z0-9_]*)(?:, ([^:]+))?: (\{.*\})$/gm)
  return [...lines].flatMap(([, from = "", outlet, json = ""]) => {
    const spec = partSchemas.wire.safeParse(parsed(json))
    return spec.success ? [{ from, outlet: outlet ?? null, spec: spec.data as Incoming["spec"] }] : []
  })
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
