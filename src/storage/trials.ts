import { liveQuery } from "dexie"
import { noTrials } from "../model/trial.ts"
import type { Trials } from "../model/trialSchema.ts"
import type { Database } from "./database.ts"

/** Keeps in the browser's database what people try out with the runs of their workflows. */
export function createTrials({ trials }: Database) {
  return {
    /** Calls back with what is kept for the workflow, now and whenever it changes in any tab. */
    watch(workflow: string, hear: (trials: Trials) => void): () => void {
      let end: (() => void) | null = () => {}
      // What reads schemas is large, and nobody waits for this.
      void import("../model/trialSchema.ts").then(({ trialsSchema }) => {
        if (end === null) return
        const row = liveQuery(() => trials.get(workflow))
        const subscription = row.subscribe({
          next: found => {
            const read = trialsSchema.safeParse(found?.trials)
            hear(read.success ? read.data : noTrials)
          },
        })
        end = () => subscription.unsubscribe()
      })
      return () => {
        end?.()
        end = null
      }
    },

    async write(workflow: string, kept: Trials): Promise<void> {
      const isEmpty = Object.keys(kept.pins).length === 0 && kept.breakpoints.length === 0
      if (isEmpty) await trials.delete(workflow)
      else await trials.put({ workflow, trials: kept })
    },
  }
}
