import { outletsOf as outletsOfKind } from "../../engine/core/plan.ts"
import { typedNumber } from "../../language/formats.ts"
import { type JsonMap, own } from "../../lib/json.ts"
import { parseJson } from "../../lib/parseJson.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type BudgetKind, budgetKinds, type Limits } from "../../model/budget.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { eachStep } from "../../model/places.ts"
import type { Problem } from "../../model/problems.ts"
import { madeToFail } from "../../model/trial.ts"
import type { StandIn, StandIns } from "../../model/trialSchema.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { runsProblem } from "../runsProblems.ts"

/* What is typed into the run dialog for one run alone: what becomes of steps, and what the run may use. */

/** How a step is made to end. */
export type MadeUpWay = "fails" | "times_out" | "gives"

/** What is typed for one step. */
export interface MadeUp {
  readonly step: string
  readonly way: MadeUpWay
  /** Where the value leaves, and what it is, as JSON. */
  readonly outlet: string
  readonly text: string
}

/** What is typed for a budget, by what it limits; time in seconds. */
export type TypedLimits = { readonly [Kind in BudgetKind]?: string }

/** The steps that can be made to end in a way. */
export function stepsToMakeUp(workflow: Workflow): readonly Step[] {
  return [...eachStep(workflow)].flatMap(({ step }) => (step.disabled === true ? [] : [step]))
}

/** The outlets that a step of the kind leaves by. */
export function outletsOf(step: Step | undefined, { kinds }: Catalogue): readonly string[] {
  const kind = own(kinds, step?.kind ?? "")
  return kind === undefined ? ["success"] : outletsOfKind(kind, step?.with)
}

/** The first of the values that leaves by no outlet of the step, and those that there are; undefined where all do. */
export function strayOutlet(
  values: JsonMap,
  gave: JsonMap,
  step: Step | undefined,
  catalogue: Catalogue,
): { readonly outlet: string; readonly known: readonly string[] } | undefined {
  const kind = own(catalogue.kinds, step?.kind ?? "")
  const named = outletsOf(step, catalogue)
  // What the parameters name is not known before they are evaluated.
  if (kind === undefined || (kind.outletsFrom !== undefined && named.length === kind.outlets.length))
    return undefined
  const known = [...new Set([...named, ...Object.keys(gave), "failure"])]
  const outlet = Object.keys(values).find(each => !known.includes(each))
  return outlet === undefined ? undefined : { outlet, known }
}

/** The outlets that the step with the id leaves by. */
export function outletsIn(workflow: Workflow | null, id: string, catalogue: Catalogue): readonly string[] {
  const steps = workflow === null ? [] : stepsToMakeUp(workflow)
  return outletsOf(
    steps.find(step => step.id === id),
    catalogue,
  )
}

/** What stands in for steps; or the problems, by the place of what was typed. */
export function readMadeUp(
  typed: readonly MadeUp[],
  workflow: Workflow,
  catalogue: Catalogue,
): Result<StandIns, { readonly [place: number]: Problem }> {
  const steps = new Map(stepsToMakeUp(workflow).map(step => [step.id, step]))
  const standIns: { [step: string]: StandIn } = {}
  const problems: { [place: number]: Problem } = {}
  for (const [place, { step, way, outlet, text }] of typed.entries()) {
    if (way !== "gives") {
      standIns[step] = madeToFail(step, way, outletsOf(steps.get(step), catalogue))
      continue
    }
    const value = parseJson(text)
    if (value === undefined) problems[place] = runsProblem("input_not_json")
    else standIns[step] = { outlets: { [outlet]: value } }
  }
  return Object.keys(problems).length > 0 ? err(problems) : ok(standIns)
}

/** What the run may use; undefined where nothing is typed, and the problems by what is limited. */
export function readLimits(
  typed: TypedLimits,
): Result<Limits | undefined, { readonly [Kind in BudgetKind]?: Problem }> {
  const limits: { [Kind in BudgetKind]?: number } = {}
  const problems: { [Kind in BudgetKind]?: Problem } = {}
  for (const kind of budgetKinds) {
    const text = typed[kind]?.trim() ?? ""
    const amount = typedNumber(text)
    if (text === "") continue
    if (Number.isFinite(amount) && amount >= 0) limits[kind] = kind === "time" ? amount * 1_000 : amount
    else problems[kind] = runsProblem("input_not_number")
  }
  if (Object.keys(problems).length > 0) return err(problems)
  return ok(Object.keys(limits).length === 0 ? undefined : limits)
}
