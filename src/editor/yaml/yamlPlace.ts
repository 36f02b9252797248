/*
 * Where the cursor stands in a text of YAML that need not be whole: while a line is typed the file often cannot be
 * read. So the lines are walked by their indents, and only what stands before the cursor counts.
 *
 *     steps:
 *       - id: read
 *         kind: file.read
 *         with: { pa|          path steps, 0, with · a key · typed "pa"
 */

/** The keys of a map with the text behind each, as far as it stands on their line. */
export type KeysHere = ReadonlyMap<string, string>

/** A place at which something may be written. */
export interface YamlPlace {
  /** The keys and positions that lead to the map, list or value at the cursor. */
  readonly path: readonly (string | number)[]
  /** For each part of the path, the keys of the map that it is looked up in. */
  readonly around: readonly KeysHere[]
  /** Whether a key or a value is written; an entry of a list may become either. */
  readonly at: "key" | "value" | "entry"
  /** What is there of it. */
  readonly typed: string
  /** The keys that the map has already. */
  readonly beside: KeysHere
}

interface Level {
  readonly column: number
  readonly name: string | number
  readonly keys: Map<string, string>
}

/** The place at the offset; null within comments, expressions and longer texts. */
export function yamlPlaceAt(text: string, offset: number): YamlPlace | null {
  const root = new Map<string, string>()
  const stack: Level[] = []
  const lines = text.slice(0, offset).split("\n")
  const last = lines.length - 1
  let literal: number | null = null
  let flow = ""
  for (const [number, line] of lines.entries()) {
    const indent = line.search(/\S|$/)
    const isLast = number === last
    if (literal !== null && (indent > literal || (line.trim() === "" && !isLast))) {
      if (isLast && line.trim() !== "") return null
      continue
    }
    literal = null
    if (flow !== "") {
      flow += ` ${line.trim()}`
      if (isBalanced(flow)) flow = ""
      else if (isLast) return flowPlace(flow, stack, root)
      continue
    }
    if (/^\s*#/.test(line) || (line.trim() === "" && !isLast)) continue
    let column = indent
    let rest = line.slice(indent)
    for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
      while ((stack.at(-1)?.column ?? -1) > column) stack.pop()
      const before = stack.at(-1)
      const isNext = before !== undefined && before.column === column && typeof before.name === "number"
      if (isNext) stack.pop()
      stack.push({ column, name: isNext ? Number(before.name) + 1 : 0, keys: new Map() })
      column += dash[0].length
      rest = rest.slice(dash[0].length)
      if (isLast && !/^[^:]*:(\s|$)/.test(rest) && !/^-(\s|$)/.test(rest) && !/^[{[]/.test(rest))
        return place("entry", rest, stack, root)
    }
    const [, key, value = ""] = /^(["']?[^\s:#{}[\],"'][^:#{}[\],]*["']?):(?:\s+(.*))?$/.exec(rest) ?? []
    const colonOnly = key !== undefined && /:$/.test(rest)
    if (key === undefined) {
      if (!isLast) continue
      if (/^[{[]/.test(rest)) return flowPlace(rest, stack, root)
      if (!/^["']?[\w.$-]*$/.test(rest)) return null
      while ((stack.at(-1)?.column ?? -1) >= Math.max(column, rest === "" ? line.length : 0)) stack.pop()
      return place("key", rest, stack, root)
    }
    while ((stack.at(-1)?.column ?? -1) >= column) stack.pop()
    const name = key.replace(/^["']|["']$/g, "")
    keysOf(stack, root).set(name, value.trim())
    stack.push({ column, name, keys: new Map() })
    if (isLast) {
      if (colonOnly || /\s#/.test(value)) return null
      return /^[{[]/.test(value) ? flowPlace(value, stack, root) : place("value", value, stack, root)
    }
    if (/^[|>][-+\d]*\s*$/.test(value)) literal = column
    else if (/^[{[]/.test(value) && !isBalanced(value)) flow = value
  }
  return null
}

function keysOf(stack: readonly Level[], root: Map<string, string>): Map<string, string> {
  return stack.at(-1)?.keys ?? root
}

function place(
  at: YamlPlace["at"],
  written: string,
  stack: readonly Level[],
  root: Map<string, string>,
): YamlPlace | null {
  const typed = written.replace(/^["']/, "")
  if (typed.includes("{{") || typed.length > 200) return null
  return {
    path: stack.map(({ name }) => name),
    around: [root, ...stack.slice(0, -1).map(({ keys }) => keys)],
    ...{ at, typed, beside: keysOf(stack, root) },
  }
}

/** The place within a map or list that is written in braces on its line. */
function flowPlace(text: string, outer: readonly Level[], root: Map<string, string>): YamlPlace | null {
  const stack = [...outer]
  const open: { readonly sign: string; readonly depth: number }[] = []
  let word = ""
  let isValue = false
  let quote = ""
  const close = () => {
    const inner = open.at(-1)
    const level = stack.at(-1)
    if (inner?.sign === "{" && isValue && level) {
      stack.pop()
      keysOf(stack, root).set(String(level.name), word.trim())
    }
    word = ""
    isValue = false
  }
  for (const [index, letter] of [...text].entries()) {
    if (quote !== "") {
      if (letter === quote) quote = ""
      else word += letter
      continue
    }
    if ((letter === '"' || letter === "'") && word.trim() === "") quote = letter
    else if (letter === "{" || letter === "[") {
      if (text[index + 1] === "{" && word.trim() !== "") return null
      open.push({ sign: letter, depth: stack.length })
      if (letter === "[") stack.push({ column: 0, name: 0, keys: new Map() })
      word = ""
      isValue = false
    } else if (letter === "}" || letter === "]") {
      if (letter === "}") close()
      const ended = open.pop()
      if (ended) stack.length = ended.depth
      word = ""
      isValue = open.at(-1)?.sign === "{"
    } else if (letter === ",") {
      const inner = open.at(-1)
      if (inner?.sign === "{") close()
      else {
        const level = stack.pop()
        stack.push({ column: 0, name: Number(level?.name ?? 0) + 1, keys: new Map() })
      }
      word = ""
    } else if (letter === ":" && open.at(-1)?.sign === "{" && !isValue) {
      stack.push({ column: 0, name: word.trim(), keys: new Map() })
      word = ""
      isValue = true
    } else word += letter
  }
  const inner = open.at(-1)
  if (inner === undefined || /\{\{[^}]*$/.test(text)) return null
  const isEntry = inner.sign === "["
  return place(isEntry ? "entry" : isValue ? "value" : "key", word.trimStart(), stack, root)
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const letter of text.replace(/"[^"]*"|'[^']*'/g, "")) {
    if (letter === "{" || letter === "[") depth++
    if (letter === "}" || letter === "]") depth--
  }
  return depth <= 0
}
