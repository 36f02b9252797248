import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { type Driver, run, trouble } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { runAtRandom, seeds, workflows } from "../engine/core/testing/randomRun.ts"
import { isLate, type RunView, runView, type StepRow, sayPlace, wireKey } from "./runView.ts"
import { traced } from "./testing/traced.ts"
import { visitsOf } from "./visitDetail.ts"

function viewOf({ plan, events }: Driver, moment: number | null = null): RunView {
  const { state, trace } = traced(plan, events)
  return runView(state, trace, { moment, focus: "" })
}

describe("the status of a run", () => {
  test("is running while a step does, and waiting when all that is open waits", () => {
    const driver = run(flow(steps("a b")))
    expect(viewOf(driver).status).toBe("running")
    driver.step("a").waits({ for: "person", ask: { type: "decision", title: "Go?" } })
    expect(viewOf(driver).status).toBe("waiting")
  })

  test("is in doubt while an effect is, whatever else goes on", () => {
    const driver = run(flow(steps("a>b c>d")))
    driver.step("a").starts("once")
    driver.step("a").doubts()
    expect(viewOf(driver)).toMatchObject({
      status: "in_doubt",
      doubts: [{ place: { step: "a", visit: 1 } }],
    })
  })

  test("is waiting where an effect stopped short of what was approved: that is in no doubt, now or seen from later", () => {
    const driver = run(flow(steps("a>b")))
    driver.step("a").starts("once")
    driver.step("a").doubts({ differs: [{ id: "1", say: "note.txt", approved: null, now: "new" }] })
    const moment = driver.events.length
    const look = (view: RunView) => view.steps.get("a")?.look
    const view = viewOf(driver)
    expect([view.status, look(view)]).toEqual(["waiting", "differs"])
    expect(view.awaited).toMatchObject([{ name: "a", for: "person" }])
    driver.step("a").decides({ type: "retry", choices: { 1: "do" } })
    expect([viewOf(driver).status, look(viewOf(driver, moment))]).toEqual(["running", "differs"])
  })

  test("says how it ended, and with what", () => {
    const driver = run(flow(steps("a")))
    driver.step("a").fails(trouble("broken"))
    expect(viewOf(driver).steps.get("a")).toMatchObject({ look: "failed", problem: { code: "broken" } })
  })
})

test("what a run is for is the same at all its moments, and each run's own", () => {
  const { plan, events } = run(flow(steps("a>b>c")))
  const meantIn = (only: EventOf<"run.started">["only"]) => {
    const [first, ...others] = events
    const narrow: RunEvent = { ...(first as EventOf<"run.started">), only }
    const { state, trace } = traced(plan, [narrow, ...others])
    return [null, 1].map(moment => runView(state, trace, { moment, focus: "" }).meant)
  }
  expect(meantIn([{ steps: ["b"], last: { step: "b", visit: 1 } }])).toEqual([
    "Step “b” alone",
    "Step “b” alone",
  ])
  expect(meantIn([{ steps: ["a", "b"], last: { step: "b" } }])).toEqual(["Up to step “b”", "Up to step “b”"])
  expect(meantIn([{ steps: ["a"], last: { step: "gone" } }])).toEqual([
    "Step “gone” alone",
    "Step “gone” alone",
  ])
})

test("questions hold where their answer goes, and what is waited for says so", () => {
  const driver = run(flow(steps("a")))
  driver.step("a").waits({ for: "person", ask: { type: "form", title: "Who?" } })
  expect(viewOf(driver)).toMatchObject({
    questions: [
      { key: "a#1", place: { in: "", step: "a", visit: 1 }, name: "a", ask: { type: "form", title: "Who?" } },
    ],
    awaited: [{ name: "a", for: "person", until: null }],
    share: { done: 0, all: 1 },
  })
  expect(viewOf(driver, 1).questions).toEqual([])
})

test("wires tell the way that the run took", () => {
  const driver = run(flow([...steps("a>b a>c"), ...[]], {}))
  driver.step("a").completes(1)
  const { wires } = viewOf(driver)
  expect(wires.get(wireKey("a", "success", "b"))).toBe("taken")
  const choosing = run(
    flow([{ id: "a", kind: "choose", next: { yes: "b", no: "c" } }, ...steps("b c")] as never),
  )
  choosing.step("a").leaves({ no: 2 })
  const chosen = viewOf(choosing)
  expect(chosen.wires.get(wireKey("a", "yes", "b"))).toBe("dead")
  expect(chosen.wires.get(wireKey("a", "no", "c"))).toBe("taken")
  expect(chosen.steps.get("b")?.look).toBe("skipped")
})

test("the failure that nothing handled is the cause; what failed around it merely followed", () => {
  const inner = steps("x")
  const driver = run(flow([{ id: "group", kind: "group", steps: inner }]))
  driver.step("group[0]#1/x").fails(trouble("broken"))
  expect(viewOf(driver).cause).toMatchObject({ key: "group[0]#1/x#1", problem: { code: "broken" } })
})

test("a failure that onError excuses is not why the run failed", () => {
  const driver = run(flow(steps("s>a s>b b>c", { a: { onError: "continue" } })))
  driver.step("s").completes(1)
  driver.step("a").fails(trouble("excused"))
  driver.step("b").completes(1)
  driver.step("c").fails(trouble("broken"))
  expect(viewOf(driver).cause).toMatchObject({ key: "c#1", problem: { code: "broken" } })
})

test("a place is said with what is around it, by name, or by id where there is none", () => {
  const last = steps("x", { x: { name: "Last" } })
  const group = { id: "group", kind: "group", steps: last, always: steps("tidy") }
  const driver = run({
    ...flow([{ id: "each", name: "Each line", kind: "foreach", with: { items: [1, 2] }, steps: [group] }]),
    always: steps("end"),
  })
  const placeOf = (step: string) => sayPlace(viewOf(driver).steps.get(step) as StepRow)
  driver.step("each[0]#1/group[0]#1/x").completes()
  driver.step("each[0]#1/group.always[0]#1/tidy").completes()
  expect(placeOf("x")).toBe("Each line 2 › group › Last")
  driver.step("each[1]#1/group[0]#1/x").completes()
  expect(placeOf("tidy")).toBe("Each line 2 › group › Always, at the end › tidy")
  driver.step("each[1]#1/group.always[0]#1/tidy").completes()
  expect(placeOf("end")).toBe("Always, at the end › end")
  expect(sayPlace({ around: "Each line 3", name: "Last", visit: 2 })).toBe("Each line 3 › Last (visit 2)")
})

/*
 * The past is shown without folding again. What is shown of a moment must be what was shown when it was now.
 */
test("any moment of a run shows what was there then", () => {
  fc.assert(
    fc.property(workflows, seeds, fc.nat(), (workflow, seed, pick) => {
      const driver = runAtRandom(workflow, seed, { most: 120, crashes: true })
      const whole = traced(driver.plan, driver.events)
      const last = whole.trace.events.length
      const moment = 1 + (pick % last)
      const then = traced(driver.plan, whole.trace.events.slice(0, moment))
      expect(shownAt(whole, moment)).toEqual(shownAt(then, moment))
    }),
    { numRuns: 150 },
  )
})

function shownAt({ state, trace, entered }: ReturnType<typeof traced>, moment: number) {
  const view = runView(state, trace, { moment, focus: "" })
  // Wires that wait are on record only with what they lead to.
  const late = new Set(
    state.plan.scopes.flatMap(({ wires }) =>
      wires.filter(isLate).map(({ from, outlet, to }) => wireKey(from.id, outlet, to.id)),
    ),
  )
  const ids = state.plan.scopes.flatMap(({ steps }) => steps.map(({ id }) => id))
  const rows = visitsOf({ state, trace, entered }, ids, moment, 10_000).last(10_000)
  return {
    variables: view.variables,
    wires: [...view.wires].filter(([key]) => !late.has(key)).sort(),
    steps: [...view.steps].map(([id, row]) => [id, row.key, lookOf(row)]),
    rows: rows.map(row => [row.key, lookOf(row), row.endedBy, row.outlets]),
  }
}

/** How what is open stands follows from events that name it, so what changes it besides shows with the next of them. */
function lookOf({ look, endedBy }: StepRow): string {
  return endedBy === null ? "open" : look
}
