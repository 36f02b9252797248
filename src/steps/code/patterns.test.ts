import { afterAll, beforeAll, expect, test } from "vitest"
import { createCodePort } from "../../ports/sandbox/codePort.ts"
import { createSandbox, type Sandbox } from "../../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../../ports/sandbox/testing/testThreads.ts"
import { dataMap } from "../data/map.ts"
import { dataMatch } from "../data/match.ts"
import { runStep } from "../testing/runExample.ts"

/* Kinds that run code, with the engine that really runs it. */

const time = () => ({ now: Date.UTC(2026, 0, 31, 9), timezone: "UTC" })
let sandbox: Sandbox

beforeAll(async () => {
  const spawn = await createTestThreads("code-steps")
  sandbox = createSandbox({ spawn })
})
afterAll(() => sandbox.close())

const live = () => ({ code: createCodePort({ sandbox: () => sandbox, time }) })
const slow = { limit: 500 }

test("a pattern that would search for ever is ended, and the next one is searched with", async () => {
  const started = performance.now()
  const { outcome } = await runStep(
    dataMatch,
    { text: `${"a".repeat(40)}!`, pattern: "^(a+)+$", timeout: `${slow.limit}ms` },
    { ports: live() },
  )
  expect(outcome).toMatchObject({ type: "failed", problem: { code: "code_timeout" } })
  expect(performance.now() - started).toBeLessThan(slow.limit * 10)
  const next = await runStep(dataMatch, { text: "aa", pattern: "a", make: "all" }, { ports: live() })
  expect(next.outcome).toMatchObject({ outlets: { success: [{ index: 0 }, { index: 1 }] } })
})

test("a search that is stopped ends at once", async () => {
  const controller = new AbortController()
  const running = runStep(
    dataMatch,
    { text: `${"a".repeat(40)}!`, pattern: "^(a+)+$", timeout: "1m" },
    { ports: live(), signal: controller.signal },
  )
  setTimeout(() => controller.abort(), 300)
  expect((await running).outcome).toMatchObject({ type: "failed" })
})

test("patterns: groups that took no part, empty matches, replacing, splitting, and the most", async () => {
  const match = async (parameters: object) => {
    const { outcome } = await runStep(dataMatch, parameters, { ports: live() })
    return outcome.type === "done" ? outcome.outlets : outcome
  }
  expect(await match({ text: "b", pattern: "(a)?b" })).toMatchObject({ success: { groups: [null] } })
  expect(await match({ text: "abc", pattern: "", make: "all" }).catch(() => "refused")).toBe("refused")
  expect(await match({ text: "ab", pattern: "(?:)", make: "all" })).toMatchObject({
    success: [{ index: 0 }, { index: 1 }, { index: 2 }],
  })
  expect(await match({ text: "a1b22c", pattern: "\\d+", make: "split" })).toEqual({
    success: ["a", "b", "c"],
  })
  expect(
    await match({ text: "x\ny", pattern: "^y$", multiline: true, make: "replace", replacement: "<$&>" }),
  ).toEqual({
    success: "x\n<y>",
  })
  expect(await match({ text: "aaa", pattern: "a", make: "all", most: 2 })).toMatchObject({
    success: [{ index: 0 }, { index: 1 }],
  })
})

test("an expression cannot leave its place, nor reach beyond its walls", async () => {
  const map = async (expression: string) =>
    (await runStep(dataMap, { items: [1], expression }, { ports: live() })).outcome
  expect(await map("item)); while (true) {} ((item")).toMatchObject({
    problem: { code: "data_bad_expression" },
  })
  expect(await map("typeof fetch + typeof process")).toMatchObject({
    outlets: { success: ["undefinedundefined"] },
  })
  expect(await map("item // a comment")).toMatchObject({ outlets: { success: [1] } })
  expect(await map("item.none.at")).toMatchObject({ type: "failed", problem: { code: "code_threw" } })
})
