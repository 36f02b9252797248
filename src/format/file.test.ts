import fc from "fast-check"
import { expect, test } from "vitest"
import type { Path } from "../lib/json.ts"
import type { Workflow } from "../model/workflow.ts"
import { editFile, type OpenFile, openFile } from "./file.ts"
import { arbitraryChange, type Change } from "./testing/arbitraryEdits.ts"

const block = `# A file as people write it.
rivulet: 1
id: sample

name: 'Sample'   # the name
tags: [x, y]
inputs:
  # how strict
  threshold: { type: string, default: high }

triggers:
  - { id: daily, type: schedule, with: { cron: "0 9 * * *" } }
steps:
  # reads
  - id: a   # first
    kind: file.read
    with:
      # which file
      path: "{{ trigger.filePath }}"   # a template
      text: |   # several lines
        # heading
        body
      more: >
        folded
        text
    next: b

  # asks
  - id: b
    kind: ai.generate
    with: { provider: claude, prompt: hello }
    next: { success: c, failure: [a] }
    # nothing after next

  - kind: group
    id: c
    steps:
    - id: inner   # inside
      kind: x
      with:
        list:
        - 1   # one
        - two
        - [3, 4]
    - { id: flat, kind: y }
  # the last
  - id: d
    kind: wait
    with: {
      for: 1m,   # a minute
      other: [1, 2]
    }
settings: { timeout: 1h }
# where boxes are
layout:
  a: [1, 2]   # box a
  b: [3, 4]
# the end
`
const flow = `{ "rivulet": 1, "id": "sample", "steps": [ {"id": "a", "kind": "x"}, {"id":"b","kind":"y"} ],\n  "layout": {} }`
const samples = [
  block,
  block.replaceAll("\n", "\r\n"),
  block.trimEnd(),
  flow,
  "rivulet: 1\nid: x\nsteps: []",
  "---\nrivulet: 1\nid: x\nsteps:\n- id: a\n  kind: b\n",
]

/** Every place of a file, by path. */
function placesOf(file: OpenFile, value: unknown, path: Path = []): [string, unknown][] {
  const here: [string, unknown] = [JSON.stringify(path), file.placeOf(path)]
  if (typeof value !== "object" || value === null) return [here]
  return [
    here,
    ...Object.entries(value).flatMap(([key, item]) =>
      placesOf(file, item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ]
}

function changeAll(
  file: OpenFile,
  changes: readonly ((serial: number) => Change)[],
  see: (before: OpenFile, after: Workflow, edited: OpenFile) => void,
): void {
  let here = file
  for (const [serial, change] of changes.entries()) {
    const after = change(serial)(here.workflow)
    const edited = editFile(here, after)
    see(here, after, edited)
    here = edited
  }
}

test("any edits give a text that reads as the edited document, and the places of that text", () => {
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.array(arbitraryChange, { maxLength: 5 }), (text, changes) => {
      changeAll(openFile(text), changes, (_, after, edited) => {
        expect(openFile(edited.text).workflow, edited.text).toEqual(JSON.parse(JSON.stringify(after)))
        const fresh = openFile(edited.text)
        expect(edited.workflow).toEqual(fresh.workflow)
        expect(edited.problems).toEqual(fresh.problems)
        expect(Object.fromEntries(placesOf(edited, edited.workflow)), edited.text).toEqual(
          Object.fromEntries(placesOf(fresh, fresh.workflow)),
        )
      })
    }),
    { numRuns: 300 },
  )
})
