import { expect, test } from "vitest"
import type { Step, Workflow } from "../workflow.ts"
import { shiftStep } from "./shiftStep.ts"

const log = (id: string): Step => ({ id, kind: "log" })
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [log("a"), { id: "box", kind: "group", steps: [log("b"), log("c")] }, log("d")],
}
const ids = ({ steps }: Workflow) => steps.map(({ id }) => id).join(" ")

test("a step changes places with the one above or below it", () => {
  expect(ids(shiftStep(workflow, "d", -1))).toBe("a d box")
  expect(ids(shiftStep(workflow, "a", 1))).toBe("box a d")
  expect(shiftStep(workflow, "c", -1).steps[1]?.steps?.map(({ id }) => id)).toEqual(["c", "b"])
})

test("at the end of its list it stays, and nothing changes", () => {
  expect(shiftStep(workflow, "a", -1)).toBe(workflow)
  expect(shiftStep(workflow, "c", 1)).toBe(workflow)
  expect(shiftStep(workflow, "nobody", 1)).toBe(workflow)
})
