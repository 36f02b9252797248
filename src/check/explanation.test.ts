import { expect, test } from "vitest"
import { openFile } from "../format/file.ts"
import { catalogueOf } from "../model/catalogueOf.ts"
import { steps as registry } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import { createCompletion } from "./completion.ts"
import { createExplain } from "./explanation.ts"
import { surveyOf } from "./survey.ts"

const text = `rivulet: 1
id: w
inputs:
  who: { type: string, description: The name to greet }
triggers:
  - { id: often, type: schedule, with: { cron: "0 9 * * *" } }
steps:
  - id: read
    kind: file.read
    with: { path: a.txt }
    retry: { attempts: 2 }
    next: { success: tell }
  - id: tell
    kind: http.request
    with:
      url: "https://x.example/{{ slug(steps.read.output.content) }}/{{ inputs.who }}"
      auth: { type: none }
settings: { timezone: Europe/Berlin }
`
const file = openFile(text)
const survey = surveyOf(file.workflow, catalogueOf(registry, triggers))
const explain = createExplain(survey, createCompletion(survey))

/** What is said of the n-th place at which the word stands. */
function said(word: string, step?: string, nth = 0): string | null {
  let offset = -1
  for (let n = 0; n <= nth; n++) offset = text.indexOf(word, offset + 1)
  const found = explain({ step, path: file.pathAt(offset + 1) }, text, offset + 1)
  return found === null ? null : `${text.slice(found.from, found.to)} | ${found.title} | ${found.doc}`
}

test.each([
  ["file.read", "read", /^file \| file\.read: .+ \| .+ Leaves by success, .*failure\.$/],
  ["path:", "read", /^path \| .+ \| .+/],
  ["retry", "read", /^retry \| retry \| How often/],
  ["success", "read", /leaves by “success”/],
  ["slug", "tell", /^slug \| slug\(text\).* \| .+/],
  ["content", "tell", /^content \| content \|/],
  ["who }}", "tell", /^who \| who: text \| The name to greet/],
  ["schedule", undefined, /^schedule \| schedule: .+ \| .+/],
  ["cron", undefined, /^cron \| .+ \| .+/],
  ["timezone", undefined, /^timezone \| timezone \| Where its expressions/],
])("the word %s is explained", (word, step, expected) => {
  expect(said(word, step)).toMatch(expected)
})

test("the step that an expression names is told by its kind", () => {
  expect(said("read.output", "tell")).toMatch(/^read \| read: .+/)
})

test("what is a value of the user's, and what is nothing known, is not explained", () => {
  expect(said("a.txt", "read")).toBeNull()
  expect(said("Berlin")).toBeNull()
  expect(said("example", "tell")).toBeNull()
})
