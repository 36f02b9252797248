import { type Journal, type Keep, type RunSummary, usualKeep } from "../../model/journal.ts"
import type { Workflow } from "../../model/workflow.ts"
import type { RunEvent } from "../core/event.ts"

/*
 * Retention: of each workflow the newest runs are kept, and none that ended too long ago. A run goes whole, with what
 * only it refers to. A fork holds all that it took over, so its parent may go before it; what stays is the run that
 * one under way will yet ask for: a child whose parent has not heard of its end, and a recording that is looked back
 * on.
 */

/** So many runs go in one transaction: others have the database in between. */
const atOnce = 10

/** Lets runs of the past go. */
export interface Retention {
  /** A run of the workflow has ended. */
  ended(workflow: Workflow): void
  /** Looks through the runs of all workflows. */
  everywhere(): Promise<void>
  /** Ends once nothing is being let go. */
  settled(): Promise<void>
}

/** Retention over a journal. */
export function createRetention(
  journal: Journal<RunEvent>,
  parts: {
    readonly now: () => number
    readonly latest: (workflow: string) => Promise<Workflow | undefined>
    /** What is kept of workflows whose settings do not say it. */
    readonly usual?: (() => Promise<Keep>) | undefined
  },
): Retention {
  /** The workflows that are to be looked through, with what they keep. */
  const waiting = new Map<string, Workflow | undefined>()
  let working: Promise<void> | null = null

  const sweep = async (id: string, workflow: Workflow | undefined): Promise<void> => {
    const { runs, days } = (workflow ?? (await parts.latest(id)))?.settings?.retention ?? {}
    const usual = (await parts.usual?.()) ?? usualKeep
    const keep = { runs: runs ?? usual.runs, days: days ?? usual.days }
    const old = await journal.beyond(id, keep, parts.now())
    if (old.length === 0) return
    const needed = await neededByOthers(journal)
    const gone = old.filter(summary => !needed(summary)).map(({ run }) => run)
    for (let from = 0; from < gone.length; from += atOnce) {
      await journal.remove(gone.slice(from, from + atOnce))
    }
  }
  const work = async (): Promise<void> => {
    for (const [id, workflow] of waiting) {
      waiting.delete(id)
      try {
        await sweep(id, workflow)
      } catch {
        // What cannot be let go now is let go when the next run ends, or at the next start.
      }
    }
    working = null
  }
  const begin = (): Promise<void> => {
    working ??= Promise.resolve().then(work)
    return working
  }

  return {
    ended(workflow) {
      waiting.set(workflow.id, workflow)
      void begin()
    },
    async everywhere() {
      for (const id of await journal.workflows()) if (!waiting.has(id)) waiting.set(id, undefined)
      await begin()
    },
    settled: () => working ?? Promise.resolve(),
  }
}

/** Whether a run that has not ended will yet ask for that one. */
async function neededByOthers(journal: Journal<RunEvent>): Promise<(summary: RunSummary) => boolean> {
  const underWay = new Set<string>()
  const lookedAt = new Set<string>()
  for (const { run } of await journal.unfinished()) {
    underWay.add(run)
    for await (const [first] of journal.read(run)) {
      if (first?.type === "run.started" && first.past !== undefined) lookedAt.add(first.past.of)
      break
    }
  }
  return ({ run, parent }) => lookedAt.has(run) || (parent !== null && underWay.has(parent))
}
