import { expect, test } from "vitest"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { nearestAround } from "./nearestAround.ts"

const group = (id: string, ...steps: Step[]): Step => ({ id, kind: "group", steps })
const log = (id: string): Step => ({ id, kind: "log" })

/*
 *   [a] [outer  [b] [inner [c]] [other [d]]]
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [log("a"), group("outer", log("b"), group("inner", log("c")), group("other", log("d")))],
}

test("what stands elsewhere is shown in the innermost container around both", () => {
  expect(nearestAround(workflow, "inner", "d")).toBe("outer")
  expect(nearestAround(workflow, "inner", "inner")).toBe("outer")
  expect(nearestAround(workflow, "inner", "a")).toBeNull()
  expect(nearestAround(workflow, "outer", "outer")).toBeNull()
})

test("a trigger stands in no container", () => {
  expect(nearestAround(workflow, "inner", "trigger:by_hand")).toBeNull()
})
