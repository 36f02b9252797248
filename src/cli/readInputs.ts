import { type Breach, schemaBreaches } from "../check/schemaBreaches.ts"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { InputSpec, Workflow } from "../model/workflow.ts"
import { problem } from "./cliProblems.ts"
import { parseData } from "./readData.ts"

/*
 * The inputs of a run, as the workflow's `inputs` ask for them. What stands on the command line is text and is read
 * by the type of its input; what stands in a file has types of its own. Each thing wrong is one problem.
 *
 *     inputs: { hours: { type: integer, minimum: 1 } }     --input hours=24   ──▶   { hours: 24 }
 */

/** What a command was given for the inputs of a run. */
export interface GivenInputs {
  /** `name=value`, as on the command line: later ones win. */
  readonly words: readonly string[]
  /** The content of the input file. */
  readonly file?: Json | undefined
}

/** Whether the text fits the pattern: patterns come with workflows, so they are tried where they can be stopped. */
export type FitsPattern = (pattern: string, text: string) => Promise<boolean>

/** The values of the workflow's inputs, or everything that is wrong with what was given. */
export async function readInputs(
  workflow: Workflow,
  { words, file }: GivenInputs,
  fits: FitsPattern,
): Promise<Result<JsonMap, readonly Problem[]>> {
  const specs = workflow.inputs ?? {}
  const problems: Problem[] = []
  const given = new Map<string, Json>()
  if (isMap(file)) for (const name of Object.keys(file)) given.set(name, file[name] ?? null)
  else if (file !== undefined) problems.push(problem("input_file_no_map"))
  for (const word of words) {
    const equals = word.indexOf("=")
    const name = equals < 0 ? word : word.slice(0, equals)
    if (equals < 0) problems.push(problem("input_without_value", { name }))
    else {
      const read = readWord(word.slice(equals + 1), own(specs, name))
      if (read.ok) given.set(name, read.value)
      else problems.push(problem("input_unreadable", { name, why: read.error.message }))
    }
  }
  const read = readGiven(specs, given, { missing: missingInput, unknown: unknownInput })
  for (const [name, value] of given) {
    const { pattern } = own(specs, name) ?? {}
    if (pattern === undefined || typeof value !== "string") continue
    if (!(await fits(pattern, value))) problems.push(problem("input_not_of_form", { name, pattern }))
  }
  problems.push(...read.problems)
  return problems.length === 0 ? ok(read.values) : err(problems)
}

/** What a form was answered with, with its defaults, or everything that is wrong with it. */
export function readForm(
  fields: { readonly [name: string]: InputSpec },
  answer: Json,
): Result<JsonMap, readonly Problem[]> {
  if (!isMap(answer)) return err([problem("answer_no_map")])
  const { values, problems } = readGiven(fields, new Map(Object.entries(answer)), {
    missing: name => problem("answer_lacks_field", { name }),
    unknown: name => problem("answer_unknown_field", { name, known: Object.keys(fields).join(", ") }),
  })
  return problems.length === 0 ? ok(values) : err(problems)
}

interface Says {
  readonly missing: (name: string, spec: InputSpec) => Problem
  readonly unknown: (name: string, specs: { readonly [name: string]: InputSpec }) => Problem
}

/** Fills in defaults, and holds what was given against its types. */
function readGiven(
  specs: { readonly [name: string]: InputSpec },
  given: ReadonlyMap<string, Json>,
  { missing, unknown }: Says,
): { readonly values: JsonMap; readonly problems: readonly Problem[] } {
  const problems = [...given.keys()].flatMap(name =>
    Object.hasOwn(specs, name) ? [] : [unknown(name, specs)],
  )
  const values: Record<string, Json> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value = given.has(name) ? given.get(name) : spec.default
    if (value !== undefined) {
      values[name] = value
      if (given.has(name)) problems.push(...problemsOfValue(name, value, spec))
    } else if (spec.required === true) problems.push(missing(name, spec))
  }
  return { values, problems }
}

function readWord(text: string, spec: InputSpec | undefined): Result<Json, Problem> {
  switch (spec?.type ?? typeOfDefault(spec)) {
    case "integer":
    case "number": {
      const number = Number(text)
      return text.trim() === "" || !Number.isFinite(number) ? ok(text) : ok(number)
    }
    case "boolean":
      return ok(text === "true" ? true : text === "false" ? false : text)
    case "array":
    case "object":
      return parseData(text, false)
    case "string":
    case "file":
      return ok(text)
    default: {
      const read = parseData(text, false)
      return read.ok || /^\s*[[{]/.test(text) ? read : ok(text)
    }
  }
}

function typeOfDefault(spec: InputSpec | undefined): InputSpec["type"] {
  const like = spec?.default ?? spec?.enum?.[0]
  return typeof like === "string" || typeof like === "number" || typeof like === "boolean"
    ? (typeof like as "string" | "number" | "boolean")
    : undefined
}

function problemsOfValue(name: string, value: Json, spec: InputSpec): Problem[] {
  const { pattern: _, type, title: __, description: ___, default: ____, ...rest } = spec
  const typed = type === undefined || type === "any" ? {} : { type: type === "file" ? "string" : type }
  const schema = { ...(rest as unknown as JsonMap), ...typed, required: [] }
  const [breach] = schemaBreaches(value, schema, () => "plain")
  return breach === undefined ? [] : [problemOfBreach(name, breach)]
}

function problemOfBreach(name: string, breach: Breach): Problem {
  const where = breach.path.length === 0 ? name : `${name}.${breach.path.join(".")}`
  switch (breach.is) {
    case "type":
      return problem("input_wrong_type", {
        name: where,
        wanted: breach.wanted.join(" or "),
        got: shown(breach.got),
      })
    case "choice":
      return problem("input_no_choice", {
        name: where,
        choices: breach.choices.map(shown).join(", "),
        got: shown(breach.got),
      })
    case "small":
      return problem("input_too_small", { name: where, limit: breach.limit })
    case "large":
      return problem("input_too_large", { name: where, limit: breach.limit })
    case "short":
      return problem("input_too_short", { name: where, limit: breach.limit, things: breach.things })
    case "long":
      return problem("input_too_long", { name: where, limit: breach.limit, things: breach.things })
    case "missing":
      return problem("input_lacks_field", { name: where, field: breach.name })
    case "unknown":
      return problem("input_unknown_field", { name: where })
    case "form":
      return problem("input_not_of_form", { name: where, pattern: breach.pattern })
  }
}

function shown(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function unknownInput(name: string, specs: { readonly [name: string]: InputSpec }): Problem {
  const known = Object.keys(specs)
  const meant = nearest(name, known)
  if (meant !== undefined) return problem("input_unknown_but_near", { name, meant })
  return known.length === 0
    ? problem("inputs_none", { name })
    : problem("input_unknown", { name, known: known.join(", ") })
}

function missingInput(name: string, spec: InputSpec): Problem {
  const what = spec.title ?? spec.description ?? spec.type ?? "a value"
  return problem("input_missing", { name, what })
}
