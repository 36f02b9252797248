import { own } from "../lib/json.ts"
import type { KindEntry } from "../model/catalogue.ts"
import { pluginOf } from "../model/plugins/pluginName.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import { type Fix, type Problem, withPlace } from "../model/problems.ts"
import { type Step, scopeKeys } from "../model/workflow.ts"
import { problem } from "./checkProblems.ts"
import { gotSay, parameterProblems, wantedSay } from "./parameterProblems.ts"
import { schemaBreaches } from "./schemaBreaches.ts"
import type { Survey, SurveyedStep } from "./survey.ts"
import { shapeOf } from "./texts.ts"

/** What is wrong with the kinds of steps, their parameters and the scopes that they hold; rests after each step. */
export function* kindProblems(survey: Survey): Generator<undefined, Problem[]> {
  const problems: Problem[] = []
  for (const surveyed of survey.steps) {
    const { step, entry } = surveyed
    if (entry !== undefined && faultless.get(step) === entry) continue
    const found = stepProblems(survey, surveyed)
    if (found.length === 0 && entry !== undefined) faultless.set(step, entry)
    for (const problem of found) problems.push(problem)
    yield
  }
  return problems
}

/** Steps with which nothing was wrong, by the kind that they were held against: after an edit most are the very same. */
const faultless = new WeakMap<Step, KindEntry>()

function stepProblems(survey: Survey, surveyed: SurveyedStep): Problem[] {
  const { step, path, entry } = surveyed
  if (step.kind === "") return []
  if (entry === undefined) {
    const at = { path: [...path, "kind"] }
    const fix = survey.suggest(step.kind, Object.keys(survey.catalogue.kinds), at.path)
    const missing = missingPlugin(survey, step.kind, Object.keys(survey.catalogue.kinds), fix)
    return [withPlace(missing ?? problem("unknown_kind", { kind: step.kind }), at, fix)]
  }
  const isOlder = step.version !== undefined && step.version < entry.version
  return [
    ...versionProblems(surveyed),
    ...(isOlder ? [] : ownParameters(survey, surveyed)),
    ...scopeProblems(surveyed),
    ...defaultProblems(surveyed),
  ]
}

/**
 * The problem that the plugin is not installed to which the kind or trigger type belongs; undefined where none is meant:
 * a name of ours that was mistyped, or a part that a plugin does not have.
 */
export function missingPlugin(
  { workflow }: Pick<Survey, "workflow">,
  kind: string,
  known: readonly string[],
  fix: Fix | undefined,
): Problem | undefined {
  const plugin = pluginOf(kind)
  if (plugin === undefined || known.some(each => pluginOf(each) === plugin)) return undefined
  const version = own(workflow.plugins, plugin)
  if (version === undefined && fix !== undefined) return undefined
  return pluginProblem("plugin_missing", { plugin: [plugin, version].filter(Boolean).join(" "), kind })
}

/** The parameters of an older version are migrated when they are read, and checked then. */
function ownParameters(survey: Survey, { step, path, entry }: SurveyedStep): Problem[] {
  if (entry === undefined) return []
  const place = { path: [...path, "with"], missing: step.with === undefined ? path : [...path, "with"] }
  return parameterProblems(step.with ?? {}, { ...entry, name: step.kind }, place, survey.suggest)
}

function versionProblems({ step, path, entry }: SurveyedStep): Problem[] {
  if (entry === undefined || step.version === undefined || step.version <= entry.version) return []
  const fill = { kind: step.kind, version: step.version, known: entry.version }
  return [withPlace(problem("newer_kind", fill), { path: [...path, "version"] })]
}

/** What goes on in place of what a step failed to give has to be like it, as far as it is there. */
function defaultProblems({ step, path, entry }: SurveyedStep): Problem[] {
  const { onError, each } = step
  // The first outlet of these kinds is named by the step itself, and a step that is done for each gives a list.
  if (typeof onError !== "object" || onError.default === null || each !== undefined) return []
  const schema = own(entry?.output, entry?.outletsFrom === undefined ? (entry?.outlets[0] ?? "") : "")
  if (schema === undefined || step.output !== undefined) return []
  const unlike = schemaBreaches(onError.default, schema, shapeOf).find(({ is }) => is === "type")
  if (unlike?.is !== "type") return []
  const name = ["output", ...unlike.path].join(".")
  const fill = { name, wanted: wantedSay(unlike.wanted), got: gotSay(unlike.got) }
  return [
    withPlace(problem("default_unlike", fill), { path: [...path, "onError", "default", ...unlike.path] }),
  ]
}

function scopeProblems({ step, path, entry }: SurveyedStep): Problem[] {
  const held = entry?.holds?.scopes ?? []
  const astray = scopeKeys.filter(key => step[key] !== undefined && !held.includes(key))
  const empty = held.length > 0 && held.every(key => (step[key] ?? []).length === 0)
  return [
    ...astray.map(scope =>
      withPlace(problem("scope_not_held", { kind: step.kind, scope }), { path: [...path, scope] }),
    ),
    ...(empty && !held.includes("enter")
      ? [withPlace(problem("nothing_inside", { kind: step.kind }), { path })]
      : []),
  ]
}
