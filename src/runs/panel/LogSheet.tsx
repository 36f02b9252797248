import { ArrowDownToLine, ClipboardCopy } from "lucide-react"
import { memo, useDeferredValue, useMemo, useState } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import type { LogLevel } from "../../model/note.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Segments } from "../../ui/Tabs.tsx"
import { SearchField } from "../../ui/TextField.tsx"
import { VirtualList } from "../../ui/VirtualList.tsx"
import type { SaidLine } from "../runLog.ts"
import type { RunStore } from "../runStore.ts"
import { sayTime } from "../statusLooks.ts"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

const levels: readonly { readonly id: LogLevel; readonly label: string }[] = [
  { id: "debug", label: t`All` },
  { id: "info", label: t`Info` },
  { id: "warn", label: t`Warnings` },
  { id: "error", label: t`Errors` },
]
const ranks: { readonly [Level in LogLevel]: number } = { debug: 0, info: 1, warn: 2, error: 3 }
const rowHeight = 22
/** So many lines are copied at most: more is no text that anybody pastes. */
const mostCopied = 20_000

/** What the run's journal says and what steps wrote, line by line; each line leads to its moment. */
export function LogSheet({ run }: SheetProps) {
  const lines = useStore(run.store, state => state.lines)
  const since = useRunView(run, view => view.startedAt)
  /** The moment of the past that is shown; null for now. */
  const moment = useRunView(run, view => (view.moment < view.events ? view.moment : null))
  const [level, setLevel] = useState<LogLevel>("info")
  const [text, setText] = useState("")
  const [isFollowing, setFollowing] = useState(true)
  const sought = useDeferredValue(text.trim().toLowerCase())
  const find = useMemo(() => finder(run, level, sought), [run, level, sought])
  const shown = useMemo(() => find(lines), [find, lines])

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-3.5 py-1.5">
        <Segments label={t`Level`} isSmall segments={levels} value={level} onChange={setLevel} />
        <SearchField
          label={t`Find in the log`}
          value={text}
          onChange={setText}
          className="w-56 max-[700px]:w-full"
        />
        <span className="flex-1 text-right text-xs text-muted tabular-nums">
          {shown.length} {shown.length === 1 ? "line" : "lines"}
        </span>
        <IconButton
          icon={ArrowDownToLine}
          label={t`Follow the log`}
          isOn={isFollowing}
          onPress={() => setFollowing(!isFollowing)}
        />
        <IconButton
          icon={ClipboardCopy}
          label={t`Copy the log`}
          onPress={() => {
            const copied = Array.from(shown.slice(0, mostCopied), index => plain(run.line(index), since))
            void navigator.clipboard.writeText(copied.join("\n"))
          }}
        />
      </div>
      <VirtualList
        label={t`Log`}
        count={shown.length}
        rowHeight={rowHeight}
        isReusing
        isFollowing={isFollowing && moment === null}
        row={index => <Line run={run} index={shown[index] ?? 0} since={since} moment={moment} />}
      />
    </div>
  )
}

/** Finds the lines among the first so many; of a log that grows, only what is new is looked at. */
function finder(run: RunStore, level: LogLevel, text: string): (lines: number) => Uint32Array {
  let shown = new Uint32Array(1_024)
  let [count, next] = [0, 0]
  return lines => {
    if (lines > shown.length) {
      const larger = new Uint32Array(lines * 2)
      larger.set(shown.subarray(0, count))
      shown = larger
    }
    for (; next < lines; next++) {
      const line = run.line(next)
      if (ranks[line.level] < ranks[level]) continue
      if (text !== "" && !`${line.step} ${line.text}`.toLowerCase().includes(text)) continue
      shown[count++] = next
    }
    return shown.subarray(0, count)
  }
}

function plain({ at, level, step, text }: SaidLine, since: number): string {
  const time = at === null ? "" : `+${sayTime(at - since)}`
  return [time, level, step, text].filter(Boolean).join("  ")
}

const tones: { readonly [Level in LogLevel]: string } = {
  debug: "text-muted",
  info: "text-ink",
  warn: "text-warn-text",
  error: "text-bad-text",
}

interface LineProps {
  readonly run: RunStore
  /** Which line: it never changes what it says. */
  readonly index: number
  readonly since: number
  readonly moment: number | null
}

const Line = memo(function Line({ run, index, since, moment: shown }: LineProps) {
  const { at, step, text, level, moment } = run.line(index)
  const isPast = shown !== null && moment > shown
  return (
    <button
      type="button"
      title={text}
      onClick={() => run.see({ moment })}
      className={cx(
        "flex h-full w-full items-center gap-3 px-3.5 text-left font-mono text-xs outline-offset-[-2px] hover:bg-wash",
        tones[level],
        isPast && "opacity-45",
      )}
    >
      <span className="w-16 shrink-0 text-right text-muted tabular-nums">
        {at === null ? "" : `+${sayTime(at - since)}`}
      </span>
      <span className="min-w-0 flex-1 truncate">
        {step !== "" && <span className="font-medium">{step} </span>}
        {text}
      </span>
    </button>
  )
})
