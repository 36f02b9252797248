import { useVirtualizer } from "@tanstack/react-virtual"
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react"
import { cx } from "./cx.ts"

interface VirtualListProps {
  readonly label: string
  readonly count: number
  /** The height of each row, which is the same for all. */
  readonly rowHeight: number
  readonly row: (index: number) => ReactNode
  readonly className?: string
  /** Stays at the end while rows are added. */
  readonly isFollowing?: boolean
  /** A row to bring into view whenever it changes; -1 for none. */
  readonly shown?: number
}

/** A list of which only what can be seen is drawn; arrow keys go from row to row, where rows hold a button. */
export function VirtualList(props: VirtualListProps) {
  const { label, count, rowHeight, row, className, isFollowing = false, shown = -1 } = props
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  useEffect(() => {
    if (isFollowing && count > 0) rows.scrollToIndex(count - 1, { align: "end" })
  }, [rows, isFollowing, count])
  useEffect(() => {
    if (shown >= 0) rows.scrollToIndex(shown, { align: "auto" })
  }, [rows, shown])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }[event.key]
    const here = (event.target as HTMLElement).closest("[data-index]")
    if (by === undefined || here === null || frame.current === null) return
    const next = Math.min(count - 1, Math.max(0, Number(here.getAttribute("data-index")) + by))
    event.preventDefault()
    rows.scrollToIndex(next)
    requestAnimationFrame(() => {
      frame.current?.querySelector<HTMLElement>(`[data-index="${next}"] button`)?.focus()
    })
  }

  return (
    <div ref={frame} className={cx("h-full min-h-0 overflow-auto", className)}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows stand at places of their own, which a list's items do not. */}
      <div
        role="list"
        aria-label={label}
        className="relative w-full"
        style={{ height: rows.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.getVirtualItems().map(item => (
          // biome-ignore lint/a11y/useSemanticElements: see above.
          <div
            key={item.key}
            role="listitem"
            aria-setsize={count}
            aria-posinset={item.index + 1}
            data-index={item.index}
            className="absolute top-0 left-0 w-full"
            style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
