import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Path } from "../lib/json.ts"
import { arbitraryEdits, runEdit } from "../model/testing/arbitraryEdits.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { editFile, type OpenFile, openFile } from "./file.ts"
import { readTree } from "./readTree.ts"
import { reread } from "./reread.ts"
import { writeWorkflow } from "./write.ts"

/** Every place of a file's workflow, by path. */
function placesOf(file: OpenFile, value: unknown = file.workflow, path: Path = []): Record<string, unknown> {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : []
  const parts = inner.map(([key, item]) =>
    placesOf(file, item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return Object.assign({ [JSON.stringify(path)]: file.placeOf(path) }, ...parts)
}

function expectPlaces(edited: OpenFile): void {
  expect(placesOf(edited), edited.text).toEqual(placesOf(openFile(edited.text)))
}

const nested = `rivulet: 1
id: x
steps:
  - id: outer
    kind: group
    steps:
      - id: first
        kind: k
      - id: last
        kind: k
  - id: after
    kind: k
layout:
  after: [1, 2]
`

/** The group without its last steps, which follow it instead. */
function lastOut({ steps, ...workflow }: Workflow, count: number): Workflow {
  const [outer, ...rest] = steps as readonly [Step, ...Step[]]
  const inner = outer.steps ?? []
  return {
    ...workflow,
    steps: [{ ...outer, steps: inner.slice(0, -count) }, ...inner.slice(-count), ...rest],
  }
}

describe("the tree after an edit", () => {
  test.each([
    ["\n", nested],
    ["\r\n", nested.replaceAll("\n", "\r\n")],
  ])("knows its places when the end of an inner list goes where the outer one goes on (%j)", (_, text) => {
    const file = openFile(text)
    const edited = editFile(file, lastOut(file.workflow, 1))
    expectPlaces(edited)
    expect(edited.text).toBe(
      text.replace(/ {6}- id: last\r?\n {8}kind/, match => match.replace(/^ {4}/gm, "")),
    )
    const again = { ...edited.workflow, layout: { after: [3, 4] as const } }
    expect(openFile(editFile(edited, again).text).workflow).toEqual(again)
  })

  test("is read from the whole text where splices overlap", () => {
    const read = readTree(nested)
    if (!read.ok) throw new Error("Expected a tree")
    const at = nested.indexOf("kind: k")
    const splice = { start: at, end: at + 7, text: "kind: l" }
    expect(reread(nested, read.value, [splice])).toBeDefined()
    expect(reread(nested, read.value, [splice, { ...splice, start: at + 6 }])).toBeUndefined()
  })

  test("knows its places after any edits of the canvas", () => {
    fc.assert(
      fc.property(arbitraryWorkflow, arbitraryEdits, fc.constantFrom("\n", "\r\n"), (start, edits, end) => {
        let file = openFile(writeWorkflow(start).replaceAll("\n", end))
        for (const [name, pick] of edits) {
          file = editFile(file, runEdit(file.workflow, name, pick))
          expectPlaces(file)
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3_000 },
    )
  })
})
