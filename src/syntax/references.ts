import type { AnyNode, MemberExpression } from "acorn"
import type { Path } from "../lib/json.ts"
import type { Expression } from "./expression.ts"
import { visitFreeNames } from "./freeNames.ts"
import { libraryNames } from "./library/library.ts"
import { globals, isRoot, type Root } from "./names.ts"

/** A stretch of an expression's source. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * One place where an expression refers to data of the run: `steps.a.outlets["kept"][0].x` has the root `steps` and
 * the path `["a", "outlets", "kept", 0, "x"]`. The name of a method that is called is no part of the path.
 */
export interface Reference extends Span {
  readonly root: Root
  /** The keys that are known without running the expression. */
  readonly path: Path
  /** Where each key of the path stands in the source, quotes included. */
  readonly keys: readonly Span[]
  /** Whether the path goes on with a key that is computed. */
  readonly dynamic: boolean
  /** Whether it stands as `{ item }`, where the name is a key as well. */
  readonly shorthand: boolean
}

/** A name that is neither declared nor known, with its place. */
export interface UnknownName extends Span {
  readonly name: string
}

/** Every reference to data of the run, in the order of the text. */
export function referencesOf(expression: Expression): readonly Reference[] {
  const found: Reference[] = []
  visitFreeNames(expression.node, ({ name, node, around }) => {
    if (isRoot(name)) found.push(referenceAt(name, node, around))
  })
  return found
}

/** The names that the expression uses and that neither the run nor JavaScript nor the library gives. */
export function unknownNames(
  expression: Expression,
  known: ReadonlySet<string> = libraryNames,
): readonly UnknownName[] {
  const found: UnknownName[] = []
  visitFreeNames(expression.node, ({ name, node }) => {
    if (isRoot(name) || globals.has(name) || known.has(name) || name === "arguments") return
    found.push({ name, start: node.start, end: node.end })
  })
  return found
}

/** Climbs from the root's name through the members around it, for as long as their keys are known. */
function referenceAt(root: Root, name: AnyNode, around: readonly AnyNode[]): Reference {
  const path: (string | number)[] = []
  const keys: Span[] = []
  let dynamic = false
  let span: Span = name
  let here: AnyNode = name
  for (let level = around.length - 1; level >= 0; level--) {
    const parent = around[level]
    if (parent?.type === "ParenthesizedExpression" || parent?.type === "ChainExpression") {
      here = parent
      continue
    }
    if (parent?.type !== "MemberExpression" || parent.object !== here) break
    const key = staticKey(parent)
    if (key === undefined) {
      dynamic = true
      break
    }
    if (isCalled(parent, around[level - 1])) break
    path.push(key)
    keys.push({ start: parent.property.start, end: parent.property.end })
    span = parent
    here = parent
  }
  const shorthand = isShorthand(name, around)
  return { root, path, keys, dynamic, shorthand, start: span.start, end: span.end }
}

/** The key of a member where it is known without running anything. */
export function staticKey(member: MemberExpression): string | number | undefined {
  const { property } = member
  if (!member.computed) return property.type === "Identifier" ? property.name : undefined
  if (property.type === "Literal") {
    if (typeof property.value === "string") return property.value
    if (typeof property.value !== "number") return undefined
    return Number.isSafeInteger(property.value) ? property.value : String(property.value)
  }
  if (property.type === "TemplateLiteral" && property.expressions.length === 0) {
    return property.quasis[0]?.value.cooked ?? undefined
  }
  return undefined
}

function isCalled(member: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "CallExpression" || parent?.type === "NewExpression") return parent.callee === member
  return parent?.type === "TaggedTemplateExpression" && parent.tag === member
}

/** `{ item }`, and in an assignment's pattern `{ item = 1 }`. */
function isShorthand(name: AnyNode, around: readonly AnyNode[]): boolean {
  const parent = around.at(-1)
  const property = parent?.type === "AssignmentPattern" && parent.left === name ? around.at(-2) : parent
  return property?.type === "Property" && property.shorthand
}
