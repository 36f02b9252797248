import { useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { createStore } from "zustand/vanilla"
import { edgesOf, nodesOf } from "../editor/canvas/canvasNodes.ts"
import { StillCanvas } from "../editor/canvas/StillCanvas.tsx"
import { createDesk } from "../editor/desk.ts"
import { createEditor } from "../editor/editor.ts"
import { noMarks, type RunMarks, RunSlotsContext } from "../editor/runSlots.ts"
import { sceneOf } from "../editor/scene.ts"
import { DeskContext } from "../editor/useBuilder.ts"
import { EditorContext } from "../editor/useEditor.ts"
import { keptFile } from "../format/keptFile.ts"
import { t } from "../language/t.ts"
import type { Workflow } from "../model/workflow.ts"
import { useRunDesk, useRunDeskState, useWatchedRun } from "../runs/runDesk.ts"
import type { RunStore } from "../runs/runStore.ts"
import { useRuns } from "../runs/runsContext.ts"
import ActHere from "../runs/step/ActHere.tsx"
import { marksOf } from "./runMarks.ts"

/** The workflow of a run that stands by itself, drawn as the run started with it and marked with what it did. */
export default function RunDrawing() {
  const run = useWatchedRun()
  return run === null ? null : <DrawingOf key={run.run} run={run} />
}

function DrawingOf({ run }: { readonly run: RunStore }) {
  const workflow = useStore(run.store, state => state.workflow)
  return workflow === null ? <div className="flex-1" /> : <Drawn run={run} workflow={workflow} />
}

function Drawn({ run, workflow }: { readonly run: RunStore; readonly workflow: Workflow }) {
  const { catalogue, now } = useRuns()
  const desk = useRunDesk()
  const [table] = useState(() => createDesk(true))
  const [editor] = useState(() => createEditor({ file: keptFile("", workflow), catalogue, now }))
  const [marks] = useState(() => createStore<RunMarks>(() => noMarks))
  const [nodes, edges] = useMemo(() => {
    // What is only looked at hides nothing.
    const scene = sceneOf(workflow, catalogue, { isOpen: true })
    return [nodesOf(scene, new Map()), edgesOf(scene)] as const
  }, [workflow, catalogue])
  useEffect(() => {
    const draw = () => marks.setState(before => marksOf(run.store.getState(), new Map(), before))
    draw()
    return run.store.subscribe(draw)
  }, [run, marks])
  const failed = useStore(run.store, state => state.view?.cause?.step)
  const chosen = useRunDeskState(state => state.chosen?.step)
  const [exercised] = useState(() => createStore<ReadonlySet<string> | null>(() => null))
  const slots = useMemo(
    () => ({
      controls: null,
      panel: null,
      aside: null,
      afloat: null,
      marks,
      exercised,
      sheets: [],
      Earlier: null,
      Act: ActHere,
      tryOut: null,
    }),
    [marks, exercised],
  )
  return (
    <section
      aria-label={t`Workflow`}
      className="min-h-0 flex-1 bg-canvas max-[700px]:h-52 max-[700px]:flex-none"
    >
      <EditorContext value={editor}>
        <DeskContext value={table}>
          <RunSlotsContext value={slots}>
            <StillCanvas
              label={t`${workflow.name ?? workflow.id}, as the run started with it`}
              nodes={nodes}
              edges={edges}
              chief={chosen ?? failed}
              onChoose={step => {
                const row = run.store.getState().view?.steps.get(step)
                if (row !== undefined) desk.choose({ step, key: row.key })
              }}
            />
          </RunSlotsContext>
        </DeskContext>
      </EditorContext>
    </section>
  )
}
