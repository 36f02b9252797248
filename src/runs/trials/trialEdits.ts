import type { JsonMap } from "../../lib/json.ts"
import { changedSteps, eachStep, holdersOf } from "../../model/places.ts"
import { isSamePlace } from "../../model/trial.ts"
import type { Breakpoint, StandIns, Trials } from "../../model/trialSchema.ts"
import type { Workflow } from "../../model/workflow.ts"

/* What changes what is tried out, and what of it concerns a run. All of it is pure. */

/** Pins the outlets to the step in place of what it gives, or nothing any more. */
export function withPin(trials: Trials, step: string, outlets: JsonMap | null): Trials {
  const { [step]: _, ...others } = trials.pins
  return { ...trials, pins: outlets === null ? others : { ...others, [step]: { ...outlets } } }
}

/** Puts the breakpoint there, in the place of one that stands there. */
export function withBreakpoint(trials: Trials, breakpoint: Breakpoint): Trials {
  const isThere = trials.breakpoints.some(each => isSamePlace(each, breakpoint))
  const breakpoints = isThere
    ? trials.breakpoints.map(each => (isSamePlace(each, breakpoint) ? breakpoint : each))
    : [...trials.breakpoints, breakpoint]
  return { ...trials, breakpoints }
}

/** Takes the breakpoint there away. */
export function withoutBreakpoint(trials: Trials, place: Breakpoint): Trials {
  return { ...trials, breakpoints: trials.breakpoints.filter(each => !isSamePlace(each, place)) }
}

/** The ids of the steps that have something pinned and are there to use it. */
export function pinnedSteps(trials: Trials, workflow: Workflow): readonly string[] {
  return [...eachStep(workflow)].flatMap(({ step }) =>
    Object.hasOwn(trials.pins, step.id) && step.disabled !== true ? [step.id] : [],
  )
}

/** What stands in for steps of a run that uses what is pinned; not for the step that it is for, nor for what holds that. */
export function pinsOf(
  trials: Trials,
  workflow: Workflow,
  except?: string,
): { readonly standIns?: StandIns } {
  const meant = except === undefined ? [] : [except, ...holdersOf(workflow, except).map(({ id }) => id)]
  const steps = pinnedSteps(trials, workflow).filter(step => !meant.includes(step))
  if (steps.length === 0) return {}
  return {
    standIns: Object.fromEntries(
      steps.map(step => [step, { outlets: trials.pins[step] ?? {}, pinned: true as const }]),
    ),
  }
}

/** What is tried out follows a step that was given another id. */
export function afterRenames(trials: Trials, before: Workflow, now: Workflow): Trials {
  if (trials.breakpoints.length === 0 && Object.keys(trials.pins).length === 0) return trials
  const renamed = renamesBetween(before, now)
  if (renamed.size === 0) return trials
  const named = (id: string) => renamed.get(id) ?? id
  return {
    pins: Object.fromEntries(Object.entries(trials.pins).map(([id, outlets]) => [named(id), outlets])),
    breakpoints: trials.breakpoints.map(({ step, by, ...rest }) => ({
      ...{ ...rest, step: named(step) },
      ...(by === undefined ? {} : { by: { ...by, step: named(by.step) } }),
    })),
  }
}

/** A step in the same place with another id was renamed, where nothing else has come or gone. */
function renamesBetween(before: Workflow, now: Workflow): ReadonlyMap<string, string> {
  const others = (changedSteps(before, now) ?? []).filter(({ was, is }) => was.id !== is.id)
  const [only] = others
  if (only === undefined || others.length > 1 || only.was.kind !== only.is.kind) return new Map()
  return new Map([[only.was.id, only.is.id]])
}
