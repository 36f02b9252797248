import { Archive, ArchiveRestore, Download, Star, Trash2, X } from "lucide-react"
import { useMemo, useState } from "react"
import { keptSummary } from "../editor/summary.ts"
import { t } from "../language/t.ts"
import type { RunSummary } from "../model/journal.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { Select } from "../ui/Select.tsx"
import { SearchField } from "../ui/TextField.tsx"
import { digestsOf } from "./runDigest.ts"
import type { KeptWorkflow } from "./stores.ts"
import { useAllTests } from "./TestLine.tsx"
import { useSwitchedOn } from "./triggerService.ts"
import type { Library } from "./useLibrary.ts"
import { useMarks } from "./useMarks.ts"
import { WorkflowRow } from "./WorkflowRow.tsx"
import {
  type Filter,
  fits,
  type ListedWorkflow,
  nameOf,
  narrow,
  type Order,
  ordered,
  orders,
} from "./workflowOrder.ts"

interface WorkflowListProps {
  readonly rows: readonly KeptWorkflow[]
  readonly runs: readonly RunSummary[]
  readonly library: Library
}

/** All workflows: found by words, narrowed by how they stand, put in order, and handled many at once. */
export function WorkflowList({ rows, runs, library }: WorkflowListProps) {
  const [text, setText] = useState("")
  const [filter, setFilter] = useState<Filter>("all")
  const [order, setOrder] = useState<Order>("run")
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const marksOf = useMarks()
  const tests = useAllTests()
  const on = useSwitchedOn()
  const digests = useMemo(() => digestsOf(runs), [runs])
  const all = rows.map(
    (row): ListedWorkflow => ({
      row,
      summary: keptSummary(row.summary),
      digest: digests.get(row.id),
      marks: marksOf(row.id),
      tests: tests.get(row.id) ?? [],
    }),
  )
  const shown = ordered(narrow(all, filter, text), order)
  const handled = shown.filter(({ row }) => chosen.has(row.id))

  function choose(id: string, isChosen: boolean) {
    const next = new Set(chosen)
    if (isChosen) next.add(id)
    else next.delete(id)
    setChosen(next)
  }

  /** What was ticked while the others were handled stays ticked. */
  function untick(done: readonly KeptWorkflow[]) {
    const ids = new Set(done.map(({ id }) => id))
    setChosen(before => new Set([...before].filter(id => !ids.has(id))))
  }

  return (
    <>
      <div className="flex items-start gap-2 [--color-field:var(--color-panel)] max-[700px]:flex-wrap">
        <SearchField
          label={t`Find a workflow`}
          value={text}
          onChange={setText}
          className="w-72 shrink-0 max-[1100px]:w-52 max-[700px]:w-full"
        />
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 py-1">
          <Filters all={all} filter={filter} onChange={setFilter} />
        </div>
        <div className="w-50 shrink-0 max-[700px]:hidden">
          <Select
            label={t`Order`}
            isLabelHidden
            choices={orders.map(({ id, label }) => ({ id, label: label() }))}
            value={order}
            onChange={id => setOrder(orders.find(each => each.id === id)?.id ?? "run")}
          />
        </div>
      </div>
      {handled.length > 0 && (
        <ChosenBar chosen={handled} library={library} onDone={untick} onNone={() => setChosen(new Set())} />
      )}
      {shown.length === 0 ? (
        <p className="rounded-xl border border-line bg-panel px-5 py-8 text-center text-muted">
          {filter === "archived"
            ? t`Nothing is archived.`
            : t`No workflow matches. Look for another word, or clear the search.`}
        </p>
      ) : (
        <ul
          aria-label={t`Workflows`}
          className="overflow-hidden rounded-xl border border-line bg-panel shadow-card"
        >
          {shown.map(each => (
            <WorkflowRow
              key={each.row.id}
              listed={each}
              library={library}
              isOn={on?.has(each.row.id) ?? false}
              isChosen={chosen.has(each.row.id)}
              isChoosing={handled.length > 0}
              onChoose={isChosen => choose(each.row.id, isChosen)}
            />
          ))}
        </ul>
      )}
    </>
  )
}

interface FiltersProps {
  readonly all: readonly ListedWorkflow[]
  readonly filter: Filter
  readonly onChange: (filter: Filter) => void
}

function Filters({ all, filter, onChange }: FiltersProps) {
  const count = (of: Filter) => all.filter(each => fits(each, of)).length
  const [needy, failing, archived] = [count("needs_you"), count("failing"), count("archived")]
  const named: readonly { readonly of: Filter; readonly label: string; readonly isShown: boolean }[] = [
    { of: "all", label: t`All ${count("all")}`, isShown: true },
    { of: "needs_you", label: t`Needs you ${needy}`, isShown: needy > 0 },
    { of: "failing", label: t`Failing ${failing}`, isShown: failing > 0 },
    ...commonTags(all).map(tag => ({ of: { tag }, label: tag, isShown: true })),
    { of: "archived", label: t`Archived ${archived}`, isShown: archived > 0 },
  ]
  const isSame = (of: Filter) => JSON.stringify(of) === JSON.stringify(filter)
  return named
    .filter(({ of, isShown }) => isShown || isSame(of))
    .map(({ of, label }) => (
      <Chip key={label} label={label} isOn={isSame(of)} onPress={() => onChange(isSame(of) ? "all" : of)} />
    ))
}

interface ChipProps {
  readonly label: string
  readonly isOn: boolean
  readonly onPress: () => void
}

function Chip({ label, isOn, onPress }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={cx(
        "h-6.5 max-w-40 truncate rounded-full border px-2.5 text-xs transition-colors",
        isOn
          ? "border-transparent bg-accent-wash font-medium text-accent"
          : "border-line text-muted hover:text-ink",
      )}
    >
      {label}
    </button>
  )
}

interface ChosenBarProps {
  readonly chosen: readonly ListedWorkflow[]
  readonly library: Library
  /** Something was done with these. */
  readonly onDone: (rows: readonly KeptWorkflow[]) => void
  readonly onNone: () => void
}

/** What can be done with all that is ticked. */
function ChosenBar({ chosen, library, onDone, onNone }: ChosenBarProps) {
  const rows = chosen.map(({ row }) => row)
  const [first] = chosen
  const name = first ? nameOf(first) : ""
  const isFavourite = chosen.every(({ marks }) => marks.isFavourite)
  const isArchived = chosen.every(({ marks }) => marks.isArchived)
  const then = (work: Promise<void>) => void work.then(() => onDone(rows))
  return (
    <div
      role="toolbar"
      aria-label={t`Ticked workflows`}
      className="flex flex-wrap items-center gap-2 rounded-xl border border-line bg-panel px-4 py-2"
    >
      <span
        role="status"
        className="mr-auto text-sm font-medium max-[700px]:-order-1 max-[700px]:basis-[calc(100%-3rem)]"
      >
        {chosen.length === 1 ? t`1 ticked` : t`${chosen.length} ticked`}
      </span>
      <Button icon={Star} onPress={() => then(library.favour(rows, !isFavourite))}>
        {isFavourite ? t`No favourites` : t`Favourites`}
      </Button>
      <Button
        icon={isArchived ? ArchiveRestore : Archive}
        onPress={() => then(library.archive(rows, !isArchived, name))}
      >
        {isArchived ? t`Back into the list` : t`Archive`}
      </Button>
      <Button icon={Download} onPress={() => library.exportFiles(rows)}>{t`Export`}</Button>
      <Button icon={Trash2} onPress={() => then(library.remove(rows, name))}>{t`Delete`}</Button>
      <IconButton icon={X} label={t`Tick none`} className="max-[700px]:-order-1" onPress={onNone} />
    </div>
  )
}

const mostTags = 8

function commonTags(all: readonly ListedWorkflow[]): string[] {
  const counts = new Map<string, number>()
  for (const { summary } of all)
    for (const tag of summary?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
  return sorted.slice(0, mostTags).map(([tag]) => tag)
}
