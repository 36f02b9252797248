import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { createStore } from "zustand/vanilla"
import { Hatch } from "../editor/canvas/Hatch.tsx"
import type { Editor } from "../editor/editor.ts"
import { noMarks, type RunMarks, RunSlotsContext } from "../editor/runSlots.ts"
import { useEditor, useEditorState } from "../editor/useEditor.ts"
import type { Trials } from "../model/trialSchema.ts"
import type { Workflow } from "../model/workflow.ts"
import { GrantGate } from "../runs/grants/GrantGate.tsx"
import { RunControls } from "../runs/RunControls.tsx"
import { createRunDesk, type RunDesk, RunDeskContext, useRunDesk, useWatched } from "../runs/runDesk.ts"
import type { RunStoreState } from "../runs/runStore.ts"
import { useRuns } from "../runs/runsContext.ts"
import type { StaleFacts } from "../runs/staleSteps.ts"
import { stepSheets } from "../runs/step/stepSheets.ts"
import { TestsMark } from "../runs/tests/TestsMark.tsx"
import { createTestDesk, TestDeskContext } from "../runs/tests/testDesk.ts"
import type { Lit } from "../runs/whyLit.ts"
import { later } from "../ui/later.tsx"
import { litMarks, marksOf, marksSaid, withoutRun } from "./runMarks.ts"
import { useServices } from "./services.ts"
import { followTrials, PinsSeen, useTryOut } from "./TrialsAround.tsx"
import { WhyAround } from "./WhyAround.tsx"

// What shows of a run comes when one is looked at.
const RunPanel = later(() => import("../runs/panel/RunPanel.tsx"))
const AskerInView = later(() => import("./AskerInView.tsx"))
const ActHere = later(() => import("../runs/step/ActHere.tsx"))
const EarlierValues = later(() => import("../runs/step/EarlierValues.tsx"))
const PinDialog = later(() => import("../runs/trials/PinDialog.tsx"))

/** Gives the builder inside what it shows of the open workflow's runs. */
export function RunsAround({
  workflow,
  run,
  children,
}: {
  readonly workflow: string
  /** The run to look at from the beginning. */
  readonly run?: string
  readonly children: ReactNode
}) {
  const runs = useRuns()
  const [desk] = useState(() => createRunDesk(runs, workflow))
  useEffect(() => desk.know(runs), [desk, runs])
  useEffect(() => {
    if (run !== undefined) desk.look(run)
    return () => desk.close()
  }, [desk, run])
  return (
    <RunDeskContext value={desk}>
      <Slots>{children}</Slots>
      <GrantGate />
    </RunDeskContext>
  )
}

function Slots({ children }: { readonly children: ReactNode }) {
  const desk = useRunDesk()
  const editor = useEditor()
  const isOpen = useStore(desk.store, state => state.isOpen)
  const workflow = useEditorState(state => state.file.workflow)
  const [marks] = useState(() => createStore<RunMarks>(() => noMarks))
  const { tests, exercised } = useTests(desk, workflow)
  useEffect(
    () => followMarks(desk, editor, next => marks.setState(next(marks.getState()))),
    [desk, editor, marks],
  )
  const isRushing = useWatched(state => state.isRushing) ?? false
  useEffect(() => {
    document.documentElement.toggleAttribute("data-rushing", isRushing)
    return () => document.documentElement.removeAttribute("data-rushing")
  }, [isRushing])
  const [pinning, setPinning] = useState<string | null>(null)
  const tryOut = useTryOut(desk, setPinning)
  useEffect(() => desk.follow(), [desk])
  useEffect(() => desk.store.setState({ document: workflow }), [desk, workflow])
  useEffect(() => followTrials(desk, editor, marks), [desk, editor, marks])
  // A visit that is chosen in the panel is a step that is selected on the canvas.
  useEffect(
    () =>
      desk.store.subscribe(({ chosen }, before) => {
        if (chosen === null || chosen === before.chosen) return
        editor.select([chosen.step])
        marks.setState(({ reveals }) => ({ reveals: reveals + 1 }))
      }),
    [desk, editor, marks],
  )
  const { trial } = useServices()
  useEffect(() => {
    if (!trial.take(desk.workflow)) return
    void desk.start({ workflow: editor.store.getState().file.workflow, mode: "sandbox" })
  }, [trial, desk, editor])
  const slots = useMemo(
    () => ({
      controls: <Controls />,
      panel: isOpen ? <RunPanel /> : null,
      afloat: isOpen ? <AskerInView /> : null,
      aside: null,
      ...{ marks, exercised, sheets: stepSheets, Earlier: EarlierValues, Act: ActHere, tryOut },
    }),
    [isOpen, marks, exercised, tryOut],
  )
  const light = useCallback(
    (lit: Lit | null) => {
      const { watched } = desk.store.getState()
      if (watched === null) return
      const state = watched.store.getState()
      const now = editor.store.getState().file.workflow
      const { trials } = desk.store.getState()
      const plain = marksOf(state, staleNow(state, now, trials.pins, editor), marks.getState())
      marks.setState(lit === null ? plain : litMarks(plain, lit))
    },
    [desk, editor, marks],
  )
  return (
    <TestDeskContext value={tests}>
      <RunSlotsContext value={slots}>
        <Hatch />
        <PinsSeen>
          <WhyAround onLit={light}>{children}</WhyAround>
        </PinsSeen>
        {pinning !== null && <PinDialog step={pinning} onClose={() => setPinning(null)} />}
      </RunSlotsContext>
    </TestDeskContext>
  )
}

/** Takes the workflow itself, so that what each box takes from the same place stays as it is while one types. */
function Controls() {
  const workflow = useEditorState(({ file }) => file.workflow)
  return (
    <>
      <TestsMark />
      <RunControls workflow={workflow} />
    </>
  )
}

/** The tests of the open workflow, kept up with it, and what of it they and its runs have exercised. */
function useTests(desk: RunDesk, workflow: Workflow) {
  const runs = useRuns()
  const [tests] = useState(() => createTestDesk(runs, desk, workflow))
  useEffect(() => tests.know(runs), [tests, runs])
  const [exercised] = useState(() => createStore<ReadonlySet<string> | null>(() => null))
  useEffect(() => tests.follow(), [tests])
  useEffect(() => tests.edited(workflow), [tests, workflow])
  useEffect(
    () =>
      tests.store.subscribe((state, before) => {
        if (state.exercised !== before.exercised) exercised.setState(state.exercised, true)
      }),
    [tests, exercised],
  )
  return { tests, exercised }
}

/** Tells how to change the marks whenever the run that is looked at changes, another one is, or the workflow was edited. */
function followMarks(
  desk: RunDesk,
  editor: Editor,
  change: (next: (before: RunMarks) => RunMarks) => void,
): () => void {
  let end: (() => void) | undefined
  let known: { of: readonly unknown[]; stale: ReadonlyMap<string, string> } | undefined
  const staleSince = (state: Ran): ReadonlyMap<string, string> => {
    const now = editor.store.getState().file.workflow
    const { pins } = desk.store.getState().trials
    // With every event the run is another view: what it says of pins is looked at, and not all of it.
    const gave = [...gaveOf(state.view, pins)].flatMap(([id, given]) => [id, given.outlets, given.isPinned])
    const of = [staleModule, state.workflow, now, pins, ...gave]
    if (known?.of.length !== of.length || of.some((each, index) => each !== known?.of[index]))
      known = { of, stale: staleNow(state, now, pins, editor) }
    return known.stale
  }
  const draw = () => {
    const { watched } = desk.store.getState()
    const state = watched?.store.getState()
    change(before => (state === undefined ? withoutRun(before) : marksOf(state, staleSince(state), before)))
  }
  const follow = () => {
    end?.()
    draw()
    const { watched } = desk.store.getState()
    if (watched !== null && staleModule === null) void bringStale().then(draw)
    end = watched?.store.subscribe((state, before) => {
      if (state.view !== before.view || state.workflow !== before.workflow) draw()
      else change(marks => marksSaid(state, marks))
    })
  }
  follow()
  const endDesk = desk.store.subscribe(({ watched, trials }, before) => {
    if (watched !== before.watched) follow()
    else if (trials.pins !== before.trials.pins) draw()
  })
  const endEditor = editor.store.subscribe(({ file }, before) => file !== before.file && draw())
  return () => {
    end?.()
    endDesk()
    endEditor()
  }
}

/** What is known of a run when it is asked whether what it gave still holds. */
type Ran = Pick<RunStoreState, "workflow" | "view">

/** What finds that out, which comes with the first run that is watched. */
let staleModule: typeof import("../runs/staleSteps.ts") | null = null

async function bringStale() {
  staleModule = await import("../runs/staleSteps.ts")
}

/** Why what the run gave no longer holds, by step. */
function staleNow(
  { workflow: then, view }: Ran,
  now: Workflow,
  pins: Trials["pins"],
  { catalogue }: Editor,
): ReadonlyMap<string, string> {
  if (then === null || staleModule === null) return new Map()
  return staleModule.staleSteps(then, now, { kinds: catalogue.kinds, gave: gaveOf(view, pins), pins })
}

/** What the steps gave to which something was pinned then, or is now. */
function gaveOf(view: Ran["view"], pins: Trials["pins"]): StaleFacts["gave"] {
  const rows = [...(view?.steps ?? [])].filter(
    ([id, row]) => row.standIn === "pinned" || Object.hasOwn(pins, id),
  )
  return new Map(rows.map(([id, { outlets, standIn }]) => [id, { outlets, isPinned: standIn === "pinned" }]))
}
