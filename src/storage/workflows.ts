import { liveQuery } from "dexie"
import { err, ok, type Result } from "../lib/result.ts"
import type { Database, ReadingRow, TrailRow, WorkflowRow } from "./database.ts"

/** Why a workflow was not written: it has been changed elsewhere since, or the disk refused. */
export type WriteFailure =
  | { readonly reason: "changed"; readonly row: WorkflowRow | null }
  | { readonly reason: "refused"; readonly message: string }

/** A workflow to write, and the revision that the writer has seen; none for a new one. */
export type WorkflowDraft = Pick<WorkflowRow, "id" | "text" | "summary"> & {
  readonly seen?: number
  /** What can be undone from this text; kept with it, and worth nothing once another text is kept. */
  readonly trail?: unknown
  /** What the text says. */
  readonly reading?: unknown
}

/** The workflows that the page keeps. Every write is whole or not at all. */
export function createWorkflows(database: Database, now: () => number) {
  const table = database.workflows

  return {
    /** Calls back with all workflows, the last changed first, now and whenever one changes in any tab. */
    watch(onRows: (rows: readonly WorkflowRow[]) => void): () => void {
      const rows = liveQuery(() => table.orderBy("changed").reverse().toArray())
      const subscription = rows.subscribe({ next: onRows })
      return () => subscription.unsubscribe()
    },

    /** Calls back with one workflow, null where there is none, now and whenever it changes in any tab. */
    watchOne(id: string, onRow: (row: WorkflowRow | null) => void): () => void {
      const row = liveQuery(async () => (await table.get(id)) ?? null)
      const subscription = row.subscribe({ next: onRow })
      return () => subscription.unsubscribe()
    },

    /** All workflows, in no order. */
    all(): Promise<readonly WorkflowRow[]> {
      return table.toArray()
    },

    /** The workflow, or null. */
    async read(id: string): Promise<WorkflowRow | null> {
      return (await table.get(id)) ?? null
    },

    /** The workflow, or null, with what its text says where that was kept with it. */
    async open(id: string): Promise<{ readonly row: WorkflowRow; readonly reading: unknown } | null> {
      return database.transaction("r", table, database.readings, async () => {
        const [row, kept] = await Promise.all([table.get(id), database.readings.get(id)])
        return row ? { row, reading: kept?.revision === row.revision ? kept.reading : null } : null
      })
    },

    /** What could be undone when the workflow was written as it is kept now; null where nobody can tell. */
    async trailOf(id: string): Promise<unknown> {
      return database.transaction("r", table, database.trails, async () => {
        const [row, kept] = await Promise.all([table.get(id), database.trails.get(id)])
        return row && kept?.revision === row.revision ? kept.trail : null
      })
    },

    /** Writes workflows, all or none: none if one of them has changed since it was seen. */
    async write(drafts: readonly WorkflowDraft[]): Promise<Result<readonly WorkflowRow[], WriteFailure>> {
      try {
        return await database.transaction("rw", [table, database.trails, database.readings], async () => {
          const rows: WorkflowRow[] = []
          const trails: TrailRow[] = []
          const readings: ReadingRow[] = []
          for (const { seen, trail, reading, ...draft } of drafts) {
            const kept = (await table.get(draft.id)) ?? null
            if ((kept?.revision ?? undefined) !== seen) return err({ reason: "changed" as const, row: kept })
            const revision = (seen ?? 0) + 1
            rows.push({ ...draft, revision, changed: now() })
            if (trail !== undefined) trails.push({ workflow: draft.id, revision, trail })
            if (reading !== undefined) readings.push({ workflow: draft.id, revision, reading })
          }
          await table.bulkPut(rows)
          await database.trails.bulkPut(trails)
          await database.readings.bulkPut(readings)
          return ok(rows)
        })
      } catch (cause) {
        return err({ reason: "refused", message: cause instanceof Error ? cause.message : String(cause) })
      }
    },

    /**
     * Removes a workflow, and gives what it was, so that it can be put back. What it was allowed, its folder, what could
     * be undone in it, what its text says and what was tried out with it are forgotten: another may come to have its id.
     * With a revision it goes only if nobody has written it since.
     */
    async remove(id: string, seen?: number): Promise<WorkflowRow | null> {
      const forgotten = [
        database.grants,
        database.folders,
        database.trails,
        database.readings,
        database.trials,
      ]
      return database.transaction("rw", [table, ...forgotten], async () => {
        const row = await table.get(id)
        if (seen !== undefined && row?.revision !== seen) return null
        if (row) await table.delete(id)
        for (const each of forgotten) await each.delete(id)
        return row ?? null
      })
    },

    /** Puts a removed workflow back as it was. */
    async restore(row: WorkflowRow): Promise<void> {
      await table.put(row)
    },
  }
}
