/** So long, in milliseconds, what closes beside it may give the keys back to where they came from. */
const settling = 500

/** What a hand does that goes on elsewhere. */
const goesOn = ["keydown", "pointerdown"] as const

/**
 * Gives the keys to the first field of the inspector once that takes any, and sees to it that they stay there: it may
 * first have to be loaded, to show what has just been selected, or to learn that nobody edits the workflow elsewhere, and
 * a menu that was chosen from has yet to close. Whoever does something else meanwhile stays where they are.
 */
export function focusFirstField(bench: HTMLElement | null): void {
  if (bench === null) return
  let settled: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  const look = () => {
    const isThere = settled !== undefined && document.activeElement?.closest("[data-inspector]") != null
    if (!isThere && takesFocus(bench)) settled ??= setTimeout(end, settling)
  }
  // Whatever else comes of the same moment goes first.
  const lookSoon = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(look)
  }
  const observer = new MutationObserver(lookSoon)
  const end = () => {
    observer.disconnect()
    cancelAnimationFrame(frame)
    clearTimeout(settled)
    window.removeEventListener("focusin", lookSoon)
    for (const type of goesOn) window.removeEventListener(type, end, true)
  }
  observer.observe(bench, { childList: true, subtree: true, attributeFilter: ["disabled"] })
  window.addEventListener("focusin", lookSoon)
  for (const type of goesOn) window.addEventListener(type, end, true)
  look()
}

function takesFocus(bench: HTMLElement): boolean {
  const field = bench.querySelector<HTMLElement>("[data-inspector] :is(input, textarea)")
  field?.focus()
  return field !== null && document.activeElement === field
}
