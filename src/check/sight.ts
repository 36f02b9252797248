import { t } from "../language/t.ts"
import { rootScopeKeys, scopeKeys } from "../model/workflow.ts"
import { type Reaches, reachesIn } from "./reach.ts"
import type { SurveyedScope, SurveyedStep } from "./survey.ts"
import type { EvaluatedText } from "./texts.ts"

/*
 * What an expression sees of the steps (rules 12 and 13): those of its own scope and of the scopes around it that
 * can have run before, never into a container from outside.
 *
 *     a ─▶ each[ b ─▶ c ] ─▶ d      c sees a and b; d sees a and each; a sees none of them
 */

/** Whether a text sees a step, and if not, why. */
export type Sight =
  | { readonly sees: true }
  | { readonly sees: false; readonly inside: SurveyedStep }
  | { readonly sees: false; readonly reason: string }

/** Makes what tells whether a text sees a step. */
export function createSight(): (
  text: Pick<EvaluatedText, "owner" | "moment">,
  target: SurveyedStep,
) => Sight {
  const known = new Map<SurveyedScope, Reaches>()
  const reaches = (scope: SurveyedScope, from: string, to: string): boolean => {
    const answer = known.get(scope) ?? reachesIn(scope.graph)
    known.set(scope, answer)
    return answer(from, to)
  }
  return ({ owner, moment }, target) => {
    if (moment === "outside") return { sees: false, reason: t`no step has run when this is evaluated` }
    if (owner === undefined) {
      return target.scope.holder === undefined ? { sees: true } : insideOf(target, undefined)
    }
    if (moment === "inside" && target.scope.holder === owner) return { sees: true }
    let here: SurveyedStep = owner
    for (;;) {
      if (target.scope === here.scope) return among(here, target, here === owner ? moment : "around", reaches)
      if (target.scope.holder === here.scope.holder) return inSibling(here.scope, target.scope)
      if (here.scope.holder === undefined) return insideOf(target, owner)
      here = here.scope.holder
    }
  }
}

/** Both stand in one scope: a way has to lead from the target to here. */
function among(
  here: SurveyedStep,
  target: SurveyedStep,
  moment: string,
  reaches: (scope: SurveyedScope, from: string, to: string) => boolean,
): Sight {
  const { graph } = here.scope
  const [id, other] = [here.step.id, target.step.id]
  if (here === target) {
    if (moment === "after" || reaches(here.scope, id, id)) return { sees: true }
    return {
      sees: false,
      reason: moment === "around" ? t`this is inside it` : t`this is that very step`,
    }
  }
  if (!graph.reachable.has(id) || reaches(here.scope, other, id)) return { sees: true }
  const isLater = reaches(here.scope, id, other)
  return { sees: false, reason: isLater ? t`it comes later` : t`it is on another branch` }
}

/** Scopes of one holder run one after another. */
function inSibling(here: SurveyedScope, target: SurveyedScope): Sight {
  const keys: readonly string[] = here.holder === undefined ? rootScopeKeys : scopeKeys
  if (keys.indexOf(target.key) < keys.indexOf(here.key)) return { sees: true }
  return { sees: false, reason: t`“${target.key}” runs after “${here.key}”` }
}

/** The outermost container around the target that is not also around the owner: what can be referred to instead. */
function insideOf(target: SurveyedStep, owner: SurveyedStep | undefined): Sight {
  const around = new Set<SurveyedScope>()
  for (let here = owner; here !== undefined; here = here.scope.holder) around.add(here.scope)
  let outermost = target
  for (let here = target.scope.holder; here !== undefined; here = here.scope.holder) {
    outermost = here
    if (around.has(here.scope)) break
  }
  return { sees: false, inside: outermost }
}
