import { createEditor, type Editor } from "../editor/editor.ts"
import { createPen, type Pen } from "../editor/pen.ts"
import { createSaving, type Saving } from "../editor/saving.ts"
import { keptTrail } from "../editor/undoTrail.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { Services } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"
import { whyNotWritten } from "./whyNotWritten.ts"

/** An open workflow: its editor, what keeps it on disk, and whether it may be changed in this tab. */
export interface Session {
  readonly editor: Editor
  readonly saving: Saving
  readonly pen: Pen
}

/** What checks and sums up a workflow is large, and comes once it is on the screen. */
export async function loadCheck() {
  const [{ check }, { summaryOf }] = await Promise.all([
    import("../check/check.ts"),
    import("../editor/summarise.ts"),
  ])
  return { check, summaryOf }
}

/** Opens a workflow as it is kept. */
export function openSession(
  row: KeptWorkflow,
  services: Services,
  catalogue: Catalogue,
  tell: (say: string) => void,
): Session {
  const { workflows, now, tabs } = services
  const isNarrow = window.matchMedia("(max-width: 700px)").matches
  const editor = createEditor({
    ...{ text: row.text, catalogue, now },
    view: isNarrow ? "outline" : "canvas",
    refused: problem => tell(problem.message),
  })
  const saving = createSaving({
    editor,
    revision: row.revision,
    home: {
      async write(file, seen, trail) {
        const [{ check, summaryOf }, known] = await Promise.all([loadCheck(), services.knownKinds()])
        const draft = { id: row.id, text: file.text, summary: summaryOf(file, known, check), seen, trail }
        const written = await workflows.write([draft])
        if (written.ok) return ok(written.value[0]?.revision ?? seen)
        return err({ reason: written.error.reason, say: whyNotWritten(written.error) })
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
  pen.store.subscribe(({ is }) => editor.givePen(is === "asked" ? null : is === "here"))
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
  const [{ check, summaryOf }, { openFile }, catalogue] = await Promise.all([
    loadCheck(),
    import("../format/file.ts"),
    knownKinds(),
  ])
  const summary = summaryOf(openFile(text), catalogue, check)
  const written = await workflows.write([{ id, text, summary }])
  if (written.ok) return ok(undefined)
  const isTaken = written.error.reason === "changed"
  return err(
    isTaken ? "A workflow of this name is there. Choose another name." : whyNotWritten(written.error),
  )
}
