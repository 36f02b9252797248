import fc from "fast-check"
import { expect, test } from "vitest"
import type { Path } from "../lib/json.ts"
import type { Workflow } from "../model/workflow.ts"
import { editFile, type OpenFile, openFile, retype } from "./file.ts"
import { arbitraryChange, arbitraryText, type Change } from "./testing/arbitraryEdits.ts"
import { writeWorkflow } from "./write.ts"

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
        expect(openFile(edited.text).workflow, edited.text).toEqual(after)
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

test("a comment stays unless what it belongs to goes", () => {
  // Which step each comment belongs to; those of the file itself belong to none.
  const comments = block.split("\n").flatMap(line => /(?:^|\s)(# (?!heading).*)$/.exec(line)?.[1] ?? [])
  expect(comments.length).toBeGreaterThan(12)
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), fc.constantFrom("name", "note"), (from, to, field) => {
      const file = openFile(block)
      const { steps } = file.workflow
      const moved = steps.flatMap((_, index) => (index === from ? [] : [index])).toSpliced(to, 0, from)
      const after = {
        ...file.workflow,
        name: "Other",
        description: "new",
        tags: ["x"],
        layout: { ...file.workflow.layout, c: [9, 9] as const },
        steps: moved.flatMap(index => {
          const step = steps[index]
          return step ? [index === to ? { ...step, [field]: "changed" } : step] : []
        }),
      }
      const edited = editFile(file, after)
      for (const comment of comments)
        expect(edited.text.split("\n").filter(line => line.endsWith(comment)).length, comment).toBe(1)
    }),
  )
})

test("a step that moves takes its comments along, and one that goes takes them away", () => {
  const file = openFile(block)
  const [a, b, c, d] = file.workflow.steps
  if (!a || !b || !c || !d) throw new Error("Expected four steps")
  const moved = editFile(file, { ...file.workflow, steps: [b, c, d, a] }).text
  expect(moved).toMatch(/# reads\n {2}- id: a {3}# first\n[\s\S]*settings:/)
  expect(moved.indexOf("# reads")).toBeGreaterThan(moved.indexOf("# the last"))
  const gone = editFile(file, { ...file.workflow, steps: [a, c, d] }).text
  expect(gone).not.toContain("# asks")
  expect(gone).not.toContain("# nothing after next")
  expect(gone).toContain("# first")
})

test("a change to one field changes its lines only, and back again gives the same bytes", () => {
  fc.assert(
    fc.property(fc.constantFrom(...samples.slice(0, 3)), fc.nat(3), arbitraryText, (text, index, value) => {
      const file = openFile(text)
      const path = index === 0 ? "name" : "kind"
      const set = (workflow: Workflow, to: string): Workflow =>
        path === "name"
          ? { ...workflow, name: to }
          : {
              ...workflow,
              steps: workflow.steps.map((step, at) => (at === index ? { ...step, note: to } : step)),
            }
      const start = path === "name" ? file : editFile(file, set(file.workflow, "what it was"))
      const was = path === "name" ? "Sample" : "what it was"
      const there = editFile(start, set(start.workflow, value))
      const lines = start.text.split("\n")
      const changed = new Set(there.text.split("\n"))
      expect(lines.filter(line => !changed.has(line)).length).toBeLessThanOrEqual(1)
      if (openFile(there.text).problems.length > start.problems.length) return
      expect(editFile(there, set(there.workflow, was)).text).toBe(start.text)
    }),
  )
})

test("what the view leaves out stays in the text", () => {
  const text =
    "rivulet: 1\nid: x\nunknown: 1 # kept\nsteps:\n  - 7\n  - { id: a, kind: k, timeout: soon, colour: red }\n"
  const file = openFile(text)
  const steps = file.workflow.steps.map(step => (step.id === "a" ? { ...step, note: "n" } : step))
  expect(editFile(file, { ...file.workflow, steps }).text).toBe(text.replace("red }", "red, note: n }"))
})

test("a step that is none is called by its position", () => {
  const [problem] = openFile("rivulet: 1\nid: x\nsteps:\n  - { id: a, kind: k }\n  - 7\n").problems
  expect(problem).toMatchObject({ at: { path: ["steps", 1], line: 5, column: 5 } })
  expect(problem?.message).toContain("steps[1]")
})

test("text typed by hand keeps every step that says the same", () => {
  const file = openFile(block)
  const typed = retype(file, block.replace("kind: ai.generate", "kind: ai.judge"))
  expect(typed.workflow.steps[0]).toBe(file.workflow.steps[0])
  expect(typed.workflow.steps[1]).toMatchObject({ id: "b", kind: "ai.judge" })
  expect(typed.workflow.steps[2]).toBe(file.workflow.steps[2])
  expect(typed.workflow.layout).toBe(file.workflow.layout)
  expect(retype(typed, block).workflow).toEqual(file.workflow)
})

test("the place of a path and the path of a place agree", () => {
  const file = openFile(block)
  const place = file.placeOf(["steps", 0, "with", "path"])
  expect(block.slice(place.start, place.end)).toBe('"{{ trigger.filePath }}"')
  expect(place).toMatchObject({ line: 19, column: 13 })
  expect(file.pathAt(place.start + 3)).toEqual(["steps", 0, "with", "path"])
  expect(file.placeOf(["steps", 0, "with", "nothing", "here"])).toEqual(file.placeOf(["steps", 0, "with"]))
})

test("a new file reads back as the workflow that it was written from", () => {
  fc.assert(
    fc.property(fc.array(arbitraryChange, { maxLength: 6 }), changes => {
      let workflow: Workflow = { rivulet: 1, id: "x", steps: [{ id: "a", kind: "k" }] }
      for (const [serial, change] of changes.entries()) workflow = change(serial)(workflow)
      const view = openFile(writeWorkflow(workflow))
      expect(view.readable, writeWorkflow(workflow)).toBe(true)
      expect(view.workflow).toEqual(workflow)
    }),
  )
})

test("minus zero and large numbers come back as they were", () => {
  for (const output of [-0, 2 ** 60, 1e300, -1e-7, 123456.789]) {
    expect(openFile(writeWorkflow({ rivulet: 1, id: "x", steps: [], output })).workflow.output).toBe(output)
  }
})
