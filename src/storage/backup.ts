import type { IndexableType } from "dexie"
import { t } from "../language/t.ts"
import { toBase64 } from "../lib/base64.ts"
import { isMap } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { LargeFiles } from "../model/largeFiles.ts"
import type { Problem } from "../model/problems.ts"
import type { Database, VersionRow, WorkflowRow } from "./database.ts"
import { largeRows } from "./largeFiles.ts"
import { createLargeRestoring } from "./largeRestoring.ts"
import { storageProblem } from "./storageProblems.ts"
import { versionsOf } from "./versions.ts"

/*
 * A backup is one packed text: a line that says what it is, then a line for each row of each table, then a line that
 * says how many there were. What is large follows the rows, in pieces. It holds workflows with their versions, marks
 * and trials, runs, plugins, and what steps keep in the app; keys of the vault, grants and snapshots stay in the browser
 * that has them. Making one only reads.
 *
 *     {"rivulet":"backup","v":1,"at":1764300000000}
 *     {"table":"workflows","row":{"id":"code-review","text":"…"}}
 *     {"large":"5c0e…","size":9000000,"from":0,"base64":"…"}
 *     {"rows":2}
 *
 * Restoring goes by id: what is there and says the same is left alone; a workflow that says something else is kept as
 * a version before the backup's takes its place, so that nothing that was written goes. Twice is the same as once.
 * Runs that were under way are parked, for what they did since the backup nobody here can know.
 */

const backupVersion = 2
/** The version of a backup that holds no large files, which older programs read too. */
const withoutLarge = 1
/** So many bytes of a large file stand in one line. */
const largePiece = 750_000
const tables = [
  "workflows",
  "versions",
  "marks",
  "journal",
  "runs",
  "blobs",
  "kept",
  "trials",
  "tests",
  "cassettes",
  "plugins",
] as const
/** What people made, without the runs, which are many times as large. */
const made = ["workflows", "versions", "marks", "kept", "trials", "tests", "cassettes"] as const
type TableName = (typeof tables)[number]
const chunk = 200

/** What restoring came to. */
export interface Restored {
  /** Workflows that were not there. */
  readonly added: number
  /** Workflows that said something else; that is now a version. */
  readonly replaced: number
  /** Workflows that said the same. */
  readonly same: number
}

/** Everything as a packed file. A page of rows is read when somebody wants it, so that its size is no matter. */
export function writeBackup(
  database: Database,
  at: number,
  { withRuns = true, large }: { readonly withRuns?: boolean; readonly large?: LargeFiles } = {},
): ReadableStream<Uint8Array> {
  const pages = linesOf(database, at, withRuns ? tables : made, large)
  const lines = new ReadableStream<string>({
    async pull(controller) {
      const { value, done } = await pages.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
  return lines.pipeThrough(new TextEncoderStream()).pipeThrough(new CompressionStream("gzip") as Packer)
}

async function* linesOf(
  database: Database,
  at: number,
  names: readonly TableName[],
  large: LargeFiles | undefined,
): AsyncGenerator<string> {
  const say = (value: object) => `${JSON.stringify(value)}\n`
  const beside = large ? await largeRows(database) : []
  yield say({ rivulet: "backup", v: beside.length > 0 ? backupVersion : withoutLarge, at })
  let rows = 0
  for (const name of names) {
    const table = database.table(name)
    for (let from = 0, length = chunk; length === chunk; from += chunk) {
      const page = await table.offset(from).limit(chunk).toArray()
      yield page.map(row => say({ table: name, row })).join("")
      length = page.length
      rows += length
    }
  }
  for (const row of beside) {
    const bytes = await large?.find(row.large)
    for (let from = 0; from < (bytes?.size ?? 0); from += largePiece) {
      const piece = new Uint8Array((await bytes?.slice(from, from + largePiece).arrayBuffer()) ?? [])
      yield say({ ...row, from, base64: toBase64(piece) })
      rows++
    }
  }
  yield say({ rows })
}

type Packer = ReadableWritablePair<Uint8Array, Uint8Array>

/** Brings a backup in, all of it or nothing. */
export async function readBackup(
  database: Database,
  file: ReadableStream<Uint8Array>,
  at: number,
  large?: LargeFiles,
): Promise<Result<Restored, Problem>> {
  const read = await rowsOf(file, large)
  if (!read.ok) return read
  const rows = read.value
  try {
    return await database.transaction(
      "rw",
      tables.map(name => database.table(name)),
      async () => {
        const restored = { added: 0, replaced: 0, same: 0 }
        for (const row of rows.workflows as readonly object[] as readonly WorkflowRow[]) {
          restored[await restoreWorkflow(database, row, at)]++
        }
        for (const name of tables) {
          if (name === "workflows") continue
          const table = database.table(name)
          const keys = rows[name].map(row => keyOf(name, row))
          const there = await table.bulkGet(keys)
          const missing = rows[name].filter((_, index) => there[index] === undefined)
          await table.bulkAdd(missing.map(row => parked(name, row)))
        }
        return ok(restored)
      },
    )
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return err(storageProblem("backup_not_restored", { why }))
  }
}

async function restoreWorkflow(database: Database, row: WorkflowRow, at: number): Promise<keyof Restored> {
  const here = await database.workflows.get(row.id)
  if (here === undefined) {
    await database.workflows.put(row)
    return "added"
  }
  if (here.text === row.text) return "same"
  const latest = await versionsOf(database, row.id).last()
  const version: VersionRow = {
    ...{ workflow: row.id, number: (latest?.number ?? 0) + 1, published: null },
    ...{ name: t`Before a backup came back`, note: "", text: here.text, at },
  }
  await database.versions.add(version)
  await database.workflows.put({ ...row, revision: here.revision + 1, changed: at })
  return "replaced"
}

/** More than any run is taken up by itself. */
const neverAgain = 99
const over = new Set<unknown>(["completed", "failed", "cancelled"])

/** A run under way as one that goes on only when somebody says so. */
function parked(name: TableName, row: Row): Row {
  const { head, summary } = row
  if (name === "journal" && isMap(head) && head.ended !== true)
    return { ...row, head: { ...head, claims: neverAgain } }
  // Packs stay in the browser that made them.
  if (name === "runs") return { ...parkedEntry(row, summary), pack: undefined, loose: 1 }
  return row
}

function parkedEntry(row: Row, summary: unknown): Row {
  if (isMap(summary) && !over.has(summary.status))
    return { ...row, status: "parked", summary: { ...summary, status: "parked" } }
  return row
}

function keyOf(name: TableName, row: Row): IndexableType {
  const keys: { readonly [table in TableName]: readonly string[] } = {
    workflows: ["id"],
    versions: ["workflow", "number"],
    marks: ["workflow"],
    journal: ["run", "seq"],
    runs: ["run"],
    blobs: ["hash"],
    kept: ["store", "key"],
    tests: ["workflow", "name"],
    cassettes: ["workflow", "name"],
    trials: ["workflow"],
    plugins: ["name"],
  }
  const values = keys[name].map(key => row[key])
  return (values.length === 1 ? values[0] : values) as IndexableType
}

interface Row {
  readonly [field: string]: unknown
}
type Rows = { readonly [table in TableName]: Row[] }

/** The rows of a backup. One that was cut, changed or made by a newer program is refused with its reason. */
async function rowsOf(
  file: ReadableStream<Uint8Array>,
  large: LargeFiles | undefined,
): Promise<Result<Rows, Problem>> {
  const refuse = (why: string) => err(storageProblem("not_a_backup", { why }))
  const rows = Object.fromEntries(tables.map(name => [name, [] as Row[]])) as Rows
  const restoring = createLargeRestoring(large)
  let [index, count, isWhole] = [0, 0, false]
  try {
    for await (const line of linesIn(file)) {
      const value = parsed(line)
      if (isWhole || !isMap(value)) return refuse(t`line ${index + 1} cannot be read`)
      const name = tables.find(table => table === value.table)
      if (index++ === 0) {
        if (value.rivulet !== "backup") return refuse(t`it does not say that it is one`)
        if (value.v !== backupVersion && value.v !== withoutLarge)
          return refuse(t`a newer program made it; update this one first`)
      } else if (typeof value.rows === "number") {
        if (value.rows !== count) return refuse(t`its end is missing`)
        isWhole = true
      } else if (name !== undefined && isMap(value.row)) {
        rows[name].push(value.row)
        count++
      } else {
        if (!(await restoring.take(value))) return refuse(t`line ${index} is no row`)
        count++
      }
    }
    if (!isWhole) return refuse(index === 0 ? t`it is empty` : t`its end is missing`)
    await restoring.end()
    return ok(rows)
  } catch (cause) {
    if (cause instanceof Error && cause.name === "QuotaExceededError")
      return err(storageProblem("backup_not_restored", { why: t`there is no room left` }))
    return refuse(t`it is not packed as one, or was cut short`)
  } finally {
    await restoring.leave()
  }
}

async function* linesIn(file: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const texts = file
    .pipeThrough(new DecompressionStream("gzip") as Packer)
    .pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)
  // A line may be as long as the largest value of a run: its pieces are joined once.
  let pieces: string[] = []
  for await (const text of texts) {
    let from = 0
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      yield pieces.join("") + text.slice(from, end)
      pieces = []
      from = end + 1
    }
    pieces.push(text.slice(from))
  }
  const last = pieces.join("")
  if (last !== "") yield last
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
