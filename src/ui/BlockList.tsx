import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react"

interface BlockListProps {
  readonly label: string
  readonly count: number
  /** About how high a row is: what is out of sight takes so much room, until it was drawn once. */
  readonly rowHeight: number
  readonly row: (index: number) => ReactNode
  /** What tells the row from the others, whatever place it has. */
  readonly keyOf: (index: number) => string
}

/** So many rows come and go together. */
const blockLength = 40

/** So far out of sight a block is drawn. */
const near = "400px 0px"

/**
 * A list whose rows may be of any height, inside of something that scrolls: those near what is seen are drawn, block by
 * block. What its rows remember is to be kept by whoever makes them.
 */
export function BlockList({ label, count, rowHeight, row, keyOf }: BlockListProps) {
  const blocks = Math.ceil(count / blockLength)
  return (
    // biome-ignore lint/a11y/useSemanticElements: blocks stand between the list and its rows.
    <div role="list" aria-label={label}>
      {Array.from({ length: blocks }, (_, block) => {
        const first = block * blockLength
        const rows = Math.min(blockLength, count - first)
        return (
          <Block
            // biome-ignore lint/suspicious/noArrayIndexKey: a block is a place in the list, whatever stands there.
            key={block}
            isFirst={block === 0}
            height={rows * rowHeight}
          >
            {() =>
              Array.from({ length: rows }, (_, at) => (
                // biome-ignore lint/a11y/useSemanticElements: see above.
                // biome-ignore lint/a11y/useKeyWithClickEvents: whoever presses by the keyboard clicks as well.
                <div
                  onClick={showWhole}
                  key={keyOf(first + at)}
                  role="listitem"
                  aria-setsize={count}
                  aria-posinset={first + at + 1}
                >
                  {row(first + at)}
                </div>
              ))
            }
          </Block>
        )
      })}
    </div>
  )
}

/** Who opens a row at the end of what is seen sees what it holds. */
function showWhole({ currentTarget: row, target }: MouseEvent<HTMLElement>) {
  if (!(target instanceof Element) || target.closest("[aria-expanded]") === null) return
  requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }))
}

interface BlockProps {
  /** It is drawn from the beginning. */
  readonly isFirst: boolean
  readonly height: number
  readonly children: () => ReactNode
}

function Block({ isFirst, height, children }: BlockProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(isFirst)
  /** How high it was when it was drawn last. */
  const [known, setKnown] = useState(height)
  useEffect(() => {
    const block = frame.current
    if (block === null) return
    const sights = new IntersectionObserver(
      ([sight]) => {
        if (sight === undefined) return
        // What has the focus stays.
        const isKept = sight.isIntersecting || block.contains(document.activeElement)
        if (!isKept && block.firstChild !== null) setKnown(sight.boundingClientRect.height)
        setNear(isKept)
      },
      // Whatever it scrolls in: where that is not known, a block is drawn once its edge is seen.
      { rootMargin: near, scrollMargin: near },
    )
    sights.observe(block)
    return () => sights.disconnect()
  }, [])
  return (
    <div ref={frame} role="none" style={isNear ? {} : { height: known }}>
      {isNear && children()}
    </div>
  )
}
