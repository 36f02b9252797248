import { isList, isMap, type Json, type JsonMap, own } from "../lib/json.ts"

/** Schemas are followed so deeply. */
const deepest = 6

/** A value that fits the JSON Schema: an example of it where it has one, else the plainest. */
export function sampleOf(schema: Json | undefined, depth = 0): Json {
  if (!isMap(schema) || depth > deepest) return null
  const written =
    own(schema, "default") ??
    own(schema, "const") ??
    first(own(schema, "examples")) ??
    first(own(schema, "enum"))
  if (written !== undefined) return written
  const either = own(schema, "anyOf") ?? own(schema, "oneOf") ?? own(schema, "allOf")
  if (isList(either))
    return sampleOf(either.find(one => !isMap(one) || one.type !== "null") ?? null, depth + 1)
  const type = own(schema, "type")
  switch (isList(type) ? type[0] : type) {
    case "string":
      return "text"
    case "number":
    case "integer":
      return typeof schema.minimum === "number" ? Math.max(1, schema.minimum) : 1
    case "boolean":
      return true
    case "array":
      return isMap(schema.items) ? [sampleOf(schema.items, depth + 1)] : []
    case "object":
      return sampleMap(schema, depth)
    default:
      return own(schema, "properties") === undefined ? "text" : sampleMap(schema, depth)
  }
}

function sampleMap(schema: JsonMap, depth: number): JsonMap {
  const properties = own(schema, "properties")
  if (!isMap(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner, depth + 1)]),
  )
}

function first(list: Json | undefined): Json | undefined {
  return isList(list) ? list[0] : undefined
}
