import { expect, test } from "vitest"
import { must } from "../../lib/assert.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { sceneOf } from "../scene.ts"
import { testCatalogue } from "../testing/testCatalogue.ts"
import { canConnect, dropBoxes, dropKind, wireUp } from "./canvasEdits.ts"
import { landingAt } from "./dropping.ts"

const log = (id: string, more: Partial<Step> = {}): Step => ({ id, kind: "log", ...more })
const flow = (steps: readonly Step[], more: Partial<Workflow> = {}): Workflow => ({
  rivulet: 1,
  id: "w",
  steps,
  ...more,
})
const next = (workflow: Workflow) => Object.fromEntries(workflow.steps.map(step => [step.id, step.next]))
const line = (source: string, sourceHandle: string, target: string, targetHandle: string | null = "in") => ({
  ...{ source, sourceHandle, target, targetHandle },
})

test("wires lead within one scope, and triggers to the outermost steps", () => {
  const workflow = flow([log("a"), { id: "g", kind: "group", steps: [log("inner")] }])
  expect(canConnect(workflow, { source: "a", target: "g" })).toBe(true)
  expect(canConnect(workflow, { source: "a", target: "inner" })).toBe(false)
  expect(canConnect(workflow, { source: "trigger:t", target: "a" })).toBe(true)
  expect(canConnect(workflow, { source: "trigger:t", target: "inner" })).toBe(false)
  expect(canConnect(workflow, { source: "a", target: "gone" })).toBe(false)
})

test("a wire is written in the shortest form that says it", () => {
  const workflow = flow([log("a", { next: [] }), log("b"), { id: "m", kind: "compare" }])
  expect(next(wireUp(workflow, testCatalogue, null, line("a", "success", "b"))).a).toBe("b")
  expect(next(wireUp(workflow, testCatalogue, null, line("a", "failure", "b"))).a).toEqual({ failure: "b" })
  expect(next(wireUp(workflow, testCatalogue, null, line("a", "success", "m", "right"))).a).toEqual({
    to: "m",
    inlet: "right",
  })
})

test("a wire that is taken up is led elsewhere", () => {
  const workflow = flow([log("a", { next: { to: "b", after: "5m" } }), log("b"), log("c")])
  const wire = must(sceneOf(workflow, testCatalogue).wires[0], "a wire")
  expect(next(wireUp(workflow, testCatalogue, wire, line("a", "success", "c"))).a).toEqual({
    to: "c",
    after: "5m",
  })
})

test("a trigger that is led to a step starts it besides those that it named", () => {
  const workflow = flow([log("a"), log("b")], { triggers: [{ id: "t", type: "manual", next: "a" }] })
  expect(wireUp(workflow, testCatalogue, null, line("trigger:t", "next", "b")).triggers?.[0]?.next).toEqual([
    "a",
    "b",
  ])
})

test("a box that is let go of in a container moves in, and the wires past it are joined", () => {
  const workflow = flow([
    log("a", { next: "b" }),
    log("b", { next: "g" }),
    { id: "g", kind: "group", steps: [] },
  ])
  const landing = { holder: "g", scope: ["steps", 2, "steps"], at: { x: 30, y: 80 } }
  const moved = dropBoxes(workflow, testCatalogue, {
    ...{ places: new Map([["b", { x: 0, y: 0 }]]), dropped: "b", landing, wire: null },
  })
  expect(moved.steps.map(({ id, next: to }) => [id, to])).toEqual([
    ["a", "g"],
    ["g", undefined],
  ])
  expect(moved.steps[1]?.steps?.map(({ id }) => id)).toEqual(["b"])
  expect(moved.layout?.b).toEqual([2, 24])
})

test("a loose step that is let go of over a wire goes into it", () => {
  const workflow = flow([log("a", { next: "b" }), log("b"), log("loose")])
  const wire = must(sceneOf(workflow, testCatalogue).wires[0], "a wire")
  const dropped = dropBoxes(workflow, testCatalogue, {
    places: new Map([["loose", { x: 5, y: 5 }]]),
    ...{ dropped: "loose", landing: { holder: null, scope: ["steps"], at: { x: 5, y: 5 } }, wire },
  })
  expect(next(dropped)).toEqual({ a: "loose", b: undefined, loose: "b" })
})

test("what is let go of lands in the innermost container around it", () => {
  const workflow = flow([{ id: "outer", kind: "group", steps: [{ id: "inner", kind: "group", steps: [] }] }])
  const scene = sceneOf(workflow, testCatalogue)
  const inner = must(
    scene.nodes.find(({ id }) => id === "inner"),
    "the inner container",
  )
  const point = { x: inner.at.x + 100, y: inner.at.y + 100 }
  expect(landingAt(workflow, scene, point)).toMatchObject({
    holder: "inner",
    scope: ["steps", 0, "steps", 0, "steps"],
  })
  expect(landingAt(workflow, scene, point, id => id !== "inner").holder).toBe("outer")
  expect(landingAt(workflow, scene, { x: -900, y: -900 }).holder).toBeNull()
})

test("a kind from the library lands in a container", () => {
  const workflow = flow([{ id: "g", kind: "group", steps: [] }])
  const landing = { holder: "g", scope: ["steps", 0, "steps"], at: { x: 30, y: 80 } }
  const { workflow: after } = dropKind(
    workflow,
    testCatalogue,
    must(testCatalogue.kinds.log, "log"),
    landing,
    null,
  )
  expect(after.steps[0]?.steps?.map(({ id }) => id)).toEqual(["log"])
})
