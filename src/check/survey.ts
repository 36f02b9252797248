import { isList, type Json, type JsonMap, own, type Path } from "../lib/json.ts"
import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import { type Graph, graphOf } from "../model/graph.ts"
import { changedSteps, eachScope } from "../model/places.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { createSuggest, type Suggest } from "./suggest.ts"

/*
 * The workflow as the checks see it: every scope with its graph, every step with its kind and its place. It is
 * read once, and each family of checks looks at it and gives problems.
 */

/** A scope with its graph. */
export interface SurveyedScope {
  /** Its place among all scopes, in file order. */
  readonly order: number
  readonly path: Path
  /** The key that holds it: `steps`, `enter`, `failure`, … */
  readonly key: string
  /** The step that holds it; undefined for the scopes of the workflow itself. */
  readonly holder: SurveyedStep | undefined
  readonly steps: readonly Step[]
  readonly graph: Graph
}

/** A step with what is known of its kind. */
export interface SurveyedStep {
  readonly step: Step
  readonly path: Path
  readonly scope: SurveyedScope
  /** Undefined where the kind is not known. */
  readonly entry: KindEntry | undefined
}

/** All that checks look at. */
export interface Survey {
  readonly workflow: Workflow
  readonly catalogue: Catalogue
  readonly scopes: readonly SurveyedScope[]
  readonly steps: readonly SurveyedStep[]
  readonly stepById: ReadonlyMap<string, SurveyedStep>
  readonly suggest: Suggest
}

/** Reads the workflow for its checks. */
export function surveyOf(workflow: Workflow, catalogue: Catalogue): Survey {
  const scopes: SurveyedScope[] = []
  const steps: SurveyedStep[] = []
  const stepById = new Map<string, SurveyedStep>()
  const byStep = new Map<Step, SurveyedStep>()
  const named = (workflow.triggers ?? []).flatMap(trigger => trigger.next ?? [])
  const graphs = graphsAsBefore(workflow, catalogue)
  for (const { steps: inside, path, holder } of eachScope(workflow)) {
    const owner = holder === null ? undefined : byStep.get(holder)
    const key = String(path.at(-1))
    const isRoot = path.length === 1 && key === "steps"
    const branches = owner?.entry?.holds?.branches === true && key === "steps"
    const graph =
      graphs?.[scopes.length]?.graph ?? graphOf(inside, { entries: isRoot ? named : [], branches })
    const scope = { order: scopes.length, path, key, holder: owner, steps: inside, graph }
    scopes.push(scope)
    for (const [index, step] of inside.entries()) {
      const entry = own(catalogue.kinds, step.kind)
      const surveyed = { step, path: [...path, index], scope, entry }
      steps.push(surveyed)
      byStep.set(step, surveyed)
      if (!stepById.has(step.id)) stepById.set(step.id, surveyed)
    }
  }
  const survey = { workflow, catalogue, scopes, steps, stepById, suggest: createSuggest() }
  last = survey
  return survey
}

/** What was surveyed last: the next workflow is most often that with one step changed. */
let last: Pick<Survey, "workflow" | "catalogue" | "scopes"> | null = null

/** The scopes that were surveyed last, where the steps of this workflow are still wired as they were. */
function graphsAsBefore(workflow: Workflow, catalogue: Catalogue): Survey["scopes"] | null {
  if (last?.catalogue !== catalogue || last.workflow.triggers !== workflow.triggers) return null
  const changed = changedSteps(last.workflow, workflow)
  const isWiredAlike = changed?.every(
    ({ was, is }) => was.id === is.id && was.kind === is.kind && was.next === is.next,
  )
  return isWiredAlike ? last.scopes : null
}

/** The outlets of a step, those that its parameters name included; null where a template will name them. */
export function outletsOf({ step, entry }: SurveyedStep): readonly string[] | null {
  if (entry === undefined) return null
  const named = entry.outletsFrom === undefined ? [] : namesAt(step.with ?? {}, entry.outletsFrom)
  return named === null ? null : [...new Set([...entry.outlets, ...named, "failure"])]
}

/** The texts at a way such as `cases[].id`; null where the list is not written out. */
function namesAt(parameters: JsonMap, way: string): string[] | null {
  let here: readonly (Json | undefined)[] = [parameters]
  for (const part of way.split(".")) {
    const each = part.endsWith("[]")
    const values = here.map(value => fieldOf(value, each ? part.slice(0, -2) : part))
    if (each && values.some(value => value !== undefined && !isList(value))) return null
    here = each ? values.flatMap(value => (isList(value) ? value : [])) : values
  }
  const names = here.filter(value => typeof value === "string")
  return names.some(name => name.includes("{{")) ? null : names
}

function fieldOf(value: Json | undefined, key: string): Json | undefined {
  return typeof value === "object" && value !== null && !isList(value)
    ? own(value as JsonMap, key)
    : undefined
}
