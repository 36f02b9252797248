import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { renameStep as renameInText } from "../../syntax/rewrite.ts"
import { descendants, type Wire } from "../graph.ts"
import { freshId } from "../ids.ts"
import { scopeAt } from "../places.ts"
import type { Problem } from "../problems.ts"
import { textsOf, type WorkflowText } from "../texts.ts"
import type { Workflow } from "../workflow.ts"
import type { Border } from "./extractBorder.ts"
import { extractProblem } from "./extractProblems.ts"
import { asTemplate, type Names, nameReads, type Read, readsOf, rewriteText } from "./extractReads.ts"
import type { ExtractOptions, Selection } from "./extractSelection.ts"

/*
 * What the surroundings read of a selection is read of the call. Where that is the value of the one step by which
 * the selection is left, the output is that value, and what arrives by wire stays what it was. Otherwise the output
 * is a map of all that is read, and whoever reads `incoming` of the selection reads its part of the map.
 */

/** The output of the new workflow, and how the texts around the call are written. */
export interface OuterReads {
  readonly output: Json | undefined
  readonly rewrite: (text: WorkflowText) => string
}

/** Reads the workflow that holds the call in place of the selection. */
export function outerReads(
  outside: Workflow,
  selection: Selection,
  border: Border,
  call: string,
  options: ExtractOptions,
): Result<OuterReads, Problem> {
  const texts = textsOf(outside, options.isRaw)
  const { ids } = selection
  const readers = texts.map(text => ({ text, reads: readsOf(text) }))
  const taken: Read[] = []
  const arriving: Read[] = []
  for (const { text, reads } of readers) {
    for (const read of reads) {
      const { root, path } = read.reference
      const [id] = path
      if (root === "steps" && typeof id !== "string") {
        return err(extractProblem("reads_any_step", { text: read.source }))
      }
      if (root === "steps" && ids.has(String(id))) {
        if (isAfterFailure(text, outside, selection, border, read, call)) {
          return err(
            extractProblem("reads_after_failure", { id: text.step?.id ?? "output", name: String(id) }),
          )
        }
        taken.push(read)
      }
      if (root === "incoming" || root === "arrivals" || root === "visit") {
        const problem = wireProblem(read, call, selection, border)
        if (problem !== undefined) return err(problem)
        if (root !== "visit" && isTarget(text, border)) arriving.push(read)
      }
    }
  }
  const exits = exitsOf(border, selection)
  const [exit, ...others] = exits
  const only = taken[0]?.reference.path[0]
  const isOneValue = taken.every(({ reference: { path } }) => path[0] === only && path[1] === "output")
  const isOfExit =
    exits.length === 0 || (others.length === 0 && exit?.from === only && exit?.isFirst === true)
  if (taken.length === 0 || (isOneValue && isOfExit)) {
    const uncertain = arriving.find(() => others.length > 0)
    if (uncertain !== undefined) return err(arrivalProblem(uncertain))
    const value =
      others.length === 0
        ? (exit?.value ?? (only === undefined ? undefined : `steps.${only}.output`))
        : undefined
    return ok({
      output: value === undefined ? undefined : asTemplate(value),
      rewrite: ({ text, form }) => (typeof only === "string" ? renameInText(text, only, call, form) : text),
    })
  }
  return asMap(texts, { selection, border, call, arriving })
}

interface MapParts {
  readonly selection: Selection
  readonly border: Border
  readonly call: string
  readonly arriving: readonly Read[]
}

function asMap(texts: readonly WorkflowText[], parts: MapParts): Result<OuterReads, Problem> {
  const { selection, call } = parts
  const names = nameReads(texts, ({ reference: { root, path } }) =>
    ok(root === "steps" && selection.ids.has(String(path[0]))),
  )
  if (!names.ok) return names
  const sources = new Map(names.value.sources)
  const keys = new Map<string, string>()
  for (const read of parts.arriving) {
    const id = read.text.step?.id ?? ""
    const value = valueInto(id, read, parts)
    if (value === undefined) return err(arrivalProblem(read))
    const known = [...sources].find(([, source]) => source === value.source)?.[0]
    const key = known ?? freshId(value.from, sources)
    sources.set(key, value.source)
    keys.set(id, key)
  }
  return ok({
    output: Object.fromEntries([...sources].map(([key, source]) => [key, asTemplate(source)])),
    rewrite: text => rewriteText(text, reference => newName(reference, text, names.value, keys, call)),
  })
}

function newName(
  reference: Read["reference"],
  text: WorkflowText,
  names: Names,
  keys: ReadonlyMap<string, string>,
  call: string,
): string | undefined {
  const arrived = keys.get(text.step?.id ?? "")
  if (reference.root === "incoming" && arrived !== undefined) {
    return `steps.${call}.output.${arrived}${reference.path.map(writeKey).join("")}`
  }
  const name = reference.root === "steps" ? names.nameOf(reference) : undefined
  return name === undefined ? undefined : `steps.${call}.output.${name}`
}

function writeKey(key: string | number): string {
  return typeof key === "string" && /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/** The value that always arrives at a step, where it is one of the selection's. */
function valueInto(id: string, { reference }: Read, { selection, border }: MapParts) {
  const { graph } = selection
  const into = graph.into.get(id) ?? []
  const exits = exitsOf({ leaving: into }, selection)
  const [exit] = exits
  const isCertain = exits.length === 1 && into.every(wire => border.leaving.includes(wire))
  const isPlain = reference.root === "incoming" && !graph.entries.includes(id)
  if (!isCertain || !isPlain || exit === undefined) return undefined
  return { from: exit.from, source: exit.value }
}

/** A way by which the selection is left when nothing failed, and the value that leaves by it. */
interface Exit {
  readonly from: string
  readonly isFirst: boolean
  readonly value: string
}

function exitsOf({ leaving }: Pick<Border, "leaving">, { chosen, first }: Selection): Exit[] {
  const exits = new Map<string, Exit>()
  for (const { from, outlet } of leaving) {
    if (outlet === "failure") continue
    const step = chosen.find(({ id }) => id === from)
    const isFirst = outlet === null || (step !== undefined && outlet === first(step))
    const value = isFirst ? `steps.${from}.output` : `steps.${from}.outlets.${outlet}`
    exits.set(value, { from, isFirst, value })
  }
  return [...exits.values()]
}

function isTarget({ step }: WorkflowText, { leaving }: Border): boolean {
  return leaving.some((wire: Wire) => wire.outlet !== "failure" && wire.to === step?.id)
}

/** What a wire that leaves says of its own step's visit is only said of the call, where that step is the one entered. */
function wireProblem({ text, reference }: Read, call: string, selection: Selection, border: Border) {
  if (text.step?.id !== call || text.path[selection.path.length + 1] !== "next") return undefined
  const [entry, ...others] = border.entries
  const source = border.leaving.find(wire => wire.from !== entry)?.from
  if (others.length === 0 && source === undefined && selection.ids.size === 1) return undefined
  return extractProblem("reads_what_arrives", { id: source ?? entry ?? "", name: reference.root })
}

function arrivalProblem({ text, reference }: Read): Problem {
  return extractProblem("reads_what_arrives", { id: text.step?.id ?? "", name: reference.root })
}

/** Whether a text may be evaluated after the call has failed, and reads what would have been there before. */
function isAfterFailure(
  { path }: WorkflowText,
  outside: Workflow,
  { graph, ids, path: scope }: Selection,
  { leaving }: Border,
  { reference }: Read,
  call: string,
): boolean {
  const [id, part] = reference.path
  const isLast = !(graph.out.get(String(id)) ?? []).some(wire => ids.has(wire.to))
  if (isLast && part === "output") return false
  const isHere = scope.every((key, index) => path[index] === key)
  const top = isHere ? scopeAt(outside, scope)?.[Number(path[scope.length])] : undefined
  if (top === undefined) {
    const key = path[scope.length - 1]
    return key === "failure" || key === "always"
  }
  if (path[scope.length + 1] === "next" && path[scope.length + 2] === "failure" && top.id === call)
    return true
  return leaving.some(
    wire => wire.outlet === "failure" && (wire.to === top.id || descendants(graph, wire.to).has(top.id)),
  )
}
