import fc from "fast-check"
import { expect, test } from "vitest"
import { run } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { runAtRandom, seeds, workflows } from "../engine/core/testing/randomRun.ts"
import { applyTraced } from "./runTrace.ts"
import { traced } from "./testing/traced.ts"
import { type Timeline, type Traced, timelineOf } from "./timeline.ts"

const nothing: ReadonlySet<string> = new Set()

function keysOf(timeline: Timeline): string[] {
  return Array.from({ length: timeline.length }, (_, at) => timeline.row(at).key)
}

/** The rows in which everything is opened that can be. */
function opened(
  run: Traced,
  moment: number | null,
): { readonly timeline: Timeline; readonly keys: string[] } {
  const turned = new Set<string>()
  for (;;) {
    const timeline = timelineOf(run, { moment, turned })
    const rows = Array.from({ length: timeline.length }, (_, at) => timeline.row(at))
    const closed = rows.find(({ opens }) => opens === "closed")
    if (closed === undefined) return { timeline, keys: rows.map(({ key }) => key) }
    turned.add(closed.key)
  }
}

/*
 *     group
 *       x
 */
test("what ran inside a step stands below it", () => {
  const driver = run(flow([{ id: "group", kind: "group", steps: steps("x") }]))
  driver.step("group[0]#1/x").completes(2)
  const timeline = timelineOf(traced(driver.plan, driver.events), { moment: null, turned: nothing })
  expect(keysOf(timeline)).toEqual(["group#1", "group[0]#1/x#1"])
  expect(timeline.row(1)).toMatchObject({ depth: 1, label: "x", look: "completed" })
  expect(timeline.find("group[0]#1/x#2")).toBe(-1)
  const closed = timelineOf(traced(driver.plan, driver.events), {
    moment: null,
    turned: new Set(["group#1"]),
  })
  expect(keysOf(closed)).toEqual(["group#1"])
})

test("a list that grew while it was looked at is the list of the whole run, at any moment", () => {
  fc.assert(
    fc.property(workflows, seeds, fc.nat(), (workflow, seed, pick) => {
      const driver = runAtRandom(workflow, seed, { most: 80, crashes: false })
      const whole = traced(driver.plan, driver.events)
      const grown = traced(driver.plan, [])
      for (const event of driver.events) {
        applyTraced(grown.state, grown.trace, event)
        opened(grown, null)
      }
      const moment = 1 + (pick % whole.trace.events.length)
      const { timeline, keys } = opened(whole, moment)
      expect(opened(grown, moment).keys).toEqual(keys)
      expect(keys.map(key => timeline.find(key))).toEqual(keys.map((_, at) => at))
      expect(keys).toEqual([...new Set(keys)])
    }),
    { numRuns: 40 },
  )
})
