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

test.each<[id: string, pattern: string, text: string, comesTo: string | RegExp]>([
  ["RX-001", "^(a+)+$", `${"a".repeat(40)}!`, "code_timeout"],
  ["RX-002", "(x+x+)+y", "x".repeat(40), "code_timeout"],
  ["RX-004", "(a|aa)+$", `${"a".repeat(60)}b`, "code_timeout"],
  ["RX-005", "(.*)*$", `${"x".repeat(5000)}\n`, /^(success|none|code_\w+)$/],
  ["RX-007", "a*b", "a".repeat(300_000), "code_timeout"],
  ["RX-010", "(?<n>a)(?<n>b)", "ab", "data_bad_pattern"],
  ["RX-011", "[", "x", "data_bad_pattern"],
  ["RX-013", "\\u{110000}", "x", "data_bad_pattern"],
  ["RX-014", "(?<=a+)b", "aab", "success"],
])("%s the pattern %j ends, and the step says how", async (_, pattern, text, comesTo) => {
  const searched = async (what: object) => {
    const { outcome } = await runStep(dataMatch, { timeout: `${slow.limit}ms`, ...what }, { ports: live() })
    return outcome.type === "failed" ? outcome.problem.code : Object.keys(Object(outcome).outlets)[0]
  }
  expect(await searched({ text, pattern })).toMatch(comesTo)
  expect(await searched({ text: "b", pattern: "b" })).toBe("success")
})

test("RX-008 a pattern of 100,000 brackets is refused before it is read", () => {
  const pattern = "(".repeat(50_000) + ")".repeat(50_000)
  expect(dataMatch.input.safeParse({ text: "x", pattern }).success).toBe(false)
  expect(dataMatch.input.safeParse({ text: "x", pattern: "(x)" }).success).toBe(true)
})

test("RX-016 no place in a text is remembered from one item to the next", async () => {
  const { outcome } = await runStep(
    dataMap,
    { items: ["ab", "ab", "ab"], expression: "/a/g.test(item)" },
    { ports: live() },
  )
  expect(outcome).toMatchObject({ outlets: { success: [true, true, true] } })
  for (const _ of [1, 2]) {
    const again = await runStep(dataMatch, { text: "ab", pattern: "a" }, { ports: live() })
    expect(again.outcome).toMatchObject({ outlets: { success: { index: 0 } } })
  }
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
