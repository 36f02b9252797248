import type { Expression as Node } from "acorn"
import { isRoot } from "./names.ts"

/*
 * A plain path such as `steps.a.output.b[0]` is what most expressions are. It is read here without the parser:
 * a root of the run, then keys after dots, positions and simple quoted keys in brackets, and blanks only at the
 * ends. What is found is the very syntax tree that the parser would give; anything else is left to the parser.
 */

const nameAt = /[A-Za-z_$][\w$]*/y
const bracketAt = /\[(?:(0|[1-9]\d{0,8})|"([^"\\\n\r]*)"|'([^'\\\n\r]*)')\]/y
const blanksAt = /[ \t\n\r]*/y
const mostKeys = 100

/** The tree of the plain path at the start of the text, and where it and the blanks after it end. */
export function plainPathAt(text: string): { readonly node: Node; readonly end: number } | undefined {
  const start = after(blanksAt, text, 0)
  let end = after(nameAt, text, start)
  const root = text.slice(start, end)
  if (!isRoot(root)) return undefined
  let node: Node = { type: "Identifier", start, end, name: root }
  for (let keys = 0; keys <= mostKeys; keys++) {
    const next = text[end]
    if (next === ".") {
      const from = end + 1
      end = after(nameAt, text, from)
      if (end === from) return undefined
      const property: Node = { type: "Identifier", start: from, end, name: text.slice(from, end) }
      node = {
        type: "MemberExpression",
        start,
        end,
        object: node,
        property,
        computed: false,
        optional: false,
      }
    } else if (next === "[") {
      bracketAt.lastIndex = end
      const match = bracketAt.exec(text)
      if (!match) return undefined
      const raw = match[0].slice(1, -1)
      const value = match[1] === undefined ? (match[2] ?? match[3] ?? "") : Number(match[1])
      const property: Node = { type: "Literal", start: end + 1, end: end + 1 + raw.length, value, raw }
      end = bracketAt.lastIndex
      node = { type: "MemberExpression", start, end, object: node, property, computed: true, optional: false }
    } else {
      return { node, end: after(blanksAt, text, end) }
    }
  }
  return undefined
}

/** Where the match of the sticky pattern ends; the position itself where there is none. */
function after(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position
  return pattern.test(text) ? pattern.lastIndex : position
}
