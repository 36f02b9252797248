import { ChevronDown, ChevronRight } from "lucide-react"
import { useEffect, useMemo, useState } from "react"
import { useStore } from "zustand"
import { stateWithin } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { sameJson } from "../../lib/json.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { useRunDesk } from "../runDesk.ts"
import { createRunStore, type RunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"
import type { RunView, StepRow } from "../runView.ts"
import { sayTime, stepLooks } from "../statusLooks.ts"
import { DiffView } from "../values/DiffView.tsx"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

/** The run beside the one that it shares a past with: which steps went another way, and how what they gave differs. */
export function CompareSheet({ run }: SheetProps) {
  const { service, kinds } = useRuns()
  const parent = useRunView(run, view => view.forkOf)
  const [other, setOther] = useState<RunStore | null>(null)
  useEffect(() => {
    if (parent === null) return
    const store = createRunStore(service, kinds, parent)
    setOther(store)
    return () => store.close()
  }, [service, kinds, parent])
  if (other === null) return null
  return <Compared run={run} other={other} />
}

function Compared({ run, other }: { readonly run: RunStore; readonly other: RunStore }) {
  const desk = useRunDesk()
  const view = useRunView(run, whole => whole)
  const before = useStore(other.store, state => state.view)
  const problem = useStore(other.store, state => state.problem)
  const rows = useMemo(() => (before === null ? [] : pairsOf(before, view)), [before, view])
  if (before === null) {
    return (
      <p className="p-4 text-sm text-muted">{translated(problem?.message) ?? t`Reading the run before`}</p>
    )
  }
  const changed = rows.filter(({ isSame }) => !isSame).length
  return (
    <div className="flex flex-col gap-2 p-3.5">
      <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
        {changed === 0
          ? t`Every step gave the same as in the run before.`
          : t`${changed} of ${rows.length} steps went another way than in the run before.`}
        <Button className="h-7" onPress={() => desk.look(other.run)}>{t`Show the run before`}</Button>
      </p>
      <ul aria-label={t`Steps compared`} className="flex flex-col">
        {rows.map(pair => (
          <PairRow key={pair.id} pair={pair} />
        ))}
      </ul>
    </div>
  )
}

interface Pair {
  readonly id: string
  readonly name: string
  readonly before: StepRow | undefined
  readonly after: StepRow | undefined
  readonly isSame: boolean
}

function pairsOf(before: RunView, after: RunView): Pair[] {
  return [...new Set([...after.steps.keys(), ...before.steps.keys()])].map(id => {
    const [a, b] = [before.steps.get(id), after.steps.get(id)]
    const isSame = a?.look === b?.look && sameJson(a?.outlets ?? null, b?.outlets ?? null)
    return { id, name: b?.name ?? a?.name ?? id, before: a, after: b, isSame }
  })
}

function PairRow({ pair: { name, before, after, isSame } }: { readonly pair: Pair }) {
  const [isOpen, setOpen] = useState(false)
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        disabled={isSame}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-2 py-1.5 text-left text-sm"
      >
        <Icon size={13} aria-hidden className={cx("text-muted", isSame && "invisible")} />
        <span className={cx("min-w-0 flex-1 truncate", isSame && "text-muted")}>{name}</span>
        <Said row={before} />
        <span aria-hidden className="text-muted">
          →
        </span>
        <Said row={after} />
        <span className="w-16 text-right text-xs text-muted">{isSame ? t`same` : t`differs`}</span>
      </button>
      {isOpen && (
        <div className="pb-2 pl-5">
          <DiffView before={before?.outlets ?? null} after={after?.outlets ?? null} />
        </div>
      )}
    </li>
  )
}

function Said({ row }: { readonly row: StepRow | undefined }) {
  return (
    <span className="w-32 truncate text-right text-xs text-muted tabular-nums max-[700px]:w-20">
      {row === undefined
        ? t`not reached`
        : row.endedAt === null || row.look !== "completed"
          ? stateWithin(stepLooks[row.look].say())
          : row.reused
            ? t`taken over`
            : sayTime(row.endedAt - row.startedAt)}
    </span>
  )
}
