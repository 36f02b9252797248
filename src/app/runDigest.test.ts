import { expect, test } from "vitest"
import type { RunSummary } from "../model/journal.ts"
import { digestsOf, needsYou, spentSince } from "./runDigest.ts"

let count = 0
const run = (more: Partial<RunSummary>): RunSummary => ({
  ...{ run: `r${++count}`, workflow: "w", name: "W", status: "completed", trigger: "manual", mode: "live" },
  ...{ startedAt: 1000 - count, endedAt: 1100 - count, usd: 0, tags: [], text: "", parent: null },
  ...more,
})

test("a workflow's runs are told by the latest, how many succeeded, and how long they took", () => {
  const runs = [
    run({ status: "running", endedAt: null }),
    run({ endedAt: 1398, startedAt: 998 }),
    run({ status: "failed" }),
    run({ status: "cancelled" }),
    run({ workflow: "other", status: "failed" }),
  ]
  const digests = digestsOf(runs)
  expect(digests.get("w")).toMatchObject({ latest: runs[0], rate: 0.5, average: 400 })
  expect(digests.get("w")?.recent.map(({ status }) => status)).toEqual(["failed", "completed"])
  expect(digests.get("other")).toMatchObject({ rate: 0, average: null })
})

test("runs in the sandbox and runs that a run started count for nothing", () => {
  expect(digestsOf([run({ mode: "sandbox" }), run({ parent: "r0" })]).size).toBe(0)
})

test("no more than twelve runs are shown", () => {
  expect(digestsOf(Array.from({ length: 40 }, () => run({}))).get("w")?.recent).toHaveLength(12)
})

test("what asks or is in doubt needs you; what waits for a time, is paused or runs does not", () => {
  const all = ["waiting", "in_doubt", "parked", "paused", "running", "failed"] as const
  expect(all.filter(status => needsYou(run({ status, endedAt: null })))).toEqual(["in_doubt", "parked"])
  expect(needsYou(run({ status: "waiting", asks: 1, endedAt: null }))).toBe(true)
  expect(needsYou(run({ status: "cancelled", asks: 1, endedAt: 5 }))).toBe(false)
})

test("what was spent counts from a moment on", () => {
  const runs = [
    run({ startedAt: 10, usd: 0.5 }),
    run({ startedAt: 5, usd: 1 }),
    run({ startedAt: 20, usd: 0.25 }),
  ]
  expect(spentSince(runs, 10)).toBe(0.75)
})
