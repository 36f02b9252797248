import { useEffect, useMemo, useState } from "react"
import { useLocation } from "wouter"
import { Builder } from "../editor/Builder.tsx"
import { createEditor } from "../editor/editor.ts"
import { SecretNamesContext } from "../editor/expression/expressionPlace.ts"
import { KeymapContext } from "../editor/keymap.ts"
import { createSaving } from "../editor/saving.ts"
import { summaryOf } from "../editor/summarise.ts"
import { keptSummary } from "../editor/summary.ts"
import type { BuilderHost } from "../editor/useBuilder.ts"
import { EditorContext, SavingContext } from "../editor/useEditor.ts"
import { VersionsContext } from "../editor/versions.ts"
import { err, ok } from "../lib/result.ts"
import { useToasts } from "../ui/Toast.tsx"
import { download } from "./download.ts"
import { FilesButton } from "./folders/FilesButton.tsx"
import { HelperAround } from "./HelperAround.tsx"
import { useVault } from "./keys/useVault.ts"
import { RunsAround } from "./RunsAround.tsx"
import { StartsByItselfButton } from "./StartsByItself.tsx"
import { type Services, useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"
import { whyNotWritten } from "./whyNotWritten.ts"

/** The builder around one workflow, kept on disk as it changes: at once when the page is hidden. */
export function OpenWorkflow({ row, run }: { readonly row: KeptWorkflow; readonly run?: string }) {
  const services = useServices()
  const [, go] = useLocation()
  const toasts = useToasts()
  const [{ editor, saving }] = useState(() => openSession(row, services, say => toasts.show({ say })))
  useEffect(() => {
    void loadCheck().then(({ check }) => editor.checkWith(check))
  }, [editor])
  useEffect(() => {
    const flush = () => void saving.flush()
    document.addEventListener("visibilitychange", flush)
    window.addEventListener("pagehide", flush)
    return () => {
      document.removeEventListener("visibilitychange", flush)
      window.removeEventListener("pagehide", flush)
    }
  }, [saving])
  useEffect(() => saving.start(), [saving])
  const versions = useMemo(() => services.versionsOf(row.id), [services, row.id])
  const host = useMemo<BuilderHost>(
    () => ({
      onExport: text => download(`${row.id}.rivulet.yaml`, text),
      automation: (
        <>
          <FilesButton workflow={row.id} name={nameOf(row)} />
          <StartsByItselfButton workflow={row.id} name={nameOf(row)} />
        </>
      ),
      onLeave: () => go("/"),
      add: (id, text) => addWorkflow(services, id, text),
    }),
    [row, go, services],
  )
  const vault = useVault()
  const secretNames = useMemo(() => (vault?.secrets ?? []).map(({ name }) => name), [vault])
  return (
    <EditorContext value={editor}>
      <SavingContext value={saving}>
        <RunsAround workflow={row.id} {...(run === undefined ? {} : { run })}>
          <KeymapContext value={services.keymap}>
            <VersionsContext value={versions}>
              <SecretNamesContext value={secretNames}>
                <HelperAround>
                  <Builder host={host} />
                </HelperAround>
              </SecretNamesContext>
            </VersionsContext>
          </KeymapContext>
        </RunsAround>
      </SavingContext>
    </EditorContext>
  )
}

function nameOf(row: KeptWorkflow): string {
  return keptSummary(row.summary)?.name || row.id
}

/** The check is large, and comes once the workflow is on the screen. */
const loadCheck = () => import("../check/check.ts")

/** Keeps a workflow beside this one, under an id that nobody has. */
async function addWorkflow({ workflows, catalogue }: Services, id: string, text: string) {
  const [{ check }, { openFile }] = await Promise.all([loadCheck(), import("../format/file.ts")])
  const summary = summaryOf(openFile(text), catalogue, check)
  const written = await workflows.write([{ id, text, summary }])
  if (written.ok) return ok(undefined)
  const isTaken = written.error.reason === "changed"
  return err(
    isTaken ? "A workflow of this name is there. Choose another name." : whyNotWritten(written.error),
  )
}

function openSession(
  row: KeptWorkflow,
  services: ReturnType<typeof useServices>,
  tell: (say: string) => void,
) {
  const { workflows, catalogue, now } = services
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
      async write(file, seen) {
        const { check } = await loadCheck()
        const draft = { id: row.id, text: file.text, summary: summaryOf(file, catalogue, check), seen }
        const written = await workflows.write([draft])
        if (written.ok) return ok(written.value[0]?.revision ?? seen)
        return err({ reason: written.error.reason, say: whyNotWritten(written.error) })
      },
      watch: onChange => workflows.watchOne(row.id, onChange),
    },
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  return { editor, saving }
}
