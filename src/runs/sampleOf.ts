import { isList, isMap, type Json, type JsonMap, own } from "../lib/json.ts"

/** A value that fits the JSON Schema, as an example to begin with: what the schema names as usual, else what is shortest. */
export function sampleOf(schema: Json | undefined, depth = 0): Json {
  if (!isMap(schema) || depth > 6) return null
  if (schema.default !== undefined) return schema.default
  if (isList(schema.examples) && schema.examples.length > 0) return schema.examples[0] ?? null
  if (schema.const !== undefined) return schema.const
  if (isList(schema.enum) && schema.enum.length > 0) return schema.enum[0] ?? null
  const [first] = [schema.anyOf, schema.oneOf].filter(isList).flat()
  if (first !== undefined) return sampleOf(first, depth + 1)
  switch (isList(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return sampleObject(schema, depth)
    case "array":
      return schema.items === undefined ? [] : [sampleOf(schema.items, depth + 1)]
    case "string":
      return schema.format === "date-time" ? "2026-01-31T09:00:00Z" : ""
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? schema.minimum : 0
    case "boolean":
      return false
    default:
      return isMap(schema.properties) ? sampleObject(schema, depth) : null
  }
}

function sampleObject(schema: JsonMap, depth: number): Json {
  const properties = own(schema, "properties")
  if (!isMap(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner, depth + 1)]),
  )
}
