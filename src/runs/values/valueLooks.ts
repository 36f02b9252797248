import { isList, isMap, type Json } from "../../lib/json.ts"
import { isPictureAddress } from "../../lib/pictureAddress.ts"

/** A way to show a value. */
export type ValueLook = "tree" | "table" | "text" | "json" | "markdown" | "picture"

/** The ways in which the value can be shown, the best first; none where one line says it all. */
export function valueLooks(value: Json): ValueLook[] {
  if (pictureIn(value) !== null) return ["picture", typeof value === "string" ? "text" : "tree"]
  if (typeof value === "string") {
    if (value.length < 80 && !value.includes("\n")) return []
    return looksLikeMarkdown(value) ? ["markdown", "text"] : ["text", "markdown"]
  }
  if (isTable(value)) return ["table", "tree", "json"]
  return isList(value) || isMap(value) ? ["tree", "json"] : []
}

/** A list of maps reads well as a table. */
export function isTable(value: Json): boolean {
  if (!isList(value) || value.length < 2) return false
  return value.slice(0, 20).every(item => isMap(item) && Object.keys(item).length > 0)
}

function looksLikeMarkdown(text: string): boolean {
  return /^(?:#{1,6} |[-*] |\d+\. |> |```|\|.*\|$)|!\[[^\]\n]*\]\(/m.test(text.slice(0, 4_000))
}

/**
 * The address of the picture that the value holds: a data address, or a map with a type and base64. Never one that
 * leads anywhere else, and never SVG, which is a program.
 */
export function pictureIn(value: Json): string | null {
  if (typeof value === "string") return isPictureAddress(value) ? value : null
  if (!isMap(value)) return null
  const type = value.type ?? value.mediaType ?? value.mimeType
  const data = value.base64 ?? value.data
  if (typeof type !== "string" || typeof data !== "string" || !/^[\w+/=-]*$/.test(data)) return null
  const address = `data:${type};base64,${data}`
  return isPictureAddress(address) ? address : null
}
