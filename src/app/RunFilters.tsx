import { memo, useMemo } from "react"
import { keptSummary } from "../editor/summary.ts"
import { sayNumber } from "../language/formats.ts"
import { language } from "../language/language.ts"
import { t } from "../language/t.ts"
import { dayLength, type HistoryQuery, type RunStatus, type RunSummary } from "../model/journal.ts"
import { useRuns } from "../runs/runsContext.ts"
import { runStatuses } from "../runs/statusLooks.ts"
import { cx } from "../ui/cx.ts"
import { Select } from "../ui/Select.tsx"
import { fieldBox, SearchField } from "../ui/TextField.tsx"
import { useWorkflows } from "./useWorkflows.ts"

/** What is asked for, as the fields hold it: `any` stands for no such wish. */
export interface Wishes {
  readonly text: string
  readonly workflow: string
  readonly status: string
  readonly trigger: string
  readonly time: string
  readonly usd: string
  readonly tag: string
  /** Days, where the time is between two: `2026-03-31`. */
  readonly from: string
  readonly until: string
}

/** No wish at all: all runs. */
export const noWishes: Wishes = {
  ...{ text: "", workflow: "any", status: "any", trigger: "any", time: "any", usd: "any", tag: "any" },
  ...{ from: "", until: "" },
}
/** From so many dollars on. */
const costs = [0.01, 0.1, 1, 10]
const ages: { readonly [id: string]: number } = {
  hour: dayLength / 24,
  day: dayLength,
  week: 7 * dayLength,
  month: 30 * dayLength,
}

/** The question that the wishes are; `most` runs are wanted. */
export function queryOf(wishes: Wishes, most: number, now: number): HistoryQuery {
  const { text, workflow, status, trigger, time, usd, tag } = wishes
  const age = ages[time]
  const between = time === "between" ? betweenOf(wishes) : {}
  return {
    most,
    ...(text.trim() === "" ? {} : { text, spoken: language() }),
    ...(workflow === "any" ? {} : { workflow }),
    ...(status === "any" ? {} : { status: status as RunStatus }),
    ...(trigger === "any" ? {} : { trigger }),
    ...(tag === "any" ? {} : { tag }),
    ...(usd === "any" ? {} : { usd: Number(usd) }),
    ...(age === undefined ? {} : { since: now - age }),
    ...between,
  }
}

/** Whole days of the person's own calendar, the last one included. */
function betweenOf({ from, until }: Wishes): Pick<HistoryQuery, "since" | "until"> {
  const first = Date.parse(`${from}T00:00:00`)
  const last = Date.parse(`${until}T23:59:59.999`)
  return {
    ...(Number.isNaN(first) ? {} : { since: first }),
    ...(Number.isNaN(last) ? {} : { until: last }),
  }
}

interface FiltersProps {
  readonly wishes: Wishes
  readonly runs: readonly RunSummary[]
  readonly onChange: (change: Partial<Wishes>) => void
}

/** The fields by which runs are found. */
export function RunFilters({ wishes, runs, onChange }: FiltersProps) {
  const { text, ...others } = wishes
  const seen = useMemo(() => [...new Set(runs.flatMap(run => run.tags))], [runs])
  return (
    <div className="flex flex-wrap items-end gap-2 [--color-field:var(--color-panel)] max-[1100px]:grid max-[1100px]:grid-cols-3 max-[700px]:grid-cols-2 [&>*]:min-w-32">
      <SearchField
        label={t`Find a run`}
        value={text}
        onChange={text => onChange({ text })}
        className="min-w-52 flex-1 max-[1100px]:col-span-full"
      />
      <Choices {...others} seen={seen} onChange={onChange} />
    </div>
  )
}

type ChoicesProps = Omit<Wishes, "text"> &
  Pick<FiltersProps, "onChange"> & {
    /** The tags of the runs that are shown. */
    readonly seen: readonly string[]
  }

/** All wishes but the text: whoever types is not kept waiting by them. */
const Choices = memo(function Choices({ seen, onChange, ...wishes }: ChoicesProps) {
  const { catalogue } = useRuns()
  const workflows = useWorkflows() ?? []
  // Tags of workflows of today, and of runs from when they had others.
  const named = workflows.flatMap(row => keptSummary(row.summary)?.tags ?? [])
  const tags = [...new Set([...named, ...seen])].sort()
  const set = (name: keyof Wishes) => (value: string) => onChange({ [name]: value })
  return (
    <>
      <Filter
        label={t`Workflow`}
        any={t`All workflows`}
        value={wishes.workflow}
        choices={workflows.map(row => ({ id: row.id, label: keptSummary(row.summary)?.name || row.id }))}
        onChange={set("workflow")}
      />
      <Filter
        label={t`Status`}
        any={t`Any status`}
        value={wishes.status}
        choices={Object.entries(runStatuses).map(([id, { say }]) => ({ id, label: say() }))}
        onChange={set("status")}
      />
      <Filter
        label={t`Trigger`}
        any={t`Any trigger`}
        value={wishes.trigger}
        choices={Object.values(catalogue.triggers).map(({ type, title }) => ({ id: type, label: title }))}
        onChange={set("trigger")}
      />
      <Filter
        label={t`Time`}
        any={t`Any time`}
        value={wishes.time}
        choices={[
          { id: "hour", label: t`Last hour` },
          { id: "day", label: t`Last day` },
          { id: "week", label: t`Last week` },
          { id: "month", label: t`Last month` },
          { id: "between", label: t`Between two days` },
        ]}
        onChange={set("time")}
      />
      {wishes.time === "between" && (
        <span className="order-last flex gap-2 max-[1100px]:col-span-full">
          <Day label={t`From`} value={wishes.from} onChange={set("from")} />
          <Day label={t`Until`} value={wishes.until} onChange={set("until")} />
        </span>
      )}
      <Filter
        label={t`Cost`}
        any={t`Any cost`}
        value={wishes.usd}
        choices={costs.map(usd => ({ id: `${usd}`, label: t`$${sayNumber(usd, usd < 1 ? 2 : 0)} or more` }))}
        onChange={set("usd")}
      />
      {(tags.length > 0 || wishes.tag !== "any") && (
        <Filter
          label={t`Tag`}
          any={t`Any tag`}
          value={wishes.tag}
          choices={[...new Set([...tags, ...(wishes.tag === "any" ? [] : [wishes.tag])])].map(id => ({
            id,
            label: id,
          }))}
          onChange={set("tag")}
        />
      )}
    </>
  )
})

function Day({
  label,
  value,
  onChange,
}: Pick<FilterProps, "value" | "onChange"> & { readonly label: string }) {
  return (
    <label className="flex min-w-0 items-center max-[700px]:flex-1 gap-2 text-sm text-muted">
      {label}
      <input
        type="date"
        value={value}
        onChange={event => onChange(event.target.value)}
        className={cx(fieldBox, "h-8.5 px-2.5")}
      />
    </label>
  )
}

interface FilterProps {
  readonly label: string
  readonly any: string
  readonly value: string
  readonly choices: readonly { readonly id: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

function Filter({ label, any, value, choices, onChange }: FilterProps) {
  return (
    <div className={cx(value !== "any" && "[--color-field:var(--color-accent-wash)]")}>
      <Select
        label={label}
        isLabelHidden
        value={value}
        choices={[{ id: "any", label: any }, ...choices]}
        onChange={onChange}
      />
    </div>
  )
}
