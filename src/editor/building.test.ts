import { expect, test } from "vitest"
import { must } from "../lib/assert.ts"
import { standingOf } from "../model/edits/layout.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { addAt, addBehind, addIntoWire, moveBoxes, putBelow, scopePath, tidy } from "./building.ts"
import { sceneOf } from "./scene.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const log = (id: string, more: Partial<Step> = {}): Step => ({ id, kind: "log", ...more })
const flow = (steps: readonly Step[], more: Partial<Workflow> = {}): Workflow => ({
  rivulet: 1,
  id: "w",
  steps,
  ...more,
})
const kind = (name: string) => must(testCatalogue.kinds[name], name)
const next = (workflow: Workflow) => Object.fromEntries(workflow.steps.map(step => [step.id, step.next]))
const drawn = (workflow: Workflow) => sceneOf(workflow, testCatalogue)

test("in list order a step is added at the next place, and no wire is written", () => {
  const { workflow, id } = addBehind(flow([log("a"), log("b")]), testCatalogue, kind("file.write"), "a")
  expect(workflow.steps.map(step => step.id)).toEqual(["a", "write_a_file", "b"])
  expect(id).toBe("write_a_file")
  expect(next(workflow)).toEqual({ a: undefined, write_a_file: undefined, b: undefined })
})

/*  c ──true──▶ a        c ──true──▶ a
 *                  ⇒    └──false──▶ log   */
test("what is added second behind a step with several outlets begins a branch", () => {
  const before = flow([{ id: "c", kind: "condition" }, log("a"), log("b")])
  const { workflow } = addBehind(before, testCatalogue, kind("log"), "c")
  expect(next(workflow)).toEqual({
    c: { true: "a", false: "log" },
    a: "b",
    b: undefined,
    log: undefined,
  })
})

test("within a container, what is added behind nothing comes inside", () => {
  const before = flow([{ id: "g", kind: "group", steps: [log("a")] }])
  const { workflow } = addBehind(before, testCatalogue, kind("log"), null, "g")
  expect(workflow.steps[0]?.steps?.map(({ id }) => id)).toEqual(["a", "log"])
})

test("among wires a step is put on the first outlet that is free", () => {
  const steps: Step[] = [{ id: "c", kind: "condition", next: { true: "a" } }, log("a")]
  expect(next(addBehind(flow(steps), testCatalogue, kind("log"), "c").workflow).c).toEqual({
    true: "a",
    false: "log",
  })
})

test("a step behind one whose only way is taken goes in between", () => {
  const steps = [log("a", { next: "b" }), log("b")]
  expect(next(addBehind(flow(steps), testCatalogue, kind("log"), "a").workflow)).toEqual({
    a: "log",
    b: undefined,
    log: "b",
  })
})

test("with nothing selected a step goes behind the last one", () => {
  const steps = [log("a", { next: "b" }), log("b")]
  expect(next(addBehind(flow(steps), testCatalogue, kind("log"), null).workflow).b).toBe("log")
})

test("a container is added with room for steps", () => {
  const { workflow } = addBehind(flow([]), testCatalogue, kind("group"), null)
  expect(workflow.steps).toEqual([{ id: "group", name: "Group", kind: "group", steps: [] }])
})

test("a step is put into a wire, written or implied", () => {
  const written = flow([log("a", { next: { failure: "b" } }), log("b")])
  const wire = must(drawn(written).wires[0], "a wire")
  expect(next(addIntoWire(written, testCatalogue, kind("log"), wire).workflow)).toEqual({
    a: { failure: "log" },
    b: undefined,
    log: "b",
  })
  const implied = flow([log("a"), log("b")])
  const way = must(drawn(implied).wires[0], "a wire")
  expect(addIntoWire(implied, testCatalogue, kind("log"), way).workflow.steps.map(step => step.id)).toEqual([
    "a",
    "log",
    "b",
  ])
})

test("a step put down by hand has its place, and the others keep theirs", () => {
  const before = flow([log("a", { next: "b" }), log("b")])
  const { workflow } = addAt(before, testCatalogue, kind("log"), {
    scope: ["steps"],
    at: { x: 40.4, y: 300 },
  })
  expect(workflow.layout?.log).toEqual([40, 300])
  const places = new Map(drawn(before).nodes.map(({ id, at }) => [id, [at.x, at.y]]))
  expect(workflow.layout?.b).toEqual(places.get("b"))
})

test("a step added to a scope with places of its own finds one that is free", () => {
  const before = flow([log("a", { next: ["b"] }), log("b")], { layout: { a: [0, 0], b: [264, 0] } })
  const { workflow } = addBehind(before, testCatalogue, kind("condition"), "b")
  const [x, y] = must(standingOf(workflow.layout?.condition).at, "a place")
  expect(x).toBeGreaterThan(264)
  expect(y).toBe(0)
})

test("moving one box writes down where its neighbours stand, and only in its scope", () => {
  const before = flow([log("a"), { id: "g", kind: "group", steps: [log("inner")] }])
  const after = moveBoxes(before, drawn(before), new Map([["a", { x: -20, y: 15 }]]))
  expect(Object.keys(after.layout ?? {})).toEqual(["a", "g"])
  expect(after.layout?.a).toEqual([-20, 15])
})

test("a box inside a container is drawn where it was put, in whatever lane it stands", () => {
  const group = { id: "g", kind: "group", steps: [log("inner"), log("beside")], always: [log("last")] }
  const before = flow([group])
  const put = new Map([
    ["inner", { x: 90, y: 140 }],
    ["last", { x: 300, y: 330 }],
  ])
  const after = drawn(moveBoxes(before, drawn(before), put))
  for (const [id, at] of put) {
    const node = must(
      after.nodes.find(each => each.id === id),
      id,
    )
    expect(node.at.x).toBe(at.x)
  }
  expect(after.nodes.find(({ id }) => id === "inner")?.at).toEqual({ x: 90, y: 140 })
  expect(after.nodes.find(({ id }) => id === "beside")?.at).toEqual(
    drawn(before).nodes.find(({ id }) => id === "beside")?.at,
  )
})

test("a container makes room for a box that is moved over its edge", () => {
  const before = flow([{ id: "g", kind: "group", steps: [log("inner"), log("beside")] }])
  const after = moveBoxes(before, drawn(before), new Map([["inner", { x: -472, y: -144 }]]))
  expect(standingOf(after.layout?.inner).at).toEqual([0, 0])
  expect(standingOf(after.layout?.beside).at).toEqual([764, 200])
})

test("tidying gives places back: all, or those of the scope that is meant", () => {
  const before = flow([log("a"), { id: "g", kind: "group", steps: [log("inner")] }], {
    layout: { a: [1, 1], g: [2, 2], inner: [3, 3] },
  })
  expect(tidy(before, drawn(before), new Set()).layout).toBeUndefined()
  expect(tidy(before, drawn(before), new Set(["inner"])).layout).toEqual({ a: [1, 1], g: [2, 2] })
})

test("what leaves a container comes to stand below it, or where the layout puts it", () => {
  const steps: Step[] = [{ id: "g", kind: "group", steps: [log("inner")] }, log("out")]
  const placed = flow(steps, { layout: { g: [100, 50], out: [12, 24] } })
  const [x, y] = must(standingOf(putBelow(placed, testCatalogue, ["out"], "g").layout?.out).at, "a place")
  expect(x).toBe(100)
  expect(y).toBeGreaterThan(50 + 148)
  expect(
    putBelow(flow(steps, { layout: { out: [1, 2] } }), testCatalogue, ["out"], "g").layout,
  ).toBeUndefined()
})

test("boxes that hold steps name their scope", () => {
  const workflow = flow([log("a"), { id: "g", kind: "group", steps: [] }])
  expect(scopePath(workflow, null)).toEqual(["steps"])
  expect(scopePath(workflow, "g")).toEqual(["steps", 1, "steps"])
  expect(scopePath(workflow, "handler:failure")).toEqual(["failure"])
  expect(scopePath(workflow, "gone")).toBeNull()
})
