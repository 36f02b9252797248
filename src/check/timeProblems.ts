import { type JsonMap, own, type Path } from "../lib/json.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Hint } from "../model/step.ts"
import type { RetryPolicy } from "../model/workflow.ts"
import { isTemplate } from "../syntax/template.ts"
import type { Survey } from "./survey.ts"
import { cronProblem, durationProblem, momentProblem, timezoneProblem } from "./writtenTimes.ts"

/** What is wrong with the schedules, durations, dates and time zones that a workflow writes out. */
export function timeProblems(survey: Survey): Problem[] {
  const problems: Problem[] = []
  const look = (value: unknown, path: Path, check: (text: string) => Problem | undefined) => {
    if (typeof value !== "string" || isTemplate(value)) return
    const made = check(value)
    if (made !== undefined) problems.push(withPlace(made, { path }))
  }
  const { workflow, catalogue, steps } = survey
  for (const [index, trigger] of (workflow.triggers ?? []).entries()) {
    const hints = own(catalogue.triggers, trigger.type)?.hints
    lookAtParameters(trigger.with, hints, ["triggers", index, "with"], look)
  }
  for (const { step, path, entry } of steps) {
    lookAtParameters(step.with, entry?.hints, [...path, "with"], look)
    look(step.timeout, [...path, "timeout"], durationProblem)
    look(step.budget?.time, [...path, "budget", "time"], durationProblem)
    for (const [policy, at] of policiesOf(step.retry)) {
      look(policy.delay, [...path, "retry", ...at, "delay"], durationProblem)
      look(policy.maxDelay, [...path, "retry", ...at, "maxDelay"], durationProblem)
    }
  }
  for (const { graph } of survey.scopes) {
    for (const { from, spec, path } of [...graph.wires, ...graph.dangling]) {
      const here = [...(survey.stepById.get(from)?.path ?? []), ...path]
      look(spec.after, [...here, "after"], durationProblem)
      look(spec.at, [...here, "at"], momentProblem)
    }
  }
  look(workflow.settings?.timeout, ["settings", "timeout"], durationProblem)
  look(workflow.settings?.budget?.time, ["settings", "budget", "time"], durationProblem)
  look(workflow.settings?.timezone, ["settings", "timezone"], timezoneProblem)
  return problems
}

type Look = (value: unknown, path: Path, check: (text: string) => Problem | undefined) => void

/** Which parameters hold times is said by their hints; a time zone stands beside a schedule by that name. */
function lookAtParameters(
  parameters: JsonMap | undefined,
  hints: { readonly [field: string]: Hint } | undefined,
  path: Path,
  look: Look,
): void {
  for (const field of Object.keys(parameters ?? {})) {
    const widget = own(hints, field)?.widget
    const value = own(parameters, field)
    if (widget === "cron") look(value, [...path, field], cronProblem)
    if (widget === "duration") look(value, [...path, field], durationProblem)
    if (widget === "timezone") look(value, [...path, field], timezoneProblem)
  }
}

/** The policies of a step, each with where it stands within `retry`. */
function policiesOf(
  retry: RetryPolicy | readonly RetryPolicy[] | undefined,
): (readonly [RetryPolicy, Path])[] {
  if (retry === undefined) return []
  return "map" in retry ? retry.map((policy, index) => [policy, [index]] as const) : [[retry, []]]
}
