import { expect, test } from "vitest"
import { changedSteps } from "./changedSteps.ts"
import { setName } from "./edits/fields.ts"
import type { Workflow } from "./workflow.ts"

const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "log" },
    { id: "box", kind: "group", steps: [{ id: "inner", kind: "log" }] },
  ],
  failure: [{ id: "sorry", kind: "log" }],
}

test("what an edit changes is found with where it stands, and with what holds it", () => {
  expect(changedSteps(workflow, workflow)).toEqual([])
  expect(changedSteps(workflow, { ...workflow, name: "Another" })).toEqual([])
  const named = setName(setName(workflow, "inner", "In here"), "sorry", "Sorry")
  expect(changedSteps(workflow, named)?.map(({ is, path }) => [is.id, path])).toEqual([
    ["box", ["steps", 1]],
    ["inner", ["steps", 1, "steps", 0]],
    ["sorry", ["failure", 0]],
  ])
  expect(changedSteps(workflow, named)?.[1]?.was).toBe(workflow.steps[1]?.steps?.[0])
})

test("a step that comes or goes, and a scope that does, is more than a changed step", () => {
  const [a, box] = workflow.steps
  if (!a || !box) throw new Error("Expected two steps")
  const { failure: _, ...without } = workflow
  expect(changedSteps(workflow, { ...workflow, steps: [a] })).toBeNull()
  expect(changedSteps(workflow, { ...workflow, steps: [a, { ...box, steps: [] }] })).toBeNull()
  expect(changedSteps(workflow, without)).toBeNull()
  expect(changedSteps(without, workflow)).toBeNull()
})
