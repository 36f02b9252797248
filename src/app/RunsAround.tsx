import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { createStore } from "zustand/vanilla"
import { noMarks, type RunMarks, RunSlotsContext } from "../editor/runSlots.ts"
import { useEditor, useEditorState } from "../editor/useEditor.ts"
import { GrantGate } from "../runs/grants/GrantGate.tsx"
import { RunPanel } from "../runs/panel/RunPanel.tsx"
import { RunControls } from "../runs/RunControls.tsx"
import { createRunDesk, type RunDesk, RunDeskContext, useRunDesk } from "../runs/runDesk.ts"
import { useRuns } from "../runs/runsContext.ts"
import { AnswerHere } from "../runs/step/AnswerHere.tsx"
import { stepSheets } from "../runs/step/stepSheets.ts"
import type { Lit } from "../runs/whyLit.ts"
import { litMarks, marksOf } from "./runMarks.ts"
import { WhyAround } from "./WhyAround.tsx"

/** Gives the builder inside what it shows of the open workflow's runs. */
export function RunsAround({
  workflow,
  children,
}: {
  readonly workflow: string
  readonly children: ReactNode
}) {
  const runs = useRuns()
  const [desk] = useState(() => createRunDesk(runs, workflow))
  useEffect(() => () => desk.close(), [desk])
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
  useEffect(() => followMarks(desk, next => marks.setState(next(marks.getState()))), [desk, marks])
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
  const slots = useMemo(
    () => ({
      controls: <RunControls workflow={workflow} />,
      panel: isOpen ? <RunPanel /> : null,
      ...{ marks, sheets: stepSheets, Answer: AnswerHere },
    }),
    [workflow, isOpen, marks],
  )
  const light = useCallback(
    (lit: Lit | null) => {
      const { watched } = desk.store.getState()
      if (watched === null) return
      const plain = marksOf(watched.store.getState(), marks.getState())
      marks.setState(lit === null ? plain : litMarks(plain, lit))
    },
    [desk, marks],
  )
  return (
    <RunSlotsContext value={slots}>
      <WhyAround onLit={light}>{children}</WhyAround>
    </RunSlotsContext>
  )
}

/** Tells how to change the marks whenever the run that is looked at changes, or another one is looked at. */
function followMarks(desk: RunDesk, change: (next: (before: RunMarks) => RunMarks) => void): () => void {
  let end: (() => void) | undefined
  const follow = () => {
    end?.()
    const { watched } = desk.store.getState()
    const draw = () =>
      change(before =>
        watched === null
          ? { ...noMarks, reveals: before.reveals }
          : marksOf(watched.store.getState(), before),
      )
    draw()
    end = watched?.store.subscribe(draw)
  }
  follow()
  const endDesk = desk.store.subscribe(({ watched }, before) => watched !== before.watched && follow())
  return () => {
    end?.()
    endDesk()
  }
}
