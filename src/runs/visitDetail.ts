import { type RunState, type Task, type Visit, visitAt } from "../engine/core/state.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import type { Step } from "../model/workflow.ts"
import type { RunTrace } from "./runTrace.ts"
import { hasEndedAt, rowOf, type StepRow, wasEntered } from "./runView.ts"

/** One item of a step that runs once per item. */
export interface ItemDetail {
  readonly number: number
  readonly item: Json
  readonly input: Json | undefined
  readonly outlets: JsonMap | undefined
  readonly problem: Problem | undefined
  readonly isOver: boolean
}

/** All that is known of one visit. */
export interface VisitDetail {
  readonly row: StepRow
  /** The parameters with their templates resolved; undefined where it never got so far. */
  readonly input: Json | undefined
  readonly outlets: JsonMap | undefined
  readonly items: readonly ItemDetail[]
  /** Wires that were not taken although their condition held, and why. */
  readonly blocked: readonly string[]
  readonly variables: JsonMap | undefined
}

/** The place that a visit's key names: `each[3]#2/inner#1`. */
export function placeOfKey(key: string): {
  readonly in: string
  readonly step: string
  readonly visit: number
} {
  const slash = key.lastIndexOf("/")
  const own = key.slice(slash + 1)
  const hash = own.lastIndexOf("#")
  return {
    in: slash < 0 ? "" : key.slice(0, slash),
    step: own.slice(0, hash),
    visit: Number(own.slice(hash + 1)),
  }
}

/** What is known of the visit at the moment; undefined where there was none. */
export function detailOf(
  state: RunState,
  trace: RunTrace,
  key: string,
  moment: number,
): VisitDetail | undefined {
  const place = placeOfKey(key)
  const visit = visitAt(state, place.in, place.step, place.visit)
  if (visit === undefined || !wasEntered(visit, moment)) return undefined
  const hasEnded = hasEndedAt(visit, moment)
  return {
    row: rowOf(trace, visit, moment),
    input: inputOf(visit),
    outlets: hasEnded ? visit.outlets : undefined,
    items: visit.items === undefined ? [] : (visit.tasks ?? []).flatMap(itemOf),
    blocked: (visit.blocked ?? []).map(({ say }) => say),
    variables: hasEnded ? visit.variables : undefined,
  }
}

/** The last visits, in the order in which they began, of the steps that are picked. */
export function visitsOf(
  trace: RunTrace,
  pick: (step: Step) => boolean,
  moment: number,
  most: number,
): StepRow[] {
  const visits: Visit[] = []
  for (const instances of trace.inside.values()) {
    for (const instance of instances) {
      for (const step of instance.scope.steps) {
        const there = instance.visits[step.index]
        if (there === undefined || !pick(step.spec)) continue
        for (const visit of there) if (wasEntered(visit, moment)) visits.push(visit)
      }
    }
  }
  visits.sort((a, b) => a.enteredBy - b.enteredBy)
  return visits.slice(-most).map(visit => rowOf(trace, visit, moment))
}

/** What literal parameters are stands in the workflow and in no event. */
function inputOf(visit: Visit): Json | undefined {
  const known = visit.input ?? visit.task?.input
  if (known !== undefined) return known
  const isLiteral = visit.items === undefined && visit.steering === undefined
  const wasStarted = visit.outlets !== undefined || visit.task?.effect !== undefined
  return isLiteral && wasStarted ? (visit.step.spec.with ?? {}) : undefined
}

function itemOf(task: Task): ItemDetail[] {
  if (task.guards !== undefined || task.number === undefined) return []
  const { number, item, input, outlets, problem, status } = task
  return [
    {
      ...{ number, input, outlets, problem },
      item: item ?? null,
      isOver: status === "done" || status === "failed" || status === "stopped",
    },
  ]
}
