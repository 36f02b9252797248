import { expect, test } from "vitest"
import { openFile } from "./file.ts"
import { keptWorkflow, readingOf } from "./keptFile.ts"

const file = openFile(
  "rivulet: 1\nid: a\nsteps:\n  - { id: say, kind: log, with: { level: [1, null, true] } }\n",
)

test("what was kept of a file is the workflow that its text says", () => {
  expect(keptWorkflow(readingOf(file))).toEqual(file.workflow)
  const kept = keptWorkflow(readingOf(file)) ?? undefined
  expect(openFile(file.text, kept).workflow).toBe(kept)
  for (const text of ["steps: [", "rivulet: 99\nid: a\nsteps: []\n"])
    expect(readingOf(openFile(text))).toBeUndefined()
})

test("what is no workflow of this version is as good as nothing", () => {
  for (const reading of [null, undefined, file.workflow, "", "{", "[]", '{"rivulet":99,"id":"a","steps":[]}'])
    expect(keptWorkflow(reading)).toBeNull()
})
