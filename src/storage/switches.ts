import { liveQuery } from "dexie"
import type { Standing } from "../model/trigger.ts"
import type { Database } from "./database.ts"

/** Which workflows start by themselves, and how far their triggers have come. */
export interface Switches {
  /** Calls back with the workflows that are switched on, now and whenever one is switched in any tab. */
  watch(hear: (on: ReadonlySet<string>) => void): () => void
  /** The workflows that are switched on, and since when. */
  all(): Promise<readonly { readonly workflow: string; readonly since: number }[]>
  switchOn(workflow: string): Promise<void>
  switchOff(workflow: string): Promise<void>
  readonly standings: {
    read(workflow: string, trigger: string): Promise<Standing | undefined>
    write(workflow: string, trigger: string, standing: Standing): Promise<void>
  }
}

/** Keeps switches in the browser's database. A workflow that is new, or was imported, is switched off. */
export function createSwitches(database: Database, now: () => number): Switches {
  const { switches, standings } = database
  const both = [switches, standings]
  return {
    watch(hear) {
      const all = liveQuery(() => switches.toCollection().primaryKeys())
      const subscription = all.subscribe({ next: keys => hear(new Set(keys)) })
      return () => subscription.unsubscribe()
    },
    all: () => switches.toArray(),
    // What was due while it was off is not made up for.
    switchOn: workflow =>
      database.transaction("rw", both, async () => {
        if ((await switches.get(workflow)) !== undefined) return
        await standings.where({ workflow }).delete()
        await switches.put({ workflow, since: now() })
      }),
    switchOff: workflow =>
      database.transaction("rw", both, async () => {
        await switches.delete(workflow)
        await standings.where({ workflow }).delete()
      }),
    standings: {
      async read(workflow, trigger) {
        const row = await standings.get([workflow, trigger])
        return row && { since: row.since, ...(row.state === undefined ? {} : { state: row.state }) }
      },
      write: (workflow, trigger, standing) =>
        database.transaction("rw", both, async () => {
          // Switched off meanwhile: nothing is kept of it.
          if ((await switches.get(workflow)) !== undefined)
            await standings.put({ workflow, trigger, ...standing })
        }),
    },
  }
}
