import { ChevronDown, ChevronRight } from "lucide-react"
import { useMemo } from "react"
import { cx } from "../../ui/cx.ts"
import { VirtualList } from "../../ui/VirtualList.tsx"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import { sayTime, stepLooks } from "../statusLooks.ts"
import type { Span, Stretch, TimelineRow } from "../timeline.ts"
import { useNow } from "../useNow.ts"
import type { SheetProps } from "./panelSheets.tsx"

const rowHeight = 26

/** Each visit as a bar over time: when it waited for its turn, ran, rested and tried again. */
export function TimelineSheet({ run, view }: SheetProps) {
  const desk = useRunDesk()
  const { turned, chosen } = useRunDeskState(state => state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows follow from the view, which the run keeps.
  const timeline = useMemo(() => run.timeline(turned), [run, view, turned])
  const isNow = view.moment === view.events
  const now = useNow(isNow && view.endedAt === null)
  const end = Math.max(view.startedAt + 1, view.endedAt ?? (isNow ? now : view.at))
  const scale: Scale = { from: view.startedAt, to: end, cause: view.cause?.key }

  function turn(key: string) {
    const next = new Set(turned)
    if (!next.delete(key)) next.add(key)
    desk.store.setState({ turned: next })
  }

  return (
    <VirtualList
      label="Steps of the run"
      className="py-1"
      count={timeline.length}
      rowHeight={rowHeight}
      shown={chosen === null ? -1 : timeline.find(chosen.key)}
      row={index => {
        const row = timeline.row(index)
        return (
          <Row
            row={row}
            scale={scale}
            isChosen={row.key === chosen?.key}
            onTurn={() => turn(row.key)}
            onChoose={() => {
              if (row.visit === null) turn(row.key)
              else desk.choose({ step: row.visit.step, key: row.key })
              run.see({ focus: row.path })
            }}
          />
        )
      }}
    />
  )
}

interface Scale {
  readonly from: number
  readonly to: number
  /** The visit with which the failure began. */
  readonly cause: string | undefined
}

interface RowProps {
  readonly row: TimelineRow
  readonly scale: Scale
  readonly isChosen: boolean
  readonly onTurn: () => void
  readonly onChoose: () => void
}

function Row({ row, scale, isChosen, onTurn, onChoose }: RowProps) {
  const { look, opens, visit } = row
  const isQuiet = look === "skipped" || look === "cancelled" || look === "ready" || merelyFollowed(row, scale)
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
            aria-label={opens === "open" ? `Hide what ran in ${row.label}` : `Show what ran in ${row.label}`}
            onClick={onTurn}
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
          onClick={onChoose}
          onKeyDown={event => {
            if (event.key === "ArrowRight" && opens === "closed") onTurn()
            if (event.key === "ArrowLeft" && opens === "open") onTurn()
          }}
          className={cx("min-w-0 flex-1 truncate text-left outline-offset-[-2px]", isQuiet && "text-muted")}
        >
          {row.label}
          <span className="sr-only">, {say}</span>
        </button>
      </div>
      <div aria-hidden className="relative h-full min-w-0 flex-1">
        {row.spans.map(span => (
          <Bar
            key={`${span.is} ${span.from} ${span.attempt}`}
            span={span}
            scale={scale}
            tone={toneOf(row, scale)}
          />
        ))}
      </div>
      {visit?.inside && (
        <span className="text-xs text-muted tabular-nums max-[700px]:hidden">
          {visit.inside.ended} of {visit.inside.begun}
        </span>
      )}
      <span
        className={cx(
          "w-24 shrink-0 truncate text-right font-mono text-xs max-[700px]:w-18",
          look === "failed" && !merelyFollowed(row, scale) ? "text-bad-text" : "text-muted",
        )}
      >
        {ending(row)}
      </span>
    </div>
  )
}

/** It failed only because something inside or before it did. */
function merelyFollowed({ look, key }: TimelineRow, { cause }: Scale): boolean {
  return look === "failed" && cause !== undefined && key !== cause
}

function ending({ look, startedAt, endedAt, visit }: TimelineRow): string {
  if (visit?.reused) return "taken over"
  if (look === "completed" && endedAt !== null) return sayTime(endedAt - startedAt)
  if (look === "failed")
    return visit !== null && visit.attempt > 1 ? `failed, ${visit.attempt} tries` : "failed"
  return stepLooks[look].say.toLowerCase()
}

type Tone = "good" | "bad" | "quiet"

function toneOf(row: TimelineRow, scale: Scale): Tone {
  if (row.look === "failed") return merelyFollowed(row, scale) ? "quiet" : "bad"
  return row.look === "cancelled" ? "quiet" : "good"
}

const strokes: { readonly [Is in Stretch]: string } = {
  queue: "bg-line-strong/60",
  run: "bg-accent",
  wait: "bg-people/35 border border-people/70",
  retry: "bg-warn/35 border border-warn/70",
  doubt: "bg-warn",
}

function Bar({ span, scale, tone }: { readonly span: Span; readonly scale: Scale; readonly tone: Tone }) {
  const all = scale.to - scale.from
  const left = Math.min(1, Math.max(0, (span.from - scale.from) / all))
  const right = Math.min(1, Math.max(left, ((span.to ?? scale.to) - scale.from) / all))
  const isRun = span.is === "run"
  return (
    <span
      className={cx(
        "absolute top-1/2 -translate-y-1/2 rounded-[3px]",
        isRun ? "h-2.5" : span.is === "queue" ? "h-1" : "h-2",
        isRun && tone === "bad" ? "bg-bad" : isRun && tone === "quiet" ? "bg-line-strong" : strokes[span.is],
        isRun && span.to === null && "animate-pulse",
      )}
      style={{ left: `${left * 100}%`, width: `max(3px, ${(right - left) * 100}%)` }}
    />
  )
}
