import { expect, test } from "vitest"
import { flow } from "../../engine/core/testing/flow.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { outletsIn, readLimits, readMadeUp, strayOutlet } from "./madeUp.ts"

const catalogue = {
  kinds: { ask: { outlets: ["approved", "timeout"] }, get: { outlets: ["success"] } },
  triggers: {},
} as unknown as Catalogue
const workflow = flow([
  { id: "get", kind: "get" },
  { id: "ask", kind: "ask" },
])

test("a step fails, runs out of time or gives a value; one that waits has an outlet for that", () => {
  const typed = [
    { step: "get", way: "times_out", outlet: "success", text: "" },
    { step: "ask", way: "times_out", outlet: "approved", text: "" },
  ] as const
  expect(readMadeUp(typed, workflow, catalogue)).toMatchObject({
    value: { get: { problem: { code: "timed_out" } }, ask: { outlets: { timeout: null } } },
  })
  const gives = { step: "ask", way: "gives", outlet: "approved", text: '{"by":"me"}' } as const
  expect(readMadeUp([gives], workflow, catalogue)).toEqual({
    ok: true,
    value: { ask: { outlets: { approved: { by: "me" } } } },
  })
  expect(readMadeUp([{ ...gives, text: "{" }], workflow, catalogue)).toMatchObject({
    error: { 0: { code: "input_not_json" } },
  })
})

test("a budget is what was typed, time in seconds; nothing is none", () => {
  expect(readLimits({ usd: "0.5", time: " 90 ", tokens: "" })).toEqual({
    ok: true,
    value: { usd: 0.5, time: 90_000 },
  })
  expect(readLimits({})).toEqual({ ok: true, value: undefined })
  expect(readLimits({ requests: "many", usd: "-1" })).toMatchObject({
    error: { requests: { code: "input_not_number" }, usd: { code: "input_not_number" } },
  })
})

test("values leave by outlets that the step has, those that its parameters name among them", () => {
  const sort = { outlets: ["other"], outletsFrom: "cases[].id" }
  const kinds = { ...catalogue.kinds, sort } as unknown as Catalogue["kinds"]
  const known = { ...catalogue, kinds }
  const [get, , some, each] = flow([
    { id: "get", kind: "get" },
    { id: "ask", kind: "ask" },
    { id: "some", kind: "sort", with: { cases: [{ id: "late" }] } },
    { id: "each", kind: "sort", with: { cases: "{{ inputs.cases }}" } },
  ]).steps
  expect(outletsIn(flow(some === undefined ? [] : [some]), "some", known)).toEqual(["other", "late"])
  expect(strayOutlet({ success: 1 }, {}, get, known)).toBeUndefined()
  expect(strayOutlet({ failure: {} }, {}, get, known)).toBeUndefined()
  expect(strayOutlet({ succes: 1 }, { success: 2 }, get, known)).toEqual({
    outlet: "succes",
    known: ["success", "failure"],
  })
  expect(strayOutlet({ early: 1, late: 2 }, {}, some, known)?.outlet).toBe("early")
  expect(strayOutlet({ whatever: 1 }, {}, each, known)).toBeUndefined()
  expect(strayOutlet({ whatever: 1 }, {}, undefined, known)).toBeUndefined()
})
