import { ChevronDown, ChevronRight } from "lucide-react"
import { useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { RunSummary } from "../../model/journal.ts"
import { BlockList } from "../../ui/BlockList.tsx"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Select } from "../../ui/Select.tsx"
import { comparedSteps, comparedValues, type Pair, type Side } from "../comparedRuns.ts"
import { useRunDesk } from "../runDesk.ts"
import { createRunStore, type RunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"
import { runStatuses, sayMoment } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"
import { DiffView } from "../values/DiffView.tsx"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

/** So many of the latest runs can be chosen from. */
const mostChoices = 50
const rowHeight = 33

/** The run beside another one of its workflow, first the one that it shares a past with: what went another way, and how what they gave differs. */
export function CompareSheet({ run }: SheetProps) {
  const { service, kinds } = useRuns()
  const { workflow } = useRunDesk()
  const parent = useRunView(run, view => view.forkOf)
  const query = useMemo(() => ({ workflow, most: mostChoices }), [workflow])
  const page = useHistory(query)
  const others = (page?.runs ?? []).filter(summary => summary.run !== run.run)
  const [chosen, setChosen] = useState<string | null>(null)
  const wanted = (chosen === run.run ? null : chosen) ?? parent ?? others[0]?.run ?? null
  const [other, setOther] = useState<RunStore | null>(null)
  useEffect(() => {
    if (wanted === null) return
    const store = createRunStore(service, kinds, wanted)
    setOther(store)
    return () => store.close()
  }, [service, kinds, wanted])
  if (page === null) return <p className="p-4 text-sm text-muted">{t`Reading the history`}</p>
  if (wanted === null)
    return <p className="p-4 text-sm text-muted">{t`There is no other run of this workflow yet.`}</p>
  const isListed = others.some(summary => summary.run === wanted)
  return (
    <div className="@container flex flex-col gap-3 p-3.5">
      <div className="max-w-96">
        <Select
          label={t`Compare with`}
          value={wanted}
          onChange={setChosen}
          choices={[
            ...(isListed ? [] : [{ id: wanted, label: t`The run before` }]),
            ...others.map(summary => ({ id: summary.run, label: sayRun(summary, parent) })),
          ]}
        />
      </div>
      {other?.run === wanted && <Compared run={run} other={other} />}
    </div>
  )
}

function sayRun({ run, number, startedAt, status }: RunSummary, parent: string | null): string {
  const parts = [
    number === undefined ? "" : t`Run ${number}`,
    run === parent ? t`the run before` : "",
    sayMoment(startedAt),
    runStatuses[status].say(),
  ]
  return parts.filter(Boolean).join(" · ")
}

function Compared({ run, other }: { readonly run: RunStore; readonly other: RunStore }) {
  const desk = useRunDesk()
  const view = useRunView(run, whole => whole)
  const before = useStore(other.store, state => state.view)
  const problem = useStore(other.store, state => state.problem)
  const steps = useMemo(() => (before === null ? [] : comparedSteps(before, view)), [before, view])
  const values = useMemo(() => (before === null ? [] : comparedValues(before, view)), [before, view])
  if (before === null)
    return <p className="text-sm text-muted">{translated(problem?.message) ?? t`Reading the other run`}</p>
  const changed = steps.filter(({ isSame }) => !isSame).length
  return (
    <>
      <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
        {changed === 0
          ? t`Every step gave the same as in the other run.`
          : t`${changed} of ${steps.length} steps went another way than in the other run.`}
        <Button className="h-7" onPress={() => desk.look(other.run)}>{t`Show the other run`}</Button>
      </p>
      <Pairs label={t`Runs compared`} pairs={values} />
      <Pairs label={t`Steps compared`} pairs={steps} />
    </>
  )
}

function Pairs({ label, pairs }: { readonly label: string; readonly pairs: readonly Pair[] }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const turn = (id: string) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }
  return (
    pairs.length > 0 && (
      <BlockList
        label={label}
        count={pairs.length}
        rowHeight={rowHeight}
        keyOf={index => pairs[index]?.id ?? `${index}`}
        row={index => {
          const pair = pairs[index]
          if (pair === undefined) return null
          return <PairRow pair={pair} isOpen={opened.has(pair.id)} onTurn={() => turn(pair.id)} />
        }}
      />
    )
  )
}

interface PairRowProps {
  readonly pair: Pair
  readonly isOpen: boolean
  readonly onTurn: () => void
}

function PairRow({ pair: { name, before, after, isSame }, isOpen, onTurn }: PairRowProps) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <div className="border-b border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={isSame}
        onClick={onTurn}
        className="flex w-full items-center gap-2 py-1.5 text-left text-sm"
      >
        <Icon size={13} aria-hidden className={cx("text-muted", isSame && "invisible")} />
        <span className={cx("min-w-0 flex-1 truncate", isSame && "text-muted")}>{name}</span>
        <Said side={before} />
        <span aria-hidden className="text-muted">
          {before.say !== "" && "→"}
        </span>
        <Said side={after} />
        <span className="w-16 shrink-0 text-right text-xs text-muted @max-lg:w-auto">
          {isSame ? t`same` : t`differs`}
        </span>
      </button>
      {isOpen && (
        <div className="pb-2 pl-5">
          <DiffView before={before.value ?? null} after={after.value ?? null} />
        </div>
      )}
    </div>
  )
}

function Said({ side: { say } }: { readonly side: Side }) {
  return (
    say !== "" && (
      <span className="w-32 shrink-0 truncate text-right text-xs text-muted tabular-nums @max-lg:w-auto">
        {say}
      </span>
    )
  )
}
