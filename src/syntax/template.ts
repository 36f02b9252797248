import { err, ok, type Result } from "../lib/result.ts"
import { type Expression, longestSource, readExpression, skipBlanks } from "./expression.ts"
import { plainPathAt } from "./plainPath.ts"
import { type SyntaxProblem, shiftProblem, syntaxProblem } from "./syntaxProblems.ts"

/*
 * A template is text with holes: `Review {{ steps.read.output.path }} now`. A hole holds one JavaScript
 * expression, and ends where that expression ends, so `{{ "}}" }}` and `{{ {a: {b: 1}} }}` mean what they say.
 * A template that is nothing but one hole gives the hole's value with its type; in any other the values are
 * written into the text. `\{{` writes braces; of several backslashes before braces each pair writes one.
 */

/** Text that stands for itself, escapes already read. */
export interface TextPart {
  readonly type: "text"
  readonly text: string
}

/** A hole. `source`, at `start` to `end` of the template, is all that stands between the braces. */
export interface Hole {
  readonly type: "hole"
  readonly source: string
  readonly start: number
  readonly end: number
  readonly expression: Expression
}

/** A template as a list of its parts. */
export type Template = readonly (TextPart | Hole)[]

/** Whether the text has to be read as a template, as it holds braces. */
export function isTemplate(text: string): boolean {
  return text.includes("{{")
}

/** The hole of a template that is nothing else, and therefore gives its value with its type. */
export function soleHole(template: Template): Hole | undefined {
  const [first] = template
  return template.length === 1 && first?.type === "hole" ? first : undefined
}

/** Whether the template is one hole and nothing else. */
export function isSole(template: Template): boolean {
  return soleHole(template) !== undefined
}

/** Reads a template. */
export function parseTemplate(text: string): Result<Template, SyntaxProblem> {
  const parts: (TextPart | Hole)[] = []
  let plain = ""
  let position = 0
  for (;;) {
    const braces = text.indexOf("{{", position)
    if (braces < 0) break
    const backslashes = countBackslashes(text, position, braces)
    plain += text.slice(position, braces - Math.ceil(backslashes / 2))
    if (backslashes % 2 === 1) {
      plain += "{{"
      position = braces + 2
      continue
    }
    const hole = readHole(text, braces)
    if (!hole.ok) return hole
    if (plain !== "") parts.push({ type: "text", text: plain })
    plain = ""
    parts.push(hole.value)
    position = hole.value.end + 2
  }
  plain += text.slice(position)
  if (plain !== "") parts.push({ type: "text", text: plain })
  return ok(parts)
}

function readHole(text: string, braces: number): Result<Hole, SyntaxProblem> {
  const start = braces + 2
  const rest = text.slice(start)
  const close = rest.indexOf("}}")
  if (close < 0) return err(syntaxProblem("unclosed_hole", braces, 2))
  if (rest.startsWith("}}", skipBlanks(rest, 0))) {
    return err(syntaxProblem("empty_expression", braces, close + 4))
  }
  const plain = plainPathAt(rest)
  if (plain !== undefined && rest.startsWith("}}", plain.end)) {
    return ok(holeOf(text, start, plain.end, plain.node))
  }
  const tooLong = syntaxProblem("expression_too_long", start, close)
  if (close > longestSource) return err(tooLong)
  const read = readExpression(rest.slice(0, longestSource + 2))
  if (!read.ok) return err(shiftProblem(read.error, start))
  const { node, end } = read.value
  if (end > longestSource) return err(tooLong)
  if (end >= rest.length) return err(syntaxProblem("unclosed_hole", braces, 2))
  if (!rest.startsWith("}}", end)) return err(syntaxProblem("several_expressions", start + end, 1))
  return ok(holeOf(text, start, end, node))
}

function holeOf(text: string, start: number, length: number, node: Expression["node"]): Hole {
  const end = start + length
  const source = text.slice(start, end)
  return { type: "hole", source, start, end, expression: { source, node } }
}

function countBackslashes(text: string, from: number, before: number): number {
  let start = before
  while (start > from && text[start - 1] === "\\") start--
  return before - start
}
