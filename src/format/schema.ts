import { z } from "zod"
import { isList, isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import type { Catalogue, KindEntry, TriggerEntry } from "../model/catalogue.ts"
import type { Hint } from "../model/step.ts"
import { workflowSchema } from "../model/workflowSchema.ts"

/*
 * The JSON Schema of the file, from which the YAML view takes completion, hover and errors: the schema of the
 * format, and for each kind what its `with` takes and which outlets `next` may name.
 *
 *     step: { …, allOf: [ { if: { properties: { kind: { const: "wait" } } }, then: { properties: { with: … } } } ] }
 */

/** The JSON Schema (2020-12) of a file whose steps are of these kinds. */
export function fileSchema(catalogue: Catalogue): JsonMap {
  const schema = structuredClone(
    z.toJSONSchema(workflowSchema, { io: "input", unrepresentable: "any" }),
  ) as unknown as Record<string, Json>
  const file = rewritten(schema, catalogue, 0) as JsonMap
  const definitions = [...Object.values(catalogue.kinds), ...Object.values(catalogue.triggers)].map(
    definitionsOf,
  )
  return { ...file, $defs: Object.assign({}, own(file, "$defs"), ...definitions) }
}

/** The definitions that an entry's own schema refers to, under names that no other entry has. */
function definitionsOf(entry: KindEntry | TriggerEntry): JsonMap {
  const definitions = own(entry.input, "$defs")
  if (!isMap(definitions)) return {}
  const name = nameOf(entry)
  return Object.fromEntries(
    Object.entries(definitions).map(([key, value]) => [`${name}.${key}`, referringTo(name, value, 0)]),
  )
}

function nameOf(entry: KindEntry | TriggerEntry): string {
  return "kind" in entry ? entry.kind : entry.type
}

/** The schema with its references led to where the entry's definitions stand in the schema of the file. */
function referringTo(name: string, schema: Json, depth: number): Json {
  if (depth > deepestSchema) return schema
  if (isList(schema)) return schema.map(item => referringTo(name, item, depth + 1))
  if (!isMap(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) =>
      key === "$ref" && typeof value === "string"
        ? [key, value.replace("#/$defs/", `#/$defs/${name}.`)]
        : [key, referringTo(name, value, depth + 1)],
    ),
  )
}

const deepestSchema = 60

/** The schema with what the catalogue knows put into every schema of a step or of a trigger. */
function rewritten(schema: Json, catalogue: Catalogue, depth: number): Json {
  if (depth > deepestSchema) return schema
  if (isList(schema)) return schema.map(item => rewritten(item, catalogue, depth + 1))
  if (!isMap(schema)) return schema
  const result: Record<string, Json> = {}
  for (const [key, value] of Object.entries(schema)) result[key] = rewritten(value, catalogue, depth + 1)
  const properties = own(schema, "properties")
  if (!isMap(properties)) return result
  if (own(properties, "kind") && own(properties, "next")) {
    return withCases(result, "kind", Object.values(catalogue.kinds).map(kindCase))
  }
  if (own(properties, "type") && own(properties, "missed")) {
    return withCases(result, "type", Object.values(catalogue.triggers).map(triggerCase))
  }
  return result
}

/** One kind or type: its name, what is said of it, and the fields that it decides. */
interface Case {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly fields: JsonMap
}

function kindCase(entry: KindEntry): Case {
  return {
    name: entry.kind,
    title: entry.title,
    summary: entry.summary,
    fields: { with: parametersOf(entry), ...nextOf(entry) },
  }
}

function triggerCase(entry: TriggerEntry): Case {
  const { type: name, title, summary } = entry
  return { name, title, summary, fields: { with: parametersOf(entry) } }
}

function withCases(schema: JsonMap, field: string, cases: readonly Case[]): JsonMap {
  const properties = own(schema, "properties")
  const names = cases.map(({ name, title, summary }) => ({ const: name, title, description: summary }))
  return {
    ...schema,
    properties: { ...(isMap(properties) ? properties : {}), [field]: { type: "string", anyOf: names } },
    allOf: cases.map(({ name, fields }) => ({
      if: { properties: { [field]: { const: name } }, required: [field] },
      // biome-ignore lint/suspicious/noThenProperty: it is the word of JSON Schema.
      then: { properties: fields },
    })),
  }
}

/** What `next` may name: the kind's outlets, where its parameters do not make more. */
function nextOf(entry: KindEntry): JsonMap {
  if (entry.outletsFrom !== undefined) return {}
  const outlets = [...new Set([...entry.outlets, "failure"])]
  const byOutlet = {
    type: "object",
    propertyNames: { enum: [...outlets, "to", "inlet", "when", "after", "at", "on", "validate"] },
  }
  return {
    next: {
      description: `Where the run goes on, by outlet: ${outlets.join(", ")}`,
      anyOf: [
        { type: "string" },
        { type: "array" },
        { ...byOutlet, properties: Object.fromEntries(outlets.map(name => [name, {}])) },
      ],
    },
  }
}

/** The schema of `with`: each parameter as its own schema says, or a template. */
function parametersOf(entry: KindEntry | TriggerEntry): JsonMap {
  const { hints } = entry
  const input = withoutKeys(referringTo(nameOf(entry), entry.input, 0) as JsonMap, ["$schema", "$defs"])
  const properties = own(input, "properties")
  if (!isMap(properties)) return input
  const fields = Object.entries(properties).map(([name, schema]): [string, Json] => {
    const hint = own(hints, name)
    const described = isMap(schema) ? { ...schema, ...(hint ? wordsOf(hint) : {}) } : schema
    return [name, hint?.raw ? described : orTemplate(described, 0)]
  })
  return { ...input, properties: Object.fromEntries(fields) }
}

function wordsOf(hint: Hint): JsonMap {
  return {
    ...(hint.label === undefined ? {} : { title: hint.label }),
    ...(hint.help === undefined ? {} : { description: hint.help }),
  }
}

const template: JsonMap = { type: "string", pattern: "\\{\\{" }

/** The schema, and at every depth of it a text that holds a template. */
function orTemplate(schema: Json, depth: number): Json {
  if (!isMap(schema) || depth > deepestSchema) return schema
  const inner: Record<string, Json> = {}
  for (const [key, value] of Object.entries(schema)) inner[key] = innerOf(key, value, depth)
  const { title, description, default: fallback, ...rest } = inner
  const isAnyText = rest.type === "string" && Object.keys(rest).length === 1
  if (isAnyText || Object.keys(rest).length === 0) return inner
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [rest, template],
  }
}

function innerOf(key: string, value: Json, depth: number): Json {
  if (key === "properties" && isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, orTemplate(item, depth + 1)]),
    )
  }
  if (key === "items" || key === "additionalProperties") return orTemplate(value, depth + 1)
  if ((key === "anyOf" || key === "oneOf" || key === "allOf" || key === "prefixItems") && isList(value)) {
    return value.map(item => orTemplate(item, depth + 1))
  }
  return value
}

function withoutKeys(map: JsonMap, keys: readonly string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !keys.includes(name)))
}
