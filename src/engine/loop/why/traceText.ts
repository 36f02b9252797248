import type { Expression as Node } from "acorn"
import type { Json, Path } from "../../../lib/json.ts"
import { type Expression, parseExpression } from "../../../syntax/expression.ts"
import { referencesOf } from "../../../syntax/references.ts"
import { isTemplate, parseTemplate, soleHole } from "../../../syntax/template.ts"
import type { Names, SeenTime } from "../evaluating.ts"

/** What an evaluation read on its way, and which parts of its value are parts of what it saw. */
export interface Traced {
  readonly value: Json | undefined
  readonly reads: readonly Path[]
  readonly origins: readonly (readonly [inValue: Path, inScope: Path])[]
}

/** Evaluates an expression and writes down what it reads; undefined where it cannot be evaluated. */
export type TraceExpression = (
  expression: Expression,
  names: Names,
  time: SeenTime,
) => Promise<Traced | undefined>

/** What a part of a text's value was made by, and from: the expression, and the paths that it read. */
export interface TextTrace {
  readonly expression: string
  /** The paths of the scope that were read; the first alone, with `isSame`, where the value is just that. */
  readonly reads: readonly Path[]
  readonly isSame: boolean
}

/** So many paths are told apart; beyond, what they have in common stands for them. */
const mostReads = 24

/**
 * What the part of a template's value at the path was made from. Of a map or a list that is written out in an
 * expression only what stands at the path is asked about.
 */
export async function traceText(
  trace: TraceExpression,
  text: string,
  names: Names,
  time: SeenTime,
  path: Path,
): Promise<readonly TextTrace[]> {
  const template = parseTemplate(isTemplate(text) ? text : "")
  if (!template.ok) return []
  const sole = soleHole(template.value)
  const found: TextTrace[] = []
  for (const part of template.value) {
    if (part.type !== "hole") continue
    const narrowed =
      sole === undefined ? { expression: part.expression, path: [] } : narrow(part.expression, path)
    found.push(await traceExpression(trace, narrowed.expression, names, time, narrowed.path))
  }
  return found
}

async function traceExpression(
  trace: TraceExpression,
  expression: Expression,
  names: Names,
  time: SeenTime,
  path: Path,
): Promise<TextTrace> {
  const source = expression.source.trim()
  const traced = await trace(expression, names, time)
  if (traced === undefined) {
    const reads = referencesOf(expression).map(reference => [reference.root, ...reference.path])
    return { expression: source, reads: mostTelling(reads), isSame: false }
  }
  for (const [inValue, inScope] of traced.origins) {
    if (!beginsWith(path, inValue)) continue
    return { expression: source, reads: [[...inScope, ...path.slice(inValue.length)]], isSame: true }
  }
  const reads = mostTelling(traced.reads)
  const [only] = reads
  // A path that leads to a number or text leaves no origin, as that has no identity.
  const isSame = reads.length === 1 && only !== undefined && path.length === 0 && isPlainRead(expression)
  return { expression: source, reads, isSame }
}

function isPlainRead({ node }: Expression): boolean {
  let here: Node | { type: string } = node
  while (
    here.type === "MemberExpression" ||
    here.type === "ParenthesizedExpression" ||
    here.type === "ChainExpression"
  ) {
    const inner = here as { readonly object?: Node; readonly expression?: Node }
    const next = inner.object ?? inner.expression
    if (next === undefined) return false
    here = next
  }
  return here.type === "Identifier"
}

/** Follows the path into maps and lists that the expression writes out. */
function narrow(
  expression: Expression,
  path: Path,
): { readonly expression: Expression; readonly path: Path } {
  const [key, ...rest] = path
  const node = withoutParentheses(expression.node)
  const inner = key === undefined ? undefined : partAt(node, key)
  if (inner === undefined) return { expression, path }
  const parsed = parseExpression(expression.source.slice(inner.start, inner.end))
  return parsed.ok ? narrow(parsed.value, rest) : { expression, path }
}

function partAt(node: Node, key: string | number): Node | undefined {
  if (node.type === "ArrayExpression" && typeof key === "number") {
    if (node.elements.slice(0, key + 1).some(each => each?.type === "SpreadElement")) return undefined
    const element = node.elements[key]
    return element && element.type !== "SpreadElement" ? element : undefined
  }
  if (node.type !== "ObjectExpression") return undefined
  let found: Node | undefined
  for (const property of node.properties) {
    if (property.type === "SpreadElement" || property.computed || property.kind !== "init") return undefined
    const { key: name } = property
    const written =
      name.type === "Identifier" ? name.name : name.type === "Literal" ? String(name.value) : undefined
    if (written === String(key)) found = property.value
  }
  return found
}

function withoutParentheses(node: Node): Node {
  return node.type === "ParenthesizedExpression" ? withoutParentheses(node.expression) : node
}

/** The paths without those that only lead to others; of very many that stand side by side what they share. */
export function mostTelling(reads: readonly Path[]): readonly Path[] {
  const byKey = new Map(reads.map(path => [JSON.stringify(path), path]))
  for (const path of reads) {
    for (let length = 1; length < path.length; length++) byKey.delete(JSON.stringify(path.slice(0, length)))
  }
  let paths = [...byKey.values()]
  while (paths.length > mostReads) {
    const longest = Math.max(...paths.map(path => path.length))
    if (longest <= 1) break
    const cut = paths.map(path => (path.length === longest ? path.slice(0, -1) : path))
    paths = [...new Map(cut.map(path => [JSON.stringify(path), path])).values()]
  }
  return paths
}

function beginsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, place) => String(key) === String(path[place]))
}
