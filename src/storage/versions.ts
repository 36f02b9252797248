import Dexie, { type Collection, liveQuery } from "dexie"
import { err, ok, type Result } from "../lib/result.ts"
import type { Database, VersionRow } from "./database.ts"

/** A version, and whether it is the one that triggers and other workflows start. */
export interface KeptVersion extends VersionRow {
  readonly isLive: boolean
}

/** The versions of workflows: what was published, and what was kept when another one took its place. */
export function createVersions(database: Database, now: () => number) {
  const { versions, marks } = database
  const all = (workflow: string) => versionsOf(database, workflow)

  return {
    /** Calls back with all versions of the workflow, the latest first, now and whenever something is new of them. */
    watch(workflow: string, onVersions: (rows: readonly KeptVersion[]) => void): () => void {
      const rows = liveQuery(async () => {
        const [live, found] = await Promise.all([
          publishedOf(database, workflow),
          all(workflow).reverse().toArray(),
        ])
        return found.map(row => ({ ...row, isLive: row.number === live?.number }))
      })
      const subscription = rows.subscribe({ next: onVersions })
      return () => subscription.unsubscribe()
    },

    /** Keeps a text as a version, published or not; says why where the disk refused. */
    async keep(
      workflow: string,
      {
        text,
        name,
        note,
        publish,
      }: Pick<VersionRow, "text" | "name" | "note"> & { readonly publish: boolean },
    ): Promise<Result<VersionRow, string>> {
      return safely(() =>
        database.transaction("rw", versions, marks, async () => {
          const latest = await all(workflow).last()
          const before = await lastPublishedOf(database, workflow)
          const published = publish ? (before?.published ?? 0) + 1 : null
          const number = (latest?.number ?? 0) + 1
          const row: VersionRow = { workflow, number, published, name, note, text, at: now() }
          await versions.add(row)
          if (publish) await pointTo(workflow, undefined)
          return row
        }),
      )
    },

    /** Makes one that is published already the one that runs, without a new version. */
    async goLive(workflow: string, number: number): Promise<Result<void, string>> {
      return safely(() =>
        database.transaction("rw", versions, marks, async () => {
          const [row, last] = await Promise.all([
            versions.get([workflow, number]),
            lastPublishedOf(database, workflow),
          ])
          if (row === undefined || row.published === null) return
          await pointTo(workflow, number === last?.number ? undefined : number)
        }),
      )
    },
  }

  /** Marks which version runs; none for the one that was published last. */
  async function pointTo(workflow: string, live: number | undefined): Promise<void> {
    const before = await marks.get(workflow)
    if (before?.live === live) return
    const { live: _, ...others } = before ?? { workflow, isFavourite: false, isArchived: false }
    await marks.put(live === undefined ? others : { ...others, live })
  }
}

async function safely<T>(work: () => PromiseLike<T>): Promise<Result<T, string>> {
  try {
    return ok(await work())
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause))
  }
}

/** All versions of the workflow, the earliest first. */
export function versionsOf({ versions }: Database, workflow: string): Collection<VersionRow> {
  return versions.where("[workflow+number]").between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])
}

/** The version of the workflow that runs: the one that was chosen, else the one that was published last; undefined where none was. */
export async function publishedOf(database: Database, workflow: string): Promise<VersionRow | undefined> {
  const mark = await database.marks.get(workflow)
  if (mark?.live !== undefined) {
    const chosen = await database.versions.get([workflow, mark.live])
    // A mark from a backup may name one that is another here.
    if (chosen !== undefined && chosen.published !== null) return chosen
  }
  return lastPublishedOf(database, workflow)
}

function lastPublishedOf(database: Database, workflow: string): Promise<VersionRow | undefined> {
  return versionsOf(database, workflow)
    .reverse()
    .filter(({ published }) => published !== null)
    .first()
}
