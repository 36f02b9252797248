import { expect, test } from "vitest"
import { at } from "../lib/json.ts"
import { setName } from "./edits/fields.ts"
import { changedSteps, eachScope, eachStep, findStep, scopeAt, stepIds } from "./places.ts"
import type { Step, Workflow } from "./workflow.ts"

const step = (id: string, more: Partial<Step> = {}): Step => ({ id, kind: "log", ...more })

const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    step("a", { enter: [step("b")], steps: [step("c", { always: [step("d")] })], exit: [step("e")] }),
    step("f", { steps: [] }),
  ],
  failure: [step("g")],
  always: [step("h")],
}

test("every step is met once, with its place, outer scopes before inner ones", () => {
  const places = [...eachStep(workflow)]
  expect(places.map(place => place.step.id).join("")).toBe("afbcdegh")
  for (const { step, path, scope, index } of places) {
    expect(at(workflow, path)).toBe(step)
    expect(path).toEqual([...scope, index])
  }
  expect([...stepIds(workflow)].join("")).toBe("afbcdegh")
})

test("every scope is met, empty ones too, with the step that holds it", () => {
  expect(Array.from(eachScope(workflow), scope => [scope.path.join("."), scope.holder?.id])).toEqual([
    ["steps", undefined],
    ["steps.0.enter", "a"],
    ["steps.0.steps", "a"],
    ["steps.0.steps.0.always", "c"],
    ["steps.0.exit", "a"],
    ["steps.1.steps", "f"],
    ["failure", undefined],
    ["always", undefined],
  ])
})

test("a step is found by its id", () => {
  expect(findStep(workflow, "d")?.path).toEqual(["steps", 0, "steps", 0, "always", 0])
  expect(findStep(workflow, "constructor")).toBeUndefined()
})

test("a scope is found by its path, and nothing else is", () => {
  expect(scopeAt(workflow, ["steps", 0, "exit"])).toEqual([step("e")])
  expect(scopeAt(workflow, ["failure"])).toEqual([step("g")])
  for (const path of [
    [],
    ["triggers"],
    ["steps", 0],
    ["steps", "0", "exit"],
    ["steps", 9, "exit"],
    ["enter"],
  ]) {
    expect(scopeAt(workflow, path)).toBeUndefined()
  }
})

const small: Workflow = {
  ...{ rivulet: 1, id: "w" },
  steps: [step("a"), step("box", { kind: "group", steps: [step("inner")] })],
  failure: [step("sorry")],
}

test("what an edit changes is found with where it stands, and with what holds it", () => {
  expect(changedSteps(small, small)).toEqual([])
  expect(changedSteps(small, { ...small, name: "Another" })).toEqual([])
  const named = setName(setName(small, "inner", "In here"), "sorry", "Sorry")
  expect(changedSteps(small, named)?.map(({ is, path }) => [is.id, path])).toEqual([
    ["box", ["steps", 1]],
    ["inner", ["steps", 1, "steps", 0]],
    ["sorry", ["failure", 0]],
  ])
  expect(changedSteps(small, named)?.[1]?.was).toBe(small.steps[1]?.steps?.[0])
})

test("a step that comes or goes, and a scope that does, is more than a changed step", () => {
  const [a, box] = small.steps
  if (!a || !box) throw new Error("Expected two steps")
  const { failure: _, ...without } = small
  expect(changedSteps(small, { ...small, steps: [a] })).toBeNull()
  expect(changedSteps(small, { ...small, steps: [a, { ...box, steps: [] }] })).toBeNull()
  expect(changedSteps(small, without)).toBeNull()
  expect(changedSteps(without, small)).toBeNull()
})
