import { at, own, type Path } from "../lib/json.ts"
import type { Wire } from "../model/graph.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import { stepOfValidator } from "../model/validators.ts"
import { problem } from "./checkProblems.ts"
import { parameterProblems } from "./parameterProblems.ts"
import { outletsOf, type Survey, type SurveyedStep } from "./survey.ts"

/** What is wrong with wires: where they lead, from which outlet, into which inlet, and what they wait for. */
export function wireProblems(survey: Survey): Problem[] {
  const problems: Problem[] = []
  for (const { graph } of survey.scopes) {
    for (const wire of graph.dangling) problems.push(targetProblem(survey, wire))
    for (const wire of [...graph.wires, ...graph.dangling]) {
      const from = survey.stepById.get(wire.from)
      if (from === undefined || wire.implied) continue
      problems.push(...outletProblems(survey, from, wire), ...inletProblems(survey, from, wire))
      problems.push(...restProblems(from, wire), ...validatorProblems(survey, from, wire))
    }
    problems.push(...elseProblems(survey, graph.wires))
  }
  return [...problems, ...survey.steps.flatMap(joinProblems)]
}

/** Where the wire names its target: itself where it is only that. */
function targetPath(from: SurveyedStep, wire: Wire): Path {
  const path = [...from.path, ...wire.path]
  return typeof at(from.step, wire.path) === "string" ? path : [...path, "to"]
}

function targetProblem(survey: Survey, wire: Wire): Problem {
  const from = survey.stepById.get(wire.from)
  const path = from === undefined ? [] : targetPath(from, wire)
  const target = survey.stepById.get(wire.to)
  if (target === undefined) {
    const fix = survey.suggest(wire.to, from?.scope.graph.ids ?? [], path)
    return withPlace(problem("unknown_target", { id: wire.to }), { path }, fix)
  }
  const { holder, key } = target.scope
  const where = holder === undefined ? `among the ${key} of the workflow` : `inside “${holder.step.id}”`
  return withPlace(problem("wire_across_scopes", { id: wire.to, where }), { path })
}

function outletProblems(survey: Survey, from: SurveyedStep, wire: Wire): Problem[] {
  const outlets = outletsOf(from)
  if (wire.outlet === null || outlets === null || outlets.includes(wire.outlet)) return []
  const fill = { kind: from.step.kind, outlet: wire.outlet, outlets: outlets.join(", ") }
  const path = [...from.path, "next", wire.outlet]
  return [withPlace(problem("unknown_outlet", fill), { path }, survey.suggest(wire.outlet, outlets))]
}

function inletProblems(survey: Survey, from: SurveyedStep, wire: Wire): Problem[] {
  const { inlet } = wire.spec
  const inlets = survey.stepById.get(wire.to)?.entry?.inlets
  if (inlet === undefined || inlets === undefined) return []
  if (inlets === "many") {
    if (typeof inlet === "number") return []
  } else if (typeof inlet === "number" ? inlet <= Math.max(1, inlets.length) : inlets.includes(inlet))
    return []
  const known =
    inlets === "many" ? "numbered inlets" : inlets.length === 0 ? "a single one" : inlets.join(", ")
  const path = [...from.path, ...wire.path, "inlet"]
  const fix = typeof inlet === "string" && inlets !== "many" ? survey.suggest(inlet, inlets, path) : undefined
  return [withPlace(problem("unknown_inlet", { id: wire.to, inlet, inlets: known }), { path }, fix)]
}

/** What guards a wire may be a step: its kind and its parameters have to fit like any other's. */
function validatorProblems(survey: Survey, from: SurveyedStep, wire: Wire): Problem[] {
  return (wire.spec.validate ?? []).flatMap((validator, index) => {
    if ("expression" in validator) return []
    const { kind, with: parameters } = stepOfValidator(validator)
    const path = [...from.path, ...wire.path, "validate", index]
    const entry = own(survey.catalogue.kinds, kind)
    if (entry === undefined) {
      const at = { path: [...path, "kind"] }
      const fix = survey.suggest(kind, Object.keys(survey.catalogue.kinds), at.path)
      return [withPlace(problem("unknown_kind", { kind }), at, fix)]
    }
    const inside = "kind" in validator ? [...path, "with"] : path
    return parameterProblems(
      parameters,
      { ...entry, name: kind },
      { path: inside, missing: path },
      survey.suggest,
    )
  })
}

/** Only what rests after its `enter` can be left at a time, or when a person or an event says so. */
function restProblems({ step, path, entry }: SurveyedStep, wire: Wire): Problem[] {
  if (entry === undefined || entry.holds?.scopes.includes("enter")) return []
  return (["at", "on"] as const).flatMap(word =>
    own(wire.spec, word) === undefined
      ? []
      : [
          withPlace(problem("wire_needs_state", { word, kind: step.kind }), {
            path: [...path, ...wire.path, word],
          }),
        ],
  )
}

/** `else` needs a sibling that may not be taken: a wire of the same outlet with a condition. */
function elseProblems(survey: Survey, wires: readonly Wire[]): Problem[] {
  const conditional = new Set<string>()
  const elses: Wire[] = []
  for (const wire of wires) {
    if (wire.spec.when === "else") elses.push(wire)
    else if (wire.spec.when !== undefined) conditional.add(`${wire.from} ${wire.outlet}`)
  }
  return elses.flatMap(wire => {
    const from = survey.stepById.get(wire.from)
    if (from === undefined || conditional.has(`${wire.from} ${wire.outlet}`)) return []
    return [withPlace(problem("else_alone"), { path: [...from.path, ...wire.path, "when"] })]
  })
}

function joinProblems({ step, path, scope }: SurveyedStep): Problem[] {
  if (typeof step.join !== "object") return []
  const count = step.join.atLeast
  const wires = scope.graph.into.get(step.id)?.length ?? 0
  if (count <= wires) return []
  const at = { path: [...path, "join", "atLeast"] }
  const fix = wires === 0 ? undefined : { say: `Lower it to ${wires}.`, set: { path: at.path, value: wires } }
  return [withPlace(problem("join_too_many", { count, wires }), at, fix)]
}
