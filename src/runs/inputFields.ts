import { typedNumber } from "../language/formats.ts"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { InputSpec } from "../model/workflow.ts"
import { runsProblem } from "./runsProblems.ts"

/*
 * A form is made from the inputs of a workflow, or from the fields of a question. A person types text; what is
 * sent are values of the types that the fields ask for.
 */

/** What stands in a form: text as typed, or on and off. */
export type Typed = { readonly [field: string]: string | boolean }

/** The fields as data that came in an event, which may be anything. */
export function fieldsIn(value: Json | undefined): { readonly [field: string]: InputSpec } {
  if (!isMap(value)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, spec]) => [name, (isMap(spec) ? spec : {}) as InputSpec]),
  )
}

/** What a form holds before anything is typed. */
export function firstTyped(fields: { readonly [field: string]: InputSpec }): Typed {
  return Object.fromEntries(
    Object.entries(fields).map(([name, spec]) => [
      name,
      typeOf(spec) === "boolean" ? spec.default === true : textOf(spec.default),
    ]),
  )
}

/** The values that were typed, or what is wrong, by field. */
export function readTyped(
  fields: { readonly [field: string]: InputSpec },
  typed: Typed,
): Result<JsonMap, { readonly [field: string]: Problem }> {
  const values: Record<string, Json> = {}
  const problems: Record<string, Problem> = {}
  for (const [name, spec] of Object.entries(fields)) {
    const read = readOne(spec, own(typed, name) ?? "")
    if (!read.ok) problems[name] = read.error
    else if (read.value !== undefined) values[name] = read.value
  }
  return Object.keys(problems).length > 0 ? err(problems) : ok(values)
}

/** The type of a field: text, unless it says or shows otherwise. */
export function typeOf(spec: InputSpec): NonNullable<InputSpec["type"]> {
  return (
    spec.type ??
    (typeof spec.default === "number" ? "number" : typeof spec.default === "boolean" ? "boolean" : "string")
  )
}

function readOne(spec: InputSpec, typed: string | boolean): Result<Json | undefined, Problem> {
  if (typeof typed === "boolean") return ok(typed)
  if (spec.enum !== undefined) {
    const chosen = spec.enum.find(value => textOf(value) === typed)
    return chosen === undefined ? readEmpty(spec) : ok(chosen)
  }
  const isText = typeOf(spec) === "string"
  if (typed === "" || (!isText && typed.trim() === "")) return readEmpty(spec)
  switch (typeOf(spec)) {
    case "integer":
    case "number":
      return readNumber(spec, typed)
    case "string":
    case "file":
      return readText(spec, typed)
    default:
      return readJson(typed)
  }
}

function readEmpty(spec: InputSpec): Result<Json | undefined, Problem> {
  if (spec.required === true) return err(runsProblem("input_missing"))
  return ok(undefined)
}

function readNumber(spec: InputSpec, typed: string): Result<Json, Problem> {
  const value = typedNumber(typed)
  if (!Number.isFinite(value)) return err(runsProblem("input_not_number"))
  if (spec.type === "integer" && !Number.isInteger(value)) return err(runsProblem("input_not_whole"))
  const { minimum, maximum } = spec
  if (minimum !== undefined && value < minimum) return err(runsProblem("input_too_small", { least: minimum }))
  if (maximum !== undefined && value > maximum) return err(runsProblem("input_too_large", { most: maximum }))
  return ok(value)
}

function readText({ minLength, maxLength }: InputSpec, typed: string): Result<Json, Problem> {
  if (minLength !== undefined && typed.length < minLength)
    return err(runsProblem("input_too_short", { least: minLength }))
  if (maxLength !== undefined && typed.length > maxLength)
    return err(runsProblem("input_too_long", { most: maxLength }))
  return ok(typed)
}

function readJson(typed: string): Result<Json, Problem> {
  try {
    return ok(JSON.parse(typed) as Json)
  } catch {
    return err(runsProblem("input_not_json"))
  }
}

/** A value as it is typed. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
