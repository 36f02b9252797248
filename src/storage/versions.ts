import Dexie, { type Collection, liveQuery } from "dexie"
import { err, ok, type Result } from "../lib/result.ts"
import type { Database, VersionRow } from "./database.ts"

/** The versions of workflows: what was published, and what was kept when another one took its place. */
export function createVersions(database: Database, now: () => number) {
  const { versions } = database
  const all = (workflow: string) => versionsOf(database, workflow)

  return {
    /** Calls back with all versions of the workflow, the latest first, now and whenever there is a new one. */
    watch(workflow: string, onVersions: (rows: readonly VersionRow[]) => void): () => void {
      const rows = liveQuery(() => all(workflow).reverse().toArray())
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
      try {
        return await database.transaction("rw", versions, async () => {
          const latest = await all(workflow).last()
          const before = await publishedOf(database, workflow)
          const published = publish ? (before?.published ?? 0) + 1 : null
          const number = (latest?.number ?? 0) + 1
          const row: VersionRow = { workflow, number, published, name, note, text, at: now() }
          await versions.add(row)
          return ok(row)
        })
      } catch (cause) {
        return err(cause instanceof Error ? cause.message : String(cause))
      }
    },
  }
}

/** All versions of the workflow, the earliest first. */
export function versionsOf({ versions }: Database, workflow: string): Collection<VersionRow> {
  return versions.where("[workflow+number]").between([workflow, Dexie.minKey], [workflow, Dexie.maxKey])
}

/** The version of the workflow that was published last; undefined where none was. */
export function publishedOf(database: Database, workflow: string): Promise<VersionRow | undefined> {
  return versionsOf(database, workflow)
    .reverse()
    .filter(({ published }) => published !== null)
    .first()
}
