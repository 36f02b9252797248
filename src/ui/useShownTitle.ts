import { type RefObject, useEffect, useRef } from "react"

/** A row of titles that may be longer than its room: the one that is chosen is brought into sight. */
export function useShownTitle(value: string | undefined): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which title is chosen stands in the page.
  useEffect(() => {
    const title = row.current?.querySelector('[role="tab"][aria-selected="true"]')
    if (row.current === null || title == null) return
    const [room, place] = [row.current.getBoundingClientRect(), title.getBoundingClientRect()]
    const beyond = Math.max(0, place.right - room.right) - Math.max(0, room.left - place.left)
    row.current.scrollLeft += beyond
  }, [value])
  return row
}
