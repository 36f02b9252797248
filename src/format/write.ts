import { z } from "zod"
import { isList, isMap, type Json, type JsonMap, type Path } from "../lib/json.ts"
import { rootScopeKeys, scopeKeys, type Workflow } from "../model/workflow.ts"
import { workflowSchema } from "../model/workflowSchema.ts"
import { type Comments, hasInside } from "./comments.ts"
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
  /** What is said around the value and in it, to be written along. */
  readonly comments?: Comments | undefined
  /** The lines of an item that has its text already, since it comes from elsewhere in the file. */
  readonly carry?: ((item: Json, path: Path, indent: number) => string | undefined) | undefined
}

/** The longest line that is made of a map or list in brackets. */
export const widest = 110

/** A root scope of more steps than this has a blank line between them. */
const shortScope = 3

/** The text of a new file. */
export function writeWorkflow(workflow: Workflow): string {
  return writeFile(workflow as unknown as JsonMap, undefined)
}

/** The text of a whole file with the comments given. */
export function writeFile(map: JsonMap, comments: Comments | undefined, carry?: Spot["carry"]): string {
  const spot = { path: [], indent: 0, used: 0, style: usualStyle, comments, carry }
  const head = [...(comments?.above ?? []), ...(comments?.behind ?? [])]
  const lines = [...head, ...pairs(map, spot, 0), ...(comments?.below ?? [])]
  return `${lines.join("\n")}\n`
}

/** The value as it stands behind `key:` or `-`, with the blank or line break that parts them. */
export function writeValue(value: Json, spot: Spot): string {
  const [behind] = spot.comments?.behind ?? []
  const remark = behind === undefined ? "" : ` ${behind}`
  if (!isMap(value) && !isList(value)) return writeLeaf(value, spot, remark)
  const flow = isOpen(spot.path) && spot.form !== "flow" ? undefined : fittingFlow(value, spot)
  if (flow !== undefined || isEmpty(value)) {
    const below = commentLines(spot.comments?.below, spot.indent + spot.style.map)
    return [` ${flow ?? writeFlow(value, spot.path, spot.comments)}${remark}`, ...below].join("\n")
  }
  const indent = spot.indent + (isMap(value) ? spot.style.map : spot.style.list)
  const parts = isMap(value) ? pairs(value, spot, indent) : items(value, spot, indent)
  return [remark, ...parts, ...commentLines(spot.comments?.below, indent)].join("\n")
}

/** One pair of a block map, with its indentation and the comments above it. */
export function writePair(key: string, value: Json, spot: Spot): string {
  const start = `${" ".repeat(spot.indent)}${writeKey(key, false)}:`
  const pair = `${start}${writeValue(value, { ...spot, used: start.length })}`
  return [...commentLines(saidAbove(spot.comments), spot.indent), pair].join("\n")
}

/** One item of a block list, with its indentation and dash, and the comments above it. */
export function writeItem(value: Json, spot: Spot): string {
  const carried = spot.carry?.(value, spot.path, spot.indent)
  if (carried !== undefined) return carried
  const { comments } = spot
  const dash = `${" ".repeat(spot.indent)}-`
  const above = saidAbove(comments)
  if (!isMap(value) || isEmpty(value)) {
    const style = { ...spot.style, list: Math.max(spot.style.list, 2) }
    const item = `${dash}${writeValue(value, { ...spot, style, used: dash.length })}`
    return [...commentLines(above, spot.indent), item].join("\n")
  }
  const flow =
    isOpen(spot.path) || spot.form === "block"
      ? undefined
      : fittingFlow(value, { ...spot, used: dash.length })
  if (flow !== undefined) {
    const behind = comments?.behind.slice(0, 1).map(comment => ` ${comment}`) ?? []
    return [...commentLines(above, spot.indent), `${dash} ${flow}${behind.join("")}`].join("\n")
  }
  const indent = spot.indent + 2
  const [firstKey = ""] = orderedKeys(value, spot.path)
  const first = comments?.parts.get(firstKey)
  const bare = first && { ...first, above: [], behind: first.behind.slice(0, 1) }
  const inner =
    comments && bare ? { ...comments, parts: new Map(comments.parts).set(firstKey, bare) } : comments
  const [head = "", ...rest] = pairs(value, { ...spot, comments: inner }, indent)
  return [
    ...commentLines([...above, ...(comments?.behind.slice(0, 1) ?? []), ...saidAbove(first)], spot.indent),
    `${dash} ${head.slice(indent)}`,
    ...rest,
    ...commentLines(comments?.below, indent),
  ].join("\n")
}

/** What stands above a value: of several comments behind it all but the first, too. */
function saidAbove(comments: Comments | undefined): readonly string[] {
  if (comments === undefined) return none
  return comments.behind.length < 2 ? comments.above : [...comments.above, ...comments.behind.slice(1)]
}

function commentLines(comments: readonly string[] | undefined, indent: number): readonly string[] {
  if (comments === undefined) return none
  return comments.map(comment => (comment === "" ? "" : `${" ".repeat(indent)}${comment}`))
}

/** An item that has its text already, in brackets, with the comments above it and behind it. */
export interface FlowItem {
  readonly above: readonly string[]
  readonly source: string
  readonly behind: readonly string[]
}

/** The value in brackets: on one line, but for items that come from elsewhere and bring lines of their own. */
export function writeFlow(
  value: Json,
  path: Path,
  comments?: Comments,
  carry?: (item: Json, path: Path) => FlowItem | undefined,
): string {
  const carried = carry?.(value, path)
  if (carried !== undefined) return carried.source
  if (isList(value)) {
    const items = value.map((item, index) =>
      writeFlow(item, [...path, index], comments?.parts.get(index), carry),
    )
    const brought = value.map((item, index) => carry?.(item, [...path, index]))
    const isLines = brought.some(item => item && item.above.length + item.behind.length > 0)
    return isLines ? flowLines(items, brought, path.length) : `[${items.join(", ")}]`
  }
  if (!isMap(value)) return comments?.source ?? writeScalar(value, true)
  const parts = orderedKeys(value, path).map(
    key =>
      `${writeKey(key, true)}: ${writeFlow(value[key] ?? null, [...path, key], comments?.parts.get(key), carry)}`,
  )
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`
}

/** The items on a line each, with their comments. */
function flowLines(
  items: readonly string[],
  brought: readonly (FlowItem | undefined)[],
  depth: number,
): string {
  const lines = items.flatMap((item, index) => {
    const { above = none, behind = none } = brought[index] ?? {}
    const comma = index < items.length - 1 ? "," : ""
    return [...above, [`${item}${comma}`, ...behind].join(" ")]
  })
  return ["[", ...commentLines(lines, depth * 2), `${" ".repeat(depth * 2)}]`].join("\n")
}

function pairs(map: JsonMap, spot: Spot, indent: number): string[] {
  const { style, carry } = spot
  let wasSection = false
  return orderedKeys(map, spot.path).map((key, index) => {
    const value = map[key] ?? null
    const path = [...spot.path, key]
    const comments = spot.comments?.parts.get(key)
    const pair = writePair(key, value, { path, indent, used: 0, style, comments, carry })
    const isSection = path.length === 1 && typeof value === "object" && /\n [^\n]*$/.test(pair)
    const isApart = isSection || wasSection
    wasSection = isSection
    return index === 0 ? withoutBlank(pair) : isApart ? withBlank(pair) : pair
  })
}

function items(list: readonly Json[], spot: Spot, indent: number): string[] {
  const { style, carry } = spot
  const isLong = spot.path.length === 1 && isInScopes(spot.path) && list.length > shortScope
  return list.map((value, index) => {
    const path = [...spot.path, index]
    const comments = spot.comments?.parts.get(index)
    const item = writeItem(value, { path, indent, used: 0, style, comments, carry })
    return index === 0 ? withoutBlank(item) : isLong ? withBlank(item) : item
  })
}

function withBlank(lines: string): string {
  return lines.startsWith("\n") ? lines : `\n${lines}`
}

function withoutBlank(lines: string): string {
  return lines.replace(/^\n+/, "")
}

function writeLeaf(value: Scalar, spot: Spot, behind: string): string {
  const block = typeof value === "string" && spot.form !== "flow" ? blockLines(value) : undefined
  const source = spot.comments?.source
  if (source !== undefined) return ` ${source}${behind}`
  if (!block) return ` ${writeScalar(value, spot.form === "flow", spot.quotes)}${behind}`
  const indent = " ".repeat(spot.indent + spot.style.map)
  const lines = block.lines.map(line => (line === "" ? "\n" : `\n${indent}${line}`))
  return ` ${block.header}${behind}${lines.join("")}`
}

function isEmpty(value: JsonMap | readonly Json[]): boolean {
  return isList(value) ? value.length === 0 : Object.keys(value).length === 0
}

/** The value in brackets, where that is short and hides no text of several lines. */
function fittingFlow(value: Json, spot: Spot): string | undefined {
  if (spot.form === "block" || hasInside(spot.comments) || !couldFit(value, widest)) return undefined
  const flow = writeFlow(value, spot.path, spot.comments)
  const room = spot.form === "flow" ? Number.POSITIVE_INFINITY : widest - spot.used - 1
  return flow.length <= room ? flow : undefined
}

/** Spares the writing of what is far too large. */
function couldFit(value: Json, room: number): boolean {
  if (typeof value === "string") return value.length <= room && blockLines(value) === undefined
  if (isList(value)) {
    const maps = value.filter(item => isMap(item) && !isEmpty(item))
    return maps.length < 2 && value.length * 3 <= room && value.every(item => couldFit(item, room))
  }
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
export function isInScopes(path: Path): boolean {
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
  const named = known.filter(key => keys.includes(key))
  const others = keys.filter(key => !known.includes(key))
  return named.at(-1) === "layout" && path.length === 0
    ? [...named.slice(0, -1), ...others, "layout"]
    : [...named, ...others]
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
