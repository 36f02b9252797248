import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { loopProblem } from "./loopProblems.ts"

/*
 * What a step gave is copied into plain data before the engine looks at it: nothing that the step still holds can
 * change a journaled value, and nothing that cannot be stored gets in. The copy walks with a stack of its own, so
 * that depth costs no stack frames, and counts what it copies, so that a small graph that unfolds to a huge tree
 * ends at the limit. Keys whose value is undefined are left out, as they are in JSON.
 */

/** How large and how deep a value may be. */
export interface PlainLimits {
  /** Counted as the letters of its JSON, roughly; each list and map counts for 16 more. */
  readonly size: number
  readonly depth: number
}

/** What a step may give: 64 MB, 500 levels. */
export const outputLimits: PlainLimits = { size: 64 * 1024 * 1024, depth: 500 }

interface Frame {
  readonly from: object
  readonly keys: readonly string[] | null
  readonly length: number
  readonly into: Json[] | Record<string, Json>
  next: number
}

/** A copy of the value as plain data, or the problem and where it stands. */
export function toPlainJson(value: unknown, limits: PlainLimits = outputLimits): Result<Json, Problem> {
  if (limits === outputLimits) {
    const copy = copyOfSmall(value)
    if (copy !== undefined) return ok(copy)
  }
  const stack: Frame[] = []
  /** What is being copied, once it is nested deeply: before that the stack itself is looked through. */
  let open: Set<object> | null = null
  let size = 0
  let result: Json = null

  for (let here: unknown = value, first = true; ; first = false) {
    if (!first) {
      let top = stack.at(-1)
      while (top !== undefined && top.next === top.length) {
        open?.delete(top.from)
        stack.pop()
        top = stack.at(-1)
      }
      if (top === undefined) return ok(result)
      const index = top.next++
      try {
        here = (top.from as Record<string | number, unknown>)[
          top.keys === null ? index : (top.keys[index] ?? "")
        ]
      } catch (cause) {
        return err(loopProblem("unreadable_output", { path: placeOf(stack), why: reasonOf(cause) }))
      }
      if (here === undefined && top.keys !== null) continue
    }

    let copy: Json
    if (here === null || typeof here === "boolean") {
      copy = here
      size += 5
    } else if (typeof here === "string") {
      copy = here
      size += here.length + 3
    } else if (typeof here === "number" && Number.isFinite(here)) {
      copy = here
      size += 8
    } else if (typeof here === "object") {
      if (open === null ? isOn(stack, here) : open.has(here))
        return err(loopProblem("cyclic_output", { path: placeOf(stack) }))
      if (stack.length === limits.depth) return err(loopProblem("output_too_deep", { most: limits.depth }))
      const frame = frameOf(here, stack)
      if (!frame.ok) return frame
      copy = frame.value.into
      size += 16 + (frame.value.keys?.reduce((sum, key) => sum + key.length + 3, 0) ?? 0)
      // A list may claim a length that it does not have the items for.
      if (frame.value.length > limits.size) return err(tooBig(limits))
      place(stack.at(-1), copy)
      if (stack.length === 0) result = copy
      stack.push(frame.value)
      if (open !== null) open.add(here)
      else if (stack.length === shallow) open = new Set(stack.map(({ from }) => from))
      if (size > limits.size) return err(tooBig(limits))
      continue
    } else {
      return err(loopProblem("not_plain_output", { what: nameOf(here), path: placeOf(stack) }))
    }
    if (size > limits.size) return err(tooBig(limits))
    if (stack.length === 0) return ok(copy)
    place(stack.at(-1), copy)
  }
}

/** A small value as nearly all are, copied without ado; undefined for any other, which is then looked at with care. */
function copyOfSmall(value: unknown): Json | undefined {
  try {
    return copied(value, { left: fewParts }, 0)
  } catch {
    return undefined
  }
}

const fewParts = 64
const fewLevels = 6
const shortText = 10_000

function copied(value: unknown, parts: { left: number }, depth: number): Json | undefined {
  if (value === null || typeof value === "boolean") return value
  if (typeof value === "string") return value.length <= shortText ? value : undefined
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined
  if (typeof value !== "object" || depth === fewLevels) return undefined
  if (Array.isArray(value)) {
    parts.left -= value.length
    if (parts.left < 0) return undefined
    const list: Json[] = []
    for (const item of value) {
      const copy = copied(item, parts, depth + 1)
      if (copy === undefined) return undefined
      list.push(copy)
    }
    return list
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype as object) !== null) return undefined
  const map: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    const item = (value as { readonly [name: string]: unknown })[key]
    if (item === undefined) continue
    const copy = --parts.left < 0 || key === "__proto__" ? undefined : copied(item, parts, depth + 1)
    if (copy === undefined) return undefined
    map[key] = copy
  }
  return map
}

/** Up to here a look through the stack is quicker than a set. */
const shallow = 8

function isOn(stack: readonly Frame[], value: object): boolean {
  for (const { from } of stack) if (from === value) return true
  return false
}

function frameOf(value: object, stack: readonly Frame[]): Result<Frame, Problem> {
  try {
    if (Array.isArray(value)) return ok({ from: value, keys: null, length: value.length, into: [], next: 0 })
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === null || Object.getPrototypeOf(prototype as object) === null) {
      const keys = Object.keys(value)
      return ok({ from: value, keys, length: keys.length, into: {}, next: 0 })
    }
    return err(loopProblem("not_plain_output", { what: nameOf(value), path: placeOf(stack) }))
  } catch (cause) {
    return err(loopProblem("unreadable_output", { path: placeOf(stack), why: reasonOf(cause) }))
  }
}

function place(frame: Frame | undefined, copy: Json): void {
  if (frame === undefined) return
  const { into } = frame
  if (Array.isArray(into)) {
    into.push(copy)
    return
  }
  const key = frame.keys?.[frame.next - 1] ?? ""
  if (key !== "__proto__") into[key] = copy
  // Assigned, it would be the map's prototype and not a key of it.
  else Object.defineProperty(into, key, { value: copy, enumerable: true, configurable: true, writable: true })
}

function placeOf(stack: readonly Frame[]): string {
  const parts = stack
    .slice(0, 12)
    .map(({ keys, next }) => (keys === null ? String(next - 1) : keys[next - 1]))
  return parts.join(".") || "its top"
}

function tooBig(limits: PlainLimits): Problem {
  return loopProblem("output_too_big", { most: Math.round(limits.size / 1024 / 1024) })
}

function nameOf(value: unknown): string {
  if (value === undefined) return "undefined"
  if (typeof value === "number") return String(value)
  if (typeof value !== "object" || value === null) return `a ${typeof value}`
  const name: unknown = value.constructor?.name
  return typeof name === "string" && name !== "" ? `a ${name}` : "an object that is not a plain map"
}

/** What a thrown value says of itself; anything at all can be thrown, and its own properties can throw too. */
export function reasonOf(cause: unknown): string {
  try {
    if (typeof cause === "object" && cause !== null && "message" in cause) {
      const { message } = cause
      if (typeof message === "string" && message !== "") return message
    }
    if (cause === undefined || cause === null) return "it gave no reason"
    if (typeof cause === "string") return cause
    return typeof cause === "object" ? nameOf(cause) : String(cause)
  } catch {
    return "its reason cannot be read"
  }
}
