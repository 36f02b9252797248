import { expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { scopeValues } from "./scopeValues.ts"
import { type Driver, run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"

interface Seen {
  readonly output: Json
  readonly outlets: { readonly [outlet: string]: Json }
  readonly visit: number
  readonly visits: readonly { readonly output: Json }[]
}

function stepsSeen(driver: Driver, standing: { in: string; step?: string; visit?: number }) {
  return scopeValues(driver.state, standing).steps as { readonly [id: string]: Seen | undefined }
}

test("[V1] incoming is the value on the first live wire in file order, arrivals all of them", () => {
  //  a ─no─▶ c,  b ──▶ c
  const driver = run(flow(steps("s>a s>b a.no>c b>c", { a: { kind: "choose" } })))
  driver.step("s").completes().step("b").completes("from b").step("a").leaves({ no: "from a" })
  const { incoming, arrivals } = scopeValues(driver.state, { in: "", step: "c", visit: 1 })
  expect(incoming).toBe("from a")
  expect(arrivals).toEqual([
    { from: "a", outlet: "no", inlet: 1, value: "from a" },
    { from: "b", outlet: "success", inlet: 1, value: "from b" },
  ])
})

test("[V1] incoming is the value on the wire that entered the step again", () => {
  const driver = run(flow(steps("s>a a.yes>a", { a: { kind: "choose" } })))
  driver.step("s").completes("first").step("a").leaves({ yes: "second" })
  expect(scopeValues(driver.state, { in: "", step: "a", visit: 1 }).incoming).toBe("first")
  expect(scopeValues(driver.state, { in: "", step: "a", visit: 2 })).toMatchObject({
    incoming: "second",
    visit: 2,
  })
})

test("[V2] with several inlets incoming goes by inlet, numbered or named by the kind", () => {
  const numbered = run(flow(steps("s>a s>b a>c b>c", { c: { kind: "join" } }, { "b>c": { inlet: 2 } })))
  numbered.step("s").completes().step("b").completes("B").step("a").completes("A")
  expect(scopeValues(numbered.state, { in: "", step: "c", visit: 1 }).incoming).toEqual({ 1: "A", 2: "B" })
  const named = run(flow(steps("s>a s>b a>c b>c", { c: { kind: "compare" } }, { "b>c": { inlet: 2 } })))
  named.step("s").completes().step("b").completes("B").step("a").completes("A")
  expect(scopeValues(named.state, { in: "", step: "c", visit: 1 }).incoming).toEqual({
    left: "A",
    right: "B",
  })
})

test("[V3] a step reads as its latest visit that left: output by the kind's order, outlets by name", () => {
  const driver = run(flow(steps("a.yes>b a.no>b b.yes>a", { a: { kind: "choose" }, b: { kind: "choose" } })))
  driver.step("a").leaves({ no: 2, yes: 1 }).step("b").leaves({ yes: 1 })
  expect(stepsSeen(driver, { in: "" }).a).toMatchObject({ output: 1, outlets: { yes: 1, no: 2 }, visit: 1 })
  driver.step("a").leaves({ no: 3 })
  expect(stepsSeen(driver, { in: "" }).a).toMatchObject({ output: 3, visit: 2 })
  expect(stepsSeen(driver, { in: "" }).a?.visits.map(({ output }) => output)).toEqual([1, 3])
})

test("[V4] a step that did not run is undefined, and is no key", () => {
  const driver = run(flow(steps("a.no>b a.yes>c", { a: { kind: "choose" } })))
  driver.step("a").leaves({ yes: 1 })
  const seen = stepsSeen(driver, { in: "" })
  expect([seen.b, seen.c, seen.nobody, seen.constructor]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(Object.keys(seen)).toEqual(["a"])
  expect(Object.hasOwn(seen, "a")).toBe(true)
})

test("[V5] an expression sees its own scope instance and those around it, never into a container", () => {
  const driver = run(
    flow([
      { id: "first", kind: "do", next: "each" },
      {
        id: "each",
        kind: "foreach",
        with: { items: ["x", "y"], concurrency: 2 },
        steps: steps("inner>last"),
        next: [],
      },
    ]),
  )
  driver.step("first").completes(0)
  driver.step("each[0]#1/inner").completes("of x").step("each[1]#1/inner").completes("of y")
  const inside = stepsSeen(driver, { in: "each[1]#1", step: "last", visit: 1 })
  expect([inside.inner?.output, inside.first?.output]).toEqual(["of y", 0])
  expect(stepsSeen(driver, { in: "" }).inner).toBeUndefined()
  expect(scopeValues(driver.state, { in: "each[1]#1" })).toMatchObject({ item: "y", index: 1 })
})

test("[V6] variables start from the file, and a write counts in the order of the journal", () => {
  const driver = run(flow(steps("a>c b>c"), { variables: { n: 0, kept: 1 } }))
  driver
    .step("b")
    .completes(null, { variables: { n: "b" } })
    .step("a")
    .completes(null, { variables: { n: "a" } })
  expect(scopeValues(driver.state, { in: "" }).vars).toEqual({ n: "a", kept: 1 })
})

test("[V7] a variable named like a part of every object is a variable", () => {
  const driver = run(flow(steps("a")))
  driver.step("a").completes(null, { variables: JSON.parse('{"__proto__": {"x": 1}}') })
  expect(Object.hasOwn(driver.state.variables, "__proto__")).toBe(true)
  expect(Object.getPrototypeOf(driver.state.variables)).toBe(Object.prototype)
})

test("[V8] what runs at the end sees the steps of the run, and the error that ended it", () => {
  const driver = run(flow(steps("a>b"), { failure: steps("f") }))
  driver.step("a").completes("done").step("b").fails("odd")
  const seen = scopeValues(driver.state, { in: "!failure", step: "f", visit: 1 })
  expect(stepsSeen(driver, { in: "!failure" }).a?.output).toBe("done")
  expect(seen.error).toEqual({ code: "odd", message: "It is odd.", name: "odd", step: "b", visit: 1 })
})
