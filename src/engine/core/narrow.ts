import type { Json } from "../../lib/json.ts"
import type { Opening } from "../../model/control.ts"
import type { Reach } from "../../model/narrow.ts"
import type { EventOf } from "./event.ts"
import { outputValue } from "./instanceOutput.ts"
import type { ScopePlan, StepPlan, WirePlan } from "./plan.ts"
import type { Instance, Narrow, Visit } from "./state.ts"

/*
 * A narrow run does no more than a step, what leads to it, or one iteration. From the root to where that stands one
 * instance of each scope is entered, and in each of these no more runs than its reach says; what stands within a
 * step that may run is as free as ever.
 *
 *     root            steps: a, each      last: each#1
 *     └ each[1]#1     steps: b            last: b#1        each[0]#1, each[2]#1 are not opened
 */

/** How far the run goes, by its first event; undefined where it does all. */
export function narrowOf({ only, fork }: EventOf<"run.started">): Narrow | undefined {
  // Before containers had reaches of their own, forks alone said the steps of the root scope.
  const reaches = only ?? (fork?.only === undefined ? undefined : [{ steps: fork.only }])
  return reaches === undefined ? undefined : { reaches, depths: new Map(), entered: new Map() }
}

/** The paths of the instances that have these reaches, as far as that is known beforehand. */
export function pathsOf(reaches: readonly Reach[]): string[] {
  const paths = [""]
  for (const { last, into, end } of reaches) {
    if (end?.scope !== undefined) {
      paths.push(`!${end.scope}`)
      continue
    }
    if (last?.visit === undefined || into?.as === undefined) break
    const around = paths.at(-1)
    const scope = into.scope === "steps" ? "" : `.${into.scope}`
    paths.push(`${around === "" ? "" : `${around}/`}${last.step}${scope}[${into.as.index}]#${last.visit}`)
  }
  return paths
}

/** How far the run goes in the instance; undefined where nothing there is held back. */
export function reachIn({ reaches, depths }: Narrow, instance: Instance): Reach | undefined {
  const depth = depths.get(instance)
  return depth === undefined ? undefined : reaches[depth]
}

/** What of the run the visit may be: run, taken over and no more, or neither. */
export function mayOf(narrow: Narrow, visit: Visit): "run" | "take over" | "nothing" {
  const reach = reachIn(narrow, visit.instance)
  if (reach === undefined) return "run"
  const { steps, last } = reach
  if (last !== undefined && hasEnded(visit, last)) return "nothing"
  if (!steps.includes(visit.step.id)) return "take over"
  if (last?.visit === undefined || visit.step.id !== last.step) return "run"
  return visit.number === last.visit ? "run" : "take over"
}

/** Whether the visit after which nothing begins is over, and this is another one. */
function hasEnded(visit: Visit, last: NonNullable<Reach["last"]>): boolean {
  const { instance, step } = visit
  const planned = instance.scope.byId.get(last.step)
  const visits = (planned && instance.visits[planned.index]) ?? []
  if (last.visit !== undefined) return visits.length >= last.visit && isOver(visits[last.visit - 1], visit)
  // The same step is not entered a second time, even while the first goes on.
  return visits.some(
    each => each.status !== "skipped" && (step === planned ? each !== visit : isOver(each, visit)),
  )
}

function isOver(last: Visit | undefined, visit: Visit): boolean {
  return last !== undefined && last !== visit && last.endedBy > 0
}

/** Which one instance of the visit is to be entered; undefined where all that it opens are. */
export function intoOf(narrow: Narrow | undefined, visit: Visit): Reach["into"] {
  const reach = narrow === undefined ? undefined : reachIn(narrow, visit.instance)
  if (reach?.into === undefined || reach.last?.step !== visit.step.id) return undefined
  return (reach.last.visit ?? visit.number) === visit.number ? reach.into : undefined
}

/** What is opened of what a container answers: once the one instance is there, nothing. */
export function openingsOf(
  narrow: Narrow | undefined,
  visit: Visit,
  openings: readonly Opening[],
): readonly Opening[] {
  const into = intoOf(narrow, visit)
  if (into === undefined) return openings
  if (narrow?.entered.has(visit)) return []
  const first = openings.find(({ scope }) => scope === into.scope)
  return openings.filter(opening => opening === first || opening.scope !== into.scope)
}

/** Where the instance that the visit opens is to begin; undefined where that is at the scope's entries. */
export function entriesOf(narrow: Narrow, visit: Visit): readonly StepPlan[] | undefined {
  const into = intoOf(narrow, visit)
  const depth = narrow.depths.get(visit.instance)
  const entries = into === undefined || depth === undefined ? undefined : narrow.reaches[depth + 1]?.entries
  const scope = into === undefined ? undefined : visit.step.holds.get(into.scope)
  return entries?.flatMap(id => scope?.byId.get(id) ?? [])
}

/** The visit has opened the instance for the sake of which it is entered, if it is that. */
export function noteOpened(narrow: Narrow, visit: Visit, instance: Instance): void {
  if (intoOf(narrow, visit)?.scope !== instance.name) return
  narrow.entered.set(visit, instance)
  const depth = (narrow.depths.get(visit.instance) ?? 0) + 1
  if (depth < narrow.reaches.length) narrow.depths.set(instance, depth)
}

/** Whether no more than some of the instance is done: what it comes to says nothing. */
export function isPartial(narrow: Narrow | undefined, instance: Instance): boolean {
  return narrow?.depths.has(instance) === true
}

/** What is done at the end of the run; undefined where that is all that its workflow has for it. */
export function endOf(narrow: Narrow | undefined): Reach["end"] {
  return narrow?.reaches[0]?.end
}

/** Where the scope that is done at the end is to begin; undefined where that is at its entries. */
export function entriesAtEnd({ reaches }: Narrow, scope: ScopePlan): readonly StepPlan[] | undefined {
  return reaches[1]?.entries?.flatMap(id => scope.byId.get(id) ?? [])
}

/** What the run comes to: what the step gave that it was for, else what its innermost instance came to. */
export function outputOfNarrow({ reaches, depths, entered }: Narrow, root: Instance): Json {
  const innermost = [...entered.values()].at(-1) ?? root
  const last = reaches[depths.get(innermost) ?? reaches.length]?.last
  const step = last && innermost.scope.byId.get(last.step)
  const visits = step === undefined ? [] : (innermost.visits[step.index] ?? [])
  const visit =
    last?.visit === undefined
      ? visits.findLast(({ outlets }) => outlets !== undefined)
      : visits[last.visit - 1]
  return step === undefined ? innermost.output : visit === undefined ? null : outputValue(visit)
}

/** Whether nothing that the wire leads to begins, so that nothing has to be waited for or validated on the way. */
export function leadsNowhere(narrow: Narrow | undefined, visit: Visit, { to }: WirePlan): boolean {
  const reach = narrow === undefined ? undefined : reachIn(narrow, visit.instance)
  if (reach?.last === undefined) return false
  const isLast = reach.last.step === visit.step.id && (reach.last.visit ?? visit.number) === visit.number
  return isLast || !reach.steps.includes(to.id)
}
