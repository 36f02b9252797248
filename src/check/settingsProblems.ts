import { own, type Path } from "../lib/json.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Budget } from "../model/workflow.ts"
import { problem } from "./checkProblems.ts"
import { gotSay, wantedSay } from "./parameterProblems.ts"
import { schemaBreaches } from "./schemaBreaches.ts"
import type { Survey } from "./survey.ts"

/** What is wrong with the workflow as a whole: its names, its inputs, limits, and the workflows that it starts. */
export function settingsProblems(survey: Survey): Problem[] {
  const { workflow, steps } = survey
  return [
    ...blankName(workflow.name, ["name"]),
    ...steps.flatMap(({ step, path }) => blankName(step.name, [...path, "name"])),
    ...defaultProblems(survey),
    ...retentionProblems(survey),
    ...budgetProblems(workflow.settings?.budget, ["settings", "budget"]),
    ...steps.flatMap(({ step, path }) => budgetProblems(step.budget, [...path, "budget"])),
    ...ownRuns(survey),
  ]
}

/** A name that is there, and is not to be seen: two such could not be told apart. */
function blankName(name: string | undefined, path: Path): Problem[] {
  const isBlank =
    name !== undefined && name !== "" && /^[\s\p{Cc}\p{Cf}\p{Zs}\u2800\u3164\uffa0]*$/u.test(name)
  return isBlank ? [withPlace(problem("blank_name"), { path })] : []
}

const jsonTypes: { readonly [type: string]: string } = { file: "string" }

/** The default of an input has to be what the input asks of everybody. */
function defaultProblems({ workflow }: Survey): Problem[] {
  return Object.keys(workflow.inputs ?? {}).flatMap(name => {
    const spec = own(workflow.inputs, name)
    if (spec?.default === undefined || spec.default === null) return []
    const { type = "any", minimum, maximum, minLength, maxLength } = spec
    const limits = Object.entries({ minimum, maximum, minLength, maxLength, enum: spec.enum })
    const schema = Object.fromEntries(limits.filter(([, value]) => value !== undefined))
    const typed = type === "any" ? {} : { type: own(jsonTypes, type) ?? type }
    const [breach] = schemaBreaches(spec.default, { ...schema, ...typed }, () => "plain")
    if (breach === undefined) return []
    const wanted =
      breach.is === "type"
        ? wantedSay(breach.wanted)
        : breach.is === "choice"
          ? "one of its choices"
          : "within its limits"
    const fill = { name, wanted, got: gotSay(spec.default) }
    return [withPlace(problem("wrong_default", fill), { path: ["inputs", name, "default"] })]
  })
}

function retentionProblems({ workflow }: Survey): Problem[] {
  return (["runs", "days"] as const).flatMap(name =>
    workflow.settings?.retention?.[name] === 0
      ? [withPlace(problem("nothing_kept", { name }), { path: ["settings", "retention", name] })]
      : [],
  )
}

const spent = { usd: "cost", tokens: "token", requests: "request" } as const

function budgetProblems(budget: Budget | undefined, path: Path): Problem[] {
  return (["usd", "tokens", "requests"] as const).flatMap(key =>
    budget?.[key] === 0
      ? [withPlace(problem("nothing_may_be_spent", { what: spent[key] }), { path: [...path, key] })]
      : [],
  )
}

/** A workflow that starts itself, when it fails or in a step whose parameter names a workflow. */
function ownRuns({ workflow, steps }: Survey): Problem[] {
  const paths: Path[] = workflow.settings?.onFailure === workflow.id ? [["settings", "onFailure"]] : []
  for (const { step, path, entry } of steps) {
    for (const field of Object.keys(entry?.hints ?? {})) {
      if (own(entry?.hints, field)?.widget !== "workflow") continue
      if (own(step.with, field) === workflow.id) paths.push([...path, "with", field])
    }
  }
  return paths.map(path => withPlace(problem("runs_itself"), { path }))
}
