import type { Json } from "../../lib/json.ts"
import type { RunState, Task, Visit } from "./state.ts"
import { isOver, newTask, queueTask, stopTask } from "./tasks.ts"
import { completeVisit, failVisit } from "./visits.ts"

/*
 * A step with `each` runs once per item within one visit: each item is a task with attempts and a key of its own.
 * What leaves is a list for each outlet that an item used, in the order of the items, with the places of the items
 * that it was made from.
 */

/** The items are known: as many as may are worked on side by side. */
export function listItems(
  state: RunState,
  visit: Visit,
  items: readonly Json[],
  concurrency: number | undefined,
): void {
  visit.items = items
  visit.concurrency = concurrency ?? 1
  visit.tasks = []
  visit.status = "running"
  queueItems(state, visit)
}

/** An item came to its end; the next begins, or the visit does what the items came to. */
export function itemEnded(state: RunState, task: Task): void {
  const { visit } = task
  visit.underWay--
  const failed = task.status === "failed" ? task.problem : undefined
  if (failed !== undefined && visit.problem === undefined && onItemError(visit) === "stop") {
    visit.problem = failed
    for (const other of visit.tasks ?? []) {
      if (isOver(other)) continue
      stopTask(state, other)
      if (isOver(other)) visit.underWay--
    }
  }
  queueItems(state, visit)
}

function onItemError(visit: Visit): "stop" | "continue" | "drop" {
  return visit.step.spec.onItemError ?? "stop"
}

function queueItems(state: RunState, visit: Visit): void {
  const { items = [], tasks = [], problem } = visit
  while (problem === undefined && tasks.length < items.length && visit.underWay < visit.concurrency) {
    const task = newTask(state, visit, { number: tasks.length, item: items[tasks.length] ?? null })
    tasks.push(task)
    visit.underWay++
    queueTask(state, task)
  }
  if (visit.underWay > 0) return
  if (problem !== undefined) failVisit(state, visit, problem)
  else leaveWithItems(state, visit)
}

function leaveWithItems(state: RunState, visit: Visit): void {
  const lists = new Map<string, { values: Json[]; origins: number[][] }>()
  const add = (outlet: string, value: Json, index: number) => {
    const list = lists.get(outlet) ?? { values: [], origins: [] }
    lists.set(outlet, list)
    list.values.push(value)
    list.origins.push([index])
  }
  const first = visit.step.outlets[0] ?? "success"
  for (const [index, task] of (visit.tasks ?? []).entries()) {
    if (task.outlets !== undefined) {
      for (const [outlet, value] of Object.entries(task.outlets)) add(outlet, value, index)
    } else if (onItemError(visit) === "continue") {
      const { code = "", message = "" } = task.problem ?? {}
      add(first, { error: { code, message } }, index)
    }
  }
  if (lists.size === 0) lists.set(first, { values: [], origins: [] })
  completeVisit(
    state,
    visit,
    Object.fromEntries([...lists].map(([outlet, { values }]) => [outlet, values])),
    {
      origins: Object.fromEntries([...lists].map(([outlet, { origins }]) => [outlet, origins])),
    },
  )
}
