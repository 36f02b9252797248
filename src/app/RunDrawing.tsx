import { useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { createStore } from "zustand/vanilla"
import { StillCanvas } from "../editor/canvas/StillCanvas.tsx"
import { createEditor } from "../editor/editor.ts"
import { noMarks, type RunMarks, RunSlotsContext } from "../editor/runSlots.ts"
import { EditorContext } from "../editor/useEditor.ts"
import { writeWorkflow } from "../format/write.ts"
import type { Workflow } from "../model/workflow.ts"
import { useRunDesk, useRunDeskState } from "../runs/runDesk.ts"
import type { RunStore } from "../runs/runStore.ts"
import { useRuns } from "../runs/runsContext.ts"
import { marksOf } from "./runMarks.ts"

/** The workflow of a run that stands by itself, as the run pinned it, and where the run went at the moment that is shown. */
export function RunDrawing({ run }: { readonly run: RunStore }) {
  const workflow = useStore(run.store, state => state.workflow)
  return workflow === null ? null : <Drawing run={run} workflow={workflow} />
}

const nothing = new Map<string, string>()

function Drawing({ run, workflow }: { readonly run: RunStore; readonly workflow: Workflow }) {
  const { catalogue, now } = useRuns()
  const desk = useRunDesk()
  const chosen = useRunDeskState(state => state.chosen)
  const editor = useMemo(
    () => createEditor({ text: writeWorkflow(workflow), catalogue, now }),
    [workflow, catalogue, now],
  )
  const [marks] = useState(() => createStore<RunMarks>(() => noMarks))
  useEffect(() => {
    const draw = () => marks.setState(before => marksOf(run.store.getState(), nothing, before))
    draw()
    return run.store.subscribe(draw)
  }, [run, marks])
  const [exercised] = useState(() => createStore<ReadonlySet<string> | null>(() => null))
  const slots = useMemo(
    () => ({ controls: null, panel: null, marks, exercised, sheets: [], Answer: null }),
    [marks, exercised],
  )
  return (
    <EditorContext value={editor}>
      <RunSlotsContext value={slots}>
        <StillCanvas
          chosen={chosen?.step ?? null}
          onChoose={step => {
            const key = run.store.getState().view?.steps.get(step)?.key
            if (key !== undefined) desk.choose({ step, key })
          }}
        />
      </RunSlotsContext>
    </EditorContext>
  )
}
