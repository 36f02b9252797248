import { err, ok, type Result } from "../../lib/result.ts"

/*
 * CSV as RFC 4180 has it: a field in quotes may hold the separator, line breaks and doubled quotes. A quote within
 * a field that did not open with one is a plain letter, as spreadsheets have it.
 */

const [newlineCode, returnCode, quoteCode] = [10, 13, 34]

/** The rows of CSV text, or the line in which a quote opens that is never closed. */
export function parseCsv(text: string, separator: string): Result<string[][], number> {
  const rows: string[][] = []
  const read = readCsv(text, separator, portion => void rows.push(...portion))
  return read.ok ? ok(rows) : read
}

/** So many rows are handed over at once. */
const portionSize = 5_000

/**
 * Reads CSV text, and hands its rows over in portions, each with the position in the text that it reaches to. Where
 * more text follows, a row that may go on there is left; the answer is the position that was read up to.
 */
export function readCsv(
  text: string,
  separator: string,
  take: (rows: string[][], position: number) => void,
  isWhole = true,
): Result<number, number> {
  const separatorCode = separator.charCodeAt(0)
  let rows: string[][] = []
  let row: string[] = []
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0
  let start = position
  while (position < text.length) {
    let field: string
    if (text.charCodeAt(position) === quoteCode) {
      const quoted = quotedField(text, position)
      if (!quoted && !isWhole) break
      if (!quoted) return err(text.slice(0, position).split("\n").length)
      const rest = endOfField(text, quoted.end, separatorCode)
      field = quoted.field + text.slice(quoted.end, rest)
      position = rest
    } else {
      const end = endOfField(text, position, separatorCode)
      field = text.slice(position, end)
      position = end
    }
    if (!isWhole && mayGoOn(text, position)) break
    row.push(field)
    if (text.charCodeAt(position) === separatorCode) {
      position++
      if (position < text.length) continue
      if (!isWhole) break
      row.push("")
    }
    if (text.charCodeAt(position) === returnCode) position++
    if (text.charCodeAt(position) === newlineCode) position++
    if (row.length > 1 || row[0] !== "") rows.push(row)
    row = []
    start = position
    if (rows.length === portionSize) {
      take(rows, position)
      rows = []
    }
  }
  if (rows.length > 0) take(rows, start)
  return ok(start)
}

/** Whether what follows the text may belong to the field or the break that stands at its end. */
function mayGoOn(text: string, position: number): boolean {
  return position >= text.length || (position === text.length - 1 && text.charCodeAt(position) === returnCode)
}

/** A cell as CSV holds it. */
export function csvCell(text: string, separator: string): string {
  const plain =
    !text.includes('"') && !text.includes("\n") && !text.includes("\r") && !text.includes(separator)
  return plain ? text : `"${text.replaceAll('"', '""')}"`
}

function quotedField(text: string, start: number): { readonly field: string; readonly end: number } | null {
  let field = ""
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return null
    field += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { field, end: quote + 1 }
    field += '"'
    from = quote + 2
  }
}

function endOfField(text: string, start: number, separatorCode: number): number {
  for (let end = start; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === separatorCode || code === newlineCode || code === returnCode) return end
  }
  return text.length
}
