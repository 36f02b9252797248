import fc from "fast-check"
import { expect, test } from "vitest"
import type { Result } from "../../lib/result.ts"
import { wiresOf } from "../graph.ts"
import { freshId } from "../ids.ts"
import { parseWorkflow } from "../parse.ts"
import { eachScope, eachStep, stepIds } from "../places.ts"
import { arbitraryWorkflow } from "../testing/arbitraryWorkflow.ts"
import type { Workflow } from "../workflow.ts"
import { addStep } from "./addStep.ts"
import { copySteps, duplicateSteps, pasteSteps } from "./clip.ts"
import { setDisabled, setName, setParameter } from "./fields.ts"
import { setLayout } from "./layout.ts"
import { addNote, addTrigger, removeNote, removeTrigger, updateTrigger } from "./lists.ts"
import { moveIntoContainer, moveOutOfContainer } from "./moveSteps.ts"
import { addVariable, renameInput, renameVariable } from "./names.ts"
import { removeSteps } from "./removeSteps.ts"
import { renameStep } from "./renameStep.ts"
import { replaceKind } from "./replaceKind.ts"
import { connect, disconnect, moveWire, spliceIntoWire, updateWire } from "./wires.ts"

type Pick = readonly [number, number, number]

/** One random edit: numbers choose among the steps, wires and scopes that there are. */
type Edit = (workflow: Workflow, pick: Pick) => Workflow | Result<Workflow, unknown>

const edits: Record<string, Edit> = {
  add: (w, [a, b]) =>
    addStep(
      w,
      { id: freshId("new", stepIds(w)), kind: "log" },
      { scope: scope(w, a), index: b % 4, position: [b, 0] },
    ),
  remove: (w, [a, b]) => removeSteps(w, [id(w, a), id(w, b)]),
  heal: (w, [a, b]) => removeSteps(w, [id(w, a), id(w, b)], { heal: true }),
  connect: (w, [a, b, c]) => {
    const [from, to] = pair(w, a, b)
    return connect(w, { from, to, outlet: [null, "failure", "true"][c % 3] ?? null, first: "true" })
  },
  disconnect: (w, [a]) => disconnect(w, wire(w, a)),
  condition: (w, [a, b]) =>
    updateWire(w, wire(w, a), { when: b % 2 === 0 ? "else" : undefined, after: "2m" }),
  lead: (w, [a, b, c]) =>
    moveWire(w, wire(w, a), { to: sibling(w, wire(w, a).from, b), outlet: ["failure", null][c % 2] ?? null }),
  splice: (w, [a, b]) => spliceIntoWire(w, wire(w, a), sibling(w, wire(w, a).from, b)),
  rename: (w, [a, b]) => renameStep(w, id(w, a), `renamed_${b}`),
  duplicate: (w, [a, b]) => duplicateSteps(w, [id(w, a), id(w, b)], { incoming: a % 2 === 0 }).workflow,
  paste: (w, [a, b, c]) => {
    const pasted = pasteSteps(w, copySteps(w, [id(w, a), id(w, b)]), {
      scope: scope(w, c),
      incoming: b % 2 === 0,
    })
    return pasted.ok ? pasted.value.workflow : w
  },
  moveIn: (w, [a, b, c]) => moveIntoContainer(w, [id(w, a)], id(w, b), { heal: c % 2 === 0 }),
  moveOut: (w, [a, , c]) => moveOutOfContainer(w, [id(w, a)], { heal: c % 2 === 0 }),
  kind: (w, [a]) => replaceKind(w, id(w, a), { kind: "switch", outlets: ["default", "true"] }, "success"),
  name: (w, [a, b]) => setName(w, id(w, a), b % 2 === 0 ? "" : "Another"),
  parameter: (w, [a, b]) => setParameter(w, id(w, a), ["message"], b % 2 === 0 ? undefined : { deep: [b] }),
  disable: (w, [a, b]) => setDisabled(w, [id(w, a)], b % 2 === 0),
  lay: (w, [a, b]) => setLayout(w, { [id(w, a)]: b % 3 === 0 ? null : [a, b] }),
  note: (w, [a]) => (a % 2 === 0 ? addNote(w, { text: "n", at: [a, a] }) : removeNote(w, 0)),
  trigger: (w, [a]) =>
    a % 3 === 0
      ? addTrigger(w, { id: freshId("t", new Set(w.triggers?.map(trigger => trigger.id))), type: "manual" })
      : a % 3 === 1
        ? removeTrigger(w, a % 4)
        : updateTrigger(w, 0, { next: undefined, enabled: false }),
  input: (w, [a]) => renameInput(w, Object.keys(w.inputs ?? {})[0] ?? "", `input_${a}`),
  variable: (w, [a, b]) =>
    a % 2 === 0
      ? addVariable(w, `v${b}`, b)
      : renameVariable(w, Object.keys(w.variables ?? {})[0] ?? "", `w${b}`),
}

const sequence = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50))),
  { minLength: 1, maxLength: 12 },
)

function run(workflow: Workflow, name: string, pick: Pick): Workflow {
  if (stepIds(workflow).size === 0 && name !== "add") return workflow
  const result = edits[name]?.(workflow, pick) ?? workflow
  if (!("ok" in result)) return result
  return result.ok ? result.value : workflow
}

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
    fc.property(arbitraryWorkflow, sequence, (start, steps) => {
      let workflow = start
      for (const [name, pick] of steps) {
        workflow = run(workflow, name, pick)
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
    fc.property(arbitraryWorkflow, sequence, (start, steps) => {
      const before = structuredClone(start)
      steps.reduce((workflow, [name, pick]) => run(workflow, name, pick), start)
      expect(start).toEqual(before)
    }),
    { numRuns: 100 },
  )
})

test("an edit of one field leaves every other step the very same object", () => {
  fc.assert(
    fc.property(arbitraryWorkflow, fc.nat(50), (workflow, a) => {
      if (stepIds(workflow).size === 0) return
      const changed = id(workflow, a)
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

function id(workflow: Workflow, number: number): string {
  const ids = [...stepIds(workflow)]
  return ids[number % ids.length] ?? ""
}

function scope(workflow: Workflow, number: number) {
  const scopes = [...eachScope(workflow)]
  return scopes[number % scopes.length]?.path ?? ["steps"]
}

function sibling(workflow: Workflow, of: string, number: number): string {
  for (const { steps } of eachScope(workflow)) {
    if (steps.some(step => step.id === of)) return steps[number % steps.length]?.id ?? of
  }
  return of
}

function pair(workflow: Workflow, a: number, b: number): [string, string] {
  const from = id(workflow, a)
  return [from, sibling(workflow, from, b)]
}

function wire(workflow: Workflow, number: number) {
  const wires = [...eachStep(workflow)].flatMap(({ step }) => wiresOf(step))
  return wires[number % Math.max(1, wires.length)] ?? { from: id(workflow, number), path: [] }
}

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
