import type { Json, Path } from "../lib/json.ts"

/*
 * A problem is anything that went wrong, as plain data: in a file, while checking, in a run. It crosses threads
 * and is stored, so it is never an Error. Each has a stable code, and one sentence that says what happened and
 * what to do; the sentences of all problems that a person can meet stand in the catalogues beside this file,
 * one for each part of the product.
 */

/** Where a problem is. A file's problem has a path, and a line and column once `format/` has looked them up. */
export interface Place {
  readonly path?: Path
  readonly line?: number
  readonly column?: number
  readonly step?: string
  readonly visit?: number
}

/** A known way out: what to do, and the change itself where it is a single value. */
export interface Fix {
  readonly say: string
  readonly set?: { readonly path: Path; readonly value: Json }
}

/** Anything that went wrong. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly severity: "error" | "warning"
  readonly retryable: boolean
  readonly at?: Place
  readonly fix?: Fix
  readonly data?: { readonly [name: string]: Json }
}

/** One entry of a catalogue: the sentence with its `{blanks}`, and what is always true of the problem. */
export interface ProblemEntry {
  readonly say: string
  readonly severity?: "warning"
  readonly retryable?: true
}

type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never

type Fill<Text extends string> = [Blanks<Text>] extends [never]
  ? []
  : [fill: Record<Blanks<Text>, string | number>]

/** Makes the problems of one catalogue: `const problem = problemsOf(fileProblems); problem("too_big", {…})`. */
export function problemsOf<const C extends Record<string, ProblemEntry>>(catalogue: C) {
  return <Code extends keyof C & string>(code: Code, ...[fill]: Fill<C[Code]["say"]>): Problem => {
    const entry = catalogue[code] as ProblemEntry
    return {
      code,
      message: fillBlanks(entry.say, fill ?? {}),
      severity: entry.severity ?? "error",
      retryable: entry.retryable ?? false,
    }
  }
}

/** The problem with a place, a fix or data added. */
export function withPlace(problem: Problem, at: Place, fix?: Fix): Problem {
  return { ...problem, at: { ...problem.at, ...at }, ...(fix ? { fix } : {}) }
}

const longestBlank = 120

/** What came from outside is cut to a length that can be read, and shown without its control characters. */
function fillBlanks(say: string, fill: Readonly<Record<string, string | number>>): string {
  return say.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = String(Object.hasOwn(fill, name) ? fill[name] : "")
    const shown = text.length > longestBlank ? `${text.slice(0, longestBlank)}…` : text
    return shown.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "\u{fffd}")
  })
}
