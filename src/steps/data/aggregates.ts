import { z } from "zod"
import type { Json, JsonMap } from "../../lib/json.ts"
import { fieldPath, fieldReader } from "./fieldPath.ts"
import { compareJson, keyOf } from "./order.ts"

/*
 * What is worked out stands in columns, one place for each group: so that over 100,000 items and thousands of groups
 * the same few functions are called.
 */

/** What is worked out over the items of each group; missing and null values are passed over. */
interface Aggregate {
  add(group: number, value: Json): void
  result(group: number): Json
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
    const lists: Json[][] = []
    return {
      add(group, value) {
        const list = lists[group]
        if (list) list.push(value)
        else lists[group] = [value]
      },
      result: group => lists[group] ?? [],
    }
  },
  distinct: () => {
    const seen: Map<unknown, Json>[] = []
    return {
      add(group, value) {
        const known = seen[group] ?? new Map<unknown, Json>()
        seen[group] = known
        const key = keyOf(value)
        if (!known.has(key)) known.set(key, value)
      },
      result: group => [...(seen[group]?.values() ?? [])],
    }
  },
} satisfies Record<string, () => Aggregate>

function folded<T extends Json>(start: T, fold: (before: T, value: Json) => T): Aggregate {
  const results: T[] = []
  return {
    add(group, value) {
      results[group] = fold(results[group] ?? start, value)
    },
    result: group => results[group] ?? start,
  }
}

function sum(): Aggregate {
  const totals: number[] = []
  return {
    add(group, value) {
      if (typeof value === "number") totals[group] = (totals[group] ?? 0) + value
    },
    result: group => finite(totals[group] ?? 0),
  }
}

function mean(): Aggregate {
  const [totals, counts]: [number[], number[]] = [[], []]
  return {
    add(group, value) {
      if (typeof value !== "number") return
      totals[group] = (totals[group] ?? 0) + value
      counts[group] = (counts[group] ?? 0) + 1
    },
    result(group) {
      const count = counts[group] ?? 0
      return count === 0 ? null : finite((totals[group] ?? 0) / count)
    },
  }
}

function extreme(sign: 1 | -1): Aggregate {
  const bests: Json[] = []
  return {
    add(group, value) {
      const best = bests[group]
      if (best === undefined || compareJson(value, best) * sign > 0) bests[group] = value
    },
    result: group => bests[group] ?? null,
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

/** Works the values out over items that are handed in one by one, each for its group. */
export function aggregation(wanted: readonly z.output<typeof aggregate>[]): {
  add(group: number, item: Json): void
  result(group: number): JsonMap
} {
  const parts = wanted.map(({ as, what, field }) => {
    const part: Aggregate = aggregates[what]()
    return { as, part, read: fieldReader(field) }
  })
  return {
    add(group, item) {
      for (const { part, read } of parts) {
        const value = read(item)
        if (value !== undefined && value !== null) part.add(group, value)
      }
    },
    result: group => Object.fromEntries(parts.map(({ as, part }) => [as, part.result(group)])),
  }
}
