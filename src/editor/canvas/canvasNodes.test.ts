import { expect, test } from "vitest"
import { openFile } from "../../format/file.ts"
import { setField, setName } from "../../model/edits/fields.ts"
import type { Problem } from "../../model/problems.ts"
import { sceneOf } from "../scene.ts"
import { sceneAfter } from "../sceneAfter.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { createNodesOf, nodesOf } from "./canvasNodes.ts"

/*
 *     first ──▶ second      shut [ hidden ]
 */
const { workflow } = openFile(`rivulet: 1
id: a
steps:
  - { id: first, kind: log, next: second }
  - { id: second, kind: log }
  - { id: shut, kind: group, steps: [{ id: hidden, kind: log }] }
layout:
  shut: { collapsed: true }
`)
const scene = sceneOf(workflow, testCatalogue)
const none = new Map<string, Problem[]>()
const wrong: Problem = { code: "odd", message: "Odd.", severity: "error", retryable: false }
const problemsOf = (id: string, problem = wrong) => new Map([[id, [problem]]])

test("after a letter every box but the one that says it is the very same", () => {
  const boxesOf = createNodesOf()
  const before = boxesOf(scene, none)
  const named = setName(workflow, "second", "The second")
  const next = sceneAfter({ workflow, scene }, named, testCatalogue)
  if (next === null) throw new Error("Expected a scene that follows")
  const after = boxesOf(next, new Map())
  expect(after).toEqual(nodesOf(next, none))
  expect(after.map((box, index) => box === before[index])).toEqual([true, false, true])
})

test("a problem that comes, changes or goes is said by its own box, and by the one that hides it", () => {
  const boxesOf = createNodesOf()
  const seen = [
    none,
    problemsOf("hidden"),
    problemsOf("second"),
    problemsOf("second", { ...wrong, message: "Odder." }),
    none,
  ]
  for (const problems of seen) expect(boxesOf(scene, problems)).toEqual(nodesOf(scene, problems))
  const [before, after] = [
    boxesOf(scene, problemsOf("hidden")),
    boxesOf(scene, problemsOf("hidden", { ...wrong })),
  ]
  expect(after.map((box, index) => box === before[index])).toEqual([true, true, true])
})

test("another wire is seen by the box that it leaves", () => {
  const boxesOf = createNodesOf()
  boxesOf(scene, none)
  const failing = sceneOf(setField(workflow, "first", ["next"], { failure: "second" }), testCatalogue)
  expect(boxesOf(failing, none)).toEqual(nodesOf(failing, none))
  expect(boxesOf(failing, none)[0]?.data.wiredFailure).toBe(true)
})
