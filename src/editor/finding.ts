import { isList, isMap, type Path } from "../lib/json.ts"
import { setAt } from "../model/edits/change.ts"
import { readsOf } from "../model/edits/extractReads.ts"
import { eachStep } from "../model/places.ts"
import type { Problem } from "../model/problems.ts"
import { textsOf } from "../model/texts.ts"
import type { Step, Workflow } from "../model/workflow.ts"

/*
 * Finding in all fields of a workflow. What is typed is the text to find, and filters that choose among the steps:
 *
 *     fetch kind:http.*          the word, in steps whose kind begins with http.
 *     uses:review                all steps that read what review gave, or an input, variable or secret of that name
 *     is:invalid is:unused       steps with problems; steps that can never run
 *     is:disabled                steps that are switched off
 *
 * Ids and the targets of wires are found and not replaced: other places hang on them, and renaming sees to those.
 */

/** What is searched for. */
export interface Search {
  readonly text: string
  readonly kinds: readonly string[]
  readonly uses: readonly string[]
  readonly is: readonly ("invalid" | "unused" | "disabled")[]
  /** Filters that are none. */
  readonly unknown: readonly string[]
}

/** How texts are compared. */
export interface Comparing {
  readonly matchCase: boolean
  readonly wholeWords: boolean
}

/** A field in which the text stands. */
export interface Found {
  readonly path: Path
  /** The step that it belongs to; null in the workflow's own fields. */
  readonly step: string | null
  /** The name of the field: `with.prompt`. */
  readonly field: string
  readonly text: string
  /** Where the text begins, each time, and how long it is there. */
  readonly at: readonly { readonly from: number; readonly length: number }[]
  /** Whether another text may be written in its place. */
  readonly isFixed: boolean
}

const filters = ["invalid", "unused", "disabled"] as const
/** Codes of the problems that say that a step never runs. */
const neverRuns = new Set(["unreachable_step", "lonely_step"])

/** Reads what was typed. */
export function parseSearch(typed: string): Search {
  const search = { kinds: [] as string[], uses: [] as string[], is: [] as Search["is"][number][] }
  const unknown: string[] = []
  const rest = typed.replace(
    /(^|\s)(kind|uses|is):(\S*)/g,
    (_, before: string, name: string, value: string) => {
      if (name === "kind") search.kinds.push(value)
      else if (name === "uses") search.uses.push(value)
      else {
        const known = filters.find(filter => filter === value)
        if (known) search.is.push(known)
        else unknown.push(`is:${value}`)
      }
      return before
    },
  )
  return { ...search, text: rest.trim(), unknown }
}

/** What finding knows besides the workflow: the problems, and which box each belongs to. */
export interface FindContext {
  readonly problems: ReadonlyMap<string, readonly Problem[]>
}

/** Where the text stands; without a text, the names of the steps that the filters leave. */
export function findIn(
  workflow: Workflow,
  search: Search,
  comparing: Comparing,
  { problems }: FindContext,
): Found[] {
  const hasFilter = search.kinds.length + search.uses.length + search.is.length > 0
  const users = search.uses.length === 0 ? null : usersOf(workflow, search.uses)
  const isMeant = (step: Step) => {
    const own = problems.get(step.id) ?? []
    const states = {
      invalid: own.some(problem => problem.severity === "error"),
      unused: own.some(({ code }) => neverRuns.has(code)),
      disabled: step.disabled === true,
    }
    return (
      search.kinds.every(kind => fits(step.kind, kind)) &&
      search.is.every(state => states[state]) &&
      (users === null || users.has(step.id))
    )
  }
  const found: Found[] = []
  for (const { step, path } of eachStep(workflow)) {
    if (hasFilter && !isMeant(step)) continue
    if (search.text === "") {
      if (hasFilter)
        found.push({ path, step: step.id, field: "", text: step.name ?? step.id, at: [], isFixed: true })
    } else findInMap(step as unknown as Walked, path, step.id, inStep, found)
  }
  if (!hasFilter && search.text !== "") findInMap(workflow as unknown as Walked, [], null, inWorkflow, found)
  return found

  function findInMap(
    value: Walked,
    path: Path,
    step: string | null,
    skipped: ReadonlySet<string>,
    into: Found[],
  ) {
    for (const [key, part] of Object.entries(value)) {
      if (!skipped.has(key)) walk(part, [...path, key], step, path.length, into)
    }
  }

  function walk(value: unknown, path: Path, step: string | null, depth: number, into: Found[]) {
    if (typeof value === "string") {
      const at = occurrences(value, search.text, comparing)
      if (at.length === 0) return
      const field = path.slice(depth).join(".")
      into.push({ path, step, field, text: value, at, isFixed: isFixed(path.slice(depth)) })
    } else if (isList(value))
      value.forEach((item, index) => void walk(item, [...path, index], step, depth, into))
    else if (isMap(value))
      for (const [key, part] of Object.entries(value)) walk(part, [...path, key], step, depth, into)
  }
}

type Walked = { readonly [key: string]: unknown }

/** Scopes are walked step by step, and the layout says nothing. */
const inStep: ReadonlySet<string> = new Set(["enter", "steps", "exit", "always"])
const inWorkflow: ReadonlySet<string> = new Set(["steps", "failure", "always", "layout", "rivulet"])

/** What other places hang on: ids, kinds, and where wires lead. */
function isFixed(field: Path): boolean {
  const [first, ...rest] = field
  if (first === "id" || first === "kind") return true
  if (first === "next")
    return !["when", "match", "expression", "ai", "after", "at"].includes(String(field.at(-1)))
  if (first === "triggers") return ["id", "type", "next"].includes(String(rest[1] ?? ""))
  return false
}

function fits(kind: string, pattern: string): boolean {
  return pattern.endsWith("*") ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

/** The steps whose expressions read something of one of the names. */
function usersOf(workflow: Workflow, names: readonly string[]): Set<string> {
  const users = new Set<string>()
  for (const text of textsOf(workflow)) {
    if (text.step === undefined || users.has(text.step.id)) continue
    const isUser = readsOf(text).some(({ reference: { path } }) => names.includes(String(path[0])))
    if (isUser) users.add(text.step.id)
  }
  return users
}

function occurrences(text: string, wanted: string, { matchCase, wholeWords }: Comparing): Found["at"] {
  const [hay, needle] = matchCase ? [text, wanted] : [folded(text), folded(wanted)]
  const found: { from: number; length: number }[] = []
  for (let from = hay.indexOf(needle); from >= 0; from = hay.indexOf(needle, from + needle.length)) {
    const isWhole = !isWordAt(text, from - 1) && !isWordAt(text, from + needle.length)
    if (!wholeWords || isWhole) found.push({ from, length: needle.length })
  }
  return found
}

/** The text in small letters, each of the same length as before. */
function folded(text: string): string {
  return text.replace(/\p{Lu}/gu, letter => {
    const small = letter.toLowerCase()
    return small.length === letter.length ? small : letter
  })
}

function isWordAt(text: string, index: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text[index] ?? "")
}

/** The workflow with another text in the place of what was found, in all of these fields. */
export function replaceIn(workflow: Workflow, found: readonly Found[], by: string): Workflow {
  return found.reduce(
    (left, { path, text, at, isFixed }) => (isFixed ? left : setAt(left, path, replacedText(text, at, by))),
    workflow,
  )
}

/** The text with another one wherever something was found. */
export function replacedText(text: string, at: Found["at"], by: string): string {
  let result = ""
  let end = 0
  for (const { from, length } of at) {
    result += text.slice(end, from) + by
    end = from + length
  }
  return result + text.slice(end)
}
