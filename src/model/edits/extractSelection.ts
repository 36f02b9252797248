import { type Path, sameJson } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { KindEntry } from "../catalogue.ts"
import { type Graph, graphOf } from "../graph.ts"
import { eachStep, scopeAt } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { IsRaw } from "../texts.ts"
import type { Step, Workflow } from "../workflow.ts"
import { editProblem } from "./editProblems.ts"
import { extractProblem } from "./extractProblems.ts"
import { writtenWires } from "./next.ts"
import { targetsOfTrigger } from "./wires.ts"

/** What the new workflow is called, and what is known of kinds. */
export interface ExtractOptions {
  /** The id of the new workflow. */
  readonly id: string
  readonly name?: string
  readonly isRaw?: IsRaw
  /** The name of a kind's first outlet; `success` unless told. */
  readonly first?: (kind: string) => string
  /** All outlets of a step; unless told, those that its wires name and the first. */
  readonly outlets?: (step: Step) => readonly string[]
  /** What a kind gives to the steps that it holds; unless told, whatever a container can give. */
  readonly kind?: (kind: string) => Pick<KindEntry, "holds" | "hints"> | undefined
  /** The variables that a step writes; unless told, all whose names are keys of a map among its parameters. */
  readonly writes?: (step: Step) => Iterable<string>
}

/** A selection in its scope. */
export interface Selection {
  readonly path: Path
  readonly graph: Graph
  /** All steps of the scope. */
  readonly scope: readonly Step[]
  readonly chosen: readonly Step[]
  readonly ids: ReadonlySet<string>
  /** For each step the triggers that name it. */
  readonly triggers: ReadonlyMap<string, readonly string[]>
  /** The first outlet of a step. */
  readonly first: (step: Step) => string
  /** The outlets by which a step may leave, but `failure`. */
  readonly outlets: (step: Step) => readonly string[]
}

/** The steps with these ids, which have to be of one scope; what stands inside one of them comes with it. */
export function selectionOf(
  workflow: Workflow,
  ids: Iterable<string>,
  options: ExtractOptions,
): Result<Selection, Problem> {
  const wanted = new Set(ids)
  const places = [...eachStep(workflow)].filter(({ step }) => wanted.has(step.id))
  for (const { step } of places) wanted.delete(step.id)
  const [missing] = wanted
  if (missing !== undefined) return err(editProblem("no_such_step", { id: missing }))
  const chosenPaths = new Set(places.map(({ path }) => path.join()))
  const isHeld = (path: Path) =>
    path.some((_, end) => end > 0 && end % 2 === 0 && chosenPaths.has(path.slice(0, end).join()))
  const outer = places.filter(({ path }) => !isHeld(path))
  const [first] = outer
  if (first === undefined) return err(extractProblem("nothing_selected"))
  const stray = outer.find(({ scope }) => !sameJson(scope, first.scope))
  if (stray !== undefined) {
    return err(extractProblem("several_scopes", { id: first.step.id, other: stray.step.id }))
  }
  const scope = scopeAt(workflow, first.scope) ?? []
  const chosenIds = new Set(outer.map(({ step }) => step.id))
  const triggers = new Map<string, string[]>()
  for (const trigger of workflow.triggers ?? []) {
    for (const id of targetsOfTrigger(trigger.next))
      triggers.set(id, [...(triggers.get(id) ?? []), trigger.id])
  }
  return ok({
    path: first.scope,
    graph: scopeGraph(workflow, first.scope, options.kind),
    scope,
    chosen: scope.filter(step => chosenIds.has(step.id)),
    ids: chosenIds,
    triggers,
    first: step => options.first?.(step.kind) ?? usedOutlets(step, options)[0] ?? "success",
    outlets: step => usedOutlets(step, options),
  })
}

/** The scope at the path as a graph. */
export function scopeGraph(workflow: Workflow, path: Path, kind: ExtractOptions["kind"]): Graph {
  const holder = path.length === 1 ? undefined : findHolder(workflow, path)
  const isRoot = path.length === 1 && path[0] === "steps"
  const entries = isRoot ? (workflow.triggers ?? []).flatMap(trigger => targetsOfTrigger(trigger.next)) : []
  const branches = holder !== undefined && kind?.(holder.kind)?.holds?.branches === true
  return graphOf(scopeAt(workflow, path) ?? [], { entries, branches: branches && path.at(-1) === "steps" })
}

function findHolder(workflow: Workflow, path: Path): Step | undefined {
  return scopeAt(workflow, path.slice(0, -2))?.[Number(path.at(-2))]
}

/** The outlets of a step but `failure`, and without those for cases that its fields rule out. */
function usedOutlets(step: Step, { outlets, first }: ExtractOptions): readonly string[] {
  const wires = writtenWires(step.next)
  const written = new Set(wires.map(({ outlet }) => outlet ?? first?.(step.kind) ?? "success"))
  const known = outlets?.(step) ?? (first === undefined ? [] : [first(step.kind)])
  const isValidated = wires.some(({ wire }) => typeof wire !== "string" && wire.validate !== undefined)
  const isUsed = (name: string) => {
    if (name === "failure") return false
    if (name === "timeout") return written.has(name) || step.timeout !== undefined
    return name !== "blocked" || written.has(name) || isValidated
  }
  const used = [...new Set([...known, ...written])].filter(isUsed)
  return used.length > 0 ? used : ["success"]
}
