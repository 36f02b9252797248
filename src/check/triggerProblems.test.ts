import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

/** The codes of a workflow of one step with this trigger. */
function trigger(said: string, inputs = "{}"): string[] {
  return codesIn(`
inputs: ${inputs}
triggers: [{ id: t, ${said} }]
steps: [{ id: a, kind: each, steps: [{ id: inner, kind: note }] }]`)
}

test("an unknown type offers the nearest that there is", () => {
  expect(trigger("type: chnage")).toEqual(['unknown_trigger triggers.0.type → "change"'])
})

test("parameters are checked as those of steps are", () => {
  expect(trigger("type: change")).toEqual(["missing_parameter triggers.0"])
  expect(trigger("type: change, with: { path: 3 }")).toEqual(['wrong_type triggers.0.with.path → "3"'])
  expect(trigger("type: change, with: { path: x, glob: y }")).toEqual([
    "unknown_parameter triggers.0.with.glob",
  ])
})

test("a trigger starts steps of the workflow's own scope", () => {
  expect(trigger("type: manual, next: a")).toEqual([])
  expect(trigger("type: manual, next: [b]")).toEqual(['unknown_target triggers.0.next.0 → "a"'])
  expect(trigger("type: manual, next: inner")).toEqual(["wire_across_scopes triggers.0.next"])
})

test("a required input that a trigger cannot give", () => {
  const file = "{ file: { type: string, required: true } }"
  const change = "type: change, with: { path: x }"
  expect(trigger(change, file)).toEqual(["input_not_given triggers.0"])
  expect(trigger(`${change}, inputs: {}`, file)).toEqual(["input_not_given triggers.0.inputs"])
  expect(trigger(`${change}, inputs: { file: "{{ trigger.filePath }}" }`, file)).toEqual([])
  expect(trigger(change, "{ file: { required: true, default: a.txt } }")).toEqual([])
  expect(trigger(change, "{ file: { type: string } }")).toEqual([])
  expect(trigger("type: manual", file)).toEqual([])
})

test("an input that does not exist cannot be given", () => {
  const said = 'type: change, with: { path: x }, inputs: { flie: "{{ trigger.filePath }}" }'
  expect(trigger(said, "{ file: { type: string } }")).toEqual(["unknown_input triggers.0.inputs.flie"])
  const [problem] = problemsIn(
    `inputs: { file: {} }\ntriggers: [{ id: t, ${said} }]\nsteps: [{ id: a, kind: note }]`,
  )
  expect(problem?.fix?.say).toBe("Did you mean “file”?")
})
