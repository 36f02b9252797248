import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react"
import { cx } from "./cx.ts"

interface VirtualListProps {
  readonly label: string
  readonly count: number
  /** The height of each row, which is the same for all: nothing is ever measured. */
  readonly rowHeight: number
  readonly row: (index: number) => ReactNode
  readonly className?: string
  /** Stays at the end while rows are added. */
  readonly isFollowing?: boolean
  /** A row to bring into view whenever it changes; -1 for none. */
  readonly shown?: number
}

/** So many rows are drawn above and below what can be seen. */
const beyond = 6

/** A list of which only what can be seen is drawn; arrow keys go from row to row, where rows hold a button. */
export function VirtualList(props: VirtualListProps) {
  const { label, count, rowHeight, row, className, isFollowing = false, shown = -1 } = props
  const frame = useRef<HTMLDivElement>(null)
  const { top, height } = useWindow(frame)
  const whole = count * rowHeight
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond)
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + beyond)

  const bring = (index: number): void => {
    const list = frame.current
    if (list === null) return
    const at = index * rowHeight
    const end = at + rowHeight - list.clientHeight
    if (at < list.scrollTop) list.scrollTop = at
    else if (end > list.scrollTop) list.scrollTop = end
  }
  useLayoutEffect(() => {
    if (isFollowing && frame.current !== null) frame.current.scrollTop = whole
  }, [isFollowing, whole])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row is brought into view.
  useEffect(() => {
    if (shown >= 0) bring(shown)
  }, [shown])

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12 }[event.key]
    const here = (event.target as HTMLElement).closest("[data-index]")
    if (by === undefined || here === null || frame.current === null) return
    const next = Math.min(count - 1, Math.max(0, Number(here.getAttribute("data-index")) + by))
    event.preventDefault()
    bring(next)
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
        className="relative w-full overflow-hidden contain-strict"
        style={{ height: whole }}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: Math.max(0, last - first) }, (_, at) => {
          const index = first + at
          return (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            <div
              key={index}
              role="listitem"
              aria-setsize={count}
              aria-posinset={index + 1}
              data-index={index}
              className="absolute top-0 left-0 w-full"
              style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
            >
              {row(index)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** What of a list can be seen: how far it is scrolled, and how much of it shows. */
function useWindow(frame: { readonly current: HTMLDivElement | null }) {
  const [seen, setSeen] = useState({ top: 0, height: 0 })
  useLayoutEffect(() => {
    const list = frame.current
    if (list === null) return
    const look = () => {
      const [top, height] = [list.scrollTop, list.clientHeight]
      setSeen(before => (before.top === top && before.height === height ? before : { top, height }))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(list)
    list.addEventListener("scroll", look, { passive: true })
    return () => {
      sizes.disconnect()
      list.removeEventListener("scroll", look)
    }
  }, [frame])
  return seen
}
