import { fold } from "../engine/core/apply.ts"
import { beginningOf } from "../engine/core/beginning.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { forkOf } from "../engine/core/fork.ts"
import { kindsOfRun } from "../engine/core/pinnedKinds.ts"
import { type KindLookup, plan } from "../engine/core/plan.ts"
import { singlesOf } from "../engine/core/singles.ts"
import { wayFromStart } from "../engine/core/way.ts"
import type { Journal } from "../model/journal.ts"
import type { Workflow } from "../model/workflow.ts"
import type { RunCommand, StartRequest } from "../runs/runService.ts"
import { countRuns, createStepCount, type RunStatistics } from "../runs/runStatistics.ts"
import type { HistoryIndex } from "./historyIndex.ts"

/* What is asked about runs of the past, and how to start one that goes another way from there, or not all the way. */

/** So many of the last runs are read for what their steps were like. */
const mostLooked = 30
/** A longer run says enough in its first events. */
const mostEvents = 20_000

/** What the runs of the workflow were like. */
export async function statisticsOf(
  index: HistoryIndex,
  journal: Pick<Journal<RunEvent>, "read">,
  workflow: string,
  now: number,
): Promise<RunStatistics> {
  const summaries = (await index.all()).filter(summary => summary.workflow === workflow)
  const looked = summaries.filter(({ endedAt }) => endedAt !== null).slice(0, mostLooked)
  const count = createStepCount()
  for (const { run } of looked) {
    count.next()
    let left = mostEvents
    try {
      for await (const chunk of journal.read(run)) {
        for (const event of chunk) singlesOf(event).forEach(count.take)
        left -= chunk.length
        if (left <= 0) break
      }
    } catch {
      // A damaged journal tells nothing of its steps; its run counts all the same.
    }
  }
  return { ...countRuns(summaries, now), looked: looked.length, steps: count.figures() }
}

/** The request of a run that is for one step, with how far it goes. */
export function narrowed(request: StartRequest, kinds: KindLookup): StartRequest {
  const { toward, workflow } = request
  if (toward === undefined) return request
  return { ...request, ...wayFromStart(plan(workflow, kinds), toward.step, toward.type) }
}

/** The run that goes another way from these events, in the workflow as it was or as it is now. */
export function forkRequest(
  events: readonly RunEvent[],
  pinned: Workflow,
  kinds: KindLookup,
  { scope, now, ...given }: Omit<Extract<RunCommand, { type: "fork" }>, "type">,
): StartRequest {
  // The past is read with the workflow that made it; what runs from here on is the one that is asked for.
  const parent = fold(plan(pinned, kindsOfRun(kinds, events[0])), events)
  const changed = now && { plan: plan(now.workflow, kinds), stale: now.stale }
  const started = forkOf(parent, scope, { at: 0, run: "", seed: 1 }, changed)
  return { workflow: now?.workflow ?? pinned, ...beginningOf(started), ...given }
}
