import { type CSSProperties, memo, type ReactNode, useMemo, useRef } from "react"
import { stateWithin } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
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
  const scale = useScale(run)

  return (
    <Scaled scale={scale} since={view.startedAt}>
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
              until={scale}
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

/** The time up to which the timeline goes; null while it goes on. */
function useScale(run: RunStore): number | null {
  return useRunView(run, view => view.endedAt ?? (view.moment < view.events ? view.at : null))
}

interface ScaledProps {
  /** The times at which the timeline ends and begins. */
  readonly scale: number | null
  readonly since: number
  readonly children: ReactNode
}

/** How wide a millisecond is while time goes on, told to all bars inside at once, without a word to any of them. */
function Scaled({ scale, since, children }: ScaledProps) {
  const now = useNow(scale === null)
  const style = scale === null ? { "--millisecond": `${100 / lengthOf(since, now)}%` } : {}
  return (
    <div className="h-full min-h-0" style={style as CSSProperties}>
      {children}
    </div>
  )
}

function lengthOf(since: number, until: number): number {
  return Math.max(1, until - since)
}

interface RowActs {
  turn(key: string): void
  choose(row: TimelineRow): void
}

interface RowProps {
  readonly row: TimelineRow
  /** When the run began. */
  readonly since: number
  /** The time at which the timeline ends; null while it goes on. */
  readonly until: number | null
  /** The failure of the run began with it, or with another. */
  readonly isCause: boolean
  readonly hasCause: boolean
  readonly isChosen: boolean
  readonly acts: RowActs
}

const Row = memo(function Row({ row, since, until, isCause, hasCause, isChosen, acts }: RowProps) {
  const { look, opens, visit } = row
  // It failed only because something inside or before it did.
  const merelyFollowed = look === "failed" && hasCause && !isCause
  const isQuiet = look === "skipped" || look === "cancelled" || look === "ready" || merelyFollowed
  const { say } = stepLooks[look]
  const end = ending(row)
  const left = 8 + Math.min(row.depth, 8) * 14
  return (
    <div
      className={cx(
        "flex h-full items-center gap-3 pr-4 text-sm hover:bg-wash max-[700px]:gap-2 max-[700px]:pr-3",
        isChosen && "bg-accent-wash",
      )}
      title={translated(visit?.problem?.message)}
    >
      <button
        type="button"
        aria-label={`${row.label}, ${say()}`}
        aria-current={isChosen}
        aria-expanded={opens === null ? undefined : opens === "open"}
        onClick={() => acts.choose(row)}
        onKeyDown={event => {
          if (event.key === "ArrowRight" && opens === "closed") acts.turn(row.key)
          if (event.key === "ArrowLeft" && opens === "open") acts.turn(row.key)
        }}
        className={cx(
          "w-56 shrink-0 text-left whitespace-nowrap outline-offset-[-2px] max-[1100px]:w-40 max-[700px]:w-38",
          isLong(row.label, 14 - row.depth * 2) && "truncate",
          isQuiet && "text-muted",
        )}
        style={{ paddingLeft: left + 20 }}
      >
        {row.label}
      </button>
      {opens !== null && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={opens === "open" ? t`Hide what ran in ${row.label}` : t`Show what ran in ${row.label}`}
          onClick={() => acts.turn(row.key)}
          className={cx(
            "absolute grid size-6 place-items-center text-lg leading-none text-muted before:content-['›'] hover:text-ink",
            opens === "open" && "before:rotate-90",
          )}
          style={{ left: left - 2 }}
        />
      )}
      <div aria-hidden className="relative mr-[3px] h-full min-w-0 flex-1">
        {row.spans.map((span, at) => (
          <Bar
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar remembers nothing, and serves for another one where the row does.
            key={at}
            span={span}
            since={since}
            until={until}
            tone={toneOf(look, merelyFollowed)}
          />
        ))}
      </div>
      <span
        className={cx(
          "w-40 shrink-0 text-right text-xs whitespace-nowrap tabular-nums max-[1100px]:w-28 max-[700px]:w-24",
          isLong(end, 14) && "truncate",
          look === "failed" && !merelyFollowed ? "text-bad-text" : "text-muted",
        )}
      >
        {visit?.inside && (
          // Beside the bar it would take room from this one alone, and all are on one scale.
          <span className="text-muted max-[1100px]:hidden">
            {t`${visit.inside.ended} of ${visit.inside.begun}`} ·{" "}
          </span>
        )}
        {end}
      </span>
    </div>
  )
})

/** Whether a text may need more than so many letters' room; what cuts it short costs each row a layer when it is painted. */
function isLong(text: string, letters: number): boolean {
  return text.length > letters
}

function ending({ look, startedAt, endedAt, visit }: TimelineRow): string {
  if (visit?.reused) return t`taken over`
  if (look === "completed" && endedAt !== null) return sayTime(endedAt - startedAt)
  if (look === "failed")
    return visit !== null && visit.attempt > 1 ? t`failed, ${visit.attempt} tries` : t`failed`
  return stateWithin(stepLooks[look].say())
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
  readonly until: number | null
  readonly tone: Tone
}

function Bar({ span, since, until, tone }: BarProps) {
  const isRun = span.is === "run"
  // What is worked out in the style costs several times as much for each bar that is scrolled by.
  const wide = (milliseconds: number) =>
    until === null
      ? `calc(var(--millisecond) * ${milliseconds})`
      : `${Math.min(100, (100 * milliseconds) / lengthOf(since, until))}%`
  const width = span.to === null ? {} : { width: wide(Math.max(0, span.to - span.from)) }
  return (
    <span
      className={cx(
        // At the end of the run there is room for the least of them.
        "absolute top-1/2 min-w-[3px] -translate-y-1/2 rounded-[3px]",
        isRun ? "h-2.5" : span.is === "queue" ? "h-1" : "h-2",
        isRun && tone === "bad" ? "bg-bad" : isRun && tone === "quiet" ? "bg-line-strong" : strokes[span.is],
        span.to === null && "-right-[3px]",
        // It moves by growing, and its end is open.
        isRun && span.to === null && "mask-r-from-[calc(100%-18px)] mask-r-to-100%",
      )}
      style={{ left: wide(Math.max(0, span.from - since)), ...width }}
    />
  )
}
