import { type ReactNode, useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { RunSlotsContext } from "../editor/runSlots.ts"
import { useEditorState } from "../editor/useEditor.ts"
import { RunPanel } from "../runs/panel/RunPanel.tsx"
import { RunControls } from "../runs/RunControls.tsx"
import { createRunDesk, RunDeskContext, useRunDesk, useWatchedView } from "../runs/runDesk.ts"
import { useRuns } from "../runs/runsContext.ts"
import { sayTime, stepLooks } from "../runs/statusLooks.ts"

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
    </RunDeskContext>
  )
}

function Slots({ children }: { readonly children: ReactNode }) {
  const desk = useRunDesk()
  const isOpen = useStore(desk.store, state => state.isOpen)
  const workflow = useEditorState(state => state.file.workflow)
  const view = useWatchedView()
  const states = useMemo(
    () =>
      new Map(
        [...(view?.steps ?? [])].map(([id, { look, startedAt, endedAt }]) => {
          const time = endedAt === null || look === "skipped" ? "" : sayTime(endedAt - startedAt)
          return [id, { ...stepLooks[look], time }] as const
        }),
      ),
    [view],
  )
  const slots = useMemo(
    () => ({
      controls: <RunControls workflow={workflow} />,
      panel: isOpen ? <RunPanel /> : null,
      states,
    }),
    [workflow, isOpen, states],
  )
  return <RunSlotsContext value={slots}>{children}</RunSlotsContext>
}
