import { Star } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { t } from "../language/t.ts"
import type { KindEntry } from "../model/catalogue.ts"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { kindDragType } from "./canvas/dropping.ts"
import { hueOf } from "./groups.ts"
import { StepIcon } from "./StepIcon.tsx"
import { useCarrying } from "./useCarrying.ts"

const KindCard = later(() => import("./KindCard.tsx"))

interface LibraryRowProps {
  readonly entry: KindEntry
  /** What the row is called, where its kind stands in the library twice. */
  readonly label?: string
  readonly isFavourite: boolean
  readonly onAdd: () => void
  readonly onFavour: (isFavourite: boolean) => void
  /** Whether Tab comes to it: to one row of the library, from where arrows go on. */
  readonly isInTabOrder: boolean
}

/** A hand that rests this long wants to read. */
const rest = 450

/** A kind in the library: added by a press or a drag, explained when one rests on it. */
export function LibraryRow(props: LibraryRowProps) {
  const { entry, label = entry.title, isFavourite, onAdd, onFavour, isInTabOrder } = props
  const row = useRef<HTMLDivElement>(null)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [beside, setBeside] = useState<DOMRect | null>(null)
  const carrying = useCarrying(entry.kind)
  const cardId = `about-${label.replace(/\W/g, "-")}`

  function explain(after: number) {
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => setBeside(row.current?.getBoundingClientRect() ?? null), after)
  }
  function hide() {
    clearTimeout(waiting.current)
    setBeside(null)
  }

  // Where the hand rests the focus need not be, and Escape is to put away what covers other things all the same.
  useEffect(() => {
    if (!beside) return
    const onKeyDown = ({ key }: KeyboardEvent) => key === "Escape" && setBeside(null)
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [beside])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the hand rests on shows, the keyboard has the buttons
    <div
      ref={row}
      data-hue={hueOf(entry.group)}
      className="group flex items-center rounded-lg hover:bg-wash"
      onPointerEnter={event => event.pointerType === "mouse" && explain(rest)}
      onPointerLeave={hide}
      onFocus={event => event.target.matches(":focus-visible") && explain(rest)}
      onBlur={hide}
    >
      <button
        type="button"
        draggable
        data-row
        tabIndex={isInTabOrder ? 0 : -1}
        aria-label={label}
        aria-describedby={beside ? cardId : undefined}
        onDragStart={event => {
          hide()
          event.dataTransfer.setData(kindDragType, entry.kind)
          event.dataTransfer.effectAllowed = "copy"
        }}
        {...carrying}
        onClick={() => {
          hide()
          onAdd()
        }}
        className="flex min-w-0 flex-1 touch-pan-y cursor-grab items-center gap-2.5 rounded-lg px-1.5 py-1 text-left text-sm active:cursor-grabbing"
      >
        <span className="text-(--hue)">
          <StepIcon name={entry.icon} size={16} />
        </span>
        <span className="truncate">{entry.title}</span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t`${entry.title} is a favourite`}
        aria-pressed={isFavourite}
        onClick={() => onFavour(!isFavourite)}
        className={cx(
          "grid size-6 shrink-0 place-items-center rounded-md focus-visible:opacity-100 group-hover:opacity-100",
          isFavourite ? "text-warn-text" : "text-faint opacity-0 hover:text-ink",
        )}
      >
        <Star size={13} fill={isFavourite ? "currentColor" : "none"} aria-hidden />
      </button>
      {beside && <KindCard id={cardId} entry={entry} beside={beside} />}
    </div>
  )
}
