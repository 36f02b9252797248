/**
 * Gives the keys to the first field of the inspector once that takes any: it may first have to be loaded, to show what
 * has just been selected, or to learn that nobody edits the workflow elsewhere. Whoever does something else meanwhile
 * stays where they are.
 */
export function focusFirstField(bench: HTMLElement | null): void {
  if (bench === null || takesFocus(bench)) return
  const observer = new MutationObserver(() => takesFocus(bench) && end())
  const end = () => {
    observer.disconnect()
    for (const type of goesOn) window.removeEventListener(type, end, true)
  }
  observer.observe(bench, { childList: true, subtree: true, attributeFilter: ["disabled"] })
  for (const type of goesOn) window.addEventListener(type, end, true)
}

/** What a hand does that goes on elsewhere. */
const goesOn = ["keydown", "pointerdown"] as const

function takesFocus(bench: HTMLElement): boolean {
  const field = bench.querySelector<HTMLElement>("[data-inspector] :is(input, textarea)")
  field?.focus()
  return field !== null && document.activeElement === field
}
