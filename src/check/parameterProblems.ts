import { isList, isMap, type Json, type JsonMap, own, type Path } from "../lib/json.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Hint } from "../model/step.ts"
import { problem } from "./checkProblems.ts"
import { type Breach, schemaBreaches } from "./schemaBreaches.ts"
import type { Suggest } from "./suggest.ts"
import { shapeOf } from "./texts.ts"

/** What is known of the parameters of a kind or a trigger type. */
export interface ParameterSpec {
  /** The kind or type. */
  readonly name: string
  readonly input: JsonMap
  readonly hints: { readonly [field: string]: Hint }
}

/** Where the parameters stand; one that is missing altogether is shown at its owner where there is no map yet. */
export interface ParameterPlace {
  readonly path: Path
  readonly missing: Path
}

/** The problems of a map of parameters. Any value may be a template, but where the hint says `raw`. */
export function parameterProblems(
  parameters: JsonMap,
  spec: ParameterSpec,
  place: ParameterPlace,
  suggest: Suggest,
): Problem[] {
  const isRaw = (path: Path) => own(spec.hints, String(path[0]))?.raw === true
  return schemaBreaches(parameters, spec.input, (text, path) => (isRaw(path) ? "plain" : shapeOf(text))).map(
    breach => {
      const top = breach.is === "missing" && breach.path.length === 0
      return breachProblem(breach, spec.name, top ? place.missing : [...place.path, ...breach.path], suggest)
    },
  )
}

function breachProblem(breach: Breach, kind: string, path: Path, suggest: Suggest): Problem {
  const name = nameOf(breach.path)
  const at = { path }
  switch (breach.is) {
    case "unknown":
      return withPlace(
        problem("unknown_parameter", { kind, name }),
        at,
        suggest(breach.name, breach.known) ?? { say: `Remove “${breach.name}”.` },
      )
    case "missing":
      return withPlace(
        problem("missing_parameter", { kind, name: nameOf([...breach.path, breach.name]) }),
        at,
      )
    case "type":
      return withPlace(
        problem("wrong_type", { name, wanted: wantedSay(breach.wanted), got: gotSay(breach.got) }),
        at,
        conversion(breach.got, breach.wanted, path),
      )
    case "choice":
      return withPlace(
        problem("not_a_choice", { name, got: gotSay(breach.got), choices: choicesSay(breach.choices) }),
        at,
        typeof breach.got === "string"
          ? suggest(
              breach.got,
              breach.choices.filter(choice => typeof choice === "string"),
              path,
            )
          : undefined,
      )
    case "small":
    case "large":
      return withPlace(
        problem(breach.is === "small" ? "too_small" : "too_large", { name, limit: breach.limit }),
        at,
      )
    case "short":
    case "long":
      return withPlace(
        problem(breach.is === "short" ? "too_short" : "too_long", {
          name,
          limit: breach.limit,
          things: breach.things,
        }),
        at,
      )
    case "form":
      return withPlace(problem("wrong_form", { name, kind }), at)
  }
}

/** `answer.score` or `cases[0].id`, as people would write it. */
function nameOf(path: Path): string {
  let name = ""
  for (const key of path) name += typeof key === "number" ? `[${key}]` : name === "" ? key : `.${key}`
  return name
}

const typeNames: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "empty",
}

/** The types, as a sentence names them. */
export function wantedSay(types: readonly string[]): string {
  return types.map(type => own(typeNames, type) ?? type).join(" or ")
}

/** The value, as a sentence names it: short ones by themselves, others by their type. */
export function gotSay(value: Json): string {
  if (value === null) return "empty"
  if (isList(value)) return "a list"
  if (isMap(value)) return "a map"
  return typeof value === "string" ? `“${value}”` : String(value)
}

const mostChoices = 12

function choicesSay(choices: readonly Json[]): string {
  const shown = choices.slice(0, mostChoices).map(choice => String(choice))
  return shown.join(", ") + (choices.length > mostChoices ? ", …" : "")
}

/** A number or a yes written as text, or the reverse, can be put right at once. */
function conversion(got: Json, wanted: readonly string[], path: Path) {
  const wants = (type: string) => wanted.includes(type)
  if (typeof got === "string" && got.trim() !== "" && (wants("number") || wants("integer"))) {
    const value = Number(got)
    const fits = wants("number") ? Number.isFinite(value) : Number.isInteger(value)
    if (fits) return { say: "Remove the quotes.", set: { path, value } }
  }
  if ((got === "true" || got === "false") && wants("boolean")) {
    return { say: "Remove the quotes.", set: { path, value: got === "true" } }
  }
  if ((typeof got === "number" || typeof got === "boolean") && wants("string")) {
    return { say: "Put it in quotes.", set: { path, value: String(got) } }
  }
  return undefined
}
