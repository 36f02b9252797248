import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
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
  const parsed = definition.input.safeParse(unread.length === 0 ? given : without(given, unread))
  if (parsed.success) return ok(parsed.data)
  return err(loopProblem("bad_parameters", misfitOf(parsed.error, "with")))
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
