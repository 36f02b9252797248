import { appendFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isMap, type Json, own } from "../../lib/json.ts"
import type { TableRow } from "../../model/ports.ts"
import type { TableStore } from "./tables.ts"

/*
 * A table in the terminal is a file of lines, each of which puts a row or takes one away:
 *
 *     {"key":"7","made":1764320400000,"value":{"id":7}}
 *     {"key":"7"}
 *
 * A change is one append, so that it is there whole or not at all: a last line without its end was cut by a crash,
 * and counts for nothing. A file in which most lines are of the past is written anew when it is next changed.
 */

interface Known {
  readonly size: number
  readonly rows: Map<string, TableRow>
  readonly lines: number
}

/** Tables as files of a folder, one for each. */
export function createFileTables(folder: string): TableStore {
  const known = new Map<string, Known>()
  const turns = new Map<string, Promise<unknown>>()
  const fileOf = (table: string) => join(folder, `${table}.jsonl`)

  /** One change after another: each looks at what the one before it left. */
  function inTurn<T>(table: string, work: () => Promise<T>): Promise<T> {
    const mine = (turns.get(table) ?? Promise.resolve()).then(work)
    turns.set(
      table,
      mine.catch(() => {}),
    )
    return mine
  }

  async function load(table: string): Promise<Known> {
    const size = await stat(fileOf(table)).then(
      stats => stats.size,
      () => 0,
    )
    const before = known.get(table)
    if (before?.size === size) return before
    const text = size === 0 ? "" : await readFile(fileOf(table), "utf8")
    const whole = text.slice(0, text.lastIndexOf("\n") + 1)
    const rows = new Map<string, TableRow>()
    let lines = 0
    for (const line of whole.split("\n")) {
      if (line === "") continue
      lines++
      const entry = readLine(line)
      if (entry === undefined) continue
      if (entry.row === null) rows.delete(entry.key)
      else rows.set(entry.key, entry.row)
    }
    // What follows the last whole line was cut: it must not run into the next one.
    if (whole.length < text.length) await replace(fileOf(table), whole)
    const now = { size: Buffer.byteLength(whole), rows, lines }
    known.set(table, now)
    return now
  }

  return {
    read: (table, keys) =>
      inTurn(table, async () => {
        const { rows } = await load(table)
        return keys === undefined ? [...rows.values()] : keys.flatMap(key => rows.get(key) ?? [])
      }),
    change: (table, { put, remove }) =>
      inTurn(table, async () => {
        await mkdir(folder, { recursive: true })
        const { rows, lines, size } = await load(table)
        const added = [...remove.map(key => ({ key })), ...put]
        for (const key of remove) rows.delete(key)
        for (const row of put) rows.set(row.key, row)
        known.delete(table)
        const count = lines + added.length
        if (count > 1000 && count > 4 * rows.size) {
          const text = textOf([...rows.values()])
          await replace(fileOf(table), text)
          known.set(table, { size: Buffer.byteLength(text), rows, lines: rows.size })
        } else {
          const text = textOf(added)
          await appendFile(fileOf(table), text, { flush: true })
          // If another program appended meanwhile, the file is longer than this, and is read again.
          known.set(table, { size: size + Buffer.byteLength(text), rows, lines: count })
        }
      }),
  }
}

function textOf(lines: readonly object[]): string {
  return lines.map(line => `${JSON.stringify(line)}\n`).join("")
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.part`
  await writeFile(draft, text, { flush: true })
  await rename(draft, file)
}

function readLine(line: string): { readonly key: string; readonly row: TableRow | null } | undefined {
  let parsed: Json
  try {
    parsed = JSON.parse(line) as Json
  } catch {
    return undefined
  }
  const key = isMap(parsed) ? own(parsed, "key") : undefined
  if (!isMap(parsed) || typeof key !== "string") return undefined
  const [value, made] = [own(parsed, "value"), own(parsed, "made")]
  return { key, row: isMap(value) ? { key, made: Number(made ?? 0), value } : null }
}
