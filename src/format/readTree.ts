import { Composer, CST, isMap, isScalar, isSeq, Lexer, Parser, type YAMLError } from "yaml"
import { must } from "../lib/assert.ts"
import type { Json } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { fileProblem } from "./fileProblems.ts"
import { deepest, refuse, type Trouble } from "./guard.ts"
import { type Child, collection, type ScalarNode, type ScalarStyle, type TextNode } from "./tree.ts"

/*
 * Text to tree. The YAML package does the reading, in its three stages: words, tokens, nodes. What the format
 * has not (aliases, tags, directives, …) is refused at the words, where it costs nothing and cannot do anything;
 * depth is watched while tokens are made, so that the third stage, which recurses, only sees shallow files.
 */

/** A tree, and where in the text its root begins. */
export interface ReadTree {
  readonly root: TextNode
  readonly start: number
}

/** Reads the text as a tree, or says why it cannot be one. */
export function readTree(text: string): Result<ReadTree, Trouble> {
  const refused = refuse(text)
  return refused ? err(refused) : readPart(text)
}

/** Reads text that is known to be harmless before it is parsed: a part of a file, that stands so many levels deep. */
export function readPart(text: string, depth = 0): Result<ReadTree, Trouble> {
  const tokens = readTokens(text, depth)
  if (!tokens.ok) return tokens
  const composer = new Composer({
    keepSourceTokens: true,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    version: "1.2",
  })
  const [document, second] = composer.compose(tokens.value, true, text.length)
  if (second) return err({ offset: second.range[0], problem: fileProblem("many_documents") })
  const problem = document?.errors[0] ?? document?.warnings[0]
  if (problem) return err(yamlTrouble(problem, text))
  const contents = document?.contents
  if (!contents) return err({ offset: 0, problem: fileProblem("empty_file") })
  try {
    return ok(treeOf(contents, text))
  } catch (thrown) {
    if (thrown instanceof Refused) return err(thrown.trouble)
    throw thrown
  }
}

/** Carries a refusal out of the walk over the nodes. */
class Refused extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.problem.message)
    this.trouble = trouble
  }
}

/** Words after which the next word is text, not structure. */
const textFollows = "\u001f"

function readTokens(text: string, depth: number): Result<CST.Token[], Trouble> {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let documents = 0
  let flow = 0
  let before = ""
  for (const word of new Lexer().lex(text)) {
    const type = before === textFollows ? "text" : CST.tokenType(word)
    before = before === textFollows ? "" : word
    const problem = wordProblem(type, word)
    if (problem) return err({ offset: parser.offset, problem })
    if (type === "flow-map-start" || type === "flow-seq-start") flow++
    if (type === "flow-map-end" || type === "flow-seq-end") flow--
    if (type === "doc-start" && (parser.stack.length > 1 || ++documents > 1)) {
      return err({ offset: parser.offset, problem: fileProblem("many_documents") })
    }
    for (const token of parser.next(word)) tokens.push(token)
    if (flow > deepest || parser.stack.length > deepest + 2 - depth) {
      return err({ offset: parser.offset, problem: fileProblem("too_deep", { limit: deepest }) })
    }
  }
  for (const token of parser.end()) tokens.push(token)
  return ok(tokens)
}

function wordProblem(type: string | null, word: string): Trouble["problem"] | undefined {
  switch (type) {
    case "anchor":
    case "alias":
      return fileProblem("alias", { name: word })
    case "tag":
      return fileProblem("tag", { name: word })
    case "directive-line":
    case "directive":
      return fileProblem("directive", { name: word })
    case "explicit-key-ind":
      return fileProblem("complex_key")
    default:
      return undefined
  }
}

function yamlTrouble(error: YAMLError, text: string): Trouble {
  const offset = Math.min(error.pos[0], text.length)
  if (error.code === "TAB_AS_INDENT") {
    const lineStart = text.lastIndexOf("\n", offset - 1) + 1
    const tab = text.indexOf("\t", lineStart)
    return { offset: tab < 0 || tab > offset ? offset : tab, problem: fileProblem("tab_indent") }
  }
  if (error.code === "MULTIPLE_DOCS") return { offset, problem: fileProblem("many_documents") }
  const reason = error.message.replace(/\.$/, "")
  return {
    offset,
    problem: fileProblem("not_yaml", { reason: `${reason.charAt(0).toLowerCase()}${reason.slice(1)}` }),
  }
}

const unsafeKeys = new Set(["__proto__", "constructor", "prototype"])

/** The node of the YAML package as a node of ours. Nesting is bounded by `readTokens`. */
function treeOf(node: unknown, text: string): ReadTree {
  if (isMap(node)) {
    const seen = new Set<string>()
    const children = node.items.map((pair): Child => {
      const [keyStart, keyEnd] = rangeOf(pair.key)
      const key = keyOf(pair.key, keyStart)
      if (seen.has(key)) {
        throw new Refused({ offset: keyStart, problem: fileProblem("duplicate_key", { key }) })
      }
      seen.add(key)
      const value = pair.value === null ? { root: emptyNode, start: keyEnd } : treeOf(pair.value, text)
      return { key, start: keyStart, keyLength: keyEnd - keyStart, at: value.start, node: value.root }
    })
    return collected("map", node, children)
  }
  if (isSeq(node)) {
    const dashes = node.flow === true ? [] : dashesOf(node.srcToken)
    const children = node.items.map((item, index): Child => {
      const value = treeOf(item, text)
      return { key: "", start: dashes[index] ?? value.start, keyLength: 0, at: value.start, node: value.root }
    })
    return collected("list", node, children)
  }
  return { root: scalarOf(node, text), start: rangeOf(node)[0] }
}

/** The collection of children that still count from the start of the text. */
function collected(type: "map" | "list", node: { flow?: boolean }, children: readonly Child[]): ReadTree {
  const flow = node.flow === true
  const [first] = children
  const last = children.at(-1)
  const [nodeStart, nodeEnd] = rangeOf(node)
  const start = flow || !first ? nodeStart : first.start
  const end = flow || !last ? nodeEnd : last.at + last.node.length
  const own = children.map(child => ({ ...child, start: child.start - start, at: child.at - start }))
  return { root: collection(type, flow, end - start, own), start }
}

function dashesOf(token: CST.Token | undefined): readonly number[] {
  if (token?.type !== "block-seq") return []
  return token.items.flatMap(({ start }) => start.find(part => part.type === "seq-item-ind")?.offset ?? [])
}

function rangeOf(node: unknown): [start: number, end: number] {
  const range = must((node as { range?: [number, number, number] | null }).range, "a node with a range")
  return [range[0], range[1]]
}

function keyOf(key: unknown, offset: number): string {
  const refuseKey = (problem: Trouble["problem"]) => new Refused({ offset, problem })
  if (!isScalar(key)) throw refuseKey(fileProblem("complex_key"))
  const name = key.type === "PLAIN" ? (key.source ?? "") : String(key.value)
  if (name === "" && key.type === "PLAIN") throw refuseKey(fileProblem("complex_key"))
  if (name === "<<" && key.type === "PLAIN") throw refuseKey(fileProblem("merge_key"))
  if (unsafeKeys.has(name)) throw refuseKey(fileProblem("unsafe_key", { key: name }))
  return name
}

const emptyNode: ScalarNode = { type: "scalar", length: 0, value: null, style: "empty" }

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
}

/** Marks that turn the reading direction around, behind which a name can hide what it says. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

function scalarOf(node: unknown, text: string): ScalarNode {
  const scalar = node as { value: unknown; type?: string; source?: string }
  const [start, end] = rangeOf(node)
  const style = styles[scalar.type ?? "PLAIN"] ?? "plain"
  if (style === "plain" && end === start) return emptyNode
  const length = style === "block" ? withoutLastBreak(text, start, end) - start : end - start
  const { value } = scalar
  if (typeof value === "string") {
    return bidi.test(value)
      ? { type: "scalar", length, value, style, flaw: "bidi_control" }
      : { type: "scalar", length, value, style }
  }
  if (typeof value === "number" && !isKept(value, scalar.source ?? "")) {
    const flaw = Number.isFinite(value) ? "unsafe_integer" : "not_finite"
    return { type: "scalar", length, value: scalar.source ?? "", style, flaw }
  }
  return { type: "scalar", length, value: value as Json, style }
}

function isKept(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false
  return Number.isSafeInteger(value) || !/^[-+]?(?:\d+|0[xo][\da-fA-F]+)$/.test(source)
}

function withoutLastBreak(text: string, start: number, end: number): number {
  let last = end
  if (last > start && text[last - 1] === "\n") last--
  if (last > start && text[last - 1] === "\r") last--
  return last
}
