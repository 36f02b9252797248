import { describe, expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { approve } from "../people/approve.ts"
import { form } from "../people/form.ts"
import { runStep } from "../testing/runExample.ts"
import { condition } from "./condition.ts"
import { log } from "./log.ts"
import { set } from "./set.ts"
import { switchStep } from "./switch.ts"
import { throttle } from "./throttle.ts"

describe("condition", () => {
  test("decides by true and false, and not by what merely looks like it", () => {
    for (const value of ["false", "", 0, 1, [], {}]) {
      expect(condition.input.safeParse({ if: value }).success).toBe(false)
    }
  })
})

describe("switch", () => {
  const cases = [
    { id: "a", when: 1 },
    { id: "b", when: { x: [1] } },
    { id: "c", when: 1 },
  ]
  const outlets = async (parameters: object) => {
    const { outcome } = await runStep(switchStep, { cases, ...parameters })
    return outcome.type === "done" ? Object.keys(outcome.outlets) : outcome.type
  }
  test("takes the first that equals, or all", async () => {
    expect(await outlets({ value: 1 })).toEqual(["a"])
    expect(await outlets({ value: 1, take: "all" })).toEqual(["a", "c"])
    expect(await outlets({ value: { x: [1] } })).toEqual(["b"])
    expect(await outlets({ value: "1" })).toEqual(["otherwise"])
  })
  test("null is a value like any other", async () => {
    expect(await outlets({ value: null, cases: [{ id: "none", when: null }] })).toEqual(["none"])
  })
  test("without a value only true takes a case", async () => {
    expect(await outlets({})).toEqual(["otherwise"])
    expect(
      await outlets({
        cases: [
          { id: "text", when: "true" },
          { id: "yes", when: true },
        ],
      }),
    ).toEqual(["yes"])
  })
  test("outlets have names that a file can hold", () => {
    for (const id of ["A", "", "with space", "__proto__", "9"]) {
      expect(switchStep.input.safeParse({ cases: [{ id, when: true }] }).success).toBe(false)
    }
  })
})

test("set hands its values over as variables", async () => {
  const { outcome } = await runStep(set, { values: { seen: 3, list: [1] } })
  expect(outcome).toMatchObject({ variables: { seen: 3, list: [1] } })
  expect(set.input.safeParse({ values: { "Not Legal": 1 } }).success).toBe(false)
})

test("log writes its line at its level", async () => {
  expect((await runStep(log, { message: "slow", level: "warn" })).logged).toEqual(["warn: slow"])
})

describe("people", () => {
  test("are asked with the usual two decisions", async () => {
    const { outcome } = await runStep(approve, { title: "Go?", data: { n: 1 } })
    expect(outcome).toMatchObject({
      wait: {
        for: "person",
        ask: {
          type: "decision",
          title: "Go?",
          data: { n: 1 },
          decisions: [{ id: "approved" }, { id: "rejected" }],
        },
      },
    })
  })
  test("get the form as it was written", async () => {
    const fields = { mail: { type: "string", format: "email", required: true } }
    const { outcome } = await runStep(form, { title: "You", fields })
    expect(outcome).toMatchObject({ wait: { for: "person", ask: { type: "form", submit: "Send", fields } } })
  })
})

describe("throttle", () => {
  /** When each of the visits, at these times, goes on: what one remembers the next is handed. */
  async function turns(times: readonly number[], parameters: object): Promise<(number | string)[]> {
    let memory: Json | undefined
    const found: (number | string)[] = []
    for (const now of times) {
      const { outcome } = await runStep(throttle, parameters, {
        ...(memory === undefined ? {} : { memory }),
        ports: { clock: { now: () => now, timezone: "UTC" } },
      })
      if (outcome.type === "failed") throw new Error(outcome.problem.message)
      memory = outcome.memory
      if (outcome.type === "waiting") found.push(outcome.wait.for === "time" ? outcome.wait.until : "?")
      else found.push("limited" in outcome.outlets ? "limited" : now)
    }
    return found
  }
  test("no span of that length is passed more often, however many come at once", async () => {
    const when = await turns([0, 0, 0, 0, 0, 25_000], { most: 2, per: "10s" })
    expect(when).toEqual([0, 0, 10_000, 10_000, 20_000, 25_000])
  })
  test("what was turned away does not count", async () => {
    const when = await turns([0, 5000, 9999, 10_000, 10_001], { most: 1, per: "10s", otherwise: "leave" })
    expect(when).toEqual([0, "limited", "limited", 10_000, "limited"])
  })
})
