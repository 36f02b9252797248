import { expect, test } from "vitest"
import { done, type Outcome } from "../../model/step.ts"
import type { Act } from "./testing/testRun.ts"
import { endOf, give, problemOf, statuses, testPlace, testRun } from "./testing/testRun.ts"

/* What a step's code may do to a run: each is a problem on its step, and the run ends. */

const cyclic: { self?: unknown } = {}
cyclic.self = [cyclic]

const hostile: readonly (readonly [string, Act, string])[] = [
  ["a cycle", () => done(cyclic as never), "cyclic_output"],
  ["a function", () => done((() => 1) as never), "not_plain_output"],
  ["a Date", () => done(new Date(0) as never), "not_plain_output"],
  ["a BigInt", () => done(10n as never), "not_plain_output"],
  ["200 MB", () => done("x".repeat(200 * 1024 * 1024)), "output_too_big"],
  ["100,000 levels", () => done(nested(100_000) as never), "output_too_deep"],
  ["an exception that is no Error", () => Promise.reject({ toString: () => "?" }), "step_threw"],
  ["a rejection with nothing in it", () => Promise.reject(), "step_threw"],
  ["nothing at all", () => undefined as never, "not_plain_output"],
  ["a signal that is ignored", () => new Promise<Outcome>(() => {}), "step_timed_out"],
]

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let n = 0; n < levels; n++) value = [value]
  return value
}

test.each(hostile)("[L14] %s is a problem on its step, and the run ends", async (_, act, code) => {
  const steps = [
    { id: "bad", kind: "bad", timeout: "1s", next: { success: "after", failure: "mend" } },
    { id: "after", kind: "give" },
    { id: "mend", kind: "give", with: { value: "{{ error.code }}" } },
  ]
  const handled = await testRun(steps, { bad: act, give })
  expect(endOf(await handled.run.resting())).toEqual({ status: "completed", output: code })
  expect(statuses(handled.run)).toEqual({ bad: "failed", after: "skipped", mend: "completed" })
  const alone = await testRun([{ id: "bad", kind: "bad", timeout: "1s" }], { bad: act })
  expect(endOf(await alone.run.resting())).toEqual({ status: "failed", problem: code })
})

test("[C7] a loop that never ends is stopped by the limit on visits, and others run meanwhile", async () => {
  const place = testPlace({ again: () => done(1), give })
  const steps = [{ id: "a", kind: "again", visits: 5_000, next: "a" }]
  const endless = await place.start({ rivulet: 1, id: "w", steps })
  const other = await place.start(
    { rivulet: 1, id: "v", steps: [{ id: "b", kind: "give" }] },
    { run: "other" },
  )
  const [first] = await Promise.race([
    endless.resting().then(rest => ["endless", rest] as const),
    other.resting().then(rest => ["other", rest] as const),
  ])
  expect(first).toBe("other")
  expect(endOf(await endless.resting())).toEqual({ status: "failed", problem: "visit_limit" })
  expect(problemOf(endless, "a")).toBe("visit_limit")
  expect(endless.state().instances.get("")?.visits[0]?.length).toBe(5_001)
})

test("[L18] a run that spins can be cancelled: others have the thread often enough", async () => {
  const place = testPlace({ again: () => done(1) })
  const steps = [{ id: "a", kind: "again", visits: 1_000_000, next: "a" }]
  const run = await place.start({ rivulet: 1, id: "w", steps })
  setTimeout(() => run.cancel(), 30)
  expect(endOf(await run.resting())).toMatchObject({ status: "cancelled" })
  expect(run.state().instances.get("")?.visits[0]?.length).toBeLessThan(1_000_000)
})

test("foreach takes 100,000 items, and each 5,000", async () => {
  const list = Array.from({ length: 100_000 }, (_, n) => n)
  const twice: Act = ({ value }) => done(Number(value) * 2)
  const place = testPlace({ twice, give })
  const inside = [{ id: "twice", kind: "twice", with: { value: "{{ item }}" } }]
  const run = await place.start(
    {
      rivulet: 1,
      id: "w",
      steps: [
        { id: "all", kind: "foreach", with: { items: "{{ inputs.list }}", concurrency: 10 }, steps: inside },
      ],
    },
    { inputs: { list } },
  )
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: list.map(n => n * 2) })
  const short = list.slice(0, 5_000)
  const each = await place.start(
    {
      rivulet: 1,
      id: "e",
      steps: [{ id: "all", kind: "twice", each: "{{ inputs.list }}", with: { value: "{{ item }}" } }],
    },
    { run: "each", inputs: { list: short } },
  )
  expect(endOf(await each.resting())).toEqual({ status: "completed", output: short.map(n => n * 2) })
}, 60_000)

test("an evaluator that throws, refuses or takes its time is a problem or a wait, never a crash", async () => {
  const thrown = await testRun(
    [{ id: "a", kind: "give", with: { value: "{{ x }}" } }],
    { give },
    {
      evaluate: () => {
        throw new Error("no evaluator")
      },
    },
  )
  expect(endOf(await thrown.run.resting())).toEqual({ status: "failed", problem: "evaluation_failed" })
  const late = await testRun(
    [{ id: "a", kind: "give", with: { value: "{{ x }}" } }],
    { give },
    {
      evaluate: async texts => ({ ok: true, value: texts.map(() => "late") }),
    },
  )
  expect(endOf(await late.run.resting())).toEqual({ status: "completed", output: "late" })
  const rejected = await testRun(
    [{ id: "a", kind: "give", with: { value: "{{ x }}" } }],
    { give },
    {
      evaluate: () => Promise.reject(undefined),
    },
  )
  expect(endOf(await rejected.run.resting())).toEqual({ status: "failed", problem: "evaluation_failed" })
})
