import { describe, expect, test } from "vitest"
import { run, trouble } from "../engine/core/testing/driver.ts"
import { flow, steps } from "../engine/core/testing/flow.ts"
import { looksByStep, runView, sayPlace } from "./runView.ts"

describe("the status of a run", () => {
  test("is running while a step does, and waiting when all that is open waits", () => {
    const driver = run(flow(steps("a b")))
    expect(runView(driver.state).status).toBe("running")
    driver.step("a").waits({ for: "person", ask: { type: "decision", title: "Go?" } })
    expect(runView(driver.state).status).toBe("waiting")
  })

  test("is in doubt while an effect is, whatever else goes on", () => {
    const driver = run(flow(steps("a>b c>d")))
    driver.step("a").starts("once")
    driver.step("a").doubts()
    expect(runView(driver.state)).toMatchObject({
      status: "in_doubt",
      doubts: [{ place: { step: "a", visit: 1 } }],
    })
  })

  test("says how it ended, and with what", () => {
    const driver = run(flow(steps("a")))
    driver.step("a").fails(trouble("broken"))
    const view = runView(driver.state)
    expect(view.rows).toMatchObject([{ step: "a", look: "failed", problem: { code: "broken" } }])
  })
})

test("questions hold where their answer goes", () => {
  const driver = run(flow(steps("a")))
  driver.step("a").waits({ for: "person", ask: { type: "form", title: "Who?" } })
  expect(runView(driver.state).questions).toEqual([
    { key: "a#1", place: { in: "", step: "a", visit: 1 }, name: "a", ask: { type: "form", title: "Who?" } },
  ])
})

test("steps stand in the order in which they were entered, each with its latest visit on the canvas", () => {
  const driver = run(flow(steps("a>b b>c", { c: { name: "Last" } })))
  driver.step("a").completes(1)
  const { rows, left } = runView(driver.state)
  expect(rows.map(({ step, look }) => [step, look])).toEqual([
    ["a", "completed"],
    ["b", "ready"],
  ])
  expect(left).toBe(0)
  expect(looksByStep(rows).get("b")).toMatchObject({ look: "ready", attempt: 1 })
  expect(sayPlace({ in: "each[2]", name: "Last", visit: 2 })).toBe("each[2] › Last (visit 2)")
})

test("of a large run only the last visits are rows, and all that are open", () => {
  const names = Array.from({ length: 500 }, (_, at) => `s${at}`)
  const picture = names.map(name => `first>${name}`).join(" ")
  const driver = run(flow(steps(picture)))
  driver.step("first").completes(null)
  for (const name of names.slice(1)) driver.step(name).completes(null)
  const { rows, left } = runView(driver.state)
  expect(rows).toHaveLength(300)
  expect(left).toBe(201)
  expect(rows.map(({ step }) => step)).toContain("s0")
})
