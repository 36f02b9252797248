import { z } from "zod"
import type { Json, JsonMap } from "../../lib/json.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { compareJson, keyOf } from "./order.ts"

/** What is worked out over the items of a list; missing and null values are passed over. */
interface Aggregate {
  add(value: Json): void
  result(): Json
}

const aggregates = {
  count: () => folded<number>(0, count => count + 1),
  sum,
  mean,
  min: () => extreme(-1),
  max: () => extreme(1),
  first: () => folded<Json>(null, (first, value) => first ?? value),
  last: () => folded<Json>(null, (_, value) => value),
  list: () => {
    const list: Json[] = []
    return { add: value => void list.push(value), result: () => list }
  },
  distinct: () => {
    const seen = new Map<unknown, Json>()
    return {
      add: value => {
        const key = keyOf(value)
        if (!seen.has(key)) seen.set(key, value)
      },
      result: () => [...seen.values()],
    }
  },
} satisfies Record<string, () => Aggregate>

function folded<T extends Json>(start: T, fold: (before: T, value: Json) => T): Aggregate {
  let result = start
  return {
    add: value => {
      result = fold(result, value)
    },
    result: () => result,
  }
}

function sum(): Aggregate {
  let total = 0
  return {
    add: value => {
      if (typeof value === "number") total += value
    },
    result: () => finite(total),
  }
}

function mean(): Aggregate {
  let [total, count] = [0, 0]
  return {
    add: value => {
      if (typeof value !== "number") return
      total += value
      count++
    },
    result: () => (count === 0 ? null : finite(total / count)),
  }
}

function extreme(sign: 1 | -1): Aggregate {
  let best: Json | undefined
  return {
    add: value => {
      if (best === undefined || compareJson(value, best) * sign > 0) best = value
    },
    result: () => best ?? null,
  }
}

/** JSON has no infinity: a sum beyond all bounds is nothing. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

type What = keyof typeof aggregates

/** One value to work out. */
export const aggregate = z.strictObject({
  as: z.string().min(1).max(200).meta({ description: "The name of the result" }),
  what: z.enum(Object.keys(aggregates) as [What, ...What[]]).meta({ description: "What is worked out" }),
  field: fieldPath("The field it is worked out over; whole items if left out").default(""),
})

/** Works the values out over items that are handed in one by one. */
export function aggregation(wanted: readonly z.output<typeof aggregate>[]): {
  add(item: Json): void
  result(): JsonMap
} {
  const parts = wanted.map(({ as, what, field }) => {
    const part: Aggregate = aggregates[what]()
    return { as, part, read: fieldReader(field) }
  })
  const addAll = parts.map(({ part, read }) => (item: Json) => {
    const value = read(item)
    if (value !== undefined && value !== null) part.add(value)
  })
  const [only] = addAll
  return {
    add: only && addAll.length === 1 ? only : item => addAll.forEach(add => void add(item)),
    result: () => Object.fromEntries(parts.map(({ as, part }) => [as, part.result()])),
  }
}
