import { expect, test } from "vitest"
import { mapTexts, textsOf } from "./texts.ts"
import type { Workflow } from "./workflow.ts"

const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  name: "{{ not a text }}",
  triggers: [{ id: "t", type: "manual", inputs: { a: "{{ trigger.a }}" } }],
  steps: [
    {
      id: "a",
      kind: "code",
      note: "{{ not a text }}",
      with: { source: "{{ raw }}", list: [{ deep: "{{ vars.b }}" }, "plain"] },
      each: "{{ incoming }}",
      timeout: "{{ inputs.c }}",
      steps: [{ id: "inner", kind: "log", key: "{{ vars.d }}" }],
      next: {
        true: {
          to: "a",
          when: "vars.e > 1",
          after: "{{ vars.f }}",
          validate: [{ expression: "vars.g" }, { ai: "Polite?" }],
        },
        false: [
          { to: "a", when: "else" },
          { to: "a", when: "{{ vars.h }}", on: { event: "paid", match: "event.i" } },
        ],
      },
    },
  ],
  settings: { concurrency: { max: 1, key: "{{ inputs.j }}" } },
  output: { all: "{{ vars.k }}" },
}

const raw = (kind: string, field: string) => kind === "code" && field === "source"

test("every text that is evaluated is found, with its form, place and step", () => {
  const found = textsOf(workflow, raw).map(({ text, form, path, step }) => [
    path.join("."),
    form,
    text,
    step?.id,
  ])
  expect(found.sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
    ["output.all", "template", "{{ vars.k }}", undefined],
    ["settings.concurrency.key", "template", "{{ inputs.j }}", undefined],
    ["steps.0.each", "template", "{{ incoming }}", "a"],
    ["steps.0.next.false.1.on.match", "expression", "event.i", "a"],
    ["steps.0.next.false.1.when", "template", "{{ vars.h }}", "a"],
    ["steps.0.next.true.after", "template", "{{ vars.f }}", "a"],
    ["steps.0.next.true.validate.0.expression", "expression", "vars.g", "a"],
    ["steps.0.next.true.when", "expression", "vars.e > 1", "a"],
    ["steps.0.steps.0.key", "template", "{{ vars.d }}", "inner"],
    ["steps.0.timeout", "template", "{{ inputs.c }}", "a"],
    ["steps.0.with.list.0.deep", "template", "{{ vars.b }}", "a"],
    ["triggers.0.inputs.a", "template", "{{ trigger.a }}", undefined],
  ])
})

test("texts are replaced where they stand, and what holds none of them stays the same", () => {
  const changed = mapTexts(workflow, ({ text }) => text.replace("vars.d", "vars.z"), raw)
  expect(changed.steps[0]?.steps?.[0]?.key).toBe("{{ vars.z }}")
  expect(changed.steps[0]?.next).toBe(workflow.steps[0]?.next)
  expect(changed.triggers).toBe(workflow.triggers)
  expect(mapTexts(workflow, ({ text }) => text)).toBe(workflow)
})
