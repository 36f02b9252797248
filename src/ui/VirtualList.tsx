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

/** So many rows a page of the keyboard has. */
const pageLength = 12

/**
 * A list of which only what can be seen is drawn. Arrow keys go from row to row, and Tab through what one row holds and
 * on: past the list, however long it is.
 */
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

  /** The row that the keyboard is on its way to: it may first have to be drawn. */
  const sought = useRef<number | null>(null)
  const arrive = (): void => {
    const found = frame.current?.querySelector<HTMLElement>(`[data-index="${sought.current}"]`)
    if (sought.current === null || !found) return
    sought.current = null
    const target = found.querySelector("button") ?? found
    target.focus({ preventScroll: true })
  }
  useLayoutEffect(arrive)
  const start = useRef<HTMLSpanElement>(null)
  const ending = useRef<HTMLSpanElement>(null)

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const { key, shiftKey } = event
    const target = event.target as HTMLElement
    const here = target.closest("[data-index]")
    if (here === null) return
    if (key === "Tab") {
      const stops = [...here.querySelectorAll("button:not([tabindex='-1'])")]
      if (target !== here && target !== stops.at(shiftKey ? 0 : -1)) return
      // The browser goes on from where the focus is then.
      const past = shiftKey ? start : ending
      past.current?.focus({ preventScroll: true })
      return
    }
    // Whoever is quicker than the rows are drawn goes on from the one that was sought.
    const at = sought.current ?? Number(here.getAttribute("data-index"))
    const places: { readonly [key: string]: number } = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageLength,
      PageUp: at - pageLength,
      Home: 0,
      End: count - 1,
    }
    const next = places[key]
    if (next === undefined) return
    event.preventDefault()
    sought.current = Math.min(count - 1, Math.max(0, next))
    bring(sought.current)
    arrive()
  }

  return (
    <div ref={frame} className={cx("h-full min-h-0 overflow-auto", className)}>
      <span ref={start} tabIndex={-1} />
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
              tabIndex={-1}
              className="absolute left-0 w-full"
              style={{ height: rowHeight, top: index * rowHeight, contain: "size layout style" }}
            >
              {row(index)}
            </div>
          )
        })}
      </div>
      <span ref={ending} tabIndex={-1} />
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
