import { isMap, type JsonMap } from "../../lib/json.ts"
import type { Kept } from "./event.ts"
import type { Instance, RunState, Task, Visit } from "./state.ts"
import { isWithin, placeOf, placeOfTask, visitsIn } from "./whereabouts.ts"

/* What a fork takes over of one visit of its parent. */

/** Whether it came to something that can be taken over. */
export function isKept(visit: Visit): boolean {
  return visit.outlets !== undefined && (visit.status === "completed" || visit.status === "failed")
}

/** What a visit came to; of one that was cut in the middle of an effect, its key. */
export function keptVisit(parent: RunState, visit: Visit, isRewired: boolean): Kept | undefined {
  const key = visit.task?.key
  const named = key === undefined ? {} : { key }
  if (!isKept(visit)) {
    const cut = visit.task?.status === "in_doubt" || visit.task?.status === "stopped"
    return cut && visit.task?.effect !== undefined ? { ...placeOf(visit), ...named } : undefined
  }
  const { outlets, problem, memory, origins, took } = visit
  const variables = writtenIn(parent, visit)
  return {
    ...placeOf(visit),
    ...named,
    outlets: { ...outlets },
    ...(problem === undefined ? {} : { problem }),
    ...(variables === undefined ? {} : { variables: { ...variables } }),
    ...(memory === undefined ? {} : { memory }),
    ...(origins === undefined ? {} : { origins: copyOrigins(origins) }),
    ...(isRewired ? {} : { taken: [...took] }),
  }
}

/** What a step that was cut had called: what is over need not be done again, and what was cut keeps its key. */
export function keptCalls({ task }: Visit): Kept[] {
  return task?.status === "in_doubt" || task?.status === "stopped" ? callsOf(task) : []
}

/** What it called; of a call that is done, what that called in its turn does not matter. */
function callsOf({ lending }: Task): Kept[] {
  return (lending?.calls ?? []).flatMap(call => {
    const kept: Kept = {
      ...placeOfTask(call),
      key: call.key,
      kind: call.called?.kindName ?? "",
      input: isMap(call.input) ? call.input : {},
    }
    const isDone = call.status === "done" && call.outlets !== undefined
    return isDone ? [{ ...kept, outlets: { ...call.outlets } }] : [kept, ...callsOf(call)]
  })
}

/** A visit that failed where its container went on without it: it fails so again. */
export function keptFailure(visit: Visit): Kept | undefined {
  const { problem } = visit
  if (problem === undefined || !hasFailed(visit) || !wasExcused(visit.instance)) return undefined
  return { ...placeOf(visit), problem }
}

/** Whether nothing took its failure from it. */
export function hasFailed({ status, outlets }: Visit): boolean {
  return status === "failed" && outlets === undefined
}

/** It failed, and its container went on without it: a list of which an item failed. */
export function wasExcused({ status, parent }: Instance): boolean {
  return status === "failed" && parent !== undefined && isKept(parent) && parent.problem === undefined
}

/** What a visit wrote, and for a container that is kept as a whole, what was written in it. */
function writtenIn(parent: RunState, visit: Visit): JsonMap | undefined {
  if (visit.steering === undefined) return visit.variables
  return written(parent, instance => isWithin(instance, visit))
}

/** What had been written in the container of the instance before that event, but not in the instance. */
export function variablesBeside(parent: RunState, instance: Instance, before: number): JsonMap | undefined {
  const { parent: holder } = instance
  if (holder === undefined) return undefined
  const beside = written(parent, each => isWithin(each, holder) && !isWithin(each, instance), before)
  return holder.variables === undefined ? beside : { ...holder.variables, ...beside }
}

function written(
  { instances }: RunState,
  isMeant: (instance: Instance) => boolean,
  before = Number.POSITIVE_INFINITY,
): JsonMap | undefined {
  const writers = [...instances.values()]
    .filter(isMeant)
    .flatMap(visitsIn)
    .filter(({ variables, endedBy }) => variables !== undefined && endedBy < before)
    .sort((a, b) => a.endedBy - b.endedBy)
  return writers.length === 0 ? undefined : Object.assign({}, ...writers.map(({ variables }) => variables))
}

function copyOrigins(origins: NonNullable<Visit["origins"]>): { [outlet: string]: number[][] } {
  return Object.fromEntries(
    Object.entries(origins).map(([outlet, lists]) => [outlet, lists.map(list => [...list])]),
  )
}
