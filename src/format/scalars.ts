/*
 * How one value is written on a line, and text over several. Text is left bare where it reads back as the same
 * text; what holds a template is always quoted, so that its braces are never taken for a map.
 */

/** A value that is neither map nor list. */
export type Scalar = null | boolean | number | string

/** Which quotes text had before, so that it keeps them. */
export type Quotes = "single" | "double" | undefined

/** The value on one line. */
export function writeScalar(value: Scalar, inFlow: boolean, quotes?: Quotes): string {
  if (typeof value === "string") return writeText(value, inFlow, quotes)
  return typeof value === "number" ? writeNumber(value) : String(value)
}

/** The key of a map. Keys are always text, so `true` and `1` need no quotes. */
export function writeKey(key: string, inFlow: boolean): string {
  return isBare(key, inFlow) && key !== "<<" ? key : quoted(key, undefined)
}

/**
 * The lines of a text as a `|` block: its header, then each line without indentation. Undefined where the text is
 * a single line, or would not come back unchanged.
 */
export function blockLines(text: string): { header: string; lines: string[] } | undefined {
  if (!text.includes("\n") || unprintable.test(text) || /\r|\n\n$/.test(text)) return undefined
  const ends = text.endsWith("\n")
  const lines = (ends ? text.slice(0, -1) : text).split("\n")
  const first = lines.find(line => line !== "")
  if (first === undefined || /^[ \t]/.test(first) || lines.some(line => /^[ \t]+$/.test(line)))
    return undefined
  if (lines.at(-1) === "") return undefined
  return { header: ends ? "|" : "|-", lines }
}

function writeText(text: string, inFlow: boolean, quotes: Quotes): string {
  const bare = quotes === undefined && isBare(text, inFlow) && !text.includes("{{") && !isOtherType(text)
  return bare ? text : quoted(text, quotes)
}

function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "-0"
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value)
}

/** What must be written as an escape: control characters, line separators, invisible marks, lone surrogates. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/u

const eachUnprintable = new RegExp(unprintable.source, "gu")

function quoted(text: string, quotes: Quotes): string {
  const single = quotes === "single" || (quotes === undefined && /["\\]/.test(text) && !text.includes("'"))
  if (single && !unprintable.test(text) && !/[\t\r\n]/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return JSON.stringify(text).replace(
    eachUnprintable,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Whether the text may stand without quotes, be it read as text or as another value. */
function isBare(text: string, inFlow: boolean): boolean {
  if (!/^(?:[\p{L}\p{N}_./()$+=~^;\\<]|-(?=[\p{L}\p{N}_]))/u.test(text)) return false
  if (/[\t\r\n]|:(?:\s|$)| #|\s$/.test(text) || unprintable.test(text)) return false
  if (text.startsWith("...")) return false
  return !(inFlow && /[,[\]{}]|:["']/.test(text))
}

/** Whether bare text would be read as null, a truth value or a number. */
function isOtherType(text: string): boolean {
  return (
    /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE)$/.test(text) ||
    /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text) ||
    /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(text)
  )
}
