import { Play } from "lucide-react"
import { useContext } from "react"
import { useStore } from "zustand"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { Tabs } from "../../ui/Tabs.tsx"
import { OutboxPanel } from "../outbox/OutboxPanel.tsx"
import { RunList } from "../RunList.tsx"
import { useRunDesk, useRunDeskState, useWatchedRun } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { isOver } from "../statusLooks.ts"
import { TestsSheet } from "../tests/TestsSheet.tsx"
import { TestDeskContext } from "../tests/testDesk.ts"
import { ChosenVisit } from "./ChosenVisit.tsx"
import { NeedsYou } from "./NeedsYou.tsx"
import { panelSheets } from "./panelSheets.tsx"
import { ResizeEdge } from "./ResizeEdge.tsx"
import { RunBar } from "./RunBar.tsx"

/** The run that is looked at, below the workflow: how it stands, what it did and what it asks. On phones, a page of its own. */
export default function RunPanel() {
  const watched = useWatchedRun()
  const { height, isFolded, isAlone } = useRunDeskState(state => state)
  return (
    <section
      aria-label="Run"
      className={cx(
        "relative flex flex-col bg-panel",
        isAlone
          ? "min-h-0 flex-1"
          : "shrink-0 border-t border-line max-[700px]:fixed max-[700px]:inset-0 max-[700px]:z-30 max-[700px]:h-auto!",
      )}
      style={isFolded || isAlone ? {} : { height }}
    >
      {!isAlone && <ResizeEdge />}
      {watched === null ? <NoRun /> : <WatchedRun key={watched.run} run={watched} isFolded={isFolded} />}
    </section>
  )
}

function NoRun() {
  const desk = useRunDesk()
  const isFolded = useRunDeskState(state => state.isFolded)
  const sheet = useRunDeskState(state => state.sheet)
  const isAlone = useContext(TestDeskContext) === null
  const runs = (
    <RunList
      empty={
        <EmptyState icon={Play} title="Nothing has run yet">
          Run the workflow: each step shows here what it got, what it gave and how long it took.
        </EmptyState>
      }
    />
  )
  return (
    <>
      <RunBar run={null} view={null} />
      {!isFolded && (
        <div className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Tabs
            label="Runs and tests"
            isSmall
            value={sheet === "tests" ? "tests" : "runs"}
            onChange={id => desk.store.setState({ sheet: id })}
            sheets={[
              { id: "runs", title: "Runs", content: runs },
              ...(isAlone ? [] : [{ id: "tests", title: "Tests", content: <TestsSheet /> }]),
            ]}
          />
        </div>
      )}
    </>
  )
}

function WatchedRun({ run, isFolded }: { readonly run: RunStore; readonly isFolded: boolean }) {
  const desk = useRunDesk()
  const view = useStore(run.store, state => state.view)
  const problem = useStore(run.store, state => state.problem)
  const chosen = useRunDeskState(state => state.sheet)
  const isAlone = useContext(TestDeskContext) === null
  if (view === null) {
    return (
      <>
        <RunBar run={null} view={null} />
        <p role={problem === undefined ? undefined : "alert"} className="border-t border-line p-4 text-muted">
          {problem?.message ?? "Reading the run"}
        </p>
      </>
    )
  }
  const sheets = panelSheets.filter(({ when, isOfWorkflow }) => {
    return (when?.(view) ?? true) && !(isOfWorkflow && isAlone)
  })
  const sheet = sheets.find(({ id }) => id === chosen) ?? sheets[0]
  return (
    <>
      <RunBar run={run} view={view} />
      {!isFolded && (
        <div className="flex min-h-0 flex-1 border-t border-line max-[900px]:flex-col max-[900px]:overflow-auto">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col max-[900px]:order-last max-[900px]:min-h-80">
            <Tabs
              label="Parts of the run"
              isSmall
              value={sheet?.id ?? "timeline"}
              onChange={id => desk.store.setState({ sheet: id })}
              sheets={sheets.map(({ id, title, Content }) => ({
                ...{ id, title },
                content: <Content run={run} view={view} />,
              }))}
            />
          </div>
          <div className="flex min-h-0 shrink-0 max-[1100px]:flex-col max-[1100px]:overflow-auto max-[900px]:overflow-visible">
            <ChosenVisit />
            <NeedsYou run={run} view={view} problem={problem} />
            {view.would !== null && (
              <OutboxPanel
                would={view.would}
                isOver={isOver(view.status)}
                className="w-84 shrink-0 border-l border-line max-[1100px]:border-t max-[900px]:w-full max-[900px]:border-l-0"
                onApply={async ticked => {
                  const told = await run.tell({ type: "apply", ticked })
                  if (told.ok) desk.look(told.value.run)
                }}
              />
            )}
          </div>
        </div>
      )}
    </>
  )
}
