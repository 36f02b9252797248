import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { AnyStep, Outcome } from "../../model/step.ts"
import { runStep } from "../testing/runExample.ts"
import { dataAggregate } from "./aggregate.ts"
import { dataCompare } from "./compare.ts"
import { dataConvert } from "./convert.ts"
import { dataDedupe } from "./dedupe.ts"
import { dataEdit } from "./edit.ts"
import { dataFilter } from "./filter.ts"
import { dataGroup } from "./group.ts"
import { dataLimit } from "./limit.ts"
import { dataMerge } from "./merge.ts"
import { compareJson, keyOf } from "./order.ts"
import { dataRename } from "./rename.ts"
import { dataSort } from "./sort.ts"
import { dataSplit } from "./split.ts"

async function run(step: AnyStep, parameters: object): Promise<Extract<Outcome, { type: "done" }>> {
  const { outcome } = await runStep(step, parameters)
  if (outcome.type !== "done")
    throw new Error(`Expected ${step.kind} to do it but got ${JSON.stringify(outcome)}`)
  return outcome
}

async function value(step: AnyStep, parameters: object): Promise<Json | undefined> {
  return (await run(step, parameters)).outlets.success
}

async function problemOf(step: AnyStep, parameters: object): Promise<string> {
  const { outcome } = await runStep(step, parameters)
  return outcome.type === "failed" ? outcome.problem.code : outcome.type
}

const anyValue = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>

describe("the order of all data", () => {
  test("is total: every value before, beside or after every other, without circles", () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        expect(Math.sign(compareJson(a, b))).toBe(-Math.sign(compareJson(b, a)) + 0)
        if (compareJson(a, b) <= 0 && compareJson(b, c) <= 0) expect(compareJson(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
  test("a key is the same exactly for what says the same", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(compareJson(a, b) === 0)
      }),
    )
    expect(keyOf({ a: 1, b: [2] })).toBe(keyOf({ b: [2], a: 1 }))
    expect(keyOf(1)).not.toBe(keyOf("1"))
    expect(keyOf("\0json:[]")).not.toBe(keyOf([]))
  })
})

describe("data.sort", () => {
  test("loses nothing, is in order, and leaves equals as they were", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ k: anyValue })), async items => {
        const { outlets, origins } = await run(dataSort, { items, by: [{ field: "k" }] })
        const order = origins?.success?.map(([index = -1]) => index) ?? []
        expect(outlets.success).toEqual(order.map(index => items[index]))
        expect([...order].sort((a, b) => a - b)).toEqual(items.map((_, index) => index))
        const keys = order.map(index => items[index]?.k ?? null)
        keys.slice(1).forEach((key, at) => {
          const before = keys[at] ?? null
          if (before === null || key === null) expect(key).toBeNull()
          else expect(compareJson(before, key)).toBeLessThanOrEqual(0)
          if (keyOf(before) === keyOf(key)) expect(order[at]).toBeLessThan(order[at + 1] ?? -1)
        })
      }),
    )
  })
  test("puts what is missing last, downwards too", async () => {
    const items = [{}, { n: 1 }, { n: null }, { n: 2 }]
    const down = await value(dataSort, { items, by: [{ field: "n", direction: "descending" }] })
    expect(down).toEqual([{ n: 2 }, { n: 1 }, {}, { n: null }])
  })
  test("reads own fields only", async () => {
    const items = [{ name: "b" }, { name: "a" }]
    expect(await value(dataSort, { items, by: [{ field: "constructor.name" }] })).toEqual(items)
  })
})

describe("data.filter", () => {
  const kept = async (items: Json[], ...where: object[]) =>
    (await run(dataFilter, { items, where })).outlets.kept
  test.each([
    ["equals", 2, [2]],
    ["not_equals", 2, [1, "2", null]],
    ["greater", 1, [2]],
    ["greater_or_equal", 1, [1, 2]],
    ["less", 2, [1]],
    ["less_or_equal", "2", ["2"]],
    ["in", [1, null], [1, null]],
    ["not_in", [1, null], [2, "2"]],
    ["is_empty", null, [null]],
    ["is_not_empty", null, [1, 2, "2"]],
    ["starts_with", "2", ["2"]],
    ["contains", "2", ["2"]],
    ["is_true", null, []],
  ])("%s %j", async (operator, wanted, result) => {
    expect(await kept([1, 2, "2", null], { operator, value: wanted })).toEqual(result)
  })
  test("a list contains, a map has its own fields", async () => {
    const items = [{ v: [{ a: 1 }] }, { v: { a: 1 } }, { v: "a" }, { v: {} }]
    expect(await kept(items, { field: "v", operator: "contains", value: { a: 1 } })).toEqual([
      { v: [{ a: 1 }] },
    ])
    expect(await kept(items, { field: "v", operator: "contains", value: "a" })).toEqual([
      { v: { a: 1 } },
      { v: "a" },
    ])
    expect(await kept(items, { field: "v", operator: "contains", value: "constructor" })).toEqual([])
  })
  test("every item leaves once, with where it came from", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyValue), anyValue, async (items, wanted) => {
        const { outlets, origins } = await run(dataFilter, {
          items,
          where: [{ operator: "greater", value: wanted }],
        })
        const all = [...(origins?.kept ?? []), ...(origins?.dropped ?? [])].flat().sort((a, b) => a - b)
        expect(all).toEqual(items.map((_, index) => index))
        expect(outlets.kept).toEqual(origins?.kept?.map(([index = -1]) => items[index]))
      }),
    )
  })
  test("has no operator for patterns", () => {
    for (const operator of ["matches", "regex"]) {
      expect(dataFilter.input.safeParse({ where: [{ operator, value: "(a+)+$" }] }).success).toBe(false)
    }
  })
})

describe("data.edit", () => {
  test("sets along a path, in lists too, and leaves the original alone", async () => {
    const original = { a: { list: [1, 2] } }
    const edited = await value(dataEdit, { value: original, set: { "a.list[1]": 9, "b.c": 1, '["x.y"]': 2 } })
    expect(edited).toEqual({ a: { list: [1, 9] }, b: { c: 1 }, "x.y": 2 })
    expect(original).toEqual({ a: { list: [1, 2] } })
  })
  test("removes from maps and lists", async () => {
    const edited = await value(dataEdit, {
      value: { a: [1, 2], b: { c: 1, d: 2 } },
      remove: ["a[0]", "b.c", "no.way"],
    })
    expect(edited).toEqual({ a: [2], b: { d: 2 } })
  })
  test("takes __proto__ for a plain name", async () => {
    const edited = await value(dataEdit, {
      value: {},
      set: { "__proto__.polluted": 1, "constructor.prototype.x": 2 },
    })
    expect(JSON.stringify(edited)).toBe('{"__proto__":{"polluted":1},"constructor":{"prototype":{"x":2}}}')
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
  test("says where there is no place", async () => {
    expect(await problemOf(dataEdit, { value: { a: "text" }, set: { "a.b": 1 } })).toBe("data_cannot_set")
    expect(await problemOf(dataEdit, { value: { a: [] }, set: { "a[5]": 1 } })).toBe("data_cannot_set")
    expect(await problemOf(dataEdit, { value: "text", remove: ["a"] })).toBe("data_not_map")
  })
  test.each(["a..b", "a[", "a[-1]", '["a', "a]", ".a", "a.", `${"a.".repeat(50)}b`])(
    "%s is no path",
    path => {
      expect(dataEdit.input.safeParse({ set: { [path]: 1 } }).success).toBe(false)
      expect(dataSplit.input.safeParse({ field: path }).success).toBe(false)
    },
  )
})

describe("two lists", () => {
  const first = [{ id: 1 }, { id: 2 }, { id: 2, x: 1 }]
  const second = [
    { id: 2, y: 1 },
    { id: 3, y: 2 },
  ]
  const byKey = (join: string) => value(dataMerge, { how: "by_key", key: ["id"], join, first, second })
  test("are joined by key: inner, left, outer, each pair of equals", async () => {
    const pairs = [
      { id: 2, y: 1 },
      { id: 2, x: 1, y: 1 },
    ]
    expect(await byKey("inner")).toEqual(pairs)
    expect(await byKey("left")).toEqual([{ id: 1 }, ...pairs])
    expect(await byKey("outer")).toEqual([{ id: 1 }, ...pairs, { id: 3, y: 2 }])
  })
  test("may have keys of other names, and either side's value may stand", async () => {
    const parameters = { how: "by_key", key: ["id"], secondKey: ["ref"], first: [{ id: 1, v: "a" }] }
    const other = [{ ref: 1, v: "b" }]
    expect(await value(dataMerge, { ...parameters, second: other })).toEqual([{ id: 1, ref: 1, v: "b" }])
    const kept = await value(dataMerge, { ...parameters, second: other, prefer: "first" })
    expect(kept).toEqual([{ id: 1, ref: 1, v: "a" }])
  })
  test("do not multiply beyond a million", async () => {
    const many = Array.from({ length: 2000 }, () => ({ k: 1 }))
    const product = { first: many, second: many }
    expect(await problemOf(dataMerge, { how: "combinations", ...product })).toBe("data_too_many")
    expect(await problemOf(dataMerge, { how: "by_key", key: ["k"], ...product })).toBe("data_too_many")
  })
  test("say of each item where it came from: the places of the second list count on from the first", async () => {
    const origins = async (how: string, join = "inner") =>
      (await run(dataMerge, { how, join, key: ["id"], first, second })).origins?.success
    expect(await origins("append")).toEqual([[0], [1], [2], [3], [4]])
    expect(await origins("by_key", "outer")).toEqual([[0], [1, 3], [2, 3], [4]])
    expect(await origins("by_position", "left")).toEqual([[0, 3], [1, 4], [2]])
    const each = [0, 1, 2].flatMap(one => [3, 4].map(other => [one, other]))
    expect(await origins("combinations")).toEqual(each)
    const compared = await run(dataCompare, {
      key: ["id"],
      first: [{ id: 1 }, ...first],
      second: [...second, { id: 1 }],
    })
    expect(compared.origins).toEqual({ same: [[1, 6]], changed: [[3, 4]], onlyFirst: [], onlySecond: [[5]] })
  })
  test("need to be there both", async () => {
    expect(await problemOf(dataMerge, { first: [] })).toBe("data_not_list")
    expect(await problemOf(dataCompare, { key: ["id"], second: [] })).toBe("data_not_list")
  })
  test("compare whatever the order of fields, and tell null from missing keys by value", async () => {
    const { outlets } = await run(dataCompare, {
      key: ["id"],
      first: [{ id: 1, a: 1 }],
      second: [{ a: 1, id: 1 }],
    })
    expect(outlets).toMatchObject({ same: [{ id: 1, a: 1 }], changed: [] })
  })
})

describe("data.convert", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", ";", " ", "é"), maxLength: 6 })
  test("rows come back from CSV as they were", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 })), async rows => {
        const csv = await value(dataConvert, { value: rows, to: "csv", header: false })
        expect(await value(dataConvert, { value: csv, from: "csv", header: false })).toEqual(rows)
      }),
    )
  })
  test.each([
    ["a,b\n1,2", [{ a: "1", b: "2" }]],
    ["a,b\r\n1,\r\n", [{ a: "1", b: "" }]],
    ["\ufeffa\n1\n\n2\n", [{ a: "1" }, { a: "2" }]],
    ['a\n"x\ny"\n', [{ a: "x\ny" }]],
    ['a\n"say ""hi"""\n', [{ a: 'say "hi"' }]],
    ["a,a,\n1,2,3", [{ a: "1", a_2: "2", column_3: "3" }]],
    ["a\n1,2", [{ a: "1", column_2: "2" }]],
    ["a,b\n1", [{ a: "1", b: "" }]],
    ["a,b\n,\n", [{ a: "", b: "" }]],
    ["", []],
    ["a,b", []],
  ])("%j", async (text, rows) => {
    expect(await value(dataConvert, { value: text, from: "csv" })).toEqual(rows)
  })
  test("a column called __proto__ is a plain one", async () => {
    const rows = await value(dataConvert, { value: "__proto__,b\n1,2", from: "csv" })
    expect(JSON.stringify(rows)).toBe('[{"__proto__":"1","b":"2"}]')
  })
  test("what cannot be converted says so", async () => {
    expect(await problemOf(dataConvert, { value: 1, from: "csv" })).toBe("data_not_text")
    expect(await problemOf(dataConvert, { value: {}, to: "csv" })).toBe("data_not_list")
  })
})

describe("the others", () => {
  test("a limit of nothing, and of more than there is", async () => {
    expect(await value(dataLimit, { items: [1, 2], count: 0 })).toEqual([])
    expect(await value(dataLimit, { items: [1, 2], count: 9, from: "end" })).toEqual([1, 2])
    expect(await value(dataLimit, { items: [1, 2], count: 1, skip: 5 })).toEqual([])
    expect(await value(dataLimit, { items: [1, 2], count: 1, skip: 5, from: "end" })).toEqual([])
  })
  test("each of a list once, whatever comes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyValue), async items => {
        const { outlets, origins } = await run(dataDedupe, { items })
        expect((outlets.success as Json[]).length).toBe(new Set(items.map(keyOf)).size)
        expect(origins?.success?.flat().sort((a, b) => a - b)).toEqual(items.map((_, index) => index))
      }),
    )
  })
  test("aggregates of mixed values", async () => {
    const items = [{ v: 3 }, { v: "x" }, { v: null }, {}, { v: 3 }, { v: 1 }]
    const whats = ["count", "sum", "mean", "min", "max", "first", "last", "list", "distinct"]
    const compute = whats.map(what => ({ as: what, what, field: "v" }))
    expect(await value(dataAggregate, { items, compute })).toEqual({
      ...{ count: 4, sum: 7, mean: 7 / 3, min: 1, max: "x", first: 3, last: 1 },
      ...{ list: [3, "x", 3, 1], distinct: [3, "x", 1] },
    })
  })
  test("a sum beyond all bounds is nothing, since JSON has no infinity", async () => {
    const compute = [{ as: "sum", what: "sum" }]
    expect(await value(dataAggregate, { items: [1e308, 1e308], compute })).toEqual({ sum: null })
  })
  test("groups keep types apart, and where they came from", async () => {
    const { outlets, origins } = await run(dataGroup, {
      items: [{ k: 1 }, { k: "1" }, { k: 1 }, {}],
      by: ["k"],
    })
    expect(outlets.success).toEqual([{ k: 1 }, { k: "1" }, { k: null }])
    expect(origins?.success).toEqual([[0, 2], [1], [3]])
  })
  test("names are taken from what is there, not from what is inherited", async () => {
    expect(await value(dataRename, { items: [{ a: 1 }], names: { toString: "x" } })).toEqual([{ a: 1 }])
    expect(await value(dataRename, { items: [{ toString: 1 }], names: { a: "x" } })).toEqual([
      { toString: 1 },
    ])
    expect(await problemOf(dataRename, { items: [1], names: {} })).toBe("data_not_map")
  })
})

describe("long lists", () => {
  const rows = Array.from({ length: 100_000 }, (_, id) => ({
    id,
    k: (id * 7919) % 1000,
    name: `n${id % 977}`,
  }))

  test("a step that is stopped ends between portions", async () => {
    const stopping = new AbortController()
    const ran = await runStep(
      dataFilter,
      { items: rows, where: [{ field: "k", value: 1 }] },
      { signal: stopping.signal, onProgress: share => share > 0.2 && stopping.abort() },
    )
    expect(ran.outcome).toMatchObject({ type: "failed", problem: { code: "data_stopped" } })
    expect(ran.shares.at(-1)).toBeLessThan(0.3)
  })

  /** The best of a few runs of both, taken in turn. */
  async function ratio(step: AnyStep, parameters: object, plain: () => unknown): Promise<number> {
    const input = step.input.parse(parameters)
    const { ports } = await runStep(dataLimit, { items: [], count: 0 })
    const context = {
      ports,
      signal: new AbortController().signal,
      key: "",
      attempt: 1,
      about: { workflow: "w", run: "r", step: "s" },
      incoming: undefined,
    }
    const rest = { arrivals: [], memory: undefined, log() {}, progress() {}, stream() {} }
    const times = { step: Number.POSITIVE_INFINITY, plain: Number.POSITIVE_INFINITY }
    for (let round = 0; round < 5; round++) {
      const started = performance.now()
      await step.run?.(input, { ...context, ...rest })
      const between = performance.now()
      plain()
      times.step = Math.min(times.step, between - started)
      times.plain = Math.min(times.plain, performance.now() - between)
    }
    return times.step / times.plain
  }

  test("100,000 rows take no more than a few times plain JavaScript that keeps origins too", async () => {
    const half = rows.slice(0, 50_000)
    const ratios = {
      filter: await ratio(
        dataFilter,
        { items: rows, where: [{ field: "k", operator: "less", value: 500 }] },
        () => {
          const [kept, dropped]: [unknown[], unknown[]] = [[], []]
          const origins: [number[][], number[][]] = [[], []]
          rows.forEach((row, index) => {
            ;(row.k < 500 ? kept : dropped).push(row)
            origins[row.k < 500 ? 0 : 1].push([index])
          })
          return [kept, dropped, origins]
        },
      ),
      sort: await ratio(dataSort, { items: rows, by: [{ field: "k" }] }, () =>
        [...rows].sort((a, b) => a.k - b.k),
      ),
      group: await ratio(
        dataGroup,
        { items: rows, by: ["name"], compute: [{ as: "sum", what: "sum", field: "k" }] },
        () => {
          const groups = new Map<string, { sum: number; from: number[] }>()
          rows.forEach(({ name, k }, index) => {
            const group = groups.get(name) ?? { sum: 0, from: [] }
            group.sum += k
            group.from.push(index)
            groups.set(name, group)
          })
          return [...groups].map(([name, { sum }]) => ({ name, sum }))
        },
      ),
      join: await ratio(dataMerge, { how: "by_key", key: ["id"], first: rows, second: half }, () => {
        const byId = new Map(half.map((row, index) => [row.id, index]))
        const origins: number[][] = []
        const joined = rows.flatMap((row, index) => {
          const other = byId.get(row.id)
          if (other === undefined) return []
          origins.push([index, rows.length + other])
          return [{ ...row, ...half[other] }]
        })
        return [joined, origins]
      }),
    }
    for (const [name, times] of Object.entries(ratios)) expect(times, name).toBeLessThan(20)
  })
})

test("CSV that comes in several portions is one list, with columns that only later rows have", async () => {
  const text = `a,,a\n${"1,2,3\n".repeat(5_000)}4,5,6,7\n${"8\n".repeat(5_000)}`
  const { outcome } = await runStep(dataConvert, { value: text, from: "csv" })
  const rows = outcome.type === "done" ? (outcome.outlets.success as readonly JsonMap[]) : []
  expect(rows).toHaveLength(10_001)
  expect(rows[4_999]).toEqual({ a: "1", column_2: "2", a_2: "3" })
  expect(rows[5_000]).toEqual({ a: "4", column_2: "5", a_2: "6", column_4: "7" })
  expect(rows[10_000]).toEqual({ a: "8", column_2: "", a_2: "" })
})
