import { isMap, type Json, type JsonMap, own, sameJson } from "../../lib/json.ts"

const deepest = 64
const most = 10

/**
 * What is wrong with a value by a JSON Schema, in words that a model can mend it by; at most ten. Understands what
 * providers accept in schemas of answers: type, enum, const, properties, required, additionalProperties, items,
 * anyOf, and the bounds on numbers, texts and lists.
 */
export function complaintsAbout(value: Json, schema: Json, where = "the answer", depth = 0): string[] {
  if (!isMap(schema)) return []
  if (depth > deepest) return [`${where} is nested too deep`]
  const anyOf = own(schema, "anyOf")
  if (Array.isArray(anyOf)) {
    const fits = (anyOf as readonly Json[]).some(
      one => complaintsAbout(value, one, where, depth + 1).length === 0,
    )
    return fits ? [] : [`${where} fits none of its forms`]
  }
  const type = own(schema, "type")
  const types = typeof type === "string" ? [type] : Array.isArray(type) ? type : []
  if (types.length > 0 && !types.some(one => hasType(value, one)))
    return [`${where} must be ${types.join(" or ")}`]
  const choices = own(schema, "enum")
  if (Array.isArray(choices) && !choices.some(one => sameJson(one, value))) {
    return [`${where} must be one of ${JSON.stringify(choices)}`]
  }
  const constant = own(schema, "const")
  if (constant !== undefined && !sameJson(constant, value))
    return [`${where} must be ${JSON.stringify(constant)}`]
  const inner = Array.isArray(value)
    ? aboutEntries(value, own(schema, "items"), where, depth)
    : isMap(value)
      ? aboutFields(value, schema, where, depth)
      : []
  return [...aboutBounds(value, schema, where), ...inner].slice(0, most)
}

function hasType(value: Json, type: Json): boolean {
  if (type === "null") return value === null
  if (type === "integer") return Number.isInteger(value)
  if (type === "array") return Array.isArray(value)
  return type === "object" ? isMap(value) : typeof value === type
}

function aboutFields(value: JsonMap, schema: JsonMap, where: string, depth: number): string[] {
  const properties = own(schema, "properties")
  const known = isMap(properties) ? properties : {}
  const required = own(schema, "required")
  const complaints: string[] = []
  for (const name of Array.isArray(required) ? (required as readonly Json[]) : []) {
    if (typeof name === "string" && !Object.hasOwn(value, name)) complaints.push(`${where} lacks ${name}`)
  }
  for (const [name, inside] of Object.entries(value)) {
    if (complaints.length >= most) break
    const rule = Object.hasOwn(known, name) ? known[name] : own(schema, "additionalProperties")
    if (rule === false) complaints.push(`${where} must not have ${name.slice(0, 60)}`)
    else complaints.push(...complaintsAbout(inside, rule ?? {}, `${where}.${name.slice(0, 60)}`, depth + 1))
  }
  return complaints
}

function aboutEntries(
  value: readonly Json[],
  items: Json | undefined,
  where: string,
  depth: number,
): string[] {
  const complaints: string[] = []
  for (const [index, entry] of value.entries()) {
    if (complaints.length >= most) break
    complaints.push(...complaintsAbout(entry, items ?? {}, `${where}[${index}]`, depth + 1))
  }
  return complaints
}

function aboutBounds(value: Json, schema: JsonMap, where: string): string[] {
  const bound = (name: string) => {
    const limit = own(schema, name)
    return typeof limit === "number" ? limit : undefined
  }
  const size =
    typeof value === "number"
      ? value
      : typeof value === "string" || Array.isArray(value)
        ? value.length
        : null
  if (size === null) return []
  const [least, greatest] =
    typeof value === "number"
      ? [bound("minimum"), bound("maximum")]
      : typeof value === "string"
        ? [bound("minLength"), bound("maxLength")]
        : [bound("minItems"), bound("maxItems")]
  const what = typeof value === "number" ? where : `the length of ${where}`
  if (least !== undefined && size < least) return [`${what} must be at least ${least}`]
  return greatest !== undefined && size > greatest ? [`${what} must be at most ${greatest}`] : []
}
