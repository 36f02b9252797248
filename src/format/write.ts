import { z } from "zod"
import { isList, isMap, type Json, type JsonMap, type Path } from "../lib/json.ts"
import { rootScopeKeys, scopeKeys, type Workflow, workflowSchema } from "../model/workflow.ts"
import { blockLines, type Quotes, type Scalar, writeKey, writeScalar } from "./scalars.ts"

/*
 * Values to text. A map or list that fits stands on one line in brackets; what is long, and what people look for
 * line by line (steps, triggers, inputs, the layout), stands in a block.
 */

/** How a file is indented: what a map adds for the maps in it, and what it adds for the dashes of a list. */
export interface Style {
  readonly map: number
  readonly list: number
}

/** How new files are indented. */
export const usualStyle: Style = { map: 2, list: 2 }

/** Where a value is to stand. */
export interface Spot {
  readonly path: Path
  /** The column of the key or dash before it, from 0. */
  readonly indent: number
  /** How far the line before it reaches. */
  readonly used: number
  readonly style: Style
  readonly form?: "flow" | "block" | undefined
  readonly quotes?: Quotes
}

/** The longest line that is made of a map or list in brackets. */
export const widest = 100

/** The text of a new file. */
export function writeWorkflow(workflow: Workflow): string {
  const map = workflow as unknown as JsonMap
  return `${pairs(map, { path: [], indent: 0, used: 0, style: usualStyle }, 0).join("\n")}\n`
}

/** The value as it stands behind `key:` or `-`, with the blank or line break that parts them. */
export function writeValue(value: Json, spot: Spot): string {
  if (!isMap(value) && !isList(value)) return writeLeaf(value, spot)
  const flow = isOpen(spot.path) && spot.form !== "flow" ? undefined : fittingFlow(value, spot)
  if (flow !== undefined || isEmpty(value)) return ` ${flow ?? writeFlow(value, spot.path)}`
  if (isMap(value)) {
    const indent = spot.indent + spot.style.map
    return pairs(value, spot, indent)
      .map(pair => `\n${pair}`)
      .join("")
  }
  return items(value, spot, spot.indent + spot.style.list)
    .map(item => `\n${item}`)
    .join("")
}

/** One pair of a block map, with its indentation. */
export function writePair(key: string, value: Json, spot: Spot): string {
  const start = `${" ".repeat(spot.indent)}${writeKey(key, false)}:`
  return `${start}${writeValue(value, { ...spot, used: start.length })}`
}

/** One item of a block list, with its indentation and dash. */
export function writeItem(value: Json, spot: Spot): string {
  const dash = `${" ".repeat(spot.indent)}-`
  if (!isMap(value) || isEmpty(value)) {
    const style = { ...spot.style, list: Math.max(spot.style.list, 2) }
    return `${dash}${writeValue(value, { ...spot, style, used: dash.length })}`
  }
  const flow =
    isOpen(spot.path) || spot.form === "block"
      ? undefined
      : fittingFlow(value, { ...spot, used: dash.length })
  if (flow !== undefined) return `${dash} ${flow}`
  const [first = "", ...rest] = pairs(value, spot, spot.indent + 2)
  return [`${dash} ${first.trimStart()}`, ...rest].join("\n")
}

/** The value on one line in brackets. */
export function writeFlow(value: Json, path: Path): string {
  if (isList(value)) return `[${value.map((item, index) => writeFlow(item, [...path, index])).join(", ")}]`
  if (!isMap(value)) return writeScalar(value, true)
  const parts = orderedKeys(value, path).map(
    key => `${writeKey(key, true)}: ${writeFlow(value[key] ?? null, [...path, key])}`,
  )
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`
}

function pairs(map: JsonMap, spot: Spot, indent: number): string[] {
  return orderedKeys(map, spot.path).map(key =>
    writePair(key, map[key] ?? null, { path: [...spot.path, key], indent, used: 0, style: spot.style }),
  )
}

function items(list: readonly Json[], spot: Spot, indent: number): string[] {
  return list.map((item, index) =>
    writeItem(item, { path: [...spot.path, index], indent, used: 0, style: spot.style }),
  )
}

function writeLeaf(value: Scalar, spot: Spot): string {
  const block = typeof value === "string" && spot.form !== "flow" ? blockLines(value) : undefined
  if (!block) return ` ${writeScalar(value, spot.form === "flow", spot.quotes)}`
  const indent = " ".repeat(spot.indent + spot.style.map)
  return ` ${block.header}${block.lines.map(line => (line === "" ? "\n" : `\n${indent}${line}`)).join("")}`
}

function isEmpty(value: JsonMap | readonly Json[]): boolean {
  return isList(value) ? value.length === 0 : Object.keys(value).length === 0
}

/** The value in brackets, where that is short and hides no text of several lines. */
function fittingFlow(value: Json, spot: Spot): string | undefined {
  if (spot.form === "block" || !couldFit(value, widest)) return undefined
  const flow = writeFlow(value, spot.path)
  const room = spot.form === "flow" ? Number.POSITIVE_INFINITY : widest - spot.used - 1
  return flow.length <= room ? flow : undefined
}

/** Spares the writing of what is far too large. */
function couldFit(value: Json, room: number): boolean {
  if (typeof value === "string") return value.length <= room && blockLines(value) === undefined
  if (isList(value)) return value.length * 3 <= room && value.every(item => couldFit(item, room))
  if (!isMap(value)) return true
  const keys = Object.keys(value)
  return keys.length * 5 <= room && keys.every(key => couldFit(value[key] ?? null, room))
}

const openKeys: ReadonlySet<unknown> = new Set([
  ...rootScopeKeys,
  "inputs",
  "triggers",
  "notes",
  "frames",
  "layout",
])

/** Whether what stands at the path is written over several lines however short it is. */
function isOpen(path: Path): boolean {
  if (path.length === 0) return true
  if (path.length === 1) return openKeys.has(path[0])
  return isInScopes(path)
}

/** Whether the path leads to a step, or to a list of steps. */
function isInScopes(path: Path): boolean {
  return path.every((key, depth) => {
    if (depth % 2 === 1) return typeof key === "number"
    const scopes: readonly unknown[] = depth === 0 ? rootScopeKeys : scopeKeys
    return scopes.includes(key)
  })
}

/** The keys of a map in the order of the file's schema; what that does not name comes last, in its own order. */
export function orderedKeys(map: JsonMap, path: Path): readonly string[] {
  const known = schemaKeys(path)
  const keys = Object.keys(map).filter(key => map[key] !== undefined)
  if (known.length === 0) return keys
  return [...known.filter(key => keys.includes(key)), ...keys.filter(key => !known.includes(key))]
}

const none: readonly string[] = []

/** The keys that the schema names for the map at the path, in order; none where any key may stand. */
export function schemaKeys(path: Path): readonly string[] {
  let here: unknown = workflowSchema
  for (const key of path) {
    here = bare(here)
    if (here instanceof z.ZodObject) here = here.shape[key]
    else if (here instanceof z.ZodArray) here = here.element
    else if (here instanceof z.ZodRecord) here = here.valueType
    else return none
  }
  here = bare(here)
  return here instanceof z.ZodObject ? keysOf(here) : none
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema
}

const keysBySchema = new WeakMap<z.ZodObject, readonly string[]>()

function keysOf(schema: z.ZodObject): readonly string[] {
  const keys = keysBySchema.get(schema) ?? Object.keys(schema.shape)
  keysBySchema.set(schema, keys)
  return keys
}
