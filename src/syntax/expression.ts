import { type Expression as Node, type Options, Parser } from "acorn"
import { err, ok, type Result } from "../lib/result.ts"
import { plainPathAt } from "./plainPath.ts"
import { type SyntaxProblem, syntaxProblem } from "./syntaxProblems.ts"

/*
 * The language of expressions is one JavaScript expression (ES2024, strict). The text is read once into an ESTree
 * syntax tree, in which parentheses are nodes of their own; all that Rivulet knows of an expression (what it
 * refers to, whether the native lane can take it, how it is renamed) is read off that tree. Reading never throws
 * and has bounds: 32 KB of text, and a depth that walks over the tree can follow without a care.
 */

/** An expression that was read. Positions in its tree count from the start of its source. */
export interface Expression {
  readonly source: string
  readonly node: Node
}

/** The longest source of an expression, in UTF-16 units. */
export const longestSource = 32 * 1024

/** The deepest tree: what follows trees may recurse this far. */
export const deepestTree = 500

/** Reads one JavaScript expression. */
export function parseExpression(source: string): Result<Expression, SyntaxProblem> {
  const plain = plainPathAt(source)
  if (plain?.end === source.length) return ok({ source, node: plain.node })
  if (source.length > longestSource) return err(syntaxProblem("expression_too_long", 0, source.length))
  const read = readExpression(source)
  if (!read.ok) return read
  const { node, end } = read.value
  if (end < source.length) return err(syntaxProblem("several_expressions", end, source.length - end))
  return ok({ source, node })
}

/** The expression at the start of the text, and where it and the blanks and comments after it end. */
export function readExpression(text: string): Result<{ node: Node; end: number }, SyntaxProblem> {
  const start = skipBlanks(text, 0)
  if (start >= text.length) return err(syntaxProblem("empty_expression", 0, text.length))
  try {
    const node = StrictParser.parseExpressionAt(text, 0, options)
    if (isTooDeep(node)) return err(syntaxProblem("expression_too_deep", node.start, node.end - node.start))
    return ok({ node, end: skipBlanks(text, node.end) })
  } catch (cause) {
    return err(toSyntaxProblem(cause, text))
  }
}

const options = {
  ecmaVersion: 2024,
  sourceType: "script",
  allowHashBang: false,
  preserveParens: true,
} as const

/** Strict as modules are, so that `with` and its kin are refused, yet without `await` and `import.meta`. */
class StrictParser extends Parser {
  constructor(given: Options, input: string, start?: number) {
    super(given, input, start)
    Object.assign(this, { strict: true })
  }
}

const hiddenCharacter = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]/

/** The parser throws a SyntaxError with a position, or overflows the stack on nesting that no person writes. */
function toSyntaxProblem(cause: unknown, text: string): SyntaxProblem {
  if (!(cause instanceof SyntaxError) || !("pos" in cause) || typeof cause.pos !== "number") {
    return syntaxProblem("expression_too_deep", 0, text.length)
  }
  if (cause.message.startsWith("Not enough stack"))
    return syntaxProblem("expression_too_deep", 0, text.length)
  const { pos } = cause
  const character = text.slice(pos, pos + 1)
  if (hiddenCharacter.test(character)) return syntaxProblem("hidden_character", pos, 1)
  const reason = cause.message.replace(/ \(\d+:\d+\)$/, "")
  const shown = reason.charAt(0).toLowerCase() + reason.slice(1)
  return syntaxProblem("bad_expression", pos, character.length, shown)
}

/** The position after blanks and comments; a comment that is never closed is not skipped. */
export function skipBlanks(text: string, from: number): number {
  let position = from
  for (;;) {
    if (text.startsWith("//", position)) {
      position += 2
      while (position < text.length && !/[\n\r\u2028\u2029]/.test(text.charAt(position))) position++
    } else if (text.startsWith("/*", position)) {
      const close = text.indexOf("*/", position + 2)
      if (close < 0) return position
      position = close + 2
    } else if (position < text.length && /\s/.test(text.charAt(position))) {
      position++
    } else {
      return position
    }
  }
}

/** Whether the tree is deeper than walks may follow. Looks level by level, so that depth costs it no stack. */
function isTooDeep(tree: Node): boolean {
  if (tree.end - tree.start <= deepestTree) return false
  let level: object[] = [tree]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestTree) return true
    level = level.flatMap(node => childNodes(node))
  }
  return false
}

/** The nodes directly inside a node, in the order of their keys. */
export function childNodes(node: object): Node[] {
  const children: Node[] = []
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...value.filter(isNode))
    else if (isNode(value)) children.push(value)
  }
  return children
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value
}
