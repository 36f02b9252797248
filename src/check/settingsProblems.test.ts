import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

function workflow(said: string): string[] {
  return codesIn(`steps: [{ id: a, kind: note }]\n${said}`)
}

test("a workflow that starts itself is a warning", () => {
  expect(problemsIn("steps: [{ id: a, kind: note }]\nsettings: { onFailure: tested }")[0]).toMatchObject({
    code: "runs_itself",
    severity: "warning",
  })
  expect(workflow("settings: { onFailure: another }")).toEqual([])
  expect(codesIn("steps: [{ id: a, kind: call, with: { workflow: tested } }]")).toEqual([
    "runs_itself steps.0.with.workflow",
  ])
})

test("the default of an input is what the input asks for", () => {
  const input = (said: string) => workflow(`inputs: { x: { ${said} } }`)
  expect(input("type: integer, default: 3, minimum: 1")).toEqual([])
  expect(input("type: integer, default: three")).toEqual(["wrong_default inputs.x.default"])
  expect(input("type: integer, default: 0, minimum: 1")).toEqual(["wrong_default inputs.x.default"])
  expect(input("enum: [low, high], default: middle")).toEqual(["wrong_default inputs.x.default"])
  expect(input("type: file, default: a.txt")).toEqual([])
  expect(input("default: [1, a]")).toEqual([])
})

test("limits of nothing are warnings", () => {
  expect(workflow("settings: { retention: { runs: 0, days: 0 } }")).toEqual([
    "nothing_kept settings.retention.runs",
    "nothing_kept settings.retention.days",
  ])
  expect(workflow("settings: { budget: { usd: 0, tokens: 5 } }")).toEqual([
    "nothing_may_be_spent settings.budget.usd",
  ])
  expect(codesIn("steps: [{ id: a, kind: note, budget: { requests: 0 } }]")).toEqual([
    "nothing_may_be_spent steps.0.budget.requests",
  ])
})

test("UI-010 a name of which nothing is to be seen is a problem, and any that shows something is none", () => {
  for (const name of ["\\u200b\\u200b", "\\u3164", "\\u2800 \\u00ad", "  "])
    expect(workflow(`name: "${name}"`), name).toEqual(["blank_name name"])
  expect(codesIn('steps: [{ id: a, kind: note, name: "\\u200b" }]')).toEqual(["blank_name steps.0.name"])
  for (const name of ["", "a", "\\u200bא", "…"]) expect(workflow(`name: "${name}"`), name).toEqual([])
})
