import { isList, isMap, type Json, type JsonMap, own, type Path, sameJson } from "../lib/json.ts"

/*
 * A small reader of JSON Schema: just what the schemas of kinds and triggers use. It says how a value breaks its
 * schema, in a form from which a sentence can be made, and it never throws: what it does not know it lets pass,
 * for the kind's own schema has the last word when the step runs.
 *
 * Any text may be a template, so a text that is one satisfies every type that a template can give.
 */

/** One way in which a value breaks its schema. */
export type Breach = { readonly path: Path } & (
  | { readonly is: "unknown"; readonly name: string; readonly known: readonly string[] }
  | { readonly is: "missing"; readonly name: string }
  | { readonly is: "type"; readonly wanted: readonly string[]; readonly got: Json }
  | { readonly is: "choice"; readonly choices: readonly Json[]; readonly got: Json }
  | { readonly is: "small" | "large"; readonly limit: number }
  | {
      readonly is: "short" | "long"
      readonly limit: number
      readonly things: "characters" | "entries" | "fields"
    }
  | { readonly is: "form"; readonly pattern: string }
)

/** What a text is to its reader: a text as it stands, a template that gives any value, or one that gives text. */
export type TextShape = "plain" | "value" | "text"

/** How deep a value is followed into its schema, and how many comparisons one value may cost. */
const deepest = 40
const mostWork = 50_000

/** Says how the value breaks the schema; `shapeOf` tells templates from texts. */
export function schemaBreaches(
  value: Json,
  schema: JsonMap,
  shapeOf: (text: string, path: Path) => TextShape,
): Breach[] {
  let work = mostWork
  return breachesOf(value, schema, [])

  function breachesOf(value: Json, schema: Json | undefined, path: Path, depth = 0): Breach[] {
    if (depth > deepest || work-- <= 0 || !isMap(schema)) return []
    const shape = typeof value === "string" ? shapeOf(value, path) : "plain"
    if (shape === "value") return []
    const rest = (part: Json | undefined) => breachesOf(value, part, path, depth + 1)
    const target = own(schema, "$ref")
    if (typeof target === "string") return rest(definition(target))
    const choice = shape === "plain" ? breachOfChoice(value, schema, path) : undefined
    if (choice !== undefined) return [choice]
    const types = typesOf(schema)
    if (types.length > 0 && !types.some(type => hasType(value, type))) {
      return [{ is: "type", path, wanted: types, got: value }]
    }
    const all = listOf(schema, "allOf").flatMap(rest)
    const some = listOf(schema, "anyOf").length > 0 ? listOf(schema, "anyOf") : listOf(schema, "oneOf")
    if (some.length > 0) all.push(...closest(value, some, rest, path))
    if (typeof value === "number") all.push(...breachesOfNumber(value, schema, path))
    if (typeof value === "string" && shape === "plain") all.push(...breachesOfText(value, schema, path))
    if (isList(value)) {
      all.push(...breachesOfSize(value.length, schema, path, "minItems", "maxItems", "entries"))
      const heads = listOf(schema, "prefixItems")
      const tail = own(schema, "items")
      for (const [index, item] of value.entries()) {
        all.push(...breachesOf(item, heads[index] ?? tail, [...path, index], depth + 1))
      }
    }
    if (isMap(value)) all.push(...breachesOfMap(value, schema, path, depth))
    return all
  }

  function breachesOfMap(value: JsonMap, schema: JsonMap, path: Path, depth: number): Breach[] {
    const all: Breach[] = []
    const properties = mapOf(schema, "properties")
    const more = own(schema, "additionalProperties")
    for (const name of listOf(schema, "required")) {
      if (typeof name !== "string" || Object.hasOwn(value, name)) continue
      const known = own(properties, name)
      if (isMap(known) && Object.hasOwn(known, "default")) continue
      all.push({ is: "missing", path, name })
    }
    const naming = mapOf(schema, "propertyNames")
    const names = Object.keys(value)
    for (const name of names) {
      const inside = [...path, name]
      all.push(...breachesOfText(name, naming, inside))
      if (Object.hasOwn(properties, name)) {
        all.push(...breachesOf(value[name] ?? null, properties[name], inside, depth + 1))
      } else if (more === false) {
        all.push({ is: "unknown", path: inside, name, known: Object.keys(properties) })
      } else all.push(...breachesOf(value[name] ?? null, more, inside, depth + 1))
    }
    all.push(...breachesOfSize(names.length, schema, path, "minProperties", "maxProperties", "fields"))
    return all
  }

  function definition(target: string): Json | undefined {
    if (target === "#") return schema
    const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(target)?.[1]
    if (name === undefined) return undefined
    return own(mapOf(schema, "$defs"), name) ?? own(mapOf(schema, "definitions"), name)
  }
}

/**
 * Of several schemas one has to fit; where none does, what breaks the one that was probably meant: the one whose
 * tag fits (`type: circle`), else the one that breaks in the fewest places.
 */
function closest(
  value: Json,
  schemas: readonly Json[],
  rest: (schema: Json) => Breach[],
  path: Path,
): Breach[] {
  let best: Breach[] | undefined
  const wanted: string[] = []
  const choices: Json[] = []
  const tags: Tag[] = []
  for (const schema of schemas) {
    const found = rest(schema)
    if (found.length === 0) return []
    const [first] = found
    const atTop = first?.path.length === path.length
    const tag = found.find(
      (breach): breach is Tag => breach.is === "choice" && breach.path.length > path.length,
    )
    if (atTop && first.is === "type") wanted.push(...first.wanted)
    else if (atTop && first.is === "choice") choices.push(...first.choices)
    else if (tag !== undefined) tags.push(tag)
    else if (best === undefined || found.length < best.length) best = found
  }
  if (best !== undefined) return best
  const [tag] = tags
  if (tag !== undefined) return [{ ...tag, choices: tags.flatMap(other => other.choices) }]
  if (choices.length > 0) return [{ is: "choice", path, choices, got: value }]
  return [{ is: "type", path, wanted: [...new Set(wanted)], got: value }]
}

type Tag = Extract<Breach, { is: "choice" }>

function breachOfChoice(value: Json, schema: JsonMap, path: Path): Breach | undefined {
  const choices = Object.hasOwn(schema, "const") ? [schema.const ?? null] : listOf(schema, "enum")
  if (choices.length === 0 || choices.some(choice => sameJson(choice, value))) return undefined
  return { is: "choice", path, choices, got: value }
}

function breachesOfNumber(value: number, schema: JsonMap, path: Path): Breach[] {
  const low = numberOf(schema, "minimum")
  const above = numberOf(schema, "exclusiveMinimum")
  const high = numberOf(schema, "maximum")
  const below = numberOf(schema, "exclusiveMaximum")
  if (low !== undefined && value < low) return [{ is: "small", path, limit: low }]
  if (above !== undefined && value <= above) return [{ is: "small", path, limit: above }]
  if (high !== undefined && value > high) return [{ is: "large", path, limit: high }]
  if (below !== undefined && value >= below) return [{ is: "large", path, limit: below }]
  return []
}

function breachesOfText(value: string, schema: JsonMap, path: Path): Breach[] {
  const sized = breachesOfSize(value.length, schema, path, "minLength", "maxLength", "characters")
  const pattern = own(schema, "pattern")
  if (sized.length > 0 || typeof pattern !== "string" || value.length > longestMatched) return sized
  return matches(pattern, value) ? [] : [{ is: "form", path, pattern }]
}

/** Patterns come from the schemas of kinds; what they are tried on comes from outside, so its length is bounded. */
const longestMatched = 10_000

const patterns = new Map<string, RegExp | null>()

function matches(pattern: string, text: string): boolean {
  let known = patterns.get(pattern)
  if (known === undefined) {
    known = compiled(pattern)
    patterns.set(pattern, known)
  }
  return known === null || known.test(text)
}

function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "u")
  } catch {
    return null
  }
}

function breachesOfSize(
  size: number,
  schema: JsonMap,
  path: Path,
  least: string,
  most: string,
  things: "characters" | "entries" | "fields",
): Breach[] {
  const low = numberOf(schema, least)
  const high = numberOf(schema, most)
  if (low !== undefined && size < low) return [{ is: "short", path, limit: low, things }]
  if (high !== undefined && size > high) return [{ is: "long", path, limit: high, things }]
  return []
}

function typesOf(schema: JsonMap): string[] {
  const type = own(schema, "type")
  if (typeof type === "string") return [type]
  return isList(type) ? type.filter(item => typeof item === "string") : []
}

function hasType(value: Json, type: string): boolean {
  if (type === "null") return value === null
  if (type === "array") return isList(value)
  if (type === "object") return isMap(value)
  if (type === "integer") return Number.isInteger(value)
  return typeof value === type
}

function listOf(schema: JsonMap, key: string): readonly Json[] {
  const value = own(schema, key)
  return isList(value) ? value : []
}

function mapOf(schema: JsonMap, key: string): JsonMap {
  const value = own(schema, key)
  return isMap(value) ? value : {}
}

function numberOf(schema: JsonMap, key: string): number | undefined {
  const value = own(schema, key)
  return typeof value === "number" ? value : undefined
}
