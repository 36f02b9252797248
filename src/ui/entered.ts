import type { KeyboardEvent } from "react"

/**
 * The key of what Enter takes from the list of a search dialog where the list itself takes nothing: the first that is
 * found, as none of it is chosen any more once a letter was taken back; or, where it is insisted on, the chosen one.
 */
export function entered(event: KeyboardEvent, search: string, insists = false): string | null {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return null
  const list = event.currentTarget.closest("[role=dialog]")
  const chosen = list?.querySelector("[data-focused][data-key]")
  if (!insists && (chosen || search.trim() === "")) return null
  const key = (chosen ?? list?.querySelector("[role=menuitem]"))?.getAttribute("data-key") ?? null
  event.preventDefault()
  event.stopPropagation()
  return key
}
