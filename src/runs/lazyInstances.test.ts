import { expect, test } from "vitest"
import type { Row } from "../engine/core/instances.ts"
import { newRun } from "../engine/core/state.ts"
import { testRun } from "../engine/loop/testing/testRun.ts"
import { done } from "../model/step.ts"
import { createEntered } from "./entered.ts"
import { applyTraced, newTrace } from "./runTrace.ts"
import { runView } from "./runView.ts"
import { timelineOf } from "./timeline.ts"
import { visitsOf } from "./visitDetail.ts"

const items = 20_000

/** A list of many items whose body was run through, as a page takes it in, and how many of its instances were made. */
async function manyItems() {
  const list = Array.from({ length: items }, (_, at) => at)
  const steps = [{ id: "double", kind: "double" }]
  const place = await testRun([{ id: "all", kind: "foreach", with: { items: list }, steps }], {
    double: () => done(2),
  })
  await place.run.resting()
  const [state, trace] = [newRun(place.run.state().plan), newTrace()]
  let made = 0
  const { instances } = state
  const make = instances.made
  Object.assign(instances, {
    made(row: Row, at: number) {
      made++
      return make(row, at)
    },
  })
  for (const event of place.journal.events("r")) applyTraced(state, trace, event)
  return { state, trace, entered: createEntered(trace), madeSoFar: () => made }
}

test("of a list of many items those are made that are looked at, at any moment", async () => {
  const { madeSoFar, ...run } = await manyItems()
  const { state, trace } = run
  expect(madeSoFar(), "by taking the events in").toBe(0)
  const now = trace.events.length
  const view = runView(state, trace, { moment: null, focus: "" })
  expect(view.steps.get("all")?.inside).toEqual({ begun: items, ended: items })
  expect(view.steps.get("double")?.key).toBe(`all[${items - 1}]#1/double#1`)

  const timeline = timelineOf(run, { moment: null, turned: new Set(["all#1", "all[9000]#1"]) })
  expect(timeline.length).toBe(items + 2)
  const rows = [0, 1, 9_001, 9_002, 9_003, items + 1].map(index => timeline.row(index).key)
  expect(rows).toEqual([
    ...["all#1", "all[0]#1", "all[9000]#1", "all[9000]#1/double#1"],
    ...["all[9001]#1", `all[${items - 1}]#1`],
  ])
  expect(timeline.find("all[15000]#1")).toBe(15_002)
  expect(timeline.find("all[9000]#1/double#1")).toBe(9_002)

  const visits = visitsOf(run, ["double"], now, 10_000)
  expect(visits.length).toBe(10_000)
  expect(visits.row(0)?.key).toBe("all[10000]#1/double#1")
  expect(visits.find("all[12345]#1/double#1")).toBe(2_345)

  const strokes = trace.events.flatMap(({ type }, at) => (type === "step.lapped" ? [at + 1] : []))
  const middle = strokes[strokes.length >> 1] ?? 0
  const past = runView(state, trace, { moment: middle, focus: "" })
  const { begun = 0, ended = 0 } = past.steps.get("all")?.inside ?? {}
  expect(begun).toBeGreaterThan(items / 10)
  expect(begun).toBeLessThan(items)
  expect(ended).toBe(begun)
  expect(timelineOf(run, { moment: middle, turned: new Set(["all#1"]) }).length).toBe(begun + 1)
  expect(visitsOf(run, ["double"], middle, items).length).toBe(begun)
  expect(madeSoFar(), "by looking here and there").toBeLessThan(items / 5)
})
