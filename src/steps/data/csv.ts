import { err, ok, type Result } from "../../lib/result.ts"

/*
 * CSV as RFC 4180 has it: a field in quotes may hold the separator, line breaks and doubled quotes. A quote within
 * a field that did not open with one is a plain letter, as spreadsheets have it.
 */

/** The rows of CSV text, or the line in which a quote opens that is never closed. */
export function parseCsv(text: string, separator: string): Result<string[][], number> {
  const rows: string[][] = []
  let row: string[] = []
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (position < text.length) {
    let field: string
    if (text[position] === '"') {
      const quoted = quotedField(text, position)
      if (!quoted) return err(text.slice(0, position).split("\n").length)
      const rest = endOfField(text, quoted.end, separator)
      field = quoted.field + text.slice(quoted.end, rest)
      position = rest
    } else {
      const end = endOfField(text, position, separator)
      field = text.slice(position, end)
      position = end
    }
    row.push(field)
    if (text[position] === separator) {
      position++
      if (position < text.length) continue
      row.push("")
    }
    if (text[position] === "\r") position++
    if (text[position] === "\n") position++
    if (row.length > 1 || row[0] !== "") rows.push(row)
    row = []
    if (position < text.length && text[position - 1] === separator) row = []
  }
  return ok(rows)
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

function endOfField(text: string, start: number, separator: string): number {
  let end = start
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end++
  return end
}
