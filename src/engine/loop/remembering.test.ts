import { expect, test } from "vitest"
import type { JsonMap } from "../../lib/json.ts"
import { done } from "../../model/step.ts"
import type { Step } from "../../model/workflow.ts"
import { throttle } from "../../steps/flow/throttle.ts"
import { createTestClock } from "./clock.ts"
import type { LoopParts } from "./loopParts.ts"
import { evaluateForTests } from "./testing/scriptedEngine.ts"
import { endOf, testPlace } from "./testing/testRun.ts"
import { createTestJournal, type TestJournal } from "./testJournal.ts"

/* What a step remembers for the whole run: the limit of a rate holds over everything that passes it. */

const second = 1_000

/** Parameters are known after a while, as those are that the sandbox works out. */
const evaluate: LoopParts["evaluate"] = async (...given) => {
  await new Promise(go => setTimeout(go, 0))
  return evaluateForTests(...given)
}

/** A run in which what passes the limit is noted with its time, once for each key. */
function limited(
  steps: readonly Step[],
  { start = 0, journal }: { start?: number; journal?: TestJournal } = {},
) {
  const clock = createTestClock({ start, scripted: true })
  const passed = new Map<string, number>()
  const place = testPlace(
    {
      send: {
        effect: "write",
        async run(_, { key }) {
          if (!passed.has(key)) passed.set(key, clock.now())
          await clock.rest(100)
          return done(null)
        },
      },
    },
    {
      clock,
      besides: [throttle],
      ports: () => ({ ports: { clock } }),
      evaluate,
      ...(journal ? { journal } : {}),
    },
  )
  const workflow = { rivulet: 1 as const, id: "w", variables: { most: 2 }, steps }
  return { ...place, passed, begin: () => place.start(workflow), takeUp: () => place.take(workflow) }
}

const inside = (parameters: JsonMap): Step[] => [
  { id: "limit", kind: "throttle", with: parameters, next: ["send"] },
  { id: "send", kind: "send" },
]
const list = (count: number) => Array.from({ length: count }, (_, n) => n)
const each = (count: number, parameters: JsonMap, concurrency: number): Step => ({
  ...{ id: "all", kind: "foreach", with: { items: list(count), concurrency } },
  steps: inside(parameters),
})
const times = (passed: ReadonlyMap<string, number>) => [...passed.values()].sort((a, b) => a - b)

/** The most that passed in any span of that length. */
function mostWithin(passed: readonly number[], span: number): number {
  return Math.max(...passed.map(from => passed.filter(at => at >= from && at < from + span).length))
}

test.each([1, 3, 20])("[C12] a limit holds over the items of a foreach, %i at a time", async concurrency => {
  const { begin, passed } = limited([each(7, { most: "{{ vars.most }}", per: "10s" }, concurrency)])
  expect(endOf(await (await begin()).resting()).status).toBe("completed")
  expect(passed.size).toBe(7)
  expect(mostWithin(times(passed), 10 * second)).toBe(2)
  expect(Math.max(...passed.values())).toBeLessThanOrEqual(31 * second)
})

test("[C12] it holds over a foreach within one, over `each`, and over what comes by a wire again", async () => {
  const outer: Step = { ...each(3, { most: 4, per: "1m" }, 3), id: "outer" }
  const nested: Step = { ...outer, steps: [each(3, { most: 4, per: "1m" }, 3)] }
  const within = limited([nested])
  await (await within.begin()).resting()
  expect(times(within.passed).map(at => Math.floor(at / (60 * second)))).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2])

  const spread = limited([
    { id: "limit", kind: "throttle", each: "{{ [1, 2, 3, 4, 5] }}", with: { most: 2, per: "1m" } },
  ])
  const run = await spread.begin()
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(spread.clock.now()).toBe(120 * second)

  const again = limited([
    {
      id: "rounds",
      kind: "repeat",
      with: { until: "{{ index >= 4 }}", max: 5 },
      steps: inside({ per: "10s" }),
    },
  ])
  await (await again.begin()).resting()
  expect(times(again.passed)).toEqual([0, 10, 20, 30, 40].map(at => at * second))
})

test("[C12] one too many turns off, whichever item it is", async () => {
  const place = limited([each(5, { most: 2, per: "10s", otherwise: "leave" }, 5)])
  await (await place.begin()).resting()
  expect(place.passed.size).toBe(2)
})

test("[C12] after a crash at any append the limit still holds", async () => {
  const steps = [each(6, { most: "{{ vars.most }}", per: "10s" }, 4)]
  for (let crash = 2; ; crash++) {
    const journal = createTestJournal()
    const isStopped = new Promise<void>(go => journal.stopAt(crash, crash % 2 === 0, go))
    const before = limited(steps, { journal })
    const isEnded = before.begin().then(run => run.resting())
    await Promise.race([isStopped, isEnded])
    const left = journal.restart(crash % 3)
    if ((await left.head("r"))?.ended) {
      expect(crash, "appends").toBeGreaterThan(8)
      return
    }
    const start = before.clock.now()
    const after = limited(steps, { start, journal: left })
    expect(endOf(await (await after.takeUp()).resting()).status, `crash ${crash}`).toBe("completed")
    const passed = new Map([...after.passed, ...before.passed])
    expect(passed.size).toBe(6)
    expect(mostWithin(times(passed), 10 * second), `crash ${crash}`).toBeLessThanOrEqual(2)
  }
})
