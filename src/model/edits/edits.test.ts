import fc from "fast-check"
import { expect, test } from "vitest"
import { wiresOf } from "../graph.ts"
import { parseWorkflow } from "../parse.ts"
import { eachScope, eachStep, stepIds } from "../places.ts"
import { anyId, arbitraryEdits, runEdit } from "../testing/arbitraryEdits.ts"
import { arbitraryWorkflow } from "../testing/arbitraryWorkflow.ts"
import type { Workflow } from "../workflow.ts"
import { setName } from "./fields.ts"

test("generated workflows are valid", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, workflow => {
      expect(parseWorkflow(workflow)).toEqual({ workflow, problems: [], readOnly: false })
      expect(dangling(workflow)).toEqual([])
    }),
  )
})

test("any sequence of edits leaves a valid file, no wire to nowhere, and every id its own", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, arbitraryEdits, (start, steps) => {
      let workflow = start
      for (const [name, pick] of steps) {
        workflow = runEdit(workflow, name, pick)
        expect(parseWorkflow(workflow).problems, name).toEqual([])
        expect(dangling(workflow), name).toEqual([])
        expect(
          Object.keys(workflow.layout ?? {}).filter(key => !stepIds(workflow).has(key)),
          name,
        ).toEqual([])
      }
    }),
    { numRuns: 400 },
  )
})

test("an edit leaves the workflow that it was given as it was", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, arbitraryEdits, (start, steps) => {
      const before = structuredClone(start)
      steps.reduce((workflow, [name, pick]) => runEdit(workflow, name, pick), start)
      expect(start).toEqual(before)
    }),
    { numRuns: 100 },
  )
})

test("an edit of one field leaves every other step the very same object", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, fc.nat(50), (workflow, a) => {
      if (stepIds(workflow).size === 0) return
      const changed = anyId(workflow, a)
      const before = new Map(Array.from(eachStep(workflow), ({ step }) => [step.id, step]))
      for (const { step } of eachStep(setName(workflow, changed, "Quite another"))) {
        const holds = [...eachStep({ rivulet: 1, id: "x", steps: [step] })].some(
          inner => inner.step.id === changed,
        )
        expect(step === before.get(step.id)).toBe(!holds)
      }
    }),
  )
})

/** Wires and triggers that lead to where no step of their scope stands. */
function dangling(workflow: Workflow): string[] {
  const lost = [...eachScope(workflow)].flatMap(({ steps }) => {
    const here = new Set(steps.map(step => step.id))
    return steps
      .flatMap(step => wiresOf(step))
      .filter(({ to }) => !here.has(to))
      .map(({ from, to }) => `${from}>${to}`)
  })
  const ids = stepIds(workflow)
  const triggers = (workflow.triggers ?? []).flatMap(({ next }) => (next === undefined ? [] : [next].flat()))
  return [...lost, ...triggers.filter(target => !ids.has(target))]
}
