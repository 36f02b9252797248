import { expect, test } from "vitest"
import { commandById } from "./commands.ts"
import { createDesk } from "./desk.ts"
import { sceneOf } from "./scene.ts"
import { editorOf } from "./testing/editorOf.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"
import { nextWire, onlyWire, wiresAround } from "./wireWalk.ts"

const log = (id: string, next: string) => `  - { id: ${id}, kind: log, next: ${next} }\n`
//   a ──▶ b ──▶ c
//   └─────────▶ c
const text = `rivulet: 1\nid: small\nsteps:\n${log("a", "[b, c]")}${log("b", "c")}${log("c", "[]")}`

function open() {
  const editor = editorOf(text)
  const desk = createDesk(false)
  const context = { editor, desk, look: null, tryOut: null, findKind() {}, focusInspector() {} }
  const run = (id: string) => commandById(id).run(context)
  const ends = () => {
    const wire = onlyWire(editor)
    return wire && `${wire.from}>${wire.to}`
  }
  return { editor, desk, run, ends }
}

test("what leaves a step comes before what leads to it, and after the last the first again", () => {
  const scene = sceneOf(open().editor.store.getState().file.workflow, testCatalogue)
  expect(wiresAround(scene, "b").map(({ from, to }) => from + to)).toEqual(["bc", "ab"])
  const [first, last] = wiresAround(scene, "b")
  expect(nextWire(scene, "b", null, 1)).toBe(first)
  expect(nextWire(scene, "b", null, -1)).toBe(last)
  expect(nextWire(scene, "b", last?.id ?? "", 1)).toBe(first)
  expect(nextWire(scene, "b", first?.id ?? "", -1)).toBe(last)
})

test("a step without wires has none to select", () => {
  const scene = sceneOf({ rivulet: 1, id: "x", steps: [{ id: "a", kind: "log" }] }, testCatalogue)
  expect(nextWire(scene, "a", null, 1)).toBeNull()
})

test("keys walk the wires of the selected step, and lead back to it", () => {
  const { editor, run, ends } = open()
  editor.select(["b"])
  run("next_wire")
  expect(ends()).toBe("b>c")
  run("next_wire")
  expect(ends()).toBe("a>b")
  run("previous_wire")
  expect(ends()).toBe("b>c")
  run("select_none")
  expect([...editor.store.getState().selection]).toEqual(["b"])
})

test("a wire that is cut leaves the step selected from which it was come to", () => {
  const { editor, run } = open()
  editor.select(["b"])
  run("next_wire")
  run("delete")
  expect(editor.store.getState().file.workflow.steps[1]?.next ?? []).toEqual([])
  expect([...editor.store.getState().selection]).toEqual(["b"])
})
