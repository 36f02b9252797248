import type { RunSummary } from "../model/journal.ts"
import type { Database } from "./database.ts"

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

/** All entries of the history, in no order. */
export async function readAllRuns(database: Database): Promise<readonly RunSummary[]> {
  const { runs, packs } = database
  // To count takes as long as to read the packs: they are unpacked meanwhile.
  const [found, loose, all] = await database.transaction("r", runs, packs, () =>
    Promise.all([packs.toArray().then(unpacked), runs.where("loose").equals(1).toArray(), runs.count()]),
  )
  for (const { run, summary } of loose) found.set(run, summary)
  if (found.size === all) {
    if (loose.length >= packSize) void packAll(database)
    return [...found.values()]
  }
  // Rows from before there were packs, or from a backup: they are read one by one once more.
  void loosen(database).then(() => packAll(database))
  return (await runs.toArray()).map(row => row.summary)
}

function unpacked(packed: readonly PackRow[]): Map<string, RunSummary> {
  const found = new Map<string, RunSummary>()
  for (const { text } of packed)
    for (const summary of JSON.parse(text) as RunSummary[]) found.set(summary.run, summary)
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
    const text = JSON.stringify(rows.map(({ summary }) => summary))
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
