import { t } from "../../language/t.ts"
import { isList, isMap, type Json } from "../../lib/json.ts"
import { cutText, showText } from "../../lib/showText.ts"

/* How values of unknown size and content are said: cut with their size, and with what cannot be seen written out. */

/** A value in one line of at most so many characters. */
export function sayShort(value: Json | undefined, most = 120): string {
  if (value === undefined) return ""
  if (typeof value === "string") {
    const cut = cutText(value, most)
    const line = showText(cut).replace(/\n/g, "↵")
    return cut.length < value.length ? `${line}… (${saySize(value.length)})` : line
  }
  if (isList(value)) return value.length === 1 ? t`1 item` : t`${value.length.toLocaleString("en")} items`
  if (isMap(value)) {
    const keys = Object.keys(value)
    return `{ ${showText(keys.slice(0, 6).join(", "))}${keys.length > 6 ? ", …" : ""} }`
  }
  return String(value)
}

/** A number of characters as people say it. */
export function saySize(characters: number): string {
  if (characters < 1_000) return t`${characters} characters`
  if (characters < 1_000_000) return t`${(characters / 1_000).toFixed(1)} thousand characters`
  return t`${(characters / 1_000_000).toFixed(1)} million characters`
}

/** The hash of a value that is kept apart because of its size, if this is a reference to one. */
export function referenceIn(value: Json | undefined): string | undefined {
  if (!isMap(value)) return undefined
  const { blob } = value
  return typeof blob === "string" && Object.keys(value).length === 1 ? blob : undefined
}
