import { liveQuery } from "dexie"
import type { Database } from "./database.ts"

/** What people allowed workflows to do, by the workflow's id: grants as text, as `model/grants.ts` writes them. */
export interface GrantStore {
  /** What the workflow may do now. */
  of(workflow: string): Promise<readonly string[]>
  /** Adds grants; what was granted before stays. */
  allow(workflow: string, grants: readonly string[]): Promise<void>
  /** Takes grants back; all of the workflow's if none are named. What is under way is refused its next request. */
  revoke(workflow: string, grants?: readonly string[]): Promise<void>
  /** Calls back with all workflows that have grants, now and whenever one changes in any tab. */
  watch(onGrants: (grants: ReadonlyMap<string, readonly string[]>) => void): () => void
}

/** Keeps grants in the browser's database. */
export function createGrantStore(database: Database): GrantStore {
  const table = database.grants
  const change = (workflow: string, to: (before: readonly string[]) => readonly string[]): Promise<void> =>
    database.transaction("rw", table, async () => {
      const after = to((await table.get(workflow))?.grants ?? [])
      if (after.length === 0) await table.delete(workflow)
      else await table.put({ workflow, grants: after })
    })
  return {
    of: async workflow => (await table.get(workflow))?.grants ?? [],
    allow: (workflow, grants) => change(workflow, before => [...new Set([...before, ...grants])].sort()),
    revoke: (workflow, grants) =>
      change(workflow, before => (grants ? before.filter(one => !grants.includes(one)) : [])),
    watch(onGrants) {
      const all = liveQuery(async () => {
        const rows = await table.toArray()
        return new Map(rows.map(row => [row.workflow, row.grants]))
      })
      const subscription = all.subscribe({ next: onGrants })
      return () => subscription.unsubscribe()
    },
  }
}
