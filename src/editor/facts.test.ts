import fc from "fast-check"
import { expect, test } from "vitest"
import { editFile, openFile } from "../format/file.ts"
import { setName, setParameter } from "../model/edits/fields.ts"
import { eachStep } from "../model/places.ts"
import { arbitraryEdits, runEdit } from "../model/testing/arbitraryEdits.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Workflow } from "../model/workflow.ts"
import { factsOf, stepsOf } from "./facts.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const file = openFile(`rivulet: 1
id: a
steps:
  - { id: first, kind: log, with: { message: hello }, next: box }
  - { id: box, kind: group, steps: [{ id: inner, kind: log }, { id: other, kind: log }] }
layout: { first: [0, 0], box: [300, 0] }
`)

test("after a letter all that did not change is the very same", () => {
  const before = factsOf(file, testCatalogue)
  const typed = editFile(file, setParameter(file.workflow, "inner", ["message"], "x"))
  const after = factsOf(typed, testCatalogue)
  expect(after.steps.get("inner")?.step.with).toEqual({ message: "x" })
  for (const id of ["first", "other"]) {
    expect(after.steps.get(id)).toBe(before.steps.get(id))
    expect(after.boxes.get(id)).toBe(before.boxes.get(id))
  }
  expect(after.scene.wires).toBe(before.scene.wires)
  expect(typed.workflow.layout).toBe(file.workflow.layout)
})

test("of two steps with one id the first is the one that is meant, whichever is changed", () => {
  const twice: Workflow = {
    rivulet: 1,
    id: "w",
    steps: [
      { id: "a", kind: "log" },
      { id: "a", kind: "wait" },
    ],
  }
  const [first] = stepsOf(twice).values()
  const second = { ...twice, steps: [...twice.steps.slice(0, 1), { id: "a", kind: "wait", name: "Two" }] }
  expect([...stepsOf(second).values()]).toEqual([first])
  expect(stepsOf(setName(twice, "a", "One")).get("a")?.step.name).toBe("One")
})

test("whatever the edits, the steps are those that the workflow has", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, arbitraryEdits, (start, edits) => {
      let now = start
      stepsOf(now)
      for (const [name, pick] of edits) {
        now = runEdit(now, name, pick)
        const wanted = new Map(
          [...eachStep(now)].reverse().map(({ step, path }) => [step.id, { step, path }]),
        )
        expect(stepsOf(now)).toEqual(wanted)
      }
    }),
  )
})
