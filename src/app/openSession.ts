import { createEditor, type Editor, type Format } from "../editor/editor.ts"
import { createPen, type Pen } from "../editor/pen.ts"
import { createSaving, type Saving } from "../editor/saving.ts"
import { keptTrail } from "../editor/undoTrail.ts"
import type { OpenFile } from "../format/file.ts"
import { keptFile, keptWorkflow } from "../format/keptFile.ts"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { betweenSnapshots } from "../model/snapshots.ts"
import type { Services } from "./services.ts"
import type { KeptWorkflow, WorkflowStore } from "./stores.ts"
import { whyNotWritten } from "./whyNotWritten.ts"

/** An open workflow: its editor, what keeps it on disk, and whether it may be changed in this tab. */
export interface Session {
  readonly editor: Editor
  readonly saving: Saving
  readonly pen: Pen
}

/** What checks a workflow is large, and comes once it is on the screen. */
export const loadCheck = () => import("../check/check.ts")

/** What a draft is made with, the check among it. */
const loadDraft = () => import("./draft.ts")

/** What reads and writes texts is large, and comes once what was kept of them is on the screen. */
export const loadReading = () => import("./reading.ts")

/** A workflow as it is kept, and the file that is drawn first. */
export interface Opened {
  readonly row: KeptWorkflow
  readonly file: OpenFile
  /** There where the text had to be read, as nothing is known of what it says. */
  readonly format?: Format
}

/** Finds a workflow; null where it is not kept. */
export async function findWorkflow(workflows: WorkflowStore, id: string): Promise<Opened | null> {
  const found = await workflows.open(id)
  if (found === null) return null
  const { row, reading } = found
  const workflow = keptWorkflow(reading)
  if (workflow) return { row, file: keptFile(row.text, workflow) }
  const { format, readSoon } = await loadReading()
  return { row, file: await readSoon(row.text), format }
}

/** Opens a workflow as it is kept. */
export function openSession(
  { row, ...opened }: Opened,
  services: Services,
  catalogue: Catalogue,
  tell: (say: string) => () => void,
): Session {
  const { workflows, now, tabs } = services
  let unsay = () => {}
  const isNarrow = window.matchMedia("(max-width: 700px)").matches
  const editor = createEditor({
    ...{ ...opened, catalogue, now, after },
    view: isNarrow ? "outline" : "canvas",
    refused: problem => {
      unsay()
      unsay = tell(translated(problem.message))
    },
  })
  // About once an hour the text that is replaced is kept: what this tab had written last.
  let before = row.text
  let since = row.changed
  const snapshot = async (text: string): Promise<void> => {
    if (now() - since < betweenSnapshots) return
    since = now()
    const { take } = await services.versionsOf(row.id).snapshots()
    await take(text)
  }
  const saving = createSaving({
    editor,
    revision: row.revision,
    // Its text had to be read: what follows from it was not kept, or belongs to an earlier one.
    isDescribed: opened.format === undefined,
    home: {
      async write({ text }, seen, trail) {
        const written = await workflows.write([{ id: row.id, text, seen, trail }])
        if (written.ok) {
          void snapshot(before)
          before = text
          return ok(written.value[0]?.revision ?? seen)
        }
        return err({ reason: written.error.reason, say: whyNotWritten(written.error) })
      },
      async describe(file, revision) {
        const [{ draftSoon }, known] = await Promise.all([loadDraft(), services.knownKinds()])
        await workflows.describe(row.id, revision, await draftSoon(file, known))
      },
      async read() {
        // The trail first: one that is written in between belongs to a later text, and is not taken up.
        const trail = keptTrail(await workflows.trailOf(row.id))
        const kept = await workflows.read(row.id)
        return kept && { text: kept.text, revision: kept.revision, trail }
      },
      watch: onChange => workflows.watchOne(row.id, onChange),
      async keepVersion(text, name) {
        const kept = await services.versionsOf(row.id).keep({ text, name, note: "", publish: false })
        return kept.ok
      },
    },
    after,
  })
  const pen = createPen({
    name: `pen:${row.id}`,
    locks: tabs.locks,
    join: hear => tabs.join(`rivulet-pen:${row.id}`, hear),
    after,
    come: () => saving.catchUp(),
    go: () => saving.flush(),
  })
  editor.givePen(null)
  pen.store.subscribe(({ is }) => {
    if (is === "here") unsay()
    editor.givePen(is === "asked" ? null : is === "here")
  })
  return { editor, saving, pen }
}

function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** Keeps a workflow beside the others, under an id that nobody has; says why where that cannot be. */
export async function addWorkflow(
  { workflows, knownKinds }: Services,
  id: string,
  text: string,
): Promise<Result<void, string>> {
  const [{ draftOf }, { readSoon }, catalogue] = await Promise.all([loadDraft(), loadReading(), knownKinds()])
  const written = await workflows.write([{ ...draftOf(await readSoon(text), catalogue), id }])
  if (written.ok) return ok(undefined)
  const isTaken = written.error.reason === "changed"
  return err(
    isTaken ? t`A workflow of this name is there. Choose another name.` : whyNotWritten(written.error),
  )
}
