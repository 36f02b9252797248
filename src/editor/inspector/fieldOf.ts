import { isList, isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import type { Hint } from "../../model/step.ts"
import { rowsOf, type SchemaRow } from "./widgets/schemaRows.ts"

/** What a parameter is shown as. */
export type Field =
  | { readonly as: "choice"; readonly options: readonly string[] }
  | { readonly as: "switch" }
  | { readonly as: "number" }
  | { readonly as: "text"; readonly lines: number | null; readonly isMono: boolean }
  | { readonly as: "pairs" }
  | { readonly as: "list" }
  | { readonly as: "rows"; readonly item: JsonMap }
  | { readonly as: "schema"; readonly rows: readonly SchemaRow[] }
  | { readonly as: "tools" }
  | { readonly as: "value" }

const nothing: JsonMap = {}

/** The field for a parameter: what its hint says, else what follows from its schema, else plain values. */
export function fieldOf(schema: JsonMap, hint: Hint | undefined, value?: Json): Field {
  const widget = hint?.widget
  if (widget === "keyvalue") return { as: "pairs" }
  if (widget === "code" || widget === "expression")
    return { as: "text", lines: widget === "code" ? 5 : 2, isMono: true }
  if (widget === "multiline") return { as: "text", lines: 4, isMono: true }
  if (widget === "tools") return { as: "tools" }
  if (widget === "schema") {
    // What rows cannot say is written out.
    const rows = rowsOf(value)
    return rows ? { as: "schema", rows } : { as: "value" }
  }
  if (widget && schema.type !== "array") return { as: "text", lines: null, isMono: true }
  const options = optionsOf(schema)
  if (options) return { as: "choice", options }
  switch (schema.type) {
    case "boolean":
      return { as: "switch" }
    case "integer":
    case "number":
      return { as: "number" }
    case "string":
      return { as: "text", lines: null, isMono: true }
    case "array":
      return listOf(isMap(schema.items) ? schema.items : nothing)
    case "object":
      return isMap(schema.additionalProperties) && !schema.properties ? { as: "pairs" } : { as: "value" }
    default:
      return { as: "value" }
  }
}

function optionsOf(schema: JsonMap): string[] | null {
  if (isList(schema.enum)) return schema.enum.map(String)
  if (!isList(schema.anyOf)) return null
  const consts = schema.anyOf.flatMap(one => (isMap(one) && typeof one.const === "string" ? [one.const] : []))
  return consts.length === schema.anyOf.length ? consts : null
}

function listOf(item: JsonMap): Field {
  if (item.type === "object" && isMap(item.properties)) return { as: "rows", item }
  return item.type === "string" || item.type === "number" || item.type === "integer"
    ? { as: "list" }
    : { as: "value" }
}

/** Words of names that people write otherwise. */
const written: { readonly [word: string]: string } = { url: "URL", html: "HTML", timezone: "time zone" }

/** The name of a parameter as people read it: `okExitCodes` becomes “Ok exit codes”. */
export function labelOf(name: string, schema: JsonMap, hint: Hint | undefined): string {
  if (hint?.label) return hint.label
  if (typeof schema.title === "string") return schema.title
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/_/g, " ")
    .toLowerCase()
    .replace(/\w+/g, word => written[word] ?? word)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The schema of a property. */
export function propertyOf(schema: JsonMap, name: string): JsonMap {
  const properties = isMap(schema.properties) ? schema.properties : nothing
  const property = own(properties, name)
  return isMap(property) ? property : nothing
}

/** Whether the value is text with an expression in it, which any field may hold. */
export function isTemplate(value: unknown): value is string {
  return typeof value === "string" && value.includes("{{")
}

/** A value as it stands in a field of text. */
export function textOf(value: Json | undefined): string {
  if (value === undefined) return ""
  return typeof value === "string"
    ? value
    : JSON.stringify(value, null, isMap(value) || isList(value) ? 2 : 0)
}

/** What a text in a field for any value means: a number, true, false, null, a list or a map where it says so, else itself. */
export function looseValue(text: string): Json | undefined {
  if (text === "") return undefined
  if (!/^\s*(?:[[{]|-?\d|true\s*$|false\s*$|null\s*$)/.test(text) || text.trimStart().startsWith("{{"))
    return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** What a text in a field for numbers means: the number, or the text itself for the check to speak about. */
export function numberValue(text: string): Json | undefined {
  if (text.trim() === "") return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}
