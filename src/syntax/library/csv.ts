import type { Json } from "../../lib/json.ts"
import { type Arguments, badArgument, boundedList, boundedText, libraryEntry, newMap } from "./entry.ts"

/** Functions on comma-separated values, as RFC 4180 writes them. */
export const csvFunctions = [
  libraryEntry({
    name: "parseCsv",
    signature: 'parseCsv(text, { separator = ",", header = true })',
    doc: "The records of the text: maps by the names in its first line, or lists without a header.",
    examples: [
      { expression: 'parseCsv("name,age\\nAda,36")', gives: [{ name: "Ada", age: "36" }] },
      {
        expression: "parseCsv('a;\"b;\"\"c\\n\"\\r\\n', { separator: ';', header: false })",
        gives: [["a", 'b;"c\n']],
      },
    ],
    run: given => {
      const options = given.map(1, {})
      const rows = readRows(given.text(0), separatorOf(given))
      if (options.header === false) return rows
      const [names = [], ...records] = rows
      return records.map(record => newMap(names.map((name, index) => [name, record[index] ?? ""])))
    },
  }),
  libraryEntry({
    name: "toCsv",
    signature: 'toCsv(rows, { separator = ",", header = true })',
    doc: "Lists or maps as lines of text; with maps the first line names the keys of them all.",
    examples: [
      {
        expression: "toCsv([{ name: 'Ada', note: 'a \"b\", c' }, { name: 'Bo' }])",
        gives: 'name,note\r\nAda,"a ""b"", c"\r\nBo,\r\n',
      },
      { expression: "toCsv([[1, null], [true, { a: 1 }]])", gives: '1,\r\ntrue,"{""a"":1}"\r\n' },
    ],
    run: given => {
      const separator = separatorOf(given)
      const rows = given.list(0)
      const names = new Set(rows.flatMap(row => (isRecord(row) ? Object.keys(row) : [])))
      const header = names.size > 0 && given.map(1, {}).header !== false ? [[...names]] : []
      const cells = rows.map(row => {
        if (Array.isArray(row)) return row as Json[]
        if (!isRecord(row)) return badArgument("each row must be a map or a list.")
        return [...names].map(name => (Object.hasOwn(row, name) ? (row[name] ?? null) : null))
      })
      if (cells.length * names.size > 2_000_000) badArgument("there are more than two million cells.")
      const lines = [...header, ...cells].map(row =>
        row.map(cell => writeCell(cell, separator)).join(separator),
      )
      return boundedText(lines.map(line => `${line}\r\n`).join(""))
    },
  }),
]

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function separatorOf(given: Arguments): string {
  const separator = given.map(1, {}).separator ?? ","
  if (typeof separator !== "string" || separator.length !== 1 || /["\r\n]/.test(separator)) {
    return badArgument("the separator must be one character, and no quote or line break.")
  }
  return separator
}

function writeCell(value: Json, separator: string): string {
  const text = value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Goes through the text once; a quote within a cell that did not begin with one stands for itself. */
function readRows(source: string, separator: string): string[][] {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source
  const rows: string[][] = []
  let row: string[] = []
  let position = 0
  while (position < text.length || row.length > 0) {
    let cell: string
    if (text[position] === '"') {
      const close = closingQuote(text, position + 1)
      cell = text.slice(position + 1, close).replaceAll('""', '"')
      position = close + 1
      const end = cellEnd(text, position, separator)
      cell += text.slice(position, end)
      position = end
    } else {
      const end = cellEnd(text, position, separator)
      cell = text.slice(position, end)
      position = end
    }
    row.push(cell)
    if (text[position] === separator) {
      position++
      continue
    }
    rows.push(row)
    row = []
    position += text.startsWith("\r\n", position) ? 2 : 1
  }
  return boundedList(rows) as string[][]
}

function closingQuote(text: string, from: number): number {
  for (let position = from; ; position += 2) {
    position = text.indexOf('"', position)
    if (position < 0) return badArgument("a quote in the text is never closed.")
    if (text[position + 1] !== '"') return position
  }
}

function cellEnd(text: string, from: number, separator: string): number {
  for (let position = from; position < text.length; position++) {
    const character = text[position]
    if (character === separator || character === "\n" || character === "\r") return position
  }
  return text.length
}
