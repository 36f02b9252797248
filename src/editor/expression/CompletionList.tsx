import { useEffect, useLayoutEffect, useRef, useState } from "react"
import { createPortal } from "react-dom"
import type { Completion } from "../../check/completion.ts"
import { t } from "../../language/t.ts"
import { cx } from "../../ui/cx.ts"

interface CompletionListProps {
  readonly id: string
  /** The box below which it stands. */
  readonly anchor: HTMLElement | null
  readonly options: readonly Completion[]
  readonly active: number
  readonly onChoose: (option: Completion) => void
  readonly onPoint: (active: number) => void
}

const sortLooks: {
  readonly [Sort in Completion["sort"]]: { readonly letter: string; readonly hue: string }
} = {
  name: { letter: "n", hue: "text-accent" },
  step: { letter: "s", hue: "text-accent" },
  field: { letter: "f", hue: "text-data" },
  function: { letter: "ƒ", hue: "text-ai" },
  method: { letter: "m", hue: "text-ai" },
  secret: { letter: "k", hue: "text-people" },
}

const tallest = 264

/** What may be written, below the field that has the focus: it keeps it, and moves through the list by its keys. */
export function CompletionList({ id, anchor, options, active, onChoose, onPoint }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null)
  const at = usePlaceBelow(anchor)
  const chosen = options[active]
  useEffect(() => {
    list.current?.querySelector(`[data-place="${active}"]`)?.scrollIntoView({ block: "nearest" })
  }, [active])
  if (at === null) return null
  return createPortal(
    <div
      style={at}
      className="fixed z-50 flex flex-col overflow-hidden rounded-lg border border-line bg-panel shadow-lg"
      // The field keeps the focus.
      onPointerDown={event => event.preventDefault()}
    >
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={t`What may be written here`}
        className="min-h-0 flex-1 overflow-y-auto p-1"
      >
        {options.slice(0, 200).map((option, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          <div
            key={`${option.sort} ${option.label}`}
            id={`${id}-${place}`}
            data-place={place}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            className={cx(
              "flex cursor-default items-baseline gap-2 rounded px-2 py-1 font-mono text-xs",
              place === active && "bg-accent-wash",
            )}
            onPointerMove={() => place !== active && onPoint(place)}
            onClick={() => onChoose(option)}
          >
            <span
              aria-hidden
              className={cx("w-3 shrink-0 text-center font-semibold", sortLooks[option.sort].hue)}
            >
              {sortLooks[option.sort].letter}
            </span>
            <span className="shrink-0 text-ink">{option.label}</span>
            <span className="min-w-0 flex-1 truncate text-right text-muted">{option.detail}</span>
          </div>
        ))}
      </div>
      {chosen?.doc && (
        <p className="line-clamp-3 shrink-0 border-t border-line px-3 py-1.5 text-xs break-words text-muted">
          {chosen.doc}
        </p>
      )}
    </div>,
    document.body,
  )
}

/** Where the list stands: below the box, or above where there is more room. */
function usePlaceBelow(anchor: HTMLElement | null) {
  const [place, setPlace] = useState<{
    readonly left: number
    readonly width: number
    readonly maxHeight: number
    readonly top?: number
    readonly bottom?: number
  } | null>(null)
  useLayoutEffect(() => {
    if (anchor === null) return
    const measure = () => {
      const { left, width, top, bottom } = anchor.getBoundingClientRect()
      const below = window.innerHeight - bottom
      const isAbove = below < tallest && top > below
      const wide = Math.max(width, Math.min(300, window.innerWidth - 16))
      setPlace({
        left: Math.max(8, Math.min(left, window.innerWidth - wide - 8)),
        width: wide,
        maxHeight: Math.min(tallest, (isAbove ? top : below) - 12),
        ...(isAbove ? { bottom: window.innerHeight - top + 4 } : { top: bottom + 4 }),
      })
    }
    measure()
    window.addEventListener("resize", measure)
    window.addEventListener("scroll", measure, true)
    return () => {
      window.removeEventListener("resize", measure)
      window.removeEventListener("scroll", measure, true)
    }
  }, [anchor])
  return place
}
