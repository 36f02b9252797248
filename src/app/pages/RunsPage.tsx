import { ChartNoAxesColumn, Download, FolderOpen, History, Trash2 } from "lucide-react"
import { memo, useCallback, useMemo, useRef, useState } from "react"
import { FileTrigger } from "react-aria-components"
import { Link } from "wouter"
import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { RunSummary } from "../../model/journal.ts"
import { sayMeant } from "../../model/meant.ts"
import type { Problem } from "../../model/problems.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { sayTrigger } from "../../runs/sayTrigger.ts"
import type { SharedRun } from "../../runs/sharedRun.ts"
import { isOver, modeWords, runStatuses, sayMoment, sayTime, sayUsd } from "../../runs/statusLooks.ts"
import { useHistory } from "../../runs/useHistory.ts"
import { useKeptFocus } from "../../runs/useKeptFocus.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { tickLook } from "../../ui/tick.ts"
import { noWishes, queryOf, RunFilters, type Wishes } from "../RunFilters.tsx"
import { ShownRun } from "./SharedPage.tsx"

const pageLength = 50
const linkLook =
  "flex h-8 items-center gap-2 rounded-lg border border-line bg-panel px-3 text-sm font-medium hover:border-line-strong"

/** All runs: to find one, look at it, hand it on or take it away. */
export default function RunsPage() {
  const { service, now, save, readShared } = useRuns()
  const [wishes, setWishes] = useState(noWishes)
  const [most, setMost] = useState(pageLength)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<SharedRun | Problem | null>(null)
  const [isAsking, setAsking] = useState(false)
  const query = useMemo(() => queryOf(wishes, most, now()), [wishes, most, now])
  const page = useHistory(query)
  const turn = useCallback((run: string) => {
    setChosen(before => {
      const next = new Set(before)
      if (!next.delete(run)) next.add(run)
      return next
    })
  }, [])
  const ask = useCallback((change: Partial<Wishes>) => {
    setWishes(before => ({ ...before, ...change }))
    setMost(pageLength)
  }, [])
  const frame = useRef<HTMLDivElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useKeptFocus(frame, () => title.current)
  if (opened !== null && !("code" in opened)) return <ShownRun shared={opened} />
  const runs = page?.runs ?? []
  const picked = runs.filter(({ run }) => chosen.has(run))
  const isWishing = Object.entries(wishes).some(([name, value]) => value !== noWishes[name as keyof Wishes])

  async function exportPicked() {
    const lines = await Promise.all(
      picked.map(async summary =>
        JSON.stringify({ summary, events: (await service.eventsOf(summary.run)) ?? null }),
      ),
    )
    save("runs.jsonl", lines.join("\n"), "application/jsonl")
  }
  async function removePicked() {
    await service.remove(picked.filter(({ status }) => isOver(status)).map(({ run }) => run))
    setChosen(new Set())
    setAsking(false)
  }

  return (
    <div ref={frame} className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-4 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex flex-wrap items-center gap-2">
          <h1
            ref={title}
            tabIndex={-1}
            className="flex-1 text-2xl outline-none font-semibold tracking-tight"
          >{t`Runs`}</h1>
          {wishes.workflow !== "any" && (
            <Link href={`/w/${wishes.workflow}/statistics`} className={linkLook}>
              <ChartNoAxesColumn size={16} className="text-muted" aria-hidden /> {t`Statistics`}
            </Link>
          )}
          <FileTrigger
            acceptedFileTypes={[".json"]}
            onSelect={async files => {
              const file = files?.[0]
              if (file === undefined) return
              const read = await readShared(file)
              setOpened(read.ok ? read.value : read.error)
            }}
          >
            <Button icon={FolderOpen}>{t`Open a shared run`}</Button>
          </FileTrigger>
        </header>
        <RunFilters wishes={wishes} runs={runs} onChange={ask} />
        {picked.length > 0 && (
          <div className="flex flex-wrap items-center gap-2 rounded-lg bg-accent-wash px-3 py-2">
            <span className="flex-1 text-sm">{t`${picked.length} chosen`}</span>
            <Button icon={Download} onPress={() => void exportPicked()}>{t`Export`}</Button>
            <Button icon={Trash2} onPress={() => setAsking(true)}>{t`Delete`}</Button>
          </div>
        )}
        {page !== null && runs.length === 0 ? (
          <section className="rounded-xl border border-dashed border-line-strong bg-panel">
            <EmptyState
              icon={History}
              title={isWishing ? t`No run matches` : t`Nothing has run yet`}
              actions={
                isWishing ? (
                  <Button onPress={() => ask(noWishes)}>{t`Show all runs`}</Button>
                ) : (
                  <Link href="/" className={linkLook}>
                    {t`To the workflows`}
                  </Link>
                )
              }
            >
              {isWishing
                ? t`Nothing fits all that is chosen above. Take something back, or look at another time.`
                : t`Open a workflow and run it. Each run stands here, with all that it did.`}
            </EmptyState>
          </section>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
              <p role="status" className="flex-1 tabular-nums">
                {page === null
                  ? t`Reading the history`
                  : page.total === 1
                    ? t`1 run`
                    : t`${sayNumber(page.total ?? runs.length)} runs`}
              </p>
              {isWishing && (
                <Button look="quiet" className="h-7" onPress={() => ask(noWishes)}>
                  {t`Show all runs`}
                </Button>
              )}
              {runs.length > 1 && (
                <Button
                  look="quiet"
                  className="-mr-3 h-7"
                  onPress={() =>
                    setChosen(picked.length === runs.length ? new Set() : new Set(runs.map(({ run }) => run)))
                  }
                >
                  {picked.length === runs.length ? t`Choose none` : t`Choose the ${runs.length} shown`}
                </Button>
              )}
            </div>
            <ul
              aria-label={t`All runs`}
              className="overflow-hidden rounded-xl border border-line bg-panel shadow-card empty:hidden"
            >
              {runs.map(summary => (
                <Row key={summary.run} summary={summary} isChosen={chosen.has(summary.run)} onTurn={turn} />
              ))}
            </ul>
          </>
        )}
        {page?.next != null && (
          <Button onPress={() => setMost(most + pageLength)}>{t`Show older runs`}</Button>
        )}
      </div>
      {isAsking && (
        <Dialog
          title={picked.length === 1 ? t`Delete this run?` : t`Delete ${picked.length} runs?`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onPress={() => setAsking(false)}>{t`Keep`}</Button>
              <Button look="danger" icon={Trash2} onPress={() => void removePicked()}>{t`Delete`}</Button>
            </>
          }
        >
          <p className="text-sm">{t`What they did, gave and cost is gone for good. Runs that have not ended stay; cancel them first.`}</p>
        </Dialog>
      )}
      {opened !== null && "code" in opened && (
        <Dialog
          title={t`The file was not opened`}
          onClose={() => setOpened(null)}
          actions={<Button onPress={() => setOpened(null)}>{t`Close`}</Button>}
        >
          <p role="alert" className="text-sm">
            {translated(opened.message)}
          </p>
        </Dialog>
      )}
    </div>
  )
}

interface RowProps {
  readonly summary: RunSummary
  readonly isChosen: boolean
  readonly onTurn: (run: string) => void
}

/** While somebody types what to look for, the rows that are there stay as they are. */
const Row = memo(function Row({ summary, isChosen, onTurn }: RowProps) {
  const {
    run,
    workflow,
    name,
    number,
    status,
    trigger,
    startedAt,
    endedAt,
    usd,
    tags,
    text,
    mode,
    meant,
    problem,
  } = summary
  const { say, look } = runStatuses[status]
  const { catalogue } = useRuns()
  return (
    <li className="relative flex items-center gap-4 border-b border-line px-4 py-2.5 last:border-0 hover:bg-wash [contain-intrinsic-size:auto_57px] [content-visibility:auto] max-[700px]:flex-wrap max-[700px]:gap-x-3 max-[700px]:gap-y-1">
      {/* Beside the box one would come to the run: who misses it by a little means it. */}
      <label className="relative z-10 -m-3 p-3">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={() => onTurn(run)}
          aria-label={t`Choose the run of ${name} at ${sayMoment(startedAt)}`}
          className={tickLook}
        />
      </label>
      <div className="min-w-0 flex-1">
        <Link
          href={`/w/${workflow}/runs/${run}`}
          className="block truncate font-medium after:absolute after:inset-0 after:content-['']"
        >
          {name}
        </Link>
        <p className="truncate text-xs text-muted max-[700px]:line-clamp-2 max-[700px]:whitespace-normal">
          {[
            number === undefined ? "" : t`Run ${number}`,
            modeWords[mode]().trim(),
            ...[meant && sayMeant(meant), ...tags, text, translated(problem)],
          ]
            .filter(Boolean)
            .join(" · ") || workflow}
        </p>
      </div>
      <span className="w-20 text-xs text-muted max-[900px]:hidden">{sayTrigger(catalogue, trigger)}</span>
      <span className="w-14 text-right text-xs text-muted tabular-nums max-[700px]:order-2 max-[700px]:w-auto">
        {usd > 0 && sayUsd(usd)}
      </span>
      <span className="w-16 text-right text-xs text-muted tabular-nums max-[700px]:hidden">
        {endedAt === null ? "" : sayTime(endedAt - startedAt)}
      </span>
      <time className="w-44 text-right text-xs text-muted tabular-nums max-[700px]:order-1 max-[700px]:grow max-[700px]:basis-3/5 max-[700px]:pl-7.5 max-[700px]:text-left">
        {sayMoment(startedAt)}
      </time>
      <span className="flex w-28 justify-end">
        <Badge look={look}>{say()}</Badge>
      </span>
    </li>
  )
})
