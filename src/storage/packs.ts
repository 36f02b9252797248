import type { RunSummary } from "../model/journal.ts"
import type { Database, RunRow } from "./database.ts"
import { newestFirst } from "./history.ts"

/*
 * The entries of the history stand in rows of their own, which is what commits and indexes want; to read fifty
 * thousand such rows takes seconds. So entries of runs that have ended are kept a second time, a thousand in one
 * text. Rows that no pack holds yet, or that changed since, are marked loose: all of the history is the packs and
 * what is loose over them.
 *
 *     commit ─▶ row, loose          1,000 loose rows that have ended ─▶ one pack          all = packs + loose rows
 */

/** A thousand entries in one text. */
export interface PackRow {
  readonly pack: number
  /** How many entries it holds. */
  readonly count: number
  readonly text: string
}

const packSize = 1_000
/** So many packs are read at a time, while those that were read before are unpacked. */
const packsAtOnce = 8

/** All entries of the history, in no order. */
export function readAllRuns(database: Database): Promise<readonly RunSummary[]> {
  const { runs, packs } = database
  return new Promise((answer, fail) => {
    const read = async () => {
      const numbers = await packs.toCollection().primaryKeys()
      const parts: Promise<RunSummary[]>[] = []
      for (let at = 0; at < numbers.length; at += packsAtOnce) {
        const last = numbers[Math.min(at + packsAtOnce, numbers.length) - 1]
        parts.push(packs.where("pack").between(numbers[at], last, true, true).toArray().then(unpacked))
      }
      const [loose, ...packed] = await Promise.all([runs.where("loose").equals(1).toArray(), ...parts])
      const found = together(packed, loose)
      // To count takes as long as to read the packs. Once there are any, each row is loose or in one of them: nobody waits
      // to hear that it is so.
      if (numbers.length > 0) answer(found)
      const isWhole = found.length === (await runs.count())
      if (numbers.length === 0) answer(isWhole ? found : (await runs.toArray()).map(({ summary }) => summary))
      return { isWhole, isMuchLoose: loose.length >= packSize }
    }
    // Rows from before there were packs are packed for the next reading.
    database.transaction("r", runs, packs, read).then(async ({ isWhole, isMuchLoose }) => {
      if (!isWhole) await loosen(database)
      if (!isWhole || isMuchLoose) await packAll(database)
    }, fail)
  })
}

function unpacked(packed: readonly PackRow[]): RunSummary[] {
  return packed.flatMap(({ text }) => JSON.parse(text) as RunSummary[])
}

/** What is packed, with what is loose in the place of what it was before. */
function together(packed: readonly RunSummary[][], loose: readonly RunRow[]): RunSummary[] {
  const fresh = new Set(loose.map(({ run }) => run))
  const found = loose.map(({ summary }) => summary)
  for (const part of packed) for (const summary of part) if (!fresh.has(summary.run)) found.push(summary)
  return found
}

/** Packs what is loose, a pack at a time, so that commits come in between. */
export async function packAll(database: Database): Promise<void> {
  try {
    while (await packSome(database));
  } catch {
    // Packs are a second copy: the next reading finds what is missing, and tries again.
  }
}

function packSome(database: Database): Promise<boolean> {
  const { runs, packs } = database
  return database.transaction("rw", runs, packs, async () => {
    const rows = await runs
      .where("loose")
      .equals(1)
      .filter(({ summary }) => summary.endedAt !== null)
      .limit(packSize)
      .toArray()
    if (rows.length < packSize) return false
    await leavePacks(
      database,
      rows.map(({ run, pack }) => ({ run, pack })),
    )
    const pack = ((await packs.orderBy("pack").last())?.pack ?? 0) + 1
    // In the order in which they are shown: what is nearly sorted is soon sorted.
    const text = JSON.stringify(rows.map(({ summary }) => summary).sort(newestFirst))
    await packs.put({ pack, count: rows.length, text })
    await runs.bulkPut(rows.map(({ loose: _, ...row }) => ({ ...row, pack })))
    return true
  })
}

function loosen(database: Database): Promise<void> {
  const { runs, packs } = database
  return database.transaction("rw", runs, packs, async () => {
    await packs.clear()
    const rows = await runs.toArray()
    await runs.bulkPut(rows.map(({ pack: _, ...row }) => ({ ...row, loose: 1 })))
  })
}

/** Takes runs out of the packs that hold them, within a transaction over both tables. */
export async function leavePacks(
  { packs }: Database,
  gone: readonly { readonly run: string; readonly pack?: number | undefined }[],
): Promise<void> {
  const byPack = Map.groupBy(gone, ({ pack }) => pack)
  byPack.delete(undefined)
  for (const [pack = 0, left] of byPack) {
    const row = await packs.get(pack)
    if (row === undefined) continue
    const names = new Set(left.map(({ run }) => run))
    const rest = (JSON.parse(row.text) as RunSummary[]).filter(({ run }) => !names.has(run))
    if (rest.length === 0) await packs.delete(pack)
    else await packs.put({ pack, count: rest.length, text: JSON.stringify(rest) })
  }
}
