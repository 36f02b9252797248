import fc from "fast-check"
import type { Result } from "../../lib/result.ts"
import { addStep } from "../edits/addStep.ts"
import { duplicateSteps, pasteSteps } from "../edits/clip.ts"
import { copySteps } from "../edits/copySteps.ts"
import { setDisabled, setName, setParameter } from "../edits/fields.ts"
import { setLayout } from "../edits/layout.ts"
import { addNote, addTrigger, removeNote, removeTrigger, updateTrigger } from "../edits/lists.ts"
import { moveIntoContainer, moveOutOfContainer } from "../edits/moveSteps.ts"
import { addVariable, renameInput, renameVariable } from "../edits/names.ts"
import { removeSteps } from "../edits/removeSteps.ts"
import { renameStep } from "../edits/renameStep.ts"
import { replaceKind } from "../edits/replaceKind.ts"
import { connect, disconnect, moveWire, spliceIntoWire, updateWire } from "../edits/wires.ts"
import { wiresOf } from "../graph.ts"
import { freshId } from "../ids.ts"
import { eachScope, eachStep, stepIds } from "../places.ts"
import type { Workflow } from "../workflow.ts"

/** Numbers that choose among the steps, wires and scopes that there are. */
export type Pick = readonly [number, number, number]

type Edit = (workflow: Workflow, pick: Pick) => Workflow | Result<Workflow, unknown>

const edits: Record<string, Edit> = {
  add: (w, [a, b]) =>
    addStep(
      w,
      { id: freshId("new", stepIds(w)), kind: "log" },
      { scope: scope(w, a), index: b % 4, position: [b, 0] },
    ),
  remove: (w, [a, b]) => removeSteps(w, [anyId(w, a), anyId(w, b)]),
  heal: (w, [a, b]) => removeSteps(w, [anyId(w, a), anyId(w, b)], { heal: true }),
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
  rename: (w, [a, b]) => renameStep(w, anyId(w, a), `renamed_${b}`),
  duplicate: (w, [a, b]) => duplicateSteps(w, [anyId(w, a), anyId(w, b)], { incoming: a % 2 === 0 }).workflow,
  paste: (w, [a, b, c]) => {
    const pasted = pasteSteps(w, copySteps(w, [anyId(w, a), anyId(w, b)]), {
      scope: scope(w, c),
      incoming: b % 2 === 0,
    })
    return pasted.ok ? pasted.value.workflow : w
  },
  moveIn: (w, [a, b, c]) => moveIntoContainer(w, [anyId(w, a)], anyId(w, b), { heal: c % 2 === 0 }),
  moveOut: (w, [a, , c]) => moveOutOfContainer(w, [anyId(w, a)], { heal: c % 2 === 0 }),
  kind: (w, [a]) => replaceKind(w, anyId(w, a), { kind: "switch", outlets: ["default", "true"] }, "success"),
  name: (w, [a, b]) => setName(w, anyId(w, a), b % 2 === 0 ? "" : "Another"),
  parameter: (w, [a, b]) =>
    setParameter(w, anyId(w, a), ["message"], b % 2 === 0 ? undefined : { deep: [b] }),
  disable: (w, [a, b]) => setDisabled(w, [anyId(w, a)], b % 2 === 0),
  lay: (w, [a, b]) => setLayout(w, { [anyId(w, a)]: b % 3 === 0 ? null : [a, b] }),
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

/** Some edits of every family, one after the other. */
export const arbitraryEdits = fc.array(
  fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50))),
  { minLength: 1, maxLength: 12 },
)

/** The workflow after the edit; the same where that is refused. */
export function runEdit(workflow: Workflow, name: string, pick: Pick): Workflow {
  if (stepIds(workflow).size === 0 && name !== "add") return workflow
  const result = edits[name]?.(workflow, pick) ?? workflow
  if (!("ok" in result)) return result
  return result.ok ? result.value : workflow
}

/** The id of one of the steps. */
export function anyId(workflow: Workflow, number: number): string {
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
  const from = anyId(workflow, a)
  return [from, sibling(workflow, from, b)]
}

function wire(workflow: Workflow, number: number) {
  const wires = [...eachStep(workflow)].flatMap(({ step }) => wiresOf(step))
  return wires[number % Math.max(1, wires.length)] ?? { from: anyId(workflow, number), path: [] }
}
