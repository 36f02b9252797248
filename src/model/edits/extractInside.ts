import { err, ok, type Result } from "../../lib/result.ts"
import { descendants } from "../graph.ts"
import { eachStep } from "../places.ts"
import type { Problem } from "../problems.ts"
import type { WorkflowText } from "../texts.ts"
import { type Step, scopeKeys, type Workflow } from "../workflow.ts"
import { type Border, isLedToFromInside } from "./extractBorder.ts"
import { extractProblem } from "./extractProblems.ts"
import type { Crosses, Read } from "./extractReads.ts"
import type { ExtractOptions, Selection } from "./extractSelection.ts"

/** Tells of each reference inside the selection whether it reads what the surroundings give. */
export function innerReads(
  part: Workflow,
  selection: Selection,
  { entries }: Border,
  options: ExtractOptions,
): Crosses {
  const inside = new Set(Array.from(eachStep(part), ({ step }) => step.id))
  const afterFailure = failedInside(selection)
  return read => {
    const { reference, text } = read
    const [top, ...further] = stepsAround(part, text)
    const { root } = reference
    switch (root) {
      case "secrets":
        return ok(false)
      case "steps":
        return ofSteps(read, inside)
      case "item":
      case "index":
      case "loop":
        return ok(!isGiven(root, top === undefined ? [] : [top, ...further], text, options))
      case "incoming":
      case "arrivals":
        if (top === undefined || further.length > 0 || !entries.includes(top.id)) return ok(false)
        return isLedToFromInside(selection, top.id)
          ? err(extractProblem("reads_own_rounds", { id: top.id, name: root }))
          : ok(true)
      case "error":
        return ok(top === undefined || !afterFailure.has(top.id))
      case "visit":
        return top === undefined || further.length > 0 ? ok(false) : ofVisit(selection, top)
      default:
        return ok(true)
    }
  }
}

function ofSteps({ reference, source }: Read, inside: ReadonlySet<string>): Result<boolean, Problem> {
  const [id] = reference.path
  return typeof id === "string"
    ? ok(!inside.has(id))
    : err(extractProblem("reads_any_step", { text: source }))
}

/** The steps in which a text stands, from the outside in; the last is the one it belongs to. */
function stepsAround(part: Workflow, { path }: WorkflowText): Step[] {
  const around: Step[] = []
  let scope: readonly Step[] | undefined = part.steps
  for (let index = 1; scope !== undefined; index += 2) {
    const step: Step | undefined = scope[Number(path[index])]
    if (step === undefined) break
    around.push(step)
    const key = scopeKeys.find(known => known === path[index + 1])
    scope = key === undefined ? undefined : step[key]
  }
  return around
}

/** Whether a container within the selection gives the name, or the step's own `each`. */
function isGiven(
  name: string,
  around: readonly Step[],
  { path }: WorkflowText,
  { kind }: ExtractOptions,
): boolean {
  const gives = (step: Step) => kind === undefined || kind(step.kind)?.holds?.gives?.includes(name) === true
  const owner = around.at(-1)
  if (owner === undefined) return false
  if (around.slice(0, -1).some(gives)) return true
  const [field, parameter] = path.slice(2 * around.length)
  if (owner.each !== undefined && name !== "loop" && field !== "each") return true
  const isInside = field === "output" || (field === "with" && isInsideHint(owner, parameter, kind))
  return isInside && scopeKeys.some(key => owner[key] !== undefined) && gives(owner)
}

function isInsideHint(step: Step, parameter: unknown, kind: ExtractOptions["kind"]): boolean {
  return kind?.(step.kind)?.hints[String(parameter)]?.inside === true
}

/** The steps that run after a failure which is handled inside. */
function failedInside({ graph, ids }: Selection): ReadonlySet<string> {
  const found = new Set<string>()
  for (const wire of graph.wires) {
    if (wire.outlet !== "failure" || !ids.has(wire.from) || !ids.has(wire.to)) continue
    found.add(wire.to)
    for (const id of descendants(graph, wire.to)) found.add(id)
  }
  return found
}

/** In a loop outside the visits of the call are those of its steps; in none outside a step counts its own. */
function ofVisit({ graph, ids }: Selection, step: Step): Result<boolean, Problem> {
  const loops = graph.loops.filter(loop => loop.body.has(step.id))
  const isOutside = loops.some(loop => !ids.has(loop.target))
  const isInside = loops.some(loop => ids.has(loop.target))
  if (isOutside && isInside) return err(extractProblem("reads_own_rounds", { id: step.id, name: "visit" }))
  return ok(isOutside)
}
