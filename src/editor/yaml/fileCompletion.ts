import { isList, isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { scopeAt } from "../../model/places.ts"
import type { Workflow } from "../../model/workflow.ts"
import { type KeysHere, type YamlPlace, yamlPlaceAt } from "./yamlPlace.ts"

/** Something that may be written at a place of the file. */
export interface FileOption {
  readonly label: string
  readonly insert: string
  readonly detail: string
  readonly doc: string
  readonly sort: "key" | "value" | "kind" | "step"
}

/** What may be written at the offset, and what is there of it; null where nothing is known. */
export function fileOptions(
  text: string,
  offset: number,
  schema: JsonMap,
  workflow: Workflow,
): { readonly typed: string; readonly options: readonly FileOption[] } | null {
  const place = yamlPlaceAt(text, offset)
  if (place === null) return null
  const here = schemasAt(schema, place)
  const keys = place.at === "value" ? [] : keyOptions(here, place.beside)
  const values = place.at === "key" ? [] : [...stepOptions(place, workflow), ...valueOptions(here)]
  const options = [...values, ...keys]
  return options.length === 0 ? null : { typed: place.typed, options }
}

const deepest = 40

/** All schemas that hold for what stands at the place. */
function schemasAt(root: JsonMap, { path, around, beside }: YamlPlace): JsonMap[] {
  let found = expanded([root], root, around[0] ?? beside)
  for (const [index, key] of path.entries()) {
    const keys = around[index + 1] ?? beside
    const inner = found.flatMap(schema =>
      typeof key === "number" ? mapIn(own(schema, "items")) : properties(schema, key),
    )
    found = expanded(inner, root, keys)
  }
  return found
}

function properties(schema: JsonMap, name: string): JsonMap[] {
  const named = own(schema, "properties")
  const property = isMap(named) ? own(named, name) : undefined
  return property === undefined ? mapIn(own(schema, "additionalProperties")) : mapIn(property)
}

function mapIn(value: Json | undefined): JsonMap[] {
  return isMap(value) ? [value] : []
}

/** The schemas with all that they are made of: what they refer to, their choices, and the case that the keys decide. */
function expanded(schemas: readonly JsonMap[], root: JsonMap, keys: KeysHere, depth = 0): JsonMap[] {
  if (depth > deepest) return []
  return schemas.flatMap(schema => {
    const parts: JsonMap[] = []
    const reference = own(schema, "$ref")
    if (typeof reference === "string") parts.push(...referred(root, reference))
    for (const way of ["anyOf", "oneOf", "allOf"]) {
      const list = own(schema, way)
      if (isList(list)) parts.push(...list.flatMap(each => (isMap(each) && holds(each, keys) ? [each] : [])))
    }
    const then = own(schema, "then")
    if (isMap(then)) parts.push(then)
    return [schema, ...expanded(parts, root, keys, depth + 1)]
  })
}

function referred(root: JsonMap, reference: string): JsonMap[] {
  if (reference === "#") return [root]
  const definitions = own(root, "$defs")
  const name = reference.replace("#/$defs/", "")
  return isMap(definitions) ? mapIn(own(definitions, name)) : []
}

/** Whether the case of a schema is the one that the keys name; what is no case always holds. */
function holds(schema: JsonMap, keys: KeysHere): boolean {
  const condition = own(schema, "if")
  const named = isMap(condition) ? own(condition, "properties") : undefined
  if (!isMap(named)) return true
  return Object.entries(named).every(([key, value]) => isMap(value) && own(value, "const") === keys.get(key))
}

function keyOptions(schemas: readonly JsonMap[], beside: KeysHere): FileOption[] {
  const found = new Map<string, FileOption>()
  for (const schema of schemas) {
    const named = own(schema, "properties")
    for (const [name, property] of Object.entries(isMap(named) ? named : {})) {
      if (beside.has(name)) continue
      const doc = isMap(property) ? (said([property]) ?? "") : ""
      if (found.get(name)?.doc) continue
      found.set(name, { label: name, insert: `${name}: `, detail: "", doc, sort: "key" })
    }
  }
  return [...found.values()]
}

function valueOptions(schemas: readonly JsonMap[]): FileOption[] {
  const found = new Map<string, FileOption>()
  for (const schema of schemas) {
    const doc = own(schema, "description")
    const title = own(schema, "title")
    const listed = own(schema, "enum")
    const values = [
      own(schema, "const"),
      ...(isList(listed) ? listed : []),
      ...(own(schema, "type") === "boolean" ? [true, false] : []),
    ]
    for (const value of values) {
      if (value === undefined || value === null || typeof value === "object") continue
      const isKind = own(schema, "const") !== undefined && typeof title === "string"
      found.set(String(value), {
        label: String(value),
        insert: String(value),
        detail: isKind ? title : "",
        doc: isKind && typeof doc === "string" ? doc : "",
        sort: isKind ? "kind" : "value",
      })
    }
  }
  return [...found.values()]
}

/** The steps to which a wire may lead: those beside the step whose `next` it is. */
function stepOptions({ path }: YamlPlace, workflow: Workflow): FileOption[] {
  const next = path.lastIndexOf("next")
  const tail = path.slice(next + 1).filter(key => typeof key !== "number")
  const isTarget = tail.length === 0 || (tail.length === 1 && tail[0] !== "when") || tail[1] === "to"
  if (next < 2 || !isTarget) return []
  const scope = path.slice(0, next - 1)
  const own = path[next - 1]
  return (scopeAt(workflow, scope) ?? []).flatMap((step, index) =>
    step.id === "" || index === own
      ? []
      : [{ label: step.id, insert: step.id, detail: step.name ?? step.kind, doc: "", sort: "step" as const }],
  )
}

function said(schemas: readonly JsonMap[]): string | null {
  for (const schema of schemas) {
    const title = own(schema, "title")
    const description = own(schema, "description")
    const words = [title, description].filter(each => typeof each === "string" && each !== "")
    if (words.length > 0) return words.join(": ")
  }
  return null
}
