import Dexie from "dexie"
import { err, ok, type Result } from "../lib/result.ts"
import {
  type Commit,
  dayLength,
  type Fence,
  type HistoryPage,
  type HistoryQuery,
  type Journal,
  type KeptChunk,
  type RunHead,
  type RunSummary,
  wordsOf,
} from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import type { Database, JournalRow, RunRow } from "./database.ts"
import {
  cursorTime,
  IndexedRun,
  indexRun,
  isAfter,
  isEverything,
  matchesQuery,
  newestFirst,
  pageOf,
} from "./history.ts"
import { readChunk } from "./journalChunk.ts"
import { createListeners } from "./listeners.ts"
import { leavePacks, readAllRuns } from "./packs.ts"
import { storageProblem } from "./storageProblems.ts"

type HeadRow = Extract<JournalRow, { seq: -1 }>
type ChunkRow = Extract<JournalRow, { events: string }>

/** Of a row with more events, which would be read at a stroke, the events themselves are told. */
const largestChunk = 2_000

/** What a transaction throws to undo itself and come back as a problem. */
class Refusal {
  readonly problem: Problem
  constructor(problem: Problem) {
    this.problem = problem
  }
}

/**
 * The journal in the browser's database. Each commit is one transaction that checks the fence, so it is whole or
 * not there, whatever happens to the tab. Failures arrive when the transaction aborts, which Dexie's promise of the
 * whole transaction tells, and no single request.
 */
export function createDexieJournal<Event>(database: Database): Journal<Event> {
  const { journal, runs, blobs, kept, packs } = database
  const listeners = createListeners<[run: string, seq: number, events: readonly Event[]]>()

  async function transact<T>(tables: readonly string[], work: () => Promise<T>): Promise<Result<T, Problem>> {
    try {
      return ok(await database.transaction("rw", [...tables], work))
    } catch (cause) {
      return err(problemOf(cause))
    }
  }

  /** The stores that a commit touches: nearly always the journal alone. */
  function storesOf(commit: Partial<Commit>): string[] {
    return [
      journal.name,
      ...(commit.summary ? [runs.name] : []),
      ...(commit.blobs?.length ? [blobs.name] : []),
      ...(commit.staged?.length ? [kept.name] : []),
    ]
  }

  async function headRow(run: string): Promise<HeadRow> {
    const row = (await journal.get([run, -1])) as HeadRow | undefined
    if (!row) throw new Refusal(storageProblem("run_not_found", { run }))
    return row
  }

  async function putHead(head: RunHead): Promise<void> {
    await journal.put({ run: head.run, seq: -1, head, ...(head.ended ? {} : { unfinished: 1 }) })
  }

  /** The number of the workflow's next run; those from before runs were counted count as well. */
  async function nextNumber(workflow: string): Promise<number> {
    const ofWorkflow = runs
      .where("[workflow+startedAt]")
      .between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])
    const last = await ofWorkflow.clone().last()
    return (last?.summary.number ?? (await ofWorkflow.count())) + 1
  }

  async function putRest(run: string, commit: Partial<Commit>): Promise<void> {
    for (const { hash, text } of commit.blobs ?? []) {
      const before = await blobs.get(hash)
      if (!before?.runs.includes(run)) await blobs.put({ hash, text, runs: [...(before?.runs ?? []), run] })
    }
    const staged = commit.staged ?? []
    const gone = staged.flatMap(({ store, key, value }): [string, string][] =>
      value === null ? [[store, key]] : [],
    )
    if (gone.length > 0) await kept.bulkDelete(gone)
    const put = staged.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value }]))
    if (put.length > 0) await kept.bulkPut(put)
    if (!commit.summary) return
    const row = await runs.get(run)
    if (row) {
      const packed = row.pack === undefined ? {} : { pack: row.pack }
      await runs.put({ ...rowOf({ ...row.summary, ...commit.summary }), ...packed })
    }
  }

  /** The rows that hold the events from number `from` on. */
  async function* rowsFrom(run: string, from: number): AsyncGenerator<ChunkRow> {
    const first = await journal.where("[run+seq]").between([run, 0], [run, from], true, true).last()
    // Little at first: whoever waits for it has something to do while the rest is read.
    for (let next = first?.seq ?? from, most = 8; ; most = Math.min(500, most * 2)) {
      const rows = await journal
        .where("[run+seq]")
        .between([run, next], [run, Dexie.maxKey])
        .limit(most)
        .toArray()
      for (const row of rows) if ("events" in row) yield row
      const last = rows.at(-1)
      if (last === undefined || rows.length < most) return
      next = last.seq + 1
    }
  }

  return {
    async create(summary, events, commit = {}) {
      const { run } = summary
      const head: RunHead = { run, seq: events.length, epoch: 1, claims: 0, ended: false }
      const done = await transact(storesOf({ ...commit, summary }), async () => {
        if (await journal.get([run, -1])) throw new Refusal(storageProblem("run_exists", { run }))
        await putHead(head)
        if (events.length > 0) await journal.add({ run, seq: 0, events: JSON.stringify(events) })
        const number = await nextNumber(summary.workflow)
        await runs.put(rowOf({ ...summary, number }))
        await putRest(run, commit)
      })
      if (!done.ok) return done
      listeners.tell(run, 0, events)
      return ok(head)
    },

    async append(run: string, fence: Fence, events: readonly Event[], commit: Commit) {
      const done = await transact(storesOf(commit), async () => {
        const { head } = await headRow(run)
        if (head.epoch !== fence.epoch) throw new Refusal(storageProblem("not_the_owner"))
        if (head.seq !== fence.seq) throw new Refusal(storageProblem("journal_moved_on"))
        if (events.length > 0) await journal.add({ run, seq: head.seq, events: JSON.stringify(events) })
        await putHead({ ...head, seq: head.seq + events.length, claims: 0, ended: commit.ends ?? head.ended })
        await putRest(run, commit)
      })
      if (!done.ok) return done
      listeners.tell(run, fence.seq, events)
      return ok(undefined)
    },

    async *read(run, from = 0) {
      for await (const row of rowsFrom(run, from)) {
        const fresh = eventsFrom<Event>(run, row, from)
        if (fresh.length > 0) yield fresh
      }
    },

    async *chunks(run, from = 0) {
      let row: ChunkRow | undefined
      for await (const next of rowsFrom(run, from)) {
        if (row !== undefined) yield chunkOf<Event>(run, row, next.seq - row.seq, from)
        row = next
      }
      // How many events the last one has, nothing says but itself.
      if (row !== undefined) yield eventsFrom<Event>(run, row, from)
    },

    async blob(hash) {
      return (await blobs.get(hash))?.text
    },

    async head(run) {
      return ((await journal.get([run, -1])) as HeadRow | undefined)?.head
    },

    async unfinished() {
      const rows = (await journal.where("unfinished").equals(1).toArray()) as HeadRow[]
      return rows.map(row => row.head)
    },

    async claim(run) {
      return transact([journal.name], async () => {
        const { head } = await headRow(run)
        const claimed = { ...head, epoch: head.epoch + 1, claims: head.claims + 1 }
        await putHead(claimed)
        return claimed
      })
    },

    async release(run, epoch) {
      await transact([journal.name], async () => {
        const { head } = await headRow(run)
        if (head.epoch === epoch) await putHead({ ...head, claims: 0 })
      })
    },

    watch: listeners.add,

    history: query => readHistory(database, query),

    async beyond(workflow, keep, now) {
      const all = runs
        .where("[workflow+startedAt]")
        .between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])
      const tooMany = await all.reverse().offset(keep.runs).toArray()
      const before = now - keep.days * dayLength
      const early = await runs
        .where("[workflow+startedAt]")
        .between([workflow, Dexie.minKey], [workflow, before], true, false)
        .toArray()
      const found = new Map([...tooMany, ...early].map(({ summary }) => [summary.run, summary]))
      const isOld = ({ endedAt }: RunSummary): boolean => endedAt !== null && endedAt < before
      const many = new Set(tooMany.map(({ run }) => run))
      return [...found.values()].filter(
        summary => summary.endedAt !== null && (many.has(summary.run) || isOld(summary)),
      )
    },

    async workflows() {
      return (await runs.orderBy("workflow").uniqueKeys()) as string[]
    },

    async remove(ended) {
      const done = await transact([journal.name, runs.name, blobs.name, packs.name], async () => {
        const packed: RunRow[] = []
        for (const run of ended) {
          const row = (await journal.get([run, -1])) as HeadRow | undefined
          if (row && !row.head.ended) continue
          await journal.where("[run+seq]").between([run, Dexie.minKey], [run, Dexie.maxKey]).delete()
          const entry = await runs.get(run)
          if (entry?.pack !== undefined) packed.push(entry)
          await runs.delete(run)
          for (const blob of await blobs.where("runs").equals(run).toArray()) {
            const others = blob.runs.filter(other => other !== run)
            if (others.length === 0) await blobs.delete(blob.hash)
            else await blobs.put({ ...blob, runs: others })
          }
        }
        await leavePacks(database, packed)
      })
      if (!done.ok) throw new Error(done.error.message)
    },

    async close() {
      database.close()
    },
  }
}

/** The events of the row from number `from` on. */
function eventsFrom<Event>(run: string, row: ChunkRow, from: number): Event[] {
  return readChunk<Event>(run, row).slice(Math.max(0, from - row.seq))
}

/** The row as it is kept, where it is asked for as a whole and can be read at a stroke. */
function chunkOf<Event>(run: string, row: ChunkRow, count: number, from: number): KeptChunk | Event[] {
  const { seq, events } = row
  return seq < from || count > largestChunk ? eventsFrom<Event>(run, row, from) : { seq, count, events }
}

function rowOf(summary: RunSummary): RunRow {
  const { run, workflow, status, startedAt } = summary
  return { run, workflow, status, startedAt, loose: 1, ...indexRun(summary) }
}

/** A page of so many runs is no page. */
const allRuns = 1_000_000

/** A page of runs, newest first, by the index that fits the question best. */
async function readHistory(database: Database, query: HistoryQuery): Promise<HistoryPage> {
  const { runs } = database
  const { workflow, status, since = 0, until = Number.MAX_SAFE_INTEGER, most, after } = query
  const wanted = (row: RunRow): boolean =>
    isAfter(row.summary, after) && matchesQuery(new IndexedRun(row.summary), query)
  const [longest] = wordsOf(query.text ?? "").sort((a, b) => b.length - a.length)
  if (longest !== undefined) {
    const rows = await runs.where("words").startsWith(longest).distinct().filter(wanted).toArray()
    return pageOf(rows.map(row => row.summary).sort(newestFirst), most)
  }
  const fixed = Object.entries({ workflow, status }).filter(([, value]) => value !== undefined)
  // All of it at once is read in bulk, where a walk along an index would take one step for each.
  if (fixed.length === 0 && most >= allRuns && since === 0 && after === undefined) {
    const all = await readAllRuns(database)
    const found = isEverything(query)
      ? [...all]
      : all.filter(summary => matchesQuery(new IndexedRun(summary), query))
    return pageOf(found.sort(newestFirst), most)
  }
  const index = [...fixed.map(([name]) => name), "startedAt"]
  const key = (time: number) => (fixed.length === 0 ? time : [...fixed.map(([, value]) => value), time])
  const rows = await runs
    .where(index.length === 1 ? "startedAt" : `[${index.join("+")}]`)
    .between(key(since), key(Math.min(until, cursorTime(after) ?? until)), true, true)
    .reverse()
    .filter(wanted)
    .limit(most + 1)
    .toArray()
  return pageOf(rows.map(row => row.summary).sort(newestFirst), most)
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof Refusal) return cause.problem
  const names = namesOf(cause)
  if (names.includes("QuotaExceededError")) return storageProblem("storage_full")
  if (names.includes("InvalidStateError") || names.includes("DatabaseClosedError"))
    return storageProblem("storage_gone")
  return storageProblem("storage_failed", { why: cause instanceof Error ? cause.message : String(cause) })
}

/** The names of an error and of what it was made from: Dexie wraps what the browser said. */
function namesOf(cause: unknown): string[] {
  const names: string[] = []
  for (let here = cause, depth = 0; here instanceof Object && depth < 5; depth++) {
    names.push((here as { name?: string }).name ?? "")
    here = (here as { inner?: unknown }).inner
  }
  return names
}
