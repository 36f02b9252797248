import type { Trials } from "../../model/trialSchema.ts"

/** Where it is kept what people try out with the runs of their workflows. */
export interface TrialHome {
  /** Calls back with what is kept for the workflow, now and whenever it changes in any tab; gives the way to stop. */
  watch(workflow: string, hear: (trials: Trials) => void): () => void
  write(workflow: string, trials: Trials): Promise<void>
}
