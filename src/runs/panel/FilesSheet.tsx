import { type CSSProperties, useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { VirtualList } from "../../ui/VirtualList.tsx"
import { FileDiff } from "../outbox/FileDiff.tsx"
import { fileIcons, sayLines } from "../outbox/fileRows.ts"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

const rowHeight = 28
/** Where the list stands above what changed it shows so many files at a time. */
const mostAbove = 4

/** The files that a live run has changed, and what differs in the one that is chosen. */
export function FilesSheet({ run }: SheetProps) {
  const moment = useRunView(run, view => view.moment)
  const changed = useRunView(run, view => view.filesChanged)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which files they are follows from the moment.
  const files = useMemo(() => run.filesChanged(), [run, moment, changed])
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = files.find(({ path }) => path === chosen) ?? files[0]
  if (shown === undefined) {
    return (
      <EmptyState
        icon={fileIcons.changed}
        title={t`No file was changed up to this moment`}
      >{t`What the run changes in its workspace stands here, with what it was before.`}</EmptyState>
    )
  }
  return (
    <div className="@container h-full min-h-0">
      <div className="flex h-full min-h-0 @max-[560px]:flex-col">
        <div
          className="w-2/5 max-w-72 shrink-0 border-r border-line @max-[560px]:h-(--listed) @max-[560px]:w-full @max-[560px]:max-w-none @max-[560px]:border-r-0 @max-[560px]:border-b"
          style={{ "--listed": `${Math.min(files.length, mostAbove) * rowHeight + 9}px` } as CSSProperties}
        >
          <VirtualList
            label={t`Files changed`}
            className="py-1"
            count={files.length}
            rowHeight={rowHeight}
            row={index => {
              const file = files[index] ?? shown
              const Icon = fileIcons[file.how]
              const isShown = file === shown
              return (
                <button
                  type="button"
                  aria-current={isShown}
                  title={file.path}
                  onClick={() => setChosen(file.path)}
                  className={cx(
                    "flex h-full w-full items-center gap-2 px-3.5 text-left outline-offset-[-2px] hover:bg-wash",
                    isShown && "bg-accent-wash",
                  )}
                >
                  <Icon size={14} className="shrink-0 text-muted" aria-hidden />
                  <span className="min-w-0 flex-1 truncate font-mono text-xs">{file.path}</span>
                  <span className="shrink-0 text-xs text-muted tabular-nums">{sayLines(file)}</span>
                </button>
              )
            }}
          />
        </div>
        <section
          aria-label={t`What changed in ${shown.path}`}
          className="min-h-0 min-w-0 flex-1 overflow-auto p-3"
        >
          <FileDiff before={shown.change.before} after={shown.change.after} />
        </section>
      </div>
    </div>
  )
}
