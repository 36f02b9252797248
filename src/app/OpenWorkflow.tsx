import { useEffect, useMemo, useState } from "react"
import { useLocation } from "wouter"
import { Builder } from "../editor/Builder.tsx"
import { SecretNamesContext } from "../editor/expression/expressionPlace.ts"
import { HabitsContext } from "../editor/habits.ts"
import { type PickSources, PickSourcesContext } from "../editor/inspector/widgets/picks.ts"
import { KeymapContext } from "../editor/keymap.ts"
import { KindDocsContext } from "../editor/kindDocs.ts"
import { createKindMemory, KindMemoryContext } from "../editor/kindMemory.ts"
import { keptSummary } from "../editor/summary.ts"
import { settleBeforeAll } from "../editor/typing.ts"
import type { BuilderHost } from "../editor/useBuilder.ts"
import { EditorContext, PenContext, SavingContext } from "../editor/useEditor.ts"
import { VersionsContext } from "../editor/versionsContext.ts"
import { workflowName } from "../model/workflowName.ts"
import { useRuns } from "../runs/runsContext.ts"
import { later } from "../ui/later.tsx"
import { oncePainted } from "../ui/oncePainted.ts"
import { useToasts } from "../ui/Toast.tsx"
import { download } from "./download.ts"
import { FilesButton } from "./folders/FilesButton.tsx"
import { HelperAround } from "./HelperAround.tsx"
import { aiSettingsNow, providerPicks } from "./keys/providerPicks.ts"
import { useVault } from "./keys/useVault.ts"
import { addWorkflow, loadCheck, loadReading, type Opened, openSession } from "./openSession.ts"
import { RunsAround } from "./RunsAround.tsx"
import { StartsByItselfButton } from "./StartsByItself.tsx"
import { useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"
import { useSwitchedOn } from "./triggerService.ts"

const StartsByItselfDialog = later(() => import("./StartsByItselfDialog.tsx"))

/** The builder around one workflow, kept on disk as it changes: at once when the page is hidden. */
export function OpenWorkflow({ opened, run }: { readonly opened: Opened; readonly run?: string }) {
  const { row } = opened
  const services = useServices()
  const [, go] = useLocation()
  const toasts = useToasts()
  const { catalogue } = useRuns()
  const [{ editor: session, saving, pen }] = useState(() =>
    openSession(opened, services, catalogue, say => toasts.show({ say })),
  )
  // Plugins come and go while the workflow is open: it is the same one, with other kinds.
  const editor = useMemo(() => ({ ...session, catalogue }), [session, catalogue])
  // What the text says is read and checked after it is on the screen, which is what somebody waits for.
  useEffect(
    () =>
      oncePainted(async () => {
        if (!opened.format) await (await loadReading()).readInto(editor)
        editor.checkWith((await loadCheck()).checkInParts)
      }),
    [editor, opened],
  )
  useEffect(() => {
    const flush = () => void saving.flush()
    document.addEventListener("visibilitychange", flush)
    window.addEventListener("pagehide", flush)
    return () => {
      document.removeEventListener("visibilitychange", flush)
      window.removeEventListener("pagehide", flush)
    }
  }, [saving])
  useEffect(() => settleBeforeAll(session.typing), [session])
  useEffect(() => saving.start(), [saving])
  useEffect(() => pen.start(), [pen])
  const [wish] = useState(() => services.wish.of(row.id))
  useEffect(() => services.wish.done(row.id), [services, row.id])
  const [kindMemory] = useState(() => createKindMemory(services.likedKinds))
  useEffect(() => kindMemory.follow(editor), [kindMemory, editor])
  const isOn = useSwitchedOn()?.has(row.id) ?? false
  const [showsStart, setShowsStart] = useState(false)
  const versions = useMemo(() => services.versionsOf(row.id), [services, row.id])
  const host = useMemo<BuilderHost>(
    () => ({
      async onExport(text) {
        const { exportedText } = await import("./plugins/exportedText.ts")
        download(`${row.id}.rivulet.yaml`, await exportedText(text, services.plugins))
      },
      automation: (
        <>
          <FilesButton workflow={row.id} name={nameOf(row)} />
          <StartsByItselfButton isOn={isOn} onPress={() => setShowsStart(true)} />
        </>
      ),
      startsByItself: { isOn, show: () => setShowsStart(true) },
      onLeave: () => go("/"),
      add: (id, text) => addWorkflow(services, id, text),
      wish,
      async onWishClosed() {
        const { forgetWish } = await import("./forgetWish.ts")
        await forgetWish({ row, words: wish ?? "", editor, saving, services, toasts, go })
      },
    }),
    [row, go, services, wish, editor, saving, toasts, isOn],
  )
  const vault = useVault()
  const secretNames = useMemo(() => (vault?.secrets ?? []).map(({ name }) => name), [vault])
  const picks = useMemo<PickSources>(
    () => ({
      files: () => services.filesOf(row.id),
      workflows: async () =>
        (await services.workflows.all())
          .filter(({ id }) => id !== row.id)
          .map(each => ({ id: each.id, label: nameOf(each), about: each.id })),
      providers: async () => providerPicks(await aiSettingsNow(services.ai), secretNames),
    }),
    [services, row.id, secretNames],
  )
  return (
    <EditorContext value={editor}>
      <SavingContext value={saving}>
        <PenContext value={pen}>
          <RunsAround workflow={row.id} {...(run === undefined ? {} : { run })}>
            <KeymapContext value={services.keymap}>
              <KindMemoryContext value={kindMemory}>
                <KindDocsContext value={services.docs}>
                  <VersionsContext value={versions}>
                    <SecretNamesContext value={secretNames}>
                      <PickSourcesContext value={picks}>
                        <HabitsContext value={services.habits}>
                          <HelperAround>
                            <Builder host={host} />
                            {showsStart && (
                              <StartsByItselfDialog
                                workflow={row.id}
                                name={nameOf(row)}
                                onClose={() => setShowsStart(false)}
                              />
                            )}
                          </HelperAround>
                        </HabitsContext>
                      </PickSourcesContext>
                    </SecretNamesContext>
                  </VersionsContext>
                </KindDocsContext>
              </KindMemoryContext>
            </KeymapContext>
          </RunsAround>
        </PenContext>
      </SavingContext>
    </EditorContext>
  )
}

function nameOf(row: KeptWorkflow): string {
  return workflowName({ name: keptSummary(row.summary)?.name, id: row.id })
}
