import { deepest } from "../format/guard.ts"
import { readTree } from "../format/readTree.ts"
import type { Json } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { problem } from "./cliProblems.ts"

/*
 * Values that come into a run from outside, as JSON or YAML. Text is looked over before it is parsed, in one pass
 * and without recursion: what is too large, nested too deeply, or holds numbers that could not be kept is refused.
 */

/** The longest text of a value, in characters: 50 MB. */
const largest = 50_000_000

/** Reads JSON; says where it is broken. */
export function parseJson(text: string): Result<Json, Problem> {
  const refused = refusalOf(text)
  if (refused !== undefined) return err(refused)
  try {
    return ok(JSON.parse(text) as Json)
  } catch (cause) {
    return err(problem("bad_json", { why: reasonOf(cause, text) }))
  }
}

/** Reads JSON, or YAML where the text does not begin as JSON does or is said to be YAML. */
export function parseData(text: string, isYaml = !/^\s*[[{"]/.test(text)): Result<Json, Problem> {
  if (!isYaml) return parseJson(text)
  const read = readTree(text)
  if (!read.ok) return err(read.error.problem)
  const { root } = read.value
  const flawed = root.type === "scalar" ? root.flaw !== undefined : root.flawed
  return flawed ? err(problem("number_not_kept", { number: "A number" })) : ok(root.value)
}

function refusalOf(text: string): Problem | undefined {
  if (text.length > largest) return problem("value_too_large", { most: largest / 1_000_000 })
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfText(text, at)
    else if (char === "[" || char === "{") {
      if (++depth > deepest) return problem("value_too_deep", { most: deepest })
    } else if (char === "]" || char === "}") depth--
    else if (char === "-" || (char !== undefined && char >= "0" && char <= "9")) {
      const end = endOfNumber(text, at)
      const written = text.slice(at, end)
      if (!isKept(written)) return problem("number_not_kept", { number: written })
      at = end - 1
    }
  }
  return undefined
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++
    else if (text[at] === '"') return at
  }
  return text.length
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && "0123456789+-.eE".includes(text.charAt(at))) at++
  return at
}

function isKept(written: string): boolean {
  const number = Number(written)
  if (Number.isNaN(number)) return true
  return Number.isFinite(number) && (Number.isSafeInteger(number) || /[.eE]/.test(written))
}

/** The parser's reason, with line and column where it names a position. */
function reasonOf(cause: unknown, text: string): string {
  const said = cause instanceof Error ? cause.message : String(cause)
  const position = /at position (\d+)/.exec(said)?.[1]
  if (position === undefined) return said.endsWith("JSON input") ? "it ends too early" : said
  const before = text.slice(0, Number(position)).split("\n")
  const why = said.replace(/ (?:in JSON )?at position \d+.*$/s, "")
  return `${why} in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}
