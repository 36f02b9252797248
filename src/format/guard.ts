import type { Problem } from "../model/problems.ts"
import { fileProblem } from "./fileProblems.ts"

/*
 * What can be refused by looking at the text alone, in one pass and without recursion, before the YAML package
 * sees it: that package recurses on nesting, so a deep file must never reach it.
 */

/** The longest text of a file, in characters. */
export const largestFile = 5_000_000

/** How many levels a file may be nested. */
export const deepest = 100

/** A problem, and the offset in the text at which it stands. */
export interface Trouble {
  readonly offset: number
  readonly problem: Problem
}

/** The reason to refuse the text unread, if there is one. */
export function refuse(text: string): Trouble | undefined {
  if (text.length > largestFile) {
    return { offset: 0, problem: fileProblem("too_big", { size: text.length, limit: largestFile }) }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/.exec(text)
  if (control) {
    const code = `U+${control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`
    return { offset: control.index, problem: fileProblem("control_character_in_file", { code }) }
  }
  const start = text.search(/\S/)
  if (start < 0) return { offset: 0, problem: fileProblem("empty_file") }
  if (text[start] === "<" && !text.startsWith("<<", start)) {
    return { offset: start, problem: fileProblem("is_html") }
  }
  return deepLine(text)
}

/** The first line that opens more levels than are allowed, as `- - - …` does. */
function deepLine(text: string): Trouble | undefined {
  let offset = 0
  while (offset < text.length) {
    let opened = 0
    for (; offset < text.length; offset++) {
      const char = text[offset]
      if (char === " " || char === "\t") continue
      const after = text[offset + 1]
      const opens = (char === "-" || char === "?" || char === ":") && (after === " " || after === "\t")
      if (!opens) break
      if (++opened > deepest) return { offset, problem: fileProblem("too_deep", { limit: deepest }) }
    }
    const end = text.indexOf("\n", offset)
    if (end < 0) return undefined
    offset = end + 1
  }
  return undefined
}
