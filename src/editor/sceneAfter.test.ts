import { expect, test } from "vitest"
import { openFile } from "../format/file.ts"
import { setField, setName, setParameter } from "../model/edits/fields.ts"
import type { Workflow } from "../model/workflow.ts"
import { sceneOf } from "./scene.ts"
import { sceneAfter } from "./sceneAfter.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

/*
 *     first ──▶ choose ─one─▶ box [ inner ]      shut [ hidden ]
 */
const { workflow } = openFile(`rivulet: 1
id: a
steps:
  - { id: first, kind: log, with: { message: hello }, next: choose }
  - { id: choose, kind: switch, with: { cases: [{ id: one }] }, next: { one: box } }
  - { id: box, kind: group, steps: [{ id: inner, kind: log }] }
  - { id: shut, kind: group, steps: [{ id: hidden, kind: log }] }
layout:
  shut: { collapsed: true }
`)
const before = { workflow, scene: sceneOf(workflow, testCatalogue) }

const words: [string, (workflow: Workflow) => Workflow][] = [
  ["a parameter", now => setParameter(now, "first", ["message"], "good night")],
  ["a name", now => setName(now, "choose", "Which one?")],
  ["a step inside", now => setParameter(now, "inner", ["message"], "in here")],
  ["a container's name", now => setName(now, "box", "The box")],
  ["a note, which nothing shows", now => setField(now, "first", ["note"], "see above")],
]

test.each(words)(
  "after %s the scene is the one that is drawn anew, and the rest of it is as it was",
  (_, edit) => {
    const now = edit(workflow)
    const scene = sceneAfter(before, now, testCatalogue)
    expect(scene).toEqual(sceneOf(now, testCatalogue))
    expect(scene?.wires).toBe(before.scene.wires)
    const kept = scene?.nodes.filter((node, index) => node === before.scene.nodes[index]) ?? []
    expect(kept.length).toBeGreaterThanOrEqual(before.scene.nodes.length - 2)
  },
)

const looks: [string, (workflow: Workflow) => Workflow][] = [
  ["another outlet", now => setParameter(now, "choose", ["cases"], [{ id: "one" }, { id: "two" }])],
  ["another wire", now => setField(now, "first", ["next"], "box")],
  ["a step that is off", now => setField(now, "first", ["disabled"], true)],
  ["what a closed container says of its inside", now => setName(now, "hidden", "Seen")],
  ["the name of a closed container", now => setName(now, "shut", "Shut")],
  ["one step less", now => ({ ...now, steps: now.steps.slice(0, -1) })],
]

test.each(looks)("%s is drawn anew", (_, edit) => {
  expect(sceneAfter(before, edit(workflow), testCatalogue)).toBeNull()
})
