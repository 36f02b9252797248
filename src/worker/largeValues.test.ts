import { expect, test } from "vitest"
import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { createTestJournal } from "../engine/loop/testJournal.ts"
import { withLargeValues } from "./largeValues.ts"

const summary = {
  ...{
    run: "r",
    workflow: "w",
    name: "w",
    status: "queued" as const,
    trigger: "manual",
    mode: "live" as const,
  },
  ...{ startedAt: 0, endedAt: null, usd: 0, tags: [], text: "", parent: null },
}

test("what stands in for steps and what a fork takes over is kept apart where it is large", async () => {
  const journal = createTestJournal()
  const whole = withLargeValues(journal)
  const large = "x".repeat(100_000)
  const started: EventOf<"run.started"> = {
    ...{ type: "run.started", v: 1, at: 0, run: "r", inputs: {}, seed: 1 },
    standIns: {
      a: { outlets: { success: large, other: 1 }, pinned: true },
      b: { problem: { code: "broken", message: "No", severity: "error", retryable: false } },
    },
    fork: {
      of: "q",
      kept: [{ in: "", step: "c", visit: 1, outlets: { success: large }, variables: { v: large } }],
    },
  }
  await whole.create(summary, [started])
  const [kept] = journal.events("r") as EventOf<"run.started">[]
  expect(JSON.stringify(kept).length).toBeLessThan(2_000)
  expect(kept?.standIns?.a).toMatchObject({ outlets: { success: { blob: expect.any(String) }, other: 1 } })
  const back: RunEvent[] = []
  for await (const chunk of whole.read("r")) back.push(...chunk)
  expect(back).toEqual([started])
})

test("files and rows that runs hand one another are kept apart: what goes to many runs, even where it is small", async () => {
  const journal = createTestJournal()
  const whole = withLargeValues(journal)
  const file = (path: string, size: number) => ({
    ...{ path, before: null },
    after: { hash: path, size, content: { $text: "x".repeat(size) } },
  })
  const started: EventOf<"run.started"> = {
    ...{ type: "run.started", v: 1, at: 0, run: "r", inputs: {}, seed: 1 },
    changes: [file("tiny", 10), file("small", 2_000), file("large", 100_000)],
    rows: [{ table: "t", put: ["x".repeat(2_000)] }],
  }
  const answered: EventOf<"step.answered"> = {
    ...{ type: "step.answered", at: 1, in: "", step: "s", visit: 1 },
    changes: [file("small", 2_000), file("large", 100_000)],
    rows: [{ table: "t", put: ["x".repeat(100_000)] }],
  }
  await whole.create(summary, [started])
  await whole.append("r", { seq: 1, epoch: 1 }, [answered], { durability: "strict" })
  const [first, second] = journal.events("r")
  expect(JSON.stringify(first).length).toBeLessThan(1_000)
  expect(JSON.stringify(first)).toContain("xxxxxxxxxx")
  expect(JSON.stringify(second).length).toBeLessThan(3_000)
  const back: RunEvent[] = []
  for await (const chunk of whole.read("r")) back.push(...chunk)
  expect(back).toEqual([started, answered])
})

test("what a narrow run is entered with is kept apart where it is large; where it is not, its reaches stay as they are", async () => {
  const journal = createTestJournal()
  const whole = withLargeValues(journal)
  const large = "x".repeat(100_000)
  const problem = { code: "broken", message: "No", severity: "error" as const, retryable: false }
  const around = { steps: ["each"], last: { step: "each", visit: 1 }, entries: ["each"] }
  const inner = { steps: ["b"], last: { step: "b", visit: 1 } }
  const only = [
    {
      ...around,
      into: {
        scope: "steps" as const,
        as: { index: 4, gives: { item: large, index: 4 }, error: problem, variables: { seen: large, n: 1 } },
      },
    },
    { ...around, into: { scope: "steps" as const, as: { index: 2, gives: { item: large } } } },
    { ...around, into: { scope: "steps" as const, as: { index: 3, variables: { seen: large } } } },
    { ...around, into: { scope: "always" as const, as: { index: 0 } } },
    { ...around, into: { scope: "enter" as const } },
    inner,
  ]
  const started: EventOf<"run.started"> = {
    ...{ type: "run.started", v: 1, at: 0, run: "r", inputs: {}, seed: 1 },
    only,
  }
  await whole.create(summary, [started])
  const [kept] = journal.events("r") as EventOf<"run.started">[]
  const apart = { blob: expect.stringMatching(/^[0-9a-f]{64}$/) }
  expect(kept?.only).toEqual([
    {
      ...around,
      into: {
        scope: "steps",
        as: { index: 4, gives: { item: apart, index: 4 }, error: problem, variables: { seen: apart, n: 1 } },
      },
    },
    { ...around, into: { scope: "steps", as: { index: 2, gives: { item: apart } } } },
    { ...around, into: { scope: "steps", as: { index: 3, variables: { seen: apart } } } },
    ...only.slice(3),
  ])
  const back: RunEvent[] = []
  for await (const chunk of whole.read("r")) back.push(...chunk)
  expect(back).toEqual([started])
})
