import type { Loop } from "../model/loops.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import { problem } from "./checkProblems.ts"
import { outletsOf, type Survey, type SurveyedScope, type SurveyedStep } from "./survey.ts"

/** Steps that can never run, and cycles that nothing ends. */
export function reachProblems(survey: Survey): Problem[] {
  return survey.scopes.flatMap(scope => [
    ...unreached(survey, scope),
    ...scope.graph.loops
      .filter(loop => !endsByItself(survey, scope, loop))
      .map(loop => endless(survey, loop)),
  ])
}

function unreached(survey: Survey, { graph, path }: SurveyedScope): Problem[] {
  const lonely = new Set(graph.lonely)
  return graph.ids.flatMap(id => {
    if (graph.reachable.has(id)) return []
    const at = { path: survey.stepById.get(id)?.path ?? path }
    return [withPlace(lonely.has(id) ? problem("lonely_step") : problem("unreachable_step"), at)]
  })
}

function endless(survey: Survey, loop: Loop): Problem {
  const [back] = loop.backs
  const source = survey.stepById.get(back?.from ?? loop.target)
  return withPlace(
    problem("unbounded_cycle"),
    { path: [...(source?.path ?? []), ...(back?.path ?? [])] },
    { say: `Set “visits” on “${loop.target}”, or let a step of the cycle leave it.` },
  )
}

/** Whether some step of the cycle is bounded, or can complete without a wire that stays in the cycle. */
function endsByItself(survey: Survey, scope: SurveyedScope, loop: Loop): boolean {
  for (const id of loop.body) {
    const surveyed = survey.stepById.get(id)
    if (surveyed === undefined || surveyed.step.visits !== undefined) return true
    if (canLeave(surveyed, scope, loop)) return true
  }
  return false
}

function canLeave(surveyed: SurveyedStep, scope: SurveyedScope, loop: Loop): boolean {
  const outlets = outletsOf(surveyed)
  if (outlets === null || surveyed.entry?.divides === true) return true
  const wires = scope.graph.out.get(surveyed.step.id) ?? []
  const rests = surveyed.entry?.holds?.scopes.includes("enter") === true
  const first = surveyed.entry?.outlets[0]
  const stays = new Set<string>()
  for (const { to, outlet, spec } of wires) {
    const isSure = spec.when === undefined || spec.when === true || spec.when === "else"
    if (!loop.body.has(to)) {
      if (rests || spec.when !== undefined) return true
    } else if (isSure && spec.validate === undefined) stays.add(outlet ?? first ?? "")
  }
  return outlets.some(outlet => outlet !== "failure" && !stays.has(outlet))
}
