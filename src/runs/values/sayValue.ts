import { isList, isMap, type Json } from "../../lib/json.ts"

/*
 * How values of unknown size and content are said: cut with their size, and with everything that cannot be seen, or
 * is no text at all (control characters, halves of characters), written out.
 */

/** The text with what cannot be seen written out as `\uXXXX`; line ends and tabs stay. */
export function showText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, sign =>
    sign === "\n" || sign === "\t" ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  )
}

/** The text cut to a length, never within a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? "") ? most - 1 : most
  return text.slice(0, end)
}

/** A value in one line of at most so many characters. */
export function sayShort(value: Json | undefined, most = 120): string {
  if (value === undefined) return ""
  if (typeof value === "string") {
    const cut = cutText(value, most)
    const line = showText(cut).replace(/\n/g, "↵")
    return cut.length < value.length ? `${line}… (${saySize(value.length)})` : line
  }
  if (isList(value)) return value.length === 1 ? "1 item" : `${value.length.toLocaleString("en")} items`
  if (isMap(value)) {
    const keys = Object.keys(value)
    return `{ ${showText(keys.slice(0, 6).join(", "))}${keys.length > 6 ? ", …" : ""} }`
  }
  return String(value)
}

/** A number of characters as people say it. */
export function saySize(characters: number): string {
  if (characters < 1_000) return `${characters} characters`
  if (characters < 1_000_000) return `${(characters / 1_000).toFixed(1)} thousand characters`
  return `${(characters / 1_000_000).toFixed(1)} million characters`
}

/** The hash of a value that is kept apart because of its size, if this is a reference to one. */
export function referenceIn(value: Json | undefined): string | undefined {
  if (!isMap(value)) return undefined
  const { blob } = value
  return typeof blob === "string" && Object.keys(value).length === 1 ? blob : undefined
}
