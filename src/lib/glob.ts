import { err, ok, type Result } from "./result.ts"

/*
 * A glob names files by pattern: `*` is anything within a name, `**` any folders (none included), `?` one letter,
 * `[a-z]` one of a set, `{ts,tsx}` a choice, `\` takes the next letter as it is. It is matched by keeping the set
 * of places in the pattern that the text may have reached, so the time grows with the length of both and no
 * pattern can hang.
 */

type Token =
  | { readonly type: "letter"; readonly is: (letter: string) => boolean }
  | { readonly type: "star" }
  | { readonly type: "folders" }

/** A pattern of paths. */
export interface Glob {
  /** Whether the path fits the pattern. */
  matches(path: string): boolean
}

const mostChoices = 256
const longest = 1_024

/** Reads a written pattern; what is wrong with it is said in words. */
export function parseGlob(text: string): Result<Glob, string> {
  if (text === "") return err("it is empty")
  if (text.length > longest) return err(`it is longer than ${longest} letters`)
  const plain = expand(text)
  if (!plain.ok) return plain
  const patterns: Token[][] = []
  for (const one of plain.value) {
    const tokens = tokensOf(one)
    if (!tokens.ok) return tokens
    patterns.push(tokens.value)
  }
  return ok({ matches: path => patterns.some(tokens => fits(tokens, path)) })
}

/** The patterns without choices that a pattern with choices stands for. */
function expand(text: string): Result<string[], string> {
  const done: string[] = []
  const waiting = [text]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const choice = firstChoice(one)
    if (choice === "open") return err("a { is never closed")
    if (choice === null) done.push(one)
    else {
      const [before, after] = [one.slice(0, choice.start), one.slice(choice.end + 1)]
      for (const part of choice.parts) waiting.push(before + part + after)
    }
    if (done.length + waiting.length > mostChoices) return err(`it has more than ${mostChoices} choices`)
  }
  return ok(done)
}

function firstChoice(
  text: string,
): { readonly start: number; readonly end: number; readonly parts: readonly string[] } | "open" | null {
  let [start, depth, from] = [-1, 0, 0]
  const parts: string[] = []
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === "\\") at++
    else if (letter === "{" && depth++ === 0) [start, from] = [at, at + 1]
    else if (letter === "," && depth === 1) {
      parts.push(text.slice(from, at))
      from = at + 1
    } else if (letter === "}" && depth > 0 && --depth === 0) {
      return { start, end: at, parts: [...parts, text.slice(from, at)] }
    }
  }
  return depth > 0 ? "open" : null
}

function tokensOf(text: string): Result<Token[], string> {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ""
    const startsName = at === 0 || text[at - 1] === "/"
    if (startsName && text.startsWith("**", at) && (text[at + 2] === "/" || at + 2 === text.length)) {
      if (text[at + 2] === "/") {
        tokens.push({ type: "folders" })
        at += 2
      } else {
        tokens.push({ type: "folders" }, { type: "star" })
        at += 1
      }
    } else if (letter === "*") {
      if (tokens.at(-1)?.type !== "star") tokens.push({ type: "star" })
    } else if (letter === "?") tokens.push({ type: "letter", is: one => one !== "/" })
    else if (letter === "[") {
      const end = text.indexOf("]", at + 2)
      if (end < 0) return err("a [ is never closed")
      tokens.push({ type: "letter", is: setOf(text.slice(at + 1, end)) })
      at = end
    } else {
      const plain = letter === "\\" ? text[++at] : letter
      if (plain === undefined) return err("it ends in a backslash")
      tokens.push({ type: "letter", is: one => one === plain })
    }
  }
  return ok(tokens)
}

function setOf(text: string): (letter: string) => boolean {
  const not = text.startsWith("!") || text.startsWith("^")
  const letters = not ? text.slice(1) : text
  const ranges: (readonly [string, string])[] = []
  for (let at = 0; at < letters.length; at++) {
    const from = letters[at] ?? ""
    const isRange = letters[at + 1] === "-" && at + 2 < letters.length
    ranges.push([from, isRange ? (letters[at + 2] ?? from) : from])
    if (isRange) at += 2
  }
  return letter => letter !== "/" && ranges.some(([from, to]) => from <= letter && letter <= to) !== not
}

function fits(tokens: readonly Token[], path: string): boolean {
  let places = new Set<number>()
  const enter = (into: Set<number>, place: number) => {
    for (let at = place; !into.has(at); at++) {
      into.add(at)
      const type = tokens[at]?.type
      if (type !== "star" && type !== "folders") break
    }
  }
  enter(places, 0)
  for (let index = 0; index < path.length; index++) {
    const letter = path[index] ?? ""
    const reached = new Set<number>()
    for (const place of places) {
      const token = tokens[place]
      if (token?.type === "letter" && token.is(letter)) enter(reached, place + 1)
      else if (token?.type === "star" && letter !== "/") enter(reached, place)
      else if (token?.type === "folders") {
        if (letter === "/") enter(reached, place)
        else reached.add(place)
      }
    }
    places = reached
    if (places.size === 0) return false
  }
  return places.has(tokens.length)
}
