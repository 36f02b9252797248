import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react"
import { cx } from "./cx.ts"

interface VirtualListProps {
  readonly label: string
  readonly count: number
  /** The height of each row, which is the same for all: nothing is ever measured. */
  readonly rowHeight: number
  readonly row: (index: number) => ReactNode
  readonly className?: string
  /** Its rows remember nothing: what was drawn for those that are out of sight serves for those that are now seen. */
  readonly isReusing?: boolean
  /** Stays at the end while rows are added. */
  readonly isFollowing?: boolean
  /** A row to bring into view whenever it changes; -1 for none. */
  readonly shown?: number
}

/** So many rows are drawn above and below what can be seen. */
const beyond = 6

/** A list of which only what can be seen is drawn; arrow keys go from row to row, where rows hold a button. */
export function VirtualList(props: VirtualListProps) {
  const { label, count, rowHeight, row, className } = props
  const { isReusing = false, isFollowing = false, shown = -1 } = props
  const frame = useRef<HTMLDivElement>(null)
  const { first, last: end, jumped } = useWindow(frame, rowHeight)
  const last = Math.min(count, end)
  const whole = count * rowHeight

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
              key={isReusing ? index - jumped : index}
              role="listitem"
              aria-setsize={count}
              aria-posinset={index + 1}
              data-index={index}
              className="absolute left-0 w-full"
              style={{ height: rowHeight, top: index * rowHeight, contain: "size layout style" }}
            >
              {row(index)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The rows that are drawn: from the first up to before the last. */
interface Drawn {
  readonly first: number
  readonly last: number
  /** How many rows it went at strokes after which few were the same: each row then takes the place of another one. */
  readonly jumped: number
}

/** Which rows of a list are drawn: those that can be seen, and some beyond. */
function useWindow(frame: { readonly current: HTMLDivElement | null }, rowHeight: number): Drawn {
  const [drawn, setDrawn] = useState<Drawn>({ first: 0, last: 0, jumped: 0 })
  useLayoutEffect(() => {
    const list = frame.current
    if (list === null) return
    const look = () => {
      const first = Math.max(0, Math.floor(list.scrollTop / rowHeight) - beyond)
      const last = Math.ceil((list.scrollTop + list.clientHeight) / rowHeight) + beyond
      setDrawn(before => {
        if (before.first === first && before.last === last) return before
        const gone = first - before.first
        const isElsewhere = Math.abs(gone) * 2 > before.last - before.first
        return { first, last, jumped: before.jumped + (isElsewhere ? gone : 0) }
      })
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(list)
    list.addEventListener("scroll", look, { passive: true })
    return () => {
      sizes.disconnect()
      list.removeEventListener("scroll", look)
    }
  }, [frame, rowHeight])
  return drawn
}
