import { type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { graphOf, isListOrdered, type Wire } from "../graph.ts"
import { freshId, isWorkflowId } from "../ids.ts"
import { eachStep, stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import { mapTexts, textsOf } from "../texts.ts"
import { formatVersion, type InputSpec, type Step, type Workflow } from "../workflow.ts"
import { setAt, without } from "./change.ts"
import { type Border, borderOf } from "./extractBorder.ts"
import { innerReads } from "./extractInside.ts"
import { outerReads } from "./extractOutside.ts"
import { extractProblem } from "./extractProblems.ts"
import { asTemplate, inputOf, nameReads, rewriteText } from "./extractReads.ts"
import { type ExtractOptions, type Selection, scopeGraph, selectionOf } from "./extractSelection.ts"
import { setLayout, standingOf } from "./layout.ts"
import { keepWired, shortWire, targetOf, withWires, writtenWires } from "./next.ts"
import { addWire, targetsOfTrigger } from "./wires.ts"

/*
 * A selection becomes a workflow of its own, and a step that runs it stands in its place:
 *
 *     a ─▶ b ─▶ c ─▶ d          a ─▶ call ─▶ d          call:  b ─▶ c
 *
 * What the selection reads of its surroundings becomes inputs, what the surroundings read of it becomes the output.
 * Where the one step could not mean the same, the extraction is refused. Only expressions can be seen to read what
 * arrives: a kind that takes it when a parameter is left out does so unseen, at the entrance and after the call.
 */

/** What came of it: the workflow with the call in it, the new one, and the id of the call. */
export interface Extracted {
  readonly workflow: Workflow
  readonly extracted: Workflow
  readonly call: string
}

/** Makes steps of one scope a workflow of their own, and puts a step that runs it in their place. */
export function extractToWorkflow(
  workflow: Workflow,
  ids: Iterable<string>,
  options: ExtractOptions,
): Result<Extracted, Problem> {
  if (!isWorkflowId(options.id) || options.id === workflow.id) {
    return err(extractProblem("workflow_id_not_good", { id: options.id }))
  }
  const found = selectionOf(workflow, ids, options)
  if (!found.ok) return found
  const selection = found.value
  const border = borderOf(selection)
  if (!border.ok) return border
  const part = partOf(selection, border.value)
  const written = writtenVariable(workflow, part, options)
  if (written !== undefined) return err(written)
  const start = startProblem(border.value, part)
  if (start !== undefined) return err(start)

  const texts = textsOf(part, options.isRaw)
  const inputs = nameReads(texts, innerReads(part, selection, border.value, options))
  if (!inputs.ok) return inputs
  const inside = mapTexts(
    part,
    text =>
      rewriteText(text, reference => {
        const name = inputs.value.nameOf(reference)
        return name === undefined || inputOf(reference) !== undefined ? undefined : `inputs.${name}`
      }),
    options.isRaw,
  )

  const call = freshId(options.name ?? options.id, stepIds(workflow))
  const step = callStep(call, options, border.value, inputs.value.sources)
  const outside = putCall(workflow, selection, step)
  const changed = flowProblem(outside, selection, call, options)
  if (changed !== undefined) return err(changed)
  const outputs = outerReads(outside, selection, border.value, call, options)
  if (!outputs.ok) return outputs
  const { output, rewrite } = outputs.value
  const result = mapTexts(outside, rewrite, options.isRaw)

  const specs = Object.fromEntries(
    [...inputs.value.sources].map(([name, source]) => [name, specOf(workflow, name, source)]),
  )
  const extracted: Workflow = {
    rivulet: formatVersion,
    id: options.id,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(workflow.plugins === undefined ? {} : { plugins: workflow.plugins }),
    ...(Object.keys(specs).length === 0 ? {} : { inputs: specs }),
    steps: inside.steps,
    ...settingsOf(workflow),
    ...(output === undefined ? {} : { output }),
  }
  return ok({ ...laidOut(workflow, result, extracted, selection, call), call })
}

/** The selection as a workflow, in which only the wires within it are left, and the entries stand first. */
function partOf({ scope, chosen, ids }: Selection, { entries }: Border): Workflow {
  const isEntry = (step: Step) => entries.includes(step.id)
  const cut = chosen.map(step => {
    const wires = writtenWires(step.next).filter(({ wire }) => ids.has(targetOf(wire)))
    const inner = withWires(step, wires)
    return isEntry(step) ? without(inner, "join") : inner
  })
  const sorted = isListOrdered(scope) ? cut : [...cut.filter(isEntry), ...cut.filter(step => !isEntry(step))]
  return { rivulet: formatVersion, id: "part", steps: keepWired(scope, sorted) }
}

/** The new workflow has to begin where the selection did, without anybody naming it. */
function startProblem({ entries }: Border, part: Workflow): Problem | undefined {
  if (entries.length === 0) return undefined
  const begun = graphOf(part.steps).entries
  const wrong = [...begun, ...entries].find(id => !entries.includes(id) || !begun.includes(id))
  const [first = ""] = entries
  return wrong === undefined ? undefined : extractProblem("several_entrances", { id: first, other: wrong })
}

function writtenVariable(workflow: Workflow, part: Workflow, options: ExtractOptions): Problem | undefined {
  const known = new Set(Object.keys(workflow.variables ?? {}))
  for (const text of textsOf(workflow, options.isRaw)) {
    for (const match of text.text.matchAll(/\bvars\.(\w{1,64})/g)) known.add(match[1] ?? "")
  }
  for (const { step } of eachStep(part)) {
    for (const name of options.writes?.(step) ?? keysOfMaps(step.with)) {
      if (known.has(name)) return extractProblem("writes_variable", { id: step.id, name })
    }
  }
  return undefined
}

function keysOfMaps(parameters: JsonMap | undefined): string[] {
  return Object.values(parameters ?? {}).flatMap(value =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [],
  )
}

function callStep(
  id: string,
  { id: workflow, name }: ExtractOptions,
  { join, onward }: Border,
  sources: ReadonlyMap<string, string>,
): Step {
  const inputs: Json = Object.fromEntries([...sources].map(([key, source]) => [key, asTemplate(source)]))
  const bare: Step = {
    id,
    ...(name === undefined ? {} : { name }),
    kind: "workflow.run",
    ...(join === undefined ? {} : { join }),
    with: { workflow, ...(sources.size === 0 ? {} : { inputs }) },
  }
  return onward.reduce((step, { outlet, spec }) => addWire(step, outlet, shortWire(spec), "success"), bare)
}

/** The workflow with the call in place of the selection; expressions that read the selection still do. */
function putCall(workflow: Workflow, selection: Selection, call: Step): Workflow {
  const { scope, ids, path } = selection
  const single = isListOrdered(scope) ? without(call, "next") : call
  const at = scope.findIndex(step => ids.has(step.id))
  const steps = scope.flatMap((step, index): readonly Step[] => {
    if (index === at) return [single]
    if (ids.has(step.id)) return []
    const wires = writtenWires(step.next)
    if (!wires.some(({ wire }) => ids.has(targetOf(wire)))) return [step]
    const seen = new Set<string>()
    const led = wires.flatMap(written => {
      if (!ids.has(targetOf(written.wire))) return [written]
      const wire = typeof written.wire === "string" ? call.id : { ...written.wire, to: call.id }
      const key = JSON.stringify([written.outlet, wire])
      if (seen.has(key)) return []
      seen.add(key)
      return [{ ...written, wire }]
    })
    return [withWires(step, led)]
  })
  const put = setAt(workflow, path, keepWired(scope, steps))
  if (put.triggers?.some(trigger => targetsOfTrigger(trigger.next).some(id => ids.has(id))) !== true)
    return put
  const triggers = put.triggers.map(trigger => {
    const targets = targetsOfTrigger(trigger.next)
    if (!targets.some(id => ids.has(id))) return trigger
    const [only = call.id, ...more] = new Set(targets.map(id => (ids.has(id) ? call.id : id)))
    return { ...trigger, next: more.length === 0 ? only : [only, ...more] }
  })
  return { ...put, triggers }
}

/** The scope has to begin where it did, and to loop where it did: the call in place of the selection. */
function flowProblem(
  outside: Workflow,
  { path, graph, ids, chosen }: Selection,
  call: string,
  options: ExtractOptions,
): Problem | undefined {
  const after = scopeGraph(outside, path, options.kind)
  const named = (id: string) => (ids.has(id) ? call : id)
  const wanted = new Set(graph.entries.map(named))
  const [first] = chosen
  if (!isSameSet(wanted, new Set(after.entries))) {
    return extractProblem("start_changes", { id: first?.id ?? "" })
  }
  const loops = [...graph.backs].filter(wire => !ids.has(wire.from))
  const isKept = isSameSet(new Set(loops.map(sayWire)), new Set([...after.backs].map(sayWire)))
  const [loop] = loops
  return isKept || loop === undefined ? undefined : extractProblem("loop_across_border", loop)
}

function sayWire({ from, outlet, to }: Wire): string {
  return JSON.stringify([from, outlet, to])
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(item => b.has(item))
}

function specOf(workflow: Workflow, name: string, source: string): InputSpec {
  const known = source === `inputs.${name}` ? own(workflow.inputs, name) : undefined
  return known ?? { type: "any" }
}

/** What the settings say of how steps run holds for the new workflow as well. */
function settingsOf({ settings }: Workflow): Pick<Workflow, "settings"> {
  const shared = ["timezone", "order", "parallel"] as const
  const kept = shared.flatMap(key => (settings?.[key] === undefined ? [] : [[key, settings[key]] as const]))
  return kept.length === 0 ? {} : { settings: Object.fromEntries(kept) }
}

/** Steps keep their places in the new workflow; the call stands where the topmost of them stood. */
function laidOut(
  before: Workflow,
  result: Workflow,
  extracted: Workflow,
  selection: Selection,
  call: string,
) {
  const moved = stepIds(extracted)
  const all = Object.entries(before.layout ?? {})
  const places = all.filter(([id]) => moved.has(id))
  const [[x, y] = [0, 0]] = places
    .filter(([id]) => selection.ids.has(id))
    .flatMap(([, position]) => {
      const { at } = standingOf(position)
      return at === null ? [] : [at]
    })
    .sort((a, b) => a[1] - b[1] || a[0] - b[0])
  const left = Object.fromEntries(places.map(([id]) => [id, null]))
  const hasPlace = places.some(([id]) => selection.ids.has(id))
  return {
    workflow: setLayout(result, { ...left, ...(hasPlace ? { [call]: [x, y] } : {}) }),
    extracted: setLayout(extracted, Object.fromEntries(places)),
  }
}
