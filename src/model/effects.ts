import { at, isList, own } from "../lib/json.ts"
import type { Effect, EffectRule } from "./step.ts"

/** All effects, from the safest to repeat on. */
export const effects: readonly Effect[] = ["pure", "read", "write", "once"]

/** How safe a step with these parameters is to repeat; of a list of values the least safe counts. */
export function effectBy(rule: EffectRule, parameters: unknown): Effect {
  if (typeof rule === "string") return rule
  const value = at(parameters, rule.by.split("."))
  const each = (isList(value) ? value : [value]).map(
    one => (isPlain(one) ? own(rule.table, String(one)) : undefined) ?? rule.otherwise,
  )
  return each.reduce(
    (worst, one) => (effects.indexOf(one) > effects.indexOf(worst) ? one : worst),
    each[0] ?? rule.otherwise,
  )
}

function isPlain(value: unknown): value is string | boolean {
  return typeof value === "string" || typeof value === "boolean"
}
