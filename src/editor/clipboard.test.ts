import { expect, test } from "vitest"
import { copySteps } from "../model/edits/copySteps.ts"
import type { Workflow } from "../model/workflow.ts"
import { clipOf, clipText } from "./clipboard.ts"

const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "a", kind: "act", next: { failure: [{ to: "b", when: "{{ true }}" }] } },
    { id: "b", kind: "act", name: "Tell: it", next: ["c"] },
    { id: "c", kind: "act" },
  ],
}

test("a clip comes back from its text, with the wires that led to it", () => {
  const clip = copySteps(workflow, ["b", "c"])
  expect(clipOf(clipText(clip))).toEqual(clip)
  expect(clipText(clip)).toMatch(/^# wire from a, failure: \{"to":"b","when":"\{\{ true \}\}"\}\n/)
})

test("what is no workflow is no clip, and a line that only looks like a wire is none", () => {
  expect(clipOf("some text")).toBeNull()
  const odd = clipOf(
    `# wire from a: {"to": 7}\n# wire from b: {oops}\n${clipText(copySteps(workflow, ["c"]))}`,
  )
  expect(odd?.incoming.map(({ from }) => from)).toEqual(["b"])
})
