import { sameJson } from "../../lib/json.ts"
import type { Breaking, Caught, Trial } from "../../model/breaking.ts"
import { type OutsideCall, spoil } from "../../model/faults.ts"
import type { Cassette } from "../../model/recording.ts"
import type { Workflow } from "../../model/workflow.ts"
import { nameOf } from "../core/cassette.ts"
import { outputValue } from "../core/instanceOutput.ts"
import { openedAt } from "../core/sharedPast.ts"
import type { RunState, Visit } from "../core/state.ts"
import { type Replayed, type ReplayParts, replayCassette, type Spoil } from "./replaying.ts"

/*
 * What a workflow makes of trouble outside: its recorded run is played again and again, each time with one call gone
 * wrong in one way, every time that it is made. What was not recorded, since the run goes another way now, is held or
 * made up. Nothing outside is reached.
 */

const way = { isSame: false, miss: "live" } as const

/** Plays the cassette with nothing wrong, to compare with. */
export function playCalm(parts: ReplayParts, workflow: Workflow, cassette: Cassette): Promise<Replayed> {
  return replayCassette(parts, workflow, cassette, way)
}

/** Plays the cassette with the call gone wrong; `calm` is how it goes when nothing is. */
export async function playBroken(
  parts: ReplayParts,
  workflow: Workflow,
  cassette: Cassette,
  breaking: Breaking,
  calm: RunState,
): Promise<Replayed & { readonly trial: Trial }> {
  const always = spoilOf(breaking, Number.POSITIVE_INFINITY)
  const opened = openedAt(cassette, breaking.call.task, calm.plan)
  const replayed = await replayCassette(parts, workflow, opened, { ...way, spoil: always })
  const { state, rest } = replayed
  let caught = caughtIn(state, calm, breaking.call)
  const attempts = attemptsOf(state, breaking.call.task)
  if (attempts > 1 && (caught.by === "nothing" || caught.by === "later")) {
    // Would it have got through, had the trouble passed?
    const once = spoilOf(breaking, 1)
    const passing = await replayCassette(parts, workflow, opened, { ...way, spoil: once })
    if (passing.state.result !== "failed") caught = { by: "retry", attempts }
  }
  const status = rest.type === "ended" ? rest.end.status : rest.type
  const problem = state.problem === undefined ? {} : { problem: state.problem.message }
  return { ...replayed, trial: { ...breaking, caught, status, ...problem } }
}

function spoilOf({ call, fault }: Breaking, times: number): Spoil {
  let left = times
  return (task, recorded) => {
    if (recorded === undefined || task !== call.task || left <= 0) return recorded
    if (recorded.port !== call.port || recorded.what !== call.what || recorded.hash !== call.hash)
      return recorded
    left--
    return spoil(recorded, fault)
  }
}

function visitsOf({ instances }: RunState): Visit[] {
  return [...instances.values()].flatMap(({ visits }) => visits.flatMap(each => each ?? []))
}

/** The visit that the task is a part of. */
function visitOfTask(state: RunState, task: string): Visit | undefined {
  const visit = task.replace(/[.~][^/#]*$/, "")
  return visitsOf(state).find(
    ({ instance, step, number }) => nameOf({ in: instance.path, step: step.id, visit: number }) === visit,
  )
}

function attemptsOf(state: RunState, task: string): number {
  const visit = visitOfTask(state, task)
  return Math.max(visit?.task?.attempt ?? 1, ...(visit?.tasks ?? []).map(({ attempt }) => attempt))
}

function caughtIn(state: RunState, calm: RunState, call: OutsideCall): Caught {
  const visit = visitOfTask(state, call.task)
  if (visit === undefined) return { by: "harmless" }
  const step = visit.step.id
  if (visit.status === "in_doubt" || visit.status === "waiting") return { by: "person", step }
  if (visit.problem !== undefined) return caughtAt(visit)
  if (state.result === "failed") return { by: "later", step: state.problem?.at?.step ?? step }
  return differs(visit, calm, call) ? { by: "unnoticed" } : { by: "harmless" }
}

/** What takes a failure, from where it happened outwards. */
function caughtAt(failed: Visit): Caught {
  const step = failed.step.id
  if (isExcused(failed)) return { by: "onError", step }
  for (let here: Visit | undefined = failed; here !== undefined; here = here.instance.parent) {
    const to = here.took.flatMap(place => here?.step.out[place]?.to.id ?? [])
    if (here.problem === undefined || isExcused(here)) return { by: "container", step: here.step.id, to }
    if (here.live) return { by: here === failed ? "failure" : "container", step: here.step.id, to }
  }
  return { by: "nothing", step }
}

/** It failed, and left by another outlet all the same. */
function isExcused({ outlets }: Visit): boolean {
  return outlets !== undefined && !Object.hasOwn(outlets, "failure")
}

/** Whether the step gave something else than it does when nothing is wrong. */
function differs(visit: Visit, calm: RunState, { task }: OutsideCall): boolean {
  const before = visitOfTask(calm, task)
  return before === undefined || !sameJson(outputValue(visit), outputValue(before))
}
