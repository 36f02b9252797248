import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { isList, isMap, type Json, own } from "../../lib/json.ts"
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
  if (isList(value)) return value.length === 1 ? t`1 item` : t`${sayNumber(value.length)} items`
  if (isMap(value)) {
    const keys = Object.keys(value)
    return `{ ${showText(keys.slice(0, 6).join(", "))}${keys.length > 6 ? ", …" : ""} }`
  }
  return String(value)
}

/** A value as JSON, as far as so many characters go. */
export function sayJson(value: Json, most: number): string {
  let text = ""
  /** Whether there was room for it. */
  const write = (part: string): boolean => {
    text += part
    return text.length <= most
  }
  const walk = (inner: Json): boolean => {
    if (isList(inner))
      return write("[") && inner.every((each, at) => (at === 0 || write(", ")) && walk(each)) && write("]")
    if (!isMap(inner))
      return write(typeof inner === "string" ? JSON.stringify(cutText(inner, most)) : String(inner))
    const parts = Object.keys(inner)
    write("{")
    const isRoom = parts.every((key, at) => {
      const each = own(inner, key)
      return write(`${at === 0 ? "" : ", "}${JSON.stringify(key)}: `) && (each === undefined || walk(each))
    })
    return isRoom && write("}")
  }
  walk(value)
  return text.length > most ? `${showText(cutText(text, most))}…` : showText(text)
}

/** A number of characters as people say it. */
export function saySize(characters: number): string {
  if (characters < 1_000) return t`${characters} characters`
  if (characters < 1_000_000) return t`${sayNumber(characters / 1_000, 1)} thousand characters`
  return t`${sayNumber(characters / 1_000_000, 1)} million characters`
}

/** The hash of a value that is kept apart because of its size, if this is a reference to one. */
export function referenceIn(value: Json | undefined): string | undefined {
  if (!isMap(value)) return undefined
  const { blob } = value
  return typeof blob === "string" && Object.keys(value).length === 1 ? blob : undefined
}
