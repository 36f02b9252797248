import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"

/*
 * The form of an answer is written short: `{ severity: "low | high", findings: [{ line: integer, note: "string?" }] }`.
 * A text is a type, or the choices that there are; a list holds the form of its entries; a map names fields; a
 * question mark at the end allows a field to be left out. A JSON Schema in full (with `properties` or `items`) is
 * taken as it stands.
 */

const typeNames = ["string", "number", "integer", "boolean", "object", "array", "null"]
const deepest = 16

/** The JSON Schema that a form stands for, or what cannot be read in it. */
export function schemaOfForm(form: Json, depth = 0): Result<JsonMap, string> {
  if (depth > deepest) return err("it is nested too deep")
  if (typeof form === "string") return schemaOfText(form)
  if (isMap(form)) return isSchema(form) ? ok(form) : schemaOfFields(form, depth)
  if (Array.isArray(form) && form.length === 1) {
    const items = schemaOfForm((form as readonly Json[])[0] ?? null, depth + 1)
    return items.ok ? ok({ type: "array", items: items.value }) : items
  }
  return err("a list holds the form of one entry, everything else is a text or a map")
}

function isSchema(form: JsonMap): boolean {
  const type = own(form, "type")
  return (
    typeof own(form, "$schema") === "string" ||
    (type === "object" && isMap(own(form, "properties"))) ||
    (type === "array" && isMap(own(form, "items")))
  )
}

function schemaOfText(text: string): Result<JsonMap, string> {
  const choices = text
    .replace(/\?$/, "")
    .split("|")
    .map(choice => choice.trim())
  const [only = ""] = choices
  if (choices.length === 1) {
    if (only === "any") return ok({})
    return typeNames.includes(only) ? ok({ type: only }) : err(`"${text}" is no type`)
  }
  if (choices.some(choice => choice === "")) return err(`"${text}" has an empty choice`)
  if (choices.every(choice => typeNames.includes(choice)))
    return ok({ anyOf: choices.map(type => ({ type })) })
  return ok({ type: "string", enum: choices })
}

function schemaOfFields(fields: JsonMap, depth: number): Result<JsonMap, string> {
  const properties: [string, Json][] = []
  const required: string[] = []
  for (const [written, form] of Object.entries(fields)) {
    const optional = written.endsWith("?") || (typeof form === "string" && form.endsWith("?"))
    const name = written.replace(/\?$/, "")
    const schema = schemaOfForm(form, depth + 1)
    if (!schema.ok) return err(`${name}: ${schema.error}`)
    properties.push([name, schema.value])
    if (!optional) required.push(name)
  }
  if (properties.length === 0) return err("it has no field")
  return ok({
    type: "object",
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  })
}
