import { isMap, type Json, type JsonMap, type Path } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { loopProblem } from "./loopProblems.ts"
import { reasonOf } from "./plainJson.ts"

/*
 * Templates in the document's data are evaluated all at once: their texts are gathered, handed to the evaluator in
 * one call, and the values put where the texts stood. What holds no template is given back as it is.
 *
 *     { path: "{{ incoming.path }}", deep: ["{{ n }}"] }  ──▶  ["{{ incoming.path }}", "{{ n }}"]  ──▶  { path: …, deep: […] }
 */

/** What expressions see, by name. */
export type Names = { readonly [name: string]: unknown }

/** What an evaluation looked at on its way. */
export interface Looked {
  /** The paths that it read, each with its root first. */
  readonly reads: readonly Path[]
  /** Whether the time had a say. */
  readonly isTimed: boolean
}

/** The values of templates, in their order, undefined where one has none; and what they were made from. */
export type Evaluated =
  | { readonly ok: true; readonly value: readonly (Json | undefined)[]; readonly looked?: Looked }
  | { readonly ok: false; readonly error: Problem }

/** What expressions see as time: a run's own, wherever it goes on. */
export interface SeenTime {
  readonly now: number
  readonly timezone: string
}

/** Evaluates templates: in place where that can be done, else later. */
export type Evaluate = (
  texts: readonly string[],
  names: Names,
  time?: SeenTime,
) => Evaluated | Promise<Evaluated>

/** Documents are nested less deeply than this, or were not checked. */
const deepest = 200

/** A value of the document, with its templates gathered. */
interface Gathered {
  readonly texts: readonly string[]
  readonly fill: (values: readonly (Json | undefined)[]) => Json | undefined
}

const known = new WeakMap<object, Gathered | null>()

/** Evaluates the templates of values that were prepared, each time with other names. */
export type Prepared = (names: Names, evaluate: Evaluate, time?: SeenTime) => Evaluated | Promise<Evaluated>

/** Gathers the templates of the values, but for the top fields of each that are taken as they stand; null if none. */
export function prepareAll(values: readonly Json[], raw: readonly string[] = []): Prepared | null {
  let some = false
  for (const value of values) some ||= gather(value, raw) !== null
  if (!some) return null
  const gathered = values.map(value => gather(value, raw))
  const texts = gathered.flatMap(each => each?.texts ?? [])
  const fill = (evaluated: Evaluated): Evaluated => {
    if (!evaluated.ok) return evaluated
    let from = 0
    const value = gathered.map((each, place) => {
      if (each === null) return values[place]
      const { length } = each.texts
      const own = length === texts.length ? evaluated.value : evaluated.value.slice(from, from + length)
      from += length
      return each.fill(own)
    })
    const { looked } = evaluated
    return looked === undefined ? { ok: true, value } : { ok: true, value, looked }
  }
  return (names, evaluate, time) => {
    try {
      const evaluated = evaluate(texts, names, time)
      return evaluated instanceof Promise ? evaluated.then(fill, whyNot) : fill(evaluated)
    } catch (cause) {
      return whyNot(cause)
    }
  }
}

/** The values with their templates evaluated, but for the top fields of each that are taken as they stand. */
export function evaluateAll(
  values: readonly Json[],
  names: Names,
  evaluate: Evaluate,
  raw: readonly string[] = [],
  time?: SeenTime,
): Evaluated | Promise<Evaluated> {
  return prepareAll(values, raw)?.(names, evaluate, time) ?? ok(values)
}

function whyNot(cause: unknown): Evaluated {
  return err(loopProblem("evaluation_failed", { why: reasonOf(cause) }))
}

function gather(value: Json, raw: readonly string[]): Gathered | null {
  if (typeof value === "string") return hasTemplate(value) ? { texts: [value], fill: ([only]) => only } : null
  if (typeof value !== "object" || value === null) return null
  const before = known.get(value)
  if (before !== undefined) return before
  const looked = { left: fewValues }
  // Small parameters without a template are looked through again sooner than they are remembered.
  if (!mentionsTemplate(value, looked, 0) && looked.left > 0) return null
  const texts: string[] = []
  const fill = filler(value, texts, raw, 0)
  const gathered = texts.length === 0 ? null : { texts, fill }
  known.set(value, gathered)
  return gathered
}

const fewValues = 32

/** Whether there is a template among the first values, as many as may be looked at. */
function mentionsTemplate(value: Json, looked: { left: number }, depth: number): boolean {
  looked.left--
  if (typeof value === "string") return hasTemplate(value)
  if (typeof value !== "object" || value === null || depth > deepest) return false
  for (const key in value) {
    if (looked.left <= 0) return false
    if (mentionsTemplate((value as JsonMap)[key] ?? null, looked, depth + 1)) return true
  }
  return false
}

/** An expression that may stand without braces, as a template. */
export function asTemplate(expression: string): string {
  return hasTemplate(expression) ? expression : `{{ ${expression}\n}}`
}

function hasTemplate(text: string): boolean {
  return text.includes("{{")
}

function filler(value: Json, texts: string[], raw: readonly string[], depth: number): Gathered["fill"] {
  if (typeof value === "string" && hasTemplate(value)) {
    const place = texts.length
    texts.push(value)
    return values => values[place]
  }
  if (typeof value !== "object" || value === null || depth > deepest) return () => value
  const before = texts.length
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => filler(item, texts, [], depth + 1))
    if (texts.length === before) return () => value
    return values => items.map(item => item(values) ?? null)
  }
  if (!isMap(value)) return () => value
  const fields = Object.entries(value).map(
    ([key, field]) => [key, raw.includes(key) ? () => field : filler(field, texts, [], depth + 1)] as const,
  )
  if (texts.length === before) return () => value
  // A map without a prototype takes any key, and several times the room and the time.
  const hasProto = Object.hasOwn(value, "__proto__")
  return values => {
    const map: Record<string, Json> = hasProto ? ({ __proto__: null } as never) : {}
    for (const [key, field] of fields) {
      const filledField = field(values)
      if (filledField !== undefined) map[key] = filledField
    }
    return map as JsonMap
  }
}
