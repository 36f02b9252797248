import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { setParameter } from "../model/edits/fields.ts"
import { arbitraryEdits, runEdit } from "../model/testing/arbitraryEdits.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Workflow } from "../model/workflow.ts"
import { editFile, type OpenFile, openFile, tryEdit, writtenAnew, writtenInto } from "./file.ts"
import { writeWorkflow } from "./write.ts"

type Way = (file: OpenFile, after: Workflow) => OpenFile

const ways: readonly [string, Way][] = [
  ["as it is edited", editFile],
  ["with what differs", (file, after) => writtenInto(file, after, "difference")],
  ["with its steps written anew", (file, after) => writtenInto(file, after, "step")],
  ["with its values written anew", (file, after) => writtenInto(file, after, "value")],
  ["written anew", writtenAnew],
]

const small = `rivulet: 1
id: x   # the id
unknown: 1   # kept
steps:
  # reads
  - id: a   # first
    kind: k
    colour: red   # unknown, kept
    with: { path: p }
  - { id: b, kind: k }
`

describe("an edited file", () => {
  test.each(ways)("%s says the edited document, whatever the edit", (_, write) => {
    fc.assert(
      fc.property(arbitraryWorkflow, arbitraryEdits, (start, edits) => {
        let file = openFile(writeWorkflow(start))
        for (const [name, pick] of edits) {
          const after = runEdit(file.workflow, name, pick)
          const edited = after === file.workflow ? file : write(file, after)
          expect(edited.workflow, `${name}\n${file.text}\n${edited.text}`).toEqual(after)
          expect(openFile(edited.text).workflow).toEqual(after)
          file = edited
        }
      }),
      { numRuns: 20, interruptAfterTimeLimit: 1_500 },
    )
  })

  test.each(ways)("%s keeps comments and what the view leaves out", (_, write) => {
    const file = openFile(small)
    const { text } = write(file, setParameter(file.workflow, "a", ["path"], "q"))
    for (const line of ["# the id", "unknown: 1", "# kept", "# reads", "# first", "colour: red", "path: q"]) {
      expect(text.split(line).length, `${line} in\n${text}`).toBe(2)
    }
  })

  test("says why a key cannot be written, and stays as it was", () => {
    const file = openFile(small)
    const after = setParameter(file.workflow, "a", ["__proto__"], "evil")
    expect(tryEdit(file, after)).toMatchObject({ ok: false, error: { code: "unsafe_key" } })
    expect(editFile(file, after)).toBe(file)
  })

  test("takes in what is written but not valid, which is a problem of the file then", () => {
    const file = openFile(small)
    const steps = file.workflow.steps.map(step => ({ ...step, timeout: "soon", note: undefined }))
    const edited = editFile(file, { ...file.workflow, steps } as unknown as Workflow)
    expect(edited.text).toContain("timeout: soon")
    expect(edited.text).toContain("# first")
    expect(edited.problems.map(problem => problem.code)).toContain("bad_duration")
  })
})
