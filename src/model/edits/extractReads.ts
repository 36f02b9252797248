import { ok, type Result } from "../../lib/result.ts"
import { type Reference, referencesOf } from "../../syntax/references.ts"
import { expressionsIn, rewriteExpression, rewriteTemplate } from "../../syntax/rewrite.ts"
import { freshIds, isId } from "../ids.ts"
import type { Problem } from "../problems.ts"
import type { WorkflowText } from "../texts.ts"

/*
 * What is read across the border of a workflow gets a name of its own: one for each distinct path, after what the
 * path ends in. `steps.read.output.content` becomes `inputs.content` inside, and stands as it was written among the
 * parameters of the call.
 */

/** A reference with the text in which it stands. */
export interface Read {
  readonly reference: Reference
  /** As it is written. */
  readonly source: string
  readonly text: WorkflowText
}

/** Every reference of a text. */
export function readsOf(text: WorkflowText): Read[] {
  return expressionsIn(text.text, text.form).flatMap(({ expression }) =>
    referencesOf(expression).map(reference => ({
      reference,
      source: expression.source.slice(reference.start, reference.end),
      text,
    })),
  )
}

/** The text with references written otherwise. */
export function rewriteText(
  { text, form }: WorkflowText,
  replace: (reference: Reference) => string | undefined,
): string {
  return form === "template" ? rewriteTemplate(text, replace) : rewriteExpression(text, replace)
}

/** Says whether a reference crosses the border: the problem where it may not. */
export type Crosses = (read: Read) => Result<boolean, Problem>

/** The names of what crosses. */
export interface Names {
  /** For each name an expression that is read under it, as it was written. */
  readonly sources: ReadonlyMap<string, string>
  readonly nameOf: (reference: Reference) => string | undefined
}

/** Names all that crosses. An input keeps its name, whatever else wants it. */
export function nameReads(texts: readonly WorkflowText[], crosses: Crosses): Result<Names, Problem> {
  const reads: Read[] = []
  for (const text of texts) {
    for (const read of readsOf(text)) {
      const crossing = crosses(read)
      if (!crossing.ok) return crossing
      if (crossing.value) reads.push(read)
    }
  }
  const names = new Map<string, string>()
  const sources = new Map<string, string>()
  for (const { reference } of reads) {
    const input = inputOf(reference)
    if (input === undefined) continue
    names.set(keyOf(reference), input)
    sources.set(input, `inputs.${input}`)
  }
  const fresh = freshIds(new Set(names.values()))
  for (const { reference, source } of reads) {
    const key = keyOf(reference)
    if (names.has(key)) continue
    const name = fresh(wantedName(reference))
    names.set(key, name)
    sources.set(name, source)
  }
  return ok({ sources, nameOf: reference => names.get(keyOf(reference)) })
}

/** The input that a reference reads, where it names one as inputs are named. */
export function inputOf({ root, path: [name] }: Reference): string | undefined {
  return root === "inputs" && typeof name === "string" && isId(name) ? name : undefined
}

function keyOf(reference: Reference): string {
  const input = inputOf(reference)
  return JSON.stringify([reference.root, ...(input === undefined ? reference.path : [input])])
}

/** The last key that is a word; of `steps.read.output` the step. */
function wantedName({ root, path }: Reference): string {
  const words = path.filter(key => typeof key === "string")
  if (root !== "steps") return words.at(-1) ?? root
  const [id = "", part, ...rest] = words
  const last = rest.at(-1)
  if (last !== undefined) return part === "outlets" && rest.length === 1 ? `${id}_${last}` : last
  return part === undefined || part === "output" ? id : `${id}_${part}`
}

/** The expression as a template that is nothing else. */
export function asTemplate(source: string): string {
  return `{{ ${source} }}`
}
