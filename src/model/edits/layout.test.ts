import { expect, test } from "vitest"
import type { Workflow } from "../workflow.ts"
import { pasteSteps } from "./clip.ts"
import { copySteps } from "./copySteps.ts"
import { setName } from "./fields.ts"
import { restand, standingOf } from "./layout.ts"
import { lockBreach } from "./lockBreach.ts"
import { lockedSteps } from "./locks.ts"
import { removeSteps } from "./removeSteps.ts"
import { connect } from "./wires.ts"

/*
 *   g [ a ]     b ──▶ c
 */
const workflow: Workflow = {
  rivulet: 1,
  id: "w",
  steps: [
    { id: "g", kind: "group", steps: [{ id: "a", kind: "log" }] },
    { id: "b", kind: "log", next: "c" },
    { id: "c", kind: "log" },
  ],
  layout: { b: [10, 20] },
}

test("how a step stands is written as shortly as it can be, and what is not meant stays", () => {
  const sized = restand(workflow, { g: { at: [1, 2], size: [400, 300] } })
  expect(sized.layout?.g).toEqual([1, 2, 400, 300])
  const folded = restand(sized, { g: { collapsed: true } })
  expect(folded.layout?.g).toEqual({ at: [1, 2], size: [400, 300], collapsed: true })
  expect(restand(folded, { g: { collapsed: false } })).toEqual(sized)
  expect(standingOf(restand(folded, { g: { at: null } }).layout?.g)).toMatchObject({
    at: null,
    collapsed: true,
  })
  expect(restand(workflow, { b: { at: null } }).layout).toBeUndefined()
})

const locked = restand(workflow, { g: { locked: true }, b: { locked: true } })

test("a lock holds for what is inside", () => {
  expect([...lockedSteps(locked)]).toEqual(["g", "b", "a"])
})

test.each<[string, (from: Workflow) => Workflow, string | null]>([
  ["its name", from => setName(from, "b", "Other"), "b"],
  ["what is inside", from => setName(from, "a", "Other"), "g"],
  ["its place", from => restand(from, { b: { at: [0, 0] } }), "b"],
  ["that it is there", from => removeSteps(from, ["b"], { heal: false }), "b"],
  ["its wires", from => connect(from, { from: "b", outlet: null, to: "g", first: "success" }), "b"],
  ["another step", from => setName(from, "c", "Other"), null],
  ["its lock", from => restand(from, { b: { locked: false } }), null],
  ["that what is inside shows", from => restand(from, { g: { collapsed: true } }), null],
])("a locked step refuses an edit of %s", (_, edit, refused) => {
  expect(lockBreach(locked, edit(locked))).toBe(refused)
})

test("a copy of a locked step is free, and stands where it is put", () => {
  const pasted = pasteSteps(locked, copySteps(locked, ["b"]), { scope: ["steps"], offset: [5, 5] })
  expect(pasted.ok && pasted.value.workflow.layout?.b_2).toEqual([15, 25])
})
