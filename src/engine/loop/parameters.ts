import type { z } from "zod"
import { at, isList, isMap, type Json, type JsonMap, own, type Path } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { effectBy } from "../../model/effects.ts"
import { misfitOf } from "../../model/misfit.ts"
import type { Problem } from "../../model/problems.ts"
import type { AnyStep, Effect, Hint } from "../../model/step.ts"
import { loopProblem } from "./loopProblems.ts"

/** Reads evaluated parameters by the kind's schema; the fields named are not evaluated yet, and pass unread. */
export function parseParameters(
  definition: AnyStep | undefined,
  given: Json,
  unread: readonly string[] = [],
): Result<unknown, Problem> {
  if (definition === undefined) return err(loopProblem("unknown_kind", { kind: "" }))
  const read = unread.length === 0 ? given : without(given, unread)
  const parsed = definition.input.safeParse(read)
  if (parsed.success) return ok(parsed.data)
  const written = definition.input.safeParse(withTexts(read, parsed.error.issues))
  if (written.success) return ok(written.data)
  return err(loopProblem("bad_parameters", misfitOf(parsed.error, "with")))
}

/** The value with the numbers and answers that stand where a text is wanted written out, as they are within a text. */
function withTexts(given: Json, issues: readonly z.core.$ZodIssue[]): Json {
  const places = issues.flatMap(issue => {
    const isText = issue.code === "invalid_type" && issue.expected === "string"
    const value = isText ? at(given, issue.path as Path) : undefined
    return typeof value === "number" || typeof value === "boolean" ? [issue.path as Path] : []
  })
  return places.reduce((left, [key, ...rest]) => replaced(left, key, rest), given)
}

function replaced(value: Json, key: string | number | undefined, rest: Path): Json {
  if (key === undefined) return String(value)
  const [next, ...others] = rest
  if (isList(value)) return value.map((item, index) => (index === key ? replaced(item, next, others) : item))
  if (!isMap(value)) return value
  return { ...value, [key]: replaced(own(value, String(key)) ?? null, next, others) }
}

function without(given: Json, names: readonly string[]): Json {
  if (!isMap(given)) return given
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)))
}

const rawByKind = new WeakMap<AnyStep, readonly string[]>()

/** The parameters that are taken as they stand: braces in them are not templates. */
export function rawFields(definition: AnyStep): readonly string[] {
  const known = rawByKind.get(definition)
  if (known !== undefined) return known
  const hints: { readonly [field: string]: Hint | undefined } = definition.hints ?? {}
  const raw = Object.keys(hints).filter(field => hints[field]?.raw === true)
  rawByKind.set(definition, raw)
  return raw
}

/** Older parameters, made into those that the kind has now. */
export function migrated(definition: AnyStep, version: number | undefined, given: JsonMap): JsonMap {
  const steps = definition.migrations?.slice((version ?? definition.version) - 1) ?? []
  return steps.reduce((parameters, migrate) => migrate(parameters), given)
}

/** How safe a step with these parameters is to repeat. */
export function effectOf(definition: AnyStep, parameters: unknown, repeatable: boolean): Effect {
  const effect = effectBy(definition.effect, parameters)
  return effect === "once" && repeatable ? "write" : effect
}
