import { expect, test } from "vitest"
import { catalogueOf } from "../model/catalogueOf.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { steps as registry } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import { createCompletion } from "./completion.ts"
import { sampleNames } from "./sampleNames.ts"
import { surveyOf } from "./survey.ts"

const catalogue = catalogueOf(registry, triggers)
const steps: readonly Step[] = [
  { id: "read", kind: "file.read", name: "Read it", with: { path: "a" }, next: "each" },
  {
    id: "each",
    kind: "foreach",
    with: { items: [1] },
    steps: [
      { id: "inner", kind: "set", with: { values: { "odd name": 1, n: { deep: "x" } } } },
      { id: "second", kind: "set", with: { values: {} } },
    ],
    next: "last",
  },
  { id: "last", kind: "data.filter", with: {} },
  { id: "other", kind: "set", with: { values: {} } },
]
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  inputs: { who: { type: "string" }, count: { type: "number" } } as never,
  variables: { seen: { a: 1 } },
  triggers: [{ id: "files", type: "file_change", with: {} }],
  steps,
}
const survey = surveyOf(workflow, catalogue)
const complete = createCompletion(survey, ["API_KEY"])

/** The labels that are offered where `│` stands. */
function offered(marked: string, step: string | undefined = "last"): string[] | null {
  const offset = marked.indexOf("│")
  const found = complete({ step, path: ["steps", 0, "with", "text"] }, marked.replace("│", ""), offset)
  return found === null ? null : found.options.map(({ label }) => label)
}

test.each([
  ["{{ steps.│ }}", ["read", "each"]],
  ["{{ steps.re│ }}", ["read"]],
  ["Hello {{ inputs.│", ["who", "count"]],
  ["{{ vars.│ }}", ["seen"]],
  ["{{ vars.seen.│ }}", ["a"]],
  ["{{ secrets.│ }}", ["API_KEY"]],
  ["{{ steps.read.│ }}", ["output", "outlets", "status", "visit", "error", "visits"]],
  ["{{ steps.each.outlets.│ }}", ["done", "failure"]],
  ["{{ steps.read.outlets.failure.m│ }}", ["message", "name"]],
  ["{{ run.│ }}", ["id", "startedAt"]],
  ["{{ { a: steps.│ } }}", ["read", "each"]],
  ["{{ x }} and {{ inputs?.w│ }}", ["who"]],
])("%s offers %j", (marked, labels) => {
  expect(offered(marked)).toEqual(labels)
})

test("fields come from the kind's schema, and from what a step writes down itself", () => {
  expect(offered("{{ steps.read.output.│ }}")).toContain("content")
  expect(offered("{{ steps.inner.output.│ }}", "second")).toEqual(["odd name", "n"])
  expect(offered("{{ steps.inner.output.n.│ }}", "second")).toEqual(["deep"])
  expect(offered("{{ steps.each.output.│ }}")?.slice(0, 3)).toEqual(["length", "map", "filter"])
  expect(offered("{{ incoming.│ }}", "each")).toContain("content")
  expect(offered("{{ trigger.│ }}")).toContain("filePath")
})

test("names are offered where they mean something, with their docs", () => {
  expect(offered("{{ it│ }}", "inner")?.[0]).toBe("item")
  expect(offered("{{ it│ }}", "last")).not.toContain("item")
  expect(offered("{{ │ }}")).toEqual(
    expect.arrayContaining(["steps", "inputs", "jsonata", "md5", "formatDate"]),
  )
  const found = complete({ step: "last", path: [] }, "{{ slu", 6)
  expect(found?.options[0]).toMatchObject({
    insert: "slug(",
    detail: "(text)",
    doc: expect.stringContaining("gives"),
  })
})

test("nothing is offered outside of braces, in quotes, after a number or an unknown chain", () => {
  for (const marked of [
    "steps.│",
    "\\{{ steps.│",
    "{{ 'steps.│' }}",
    "{{ a }} steps.│",
    "{{ 1.│ }}",
    "{{ f().│ }}",
    "{│",
  ])
    expect(offered(marked), marked).toBeNull()
})

test("a name that no dot can lead to is written in brackets", () => {
  const text = "{{ steps.inner.output."
  const found = complete({ step: "second", path: [] }, text, text.length)
  expect(found?.options[0]).toMatchObject({ label: "odd name", insert: '["odd name"]' })
})

test("a sample stands for everything that a value reads", () => {
  const value = "{{ steps.read.output.content + inputs.who + steps.inner.output.n.deep }}"
  expect(sampleNames(survey, "last", value)).toMatchObject({
    inputs: { who: "text", count: 1 },
    vars: { seen: { a: 1 } },
    steps: { read: { output: { content: "text" } }, inner: { output: { n: { deep: "text" } } } },
  })
})
