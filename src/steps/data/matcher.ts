import { z } from "zod"
import { isMap, type Json, sameJson } from "../../lib/json.ts"
import { anyJson } from "../anyJson.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"

type Test = (found: Json | undefined, wanted: Json) => boolean

/** A comparison holds between two numbers or two texts; between other values it does not. */
function ordered(holds: (a: number | string, b: number | string) => boolean): Test {
  return (a, b) =>
    ((typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string")) &&
    holds(a, b)
}

function contains(found: Json | undefined, wanted: Json): boolean {
  if (typeof found === "string") return typeof wanted === "string" && found.includes(wanted)
  if (Array.isArray(found)) return found.some(item => sameJson(item, wanted))
  return isMap(found) && typeof wanted === "string" && Object.hasOwn(found, wanted)
}

function empty(found: Json | undefined): boolean {
  if (found === undefined || found === null || found === "") return true
  return Array.isArray(found) ? found.length === 0 : isMap(found) && Object.keys(found).length === 0
}

const among: Test = (found, wanted) =>
  Array.isArray(wanted) && found !== undefined && wanted.some(one => sameJson(one, found))

const tests = {
  equals: (found, wanted) => sameJson(found ?? null, wanted),
  not_equals: (found, wanted) => !sameJson(found ?? null, wanted),
  greater: ordered((a, b) => a > b),
  greater_or_equal: ordered((a, b) => a >= b),
  less: ordered((a, b) => a < b),
  less_or_equal: ordered((a, b) => a <= b),
  contains,
  not_contains: (found, wanted) => !contains(found, wanted),
  starts_with: (found, wanted) =>
    typeof found === "string" && typeof wanted === "string" && found.startsWith(wanted),
  ends_with: (found, wanted) =>
    typeof found === "string" && typeof wanted === "string" && found.endsWith(wanted),
  in: among,
  not_in: (found, wanted) => !among(found, wanted),
  exists: found => found !== undefined,
  not_exists: found => found === undefined,
  is_empty: empty,
  is_not_empty: found => !empty(found),
  is_true: found => found === true,
  is_false: found => found === false,
} satisfies Record<string, Test>

type Operator = keyof typeof tests

/** One condition on an item. There is no operator for patterns: some would never end. */
export const itemCondition = z.strictObject({
  field: fieldPath("The field that is looked at; the item itself if empty").default(""),
  operator: z.enum(Object.keys(tests) as [Operator, ...Operator[]]).default("equals"),
  value: anyJson.optional().meta({ description: "What it is compared with" }),
  ignoreCase: z.boolean().optional().meta({ description: "Whether A and a are the same" }),
})

/** Whether an item meets all, or any, of the conditions. */
export function matcherOf(
  conditions: readonly z.output<typeof itemCondition>[],
  match: "all" | "any",
): (item: Json) => boolean {
  const parts = conditions.map(({ field, operator, value, ignoreCase }) => {
    const read = fieldReader(field)
    const test: Test = tests[operator]
    const wanted = value ?? null
    if (!ignoreCase) return (item: Json) => test(read(item), wanted)
    const folded = lowerCase(wanted)
    return (item: Json) => {
      const found = read(item)
      return test(found === undefined ? undefined : lowerCase(found), folded)
    }
  })
  const [only] = parts
  if (only && parts.length === 1) return only
  return item => (match === "all" ? parts.every(part => part(item)) : parts.some(part => part(item)))
}

function lowerCase(value: Json): Json {
  if (typeof value === "string") return value.toLowerCase()
  return Array.isArray(value)
    ? value.map(item => (typeof item === "string" ? item.toLowerCase() : item))
    : value
}
