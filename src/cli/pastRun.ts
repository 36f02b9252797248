import { fold } from "../engine/core/apply.ts"
import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { kindsOfRun } from "../engine/core/pinnedKinds.ts"
import { plan } from "../engine/core/plan.ts"
import type { RunState } from "../engine/core/state.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { RunHead, RunSummary } from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import { problem } from "./cliProblems.ts"
import type { Texts } from "./pins.ts"
import { type Data, kinds } from "./place.ts"

/** A run as its journal tells it. */
export interface PastRun {
  readonly run: string
  readonly head: RunHead
  readonly summary: RunSummary
  readonly started: EventOf<"run.started">
  readonly events: readonly RunEvent[]
  readonly texts: Texts
  readonly state: RunState
}

/** More runs than any history holds. */
const allRuns = 1_000_000

/** Reads a run from its journal, with what it is pinned to. */
export async function readPastRun(data: Data, run: string | undefined): Promise<Result<PastRun, Problem>> {
  if (run === undefined) return err(problem("run_unnamed"))
  try {
    const { journal, pins, folder } = data
    const { runs } = await journal.history({ most: allRuns })
    const summary = runs.find(one => one.run === run)
    const head = await journal.head(run)
    if (summary === undefined || head === undefined) {
      const meant = nearest(
        run,
        runs.map(one => one.run),
      )
      return err(
        problem("run_unknown", { run, folder, meant: meant === undefined ? "" : ` Did you mean ${meant}?` }),
      )
    }
    const events: RunEvent[] = []
    for await (const chunk of journal.read(run)) events.push(...chunk)
    const [started] = events
    const pinned = started?.type === "run.started" ? await pins.find(started.workflow ?? "") : undefined
    if (started?.type !== "run.started" || pinned === undefined)
      return err(problem("run_workflow_gone", { run, folder }))
    const state = fold(
      plan(
        pinned.workflow,
        kindsOfRun(kind => kinds.get(kind), started),
      ),
      events,
    )
    return ok({ run, head, summary, started, events, texts: pinned.texts, state })
  } catch (cause) {
    return err(problem("run_damaged", { run, why: cause instanceof Error ? cause.message : String(cause) }))
  }
}

/** The histories of all runs, newest first. */
export async function historyOf(data: Data): Promise<readonly RunSummary[]> {
  return (await data.journal.history({ most: allRuns })).runs
}
