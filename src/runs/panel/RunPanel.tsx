import { Play } from "lucide-react"
import { useContext, useEffect, useMemo, useRef } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import type { Problem } from "../../model/problems.ts"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { Tabs } from "../../ui/Tabs.tsx"
import { OutboxPanel } from "../outbox/OutboxPanel.tsx"
import { RunList } from "../RunList.tsx"
import { useRunDesk, useRunDeskState, useWatchedRun } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"
import { isOver } from "../statusLooks.ts"
import { TestsSheet } from "../tests/TestsSheet.tsx"
import { TestDeskContext } from "../tests/testDesk.ts"
import { useKeptFocus } from "../useKeptFocus.ts"
import { WhatIsWrong } from "../WhatIsWrong.tsx"
import { ChosenVisit } from "./ChosenVisit.tsx"
import { NeedsYou } from "./NeedsYou.tsx"
import { type PanelSheet, panelSheets } from "./panelSheets.tsx"
import { ResizeEdge } from "./ResizeEdge.tsx"
import { RunBar } from "./RunBar.tsx"
import { useRunView } from "./useRunView.ts"

/** The run that is looked at, below the workflow: how it stands, what it did and what it asks. On phones, a page of its own. */
export default function RunPanel() {
  const watched = useWatchedRun()
  const height = useRunDeskState(state => state.height)
  const isFolded = useRunDeskState(state => state.isFolded)
  const isAlone = useRunDeskState(state => state.isAlone)
  const panel = useSummons()
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={t`The run`}
      className={cx(
        "relative flex flex-col bg-panel outline-none",
        isAlone ? "min-h-0 flex-1" : "shrink-0 border-t border-line",
        // Folded, it leaves the workflow in sight on a phone too, and what the moment looked like there.
        !isAlone && !isFolded && "max-[700px]:fixed max-[700px]:inset-0 max-[700px]:z-30 max-[700px]:h-auto!",
      )}
      style={isFolded || isAlone ? {} : { height }}
    >
      {!isAlone && <ResizeEdge />}
      {watched === null ? <NoRun /> : <WatchedRun key={watched.run} run={watched} isFolded={isFolded} />}
    </section>
  )
}

/** Whoever was summoned here by the keyboard, or had what is gone now, is at the title of the sheet that shows. */
function useSummons() {
  const desk = useRunDesk()
  const isSummoned = useRunDeskState(state => state.isSummoned)
  const panel = useRef<HTMLElement>(null)
  const title = () =>
    panel.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]') ?? panel.current
  useKeptFocus(panel, title)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the title is asks the panel alone.
  useEffect(() => {
    if (!isSummoned) return
    title()?.focus()
    desk.store.setState({ isSummoned: false })
  }, [desk, isSummoned])
  return panel
}

function NoRun() {
  const desk = useRunDesk()
  const isFolded = useRunDeskState(state => state.isFolded)
  const sheet = useRunDeskState(state => state.sheet)
  const isAlone = useContext(TestDeskContext) === null
  const runs = (
    <RunList
      empty={
        <EmptyState
          icon={Play}
          title={t`Nothing has run yet`}
        >{t`Run the workflow: each step shows here what it got, what it gave and how long it took.`}</EmptyState>
      }
    />
  )
  return (
    <>
      <RunBar run={null} />
      {!isFolded && (
        <div className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Tabs
            label={t`Runs and tests`}
            isSmall
            value={sheet === "tests" ? "tests" : "runs"}
            onChange={id => desk.store.setState({ sheet: id })}
            sheets={[
              { id: "runs", title: t`Runs`, content: runs },
              ...(isAlone ? [] : [{ id: "tests", title: t`Tests`, content: <TestsSheet /> }]),
            ]}
          />
        </div>
      )}
    </>
  )
}

function WatchedRun({ run, isFolded }: { readonly run: RunStore; readonly isFolded: boolean }) {
  const hasCome = useStore(run.store, state => state.view !== null)
  const problem = useStore(run.store, state => state.problem)
  if (!hasCome) {
    return (
      <>
        <RunBar run={null} />
        {problem === undefined ? (
          <p className="border-t border-line p-4 text-sm text-muted">{t`Reading the run`}</p>
        ) : (
          <Unreadable problem={problem} />
        )}
      </>
    )
  }
  return (
    <>
      <RunBar run={run} />
      {!isFolded && (
        <div className="flex min-h-0 flex-1 border-t border-line max-[900px]:flex-col max-[900px]:overflow-auto">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col max-[900px]:order-last max-[900px]:min-h-80">
            <Sheets run={run} />
          </div>
          <div className="flex min-h-0 shrink-0 max-[1100px]:flex-col max-[1100px]:overflow-auto max-[900px]:overflow-visible">
            <ChosenVisit />
            <NeedsYou run={run} problem={problem} />
            <Outbox run={run} />
          </div>
        </div>
      )}
    </>
  )
}

/** Why the run cannot be shown, and the others of its workflow. */
function Unreadable({ problem }: { readonly problem: Problem }) {
  const isAlone = useRunDeskState(state => state.isAlone)
  return (
    <div className="min-h-0 flex-1 overflow-auto border-t border-line">
      <div role="alert" className="m-3 max-w-180 rounded-lg bg-bad-wash p-3 text-sm text-bad-text">
        <WhatIsWrong problem={problem} />
      </div>
      {!isAlone && <RunList />}
    </div>
  )
}

function Sheets({ run }: { readonly run: RunStore }) {
  const desk = useRunDesk()
  const chosen = useRunDeskState(state => state.sheet)
  const isAlone = useContext(TestDeskContext) === null
  const there = useRunView(run, view =>
    panelSheets.flatMap(each => (isThere(each, view) ? each.id : [])).join(),
  )
  const sheets = useMemo(
    () =>
      panelSheets
        .filter(({ id, isOfWorkflow }) => there.split(",").includes(id) && !(isOfWorkflow && isAlone))
        .map(({ id, title, Content }) => ({ id, title, content: <Content run={run} /> })),
    [run, there, isAlone],
  )
  const sheet = sheets.find(({ id }) => id === chosen) ?? sheets[0]
  return (
    <Tabs
      label={t`Parts of the run`}
      isSmall
      value={sheet?.id ?? "timeline"}
      onChange={id => desk.store.setState({ sheet: id })}
      sheets={sheets}
    />
  )
}

function isThere({ when }: PanelSheet, view: RunView): boolean {
  return when?.(view) ?? true
}

/** What a sandbox run would do. */
function Outbox({ run }: { readonly run: RunStore }) {
  const desk = useRunDesk()
  const would = useRunView(run, view => view.would)
  const status = useRunView(run, view => view.status)
  if (would === null) return null
  return (
    <OutboxPanel
      would={would}
      isOver={isOver(status)}
      className="w-84 shrink-0 border-l border-line max-[1100px]:order-first max-[1100px]:border-b max-[900px]:w-full max-[900px]:border-l-0"
      onApply={async ticked => {
        const told = await run.tell({ type: "apply", ticked })
        if (told.ok) desk.look(told.value.run)
      }}
    />
  )
}
