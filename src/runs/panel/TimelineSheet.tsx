import { ChevronDown, ChevronRight } from "lucide-react"
import { type CSSProperties, memo, type ReactNode, useMemo, useRef } from "react"
import { t } from "../../language/t.ts"
import { cx } from "../../ui/cx.ts"
import { VirtualList } from "../../ui/VirtualList.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { sayTime, stepLooks } from "../statusLooks.ts"
import { isSameTimelineRow, type Span, type Stretch, type TimelineRow } from "../timeline.ts"
import { useNow } from "../useNow.ts"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

const rowHeight = 26

/** Each visit as a bar over time: when it waited for its turn, ran, rested and tried again. */
export function TimelineSheet({ run }: SheetProps) {
  const desk = useRunDesk()
  const turned = useRunDeskState(state => state.turned)
  const chosen = useRunDeskState(state => state.chosen?.key)
  const view = useRunView(run, whole => whole)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows follow from the view, which the run keeps.
  const timeline = useMemo(() => run.timeline(turned), [run, view, turned])
  // biome-ignore lint/correctness/useExhaustiveDependencies: who scrolls is not called back to what was chosen.
  const shown = useMemo(() => (chosen === undefined ? -1 : timeline.find(chosen)), [chosen, turned])
  const acts = useMemo((): RowActs => {
    const turn = (key: string) => {
      const next = new Set(desk.store.getState().turned)
      if (!next.delete(key)) next.add(key)
      desk.store.setState({ turned: next })
    }
    return {
      turn,
      choose({ visit, key, path }) {
        if (visit === null) turn(key)
        else desk.choose({ step: visit.step, key })
        run.see({ focus: path })
      },
    }
  }, [desk, run])
  const known = useRef(new Map<string, TimelineRow>())

  return (
    <Scaled run={run}>
      <VirtualList
        label={t`Steps of the run`}
        className="py-1"
        count={timeline.length}
        rowHeight={rowHeight}
        isReusing
        shown={shown}
        row={index => {
          const row = sameRow(known.current, timeline.row(index))
          return (
            <Row
              row={row}
              since={view.startedAt}
              isCause={row.key === view.cause?.key}
              hasCause={view.cause !== null}
              isChosen={row.key === chosen}
              acts={acts}
            />
          )
        }}
      />
    </Scaled>
  )
}

/** So many rows are remembered, to tell which of them say the same as before. */
const mostKnown = 200

/** The row as it was before, where it says the same: then nothing is drawn for it. */
function sameRow(known: Map<string, TimelineRow>, row: TimelineRow): TimelineRow {
  const before = known.get(row.key)
  if (before !== undefined && isSameTimelineRow(before, row)) return before
  if (known.size > mostKnown) known.clear()
  known.set(row.key, row)
  return row
}

/** How wide a millisecond is, told to all bars inside at once: time goes on without a word to any of them. */
function Scaled({ run, children }: { readonly run: RunStore; readonly children: ReactNode }) {
  const startedAt = useRunView(run, view => view.startedAt)
  const until = useRunView(run, view => view.endedAt ?? (view.moment < view.events ? view.at : null))
  const now = useNow(until === null)
  const length = Math.max(1, (until ?? now) - startedAt)
  return (
    <div className="h-full min-h-0" style={{ "--millisecond": `${100 / length}%` } as CSSProperties}>
      {children}
    </div>
  )
}

interface RowActs {
  turn(key: string): void
  choose(row: TimelineRow): void
}

interface RowProps {
  readonly row: TimelineRow
  /** When the run began. */
  readonly since: number
  /** The failure of the run began with it, or with another. */
  readonly isCause: boolean
  readonly hasCause: boolean
  readonly isChosen: boolean
  readonly acts: RowActs
}

const Row = memo(function Row({ row, since, isCause, hasCause, isChosen, acts }: RowProps) {
  const { look, opens, visit } = row
  // It failed only because something inside or before it did.
  const merelyFollowed = look === "failed" && hasCause && !isCause
  const isQuiet = look === "skipped" || look === "cancelled" || look === "ready" || merelyFollowed
  const { say } = stepLooks[look]
  return (
    <div
      className={cx(
        "group flex h-full items-center gap-3 pr-4 text-sm hover:bg-wash max-[700px]:gap-2 max-[700px]:pr-3",
        isChosen && "bg-accent-wash",
      )}
      data-look={look}
      title={visit?.problem?.message}
    >
      <div
        className="flex w-56 shrink-0 items-center max-[900px]:w-40 max-[700px]:w-32"
        style={{ paddingLeft: 8 + Math.min(row.depth, 8) * 14 }}
      >
        {opens === null ? (
          <span className="w-5 shrink-0" />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            aria-label={
              opens === "open" ? t`Hide what ran in ${row.label}` : t`Show what ran in ${row.label}`
            }
            onClick={() => acts.turn(row.key)}
            className="grid size-5 shrink-0 place-items-center text-muted hover:text-ink"
          >
            {opens === "open" ? (
              <ChevronDown size={13} aria-hidden />
            ) : (
              <ChevronRight size={13} aria-hidden />
            )}
          </button>
        )}
        <button
          type="button"
          aria-current={isChosen}
          aria-expanded={opens === null ? undefined : opens === "open"}
          onClick={() => acts.choose(row)}
          onKeyDown={event => {
            if (event.key === "ArrowRight" && opens === "closed") acts.turn(row.key)
            if (event.key === "ArrowLeft" && opens === "open") acts.turn(row.key)
          }}
          className={cx("min-w-0 flex-1 truncate text-left outline-offset-[-2px]", isQuiet && "text-muted")}
        >
          {row.label}
          <span className="sr-only">, {say}</span>
        </button>
      </div>
      <div aria-hidden className="relative h-full min-w-0 flex-1 overflow-hidden">
        {row.spans.map((span, at) => (
          <Bar
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar remembers nothing, and serves for another one where the row does.
            key={at}
            span={span}
            since={since}
            tone={toneOf(look, merelyFollowed)}
          />
        ))}
      </div>
      {visit?.inside && (
        <span className="text-xs text-muted tabular-nums max-[700px]:hidden">{t`${visit.inside.ended} of ${visit.inside.begun}`}</span>
      )}
      <span
        className={cx(
          "w-24 shrink-0 truncate text-right font-mono text-xs max-[700px]:w-18",
          look === "failed" && !merelyFollowed ? "text-bad-text" : "text-muted",
        )}
      >
        {ending(row)}
      </span>
    </div>
  )
})

function ending({ look, startedAt, endedAt, visit }: TimelineRow): string {
  if (visit?.reused) return t`taken over`
  if (look === "completed" && endedAt !== null) return sayTime(endedAt - startedAt)
  if (look === "failed")
    return visit !== null && visit.attempt > 1 ? t`failed, ${visit.attempt} tries` : "failed"
  return stepLooks[look].say.toLowerCase()
}

type Tone = "good" | "bad" | "quiet"

function toneOf(look: TimelineRow["look"], merelyFollowed: boolean): Tone {
  if (look === "failed") return merelyFollowed ? "quiet" : "bad"
  return look === "cancelled" ? "quiet" : "good"
}

const strokes: { readonly [Is in Stretch]: string } = {
  queue: "bg-line-strong/60",
  run: "bg-accent",
  wait: "bg-people/35 border border-people/70",
  retry: "bg-warn/35 border border-warn/70",
  doubt: "bg-warn",
}

interface BarProps {
  readonly span: Span
  readonly since: number
  readonly tone: Tone
}

function Bar({ span, since, tone }: BarProps) {
  const isRun = span.is === "run"
  const width = span.to === null ? {} : { width: `max(3px, ${after(span.to - span.from)})` }
  return (
    <span
      className={cx(
        "absolute top-1/2 min-w-[3px] -translate-y-1/2 rounded-[3px]",
        isRun ? "h-2.5" : span.is === "queue" ? "h-1" : "h-2",
        isRun && tone === "bad" ? "bg-bad" : isRun && tone === "quiet" ? "bg-line-strong" : strokes[span.is],
        span.to === null && "right-0",
        // It moves by growing, and its end is open.
        isRun && span.to === null && "mask-r-from-[calc(100%-18px)] mask-r-to-100%",
      )}
      style={{ left: `min(100% - 3px, ${after(span.from - since)})`, ...width }}
    />
  )
}

function after(milliseconds: number): string {
  return `var(--millisecond) * ${Math.max(0, milliseconds)}`
}
