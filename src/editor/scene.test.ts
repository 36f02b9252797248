import { expect, test } from "vitest"
import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { type Scene, sceneOf, sizes, triggerNodeId } from "./scene.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const log = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  kind: "log",
  with: { message: id },
  ...more,
})
const scene = (steps: readonly Step[], more: Partial<Workflow> = {}, catalogue: Catalogue = testCatalogue) =>
  sceneOf({ rivulet: 1, id: "w", steps, ...more }, catalogue)
const node = (drawn: Scene, id: string) => {
  const found = drawn.nodes.find(box => box.id === id)
  if (!found) throw new Error(`Expected a box ${id}`)
  return found
}
const ways = (drawn: Scene) => drawn.wires.map(({ from, outlet, to }) => `${from}.${outlet}>${to}`)

test("a card says what the step is called and what it will really do", () => {
  const box = node(scene([log("a", { name: "Say hello" })]), "a")
  expect([box.name, box.line, box.hue, box.isKnown]).toEqual(["Say hello", "log · a", "amber", true])
})

test("a step of a kind that nobody knows is drawn all the same, as unknown", () => {
  const box = node(scene([{ id: "x", kind: "nobody.knows", next: "gone" }]), "x")
  expect([box.isKnown, box.line, box.hue]).toEqual([false, "nobody.knows", "red"])
})

test("two steps with one id are two boxes", () => {
  expect(scene([log("a"), log("a")]).nodes.map(({ id }) => id)).toEqual(["a", "a~"])
})

/*  by_hand ──▶ a ──▶ b        a and b run in list order  */
test("wires that the list implies are drawn, and triggers lead to where runs begin", () => {
  const drawn = scene([log("a"), log("b")], { triggers: [{ id: "by_hand", type: "manual" }] })
  expect(ways(drawn)).toEqual([`${triggerNodeId("by_hand")}.next>a`, "a.success>b"])
})

test("a trigger and a step with one name stay apart", () => {
  const drawn = scene([log("start")], { triggers: [{ id: "start", type: "manual" }] })
  expect(drawn.nodes.map(({ id }) => id)).toEqual(["trigger:start", "start"])
})

test("outlets with a choice are named on their wires, and failure always is", () => {
  const branch: Step = {
    id: "a",
    kind: "condition",
    with: { if: true },
    next: { true: "b", false: "c", failure: "c" },
  }
  const drawn = scene([branch, log("b"), log("c")])
  expect(drawn.wires.map(({ label, look }) => [label, look])).toEqual([
    ["true", "plain"],
    ["false", "plain"],
    ["failure", "failure"],
  ])
})

test("what a wire waits for stands on it", () => {
  const next = [
    { to: "b", when: "{{ x > 1 }}", after: "10m" },
    { to: "c", when: "else" },
  ]
  const drawn = scene([log("a", { next }), log("b"), log("c")])
  expect(drawn.wires.map(({ label }) => label)).toEqual(["if x > 1 · after 10m", "else"])
})

test("outlets that parameters name have handles of their own", () => {
  const cases = [
    { id: "hot", when: 1 },
    { id: "cold", when: 2 },
  ]
  const box = node(scene([{ id: "s", kind: "switch", with: { cases } }]), "s")
  expect(box.outlets.map(({ id }) => id)).toEqual(["hot", "cold", "otherwise", "failure"])
})

test("a container holds its steps, drawn within its bounds", () => {
  const drawn = scene([{ id: "g", kind: "group", steps: [log("a"), log("b")] }, log("after")])
  const group = node(drawn, "g")
  expect(group.type).toBe("container")
  for (const id of ["a", "b"]) {
    const inner = node(drawn, id)
    expect(inner.parent).toBe("g")
    expect(inner.at.y).toBeGreaterThanOrEqual(sizes.header)
    expect(inner.at.x + inner.width).toBeLessThanOrEqual(group.width)
    expect(inner.at.y + inner.height).toBeLessThanOrEqual(group.height)
  }
})

test("an empty container shows where steps go", () => {
  expect(node(scene([{ id: "g", kind: "group", steps: [] }]), "g").lanes[0]?.isEmpty).toBe(true)
})

test("scopes nested without end are drawn to a depth, and no further", () => {
  let steps: Step[] = [log("innermost")]
  for (let depth = 0; depth < 60; depth++) steps = [{ id: `g${depth}`, kind: "group", steps }]
  expect(scene(steps).nodes.length).toBeLessThan(60)
})

test("handlers of the whole workflow stand below it", () => {
  const drawn = scene([log("a")], { failure: [log("f")], always: [log("z")] })
  const [failure, always] = [node(drawn, "handler:failure"), node(drawn, "handler:always")]
  expect(failure.at.y).toBeGreaterThan(node(drawn, "a").height)
  expect(always.at.y).toBeGreaterThan(failure.at.y + failure.height)
  expect(node(drawn, "f").parent).toBe("handler:failure")
})

test("places that the file gives are kept, and what has none stands beside what leads to it", () => {
  const drawn = scene([log("a", { next: "b" }), log("b")], { layout: { a: [500, 300] } })
  expect(node(drawn, "a").at).toEqual({ x: 500, y: 300 })
  expect(node(drawn, "b").at.x).toBeGreaterThan(500 + sizes.card.width)
  expect(node(drawn, "b").at.y).toBe(300)
})

test("a trigger without a place stands before the step that it starts, wherever that was put", () => {
  const drawn = scene([log("a")], { triggers: [{ id: "t", type: "manual" }], layout: { a: [0, 900] } })
  expect(node(drawn, "trigger:t").at).toEqual({ x: -sizes.card.width - 56, y: 900 })
})

test("a wire back is told from a wire on", () => {
  const drawn = scene([log("a", { next: "b" }), log("b", { next: "a" })], {
    triggers: [{ id: "t", type: "manual", next: "a" }],
  })
  expect(drawn.wires.filter(({ isBack }) => isBack).map(({ from, to }) => [from, to])).toEqual([["b", "a"]])
})

test("what stands side by side in a container is not wired", () => {
  const entry = testCatalogue.kinds.group as KindEntry
  const kinds = {
    ...testCatalogue.kinds,
    side: { ...entry, kind: "side", holds: { scopes: ["steps"] as const, branches: true as const } },
  }
  const drawn = scene(
    [{ id: "p", kind: "side", steps: [log("a"), log("b")] }],
    {},
    { ...testCatalogue, kinds },
  )
  expect(drawn.wires).toEqual([])
})

/*  g [ a ──▶ b ]  */
test("a collapsed container is one card that sums up what it hides, and a whole scene shows all", () => {
  const steps = [{ id: "g", kind: "group", steps: [log("a", { name: "First" }), log("b")] }]
  const workflow: Workflow = { rivulet: 1, id: "w", steps, layout: { g: { collapsed: true } } }
  const drawn = sceneOf(workflow, testCatalogue)
  expect(drawn.nodes.map(({ id }) => id)).toEqual(["g"])
  expect(node(drawn, "g")).toMatchObject({ hides: ["a", "b"], line: "2 steps: First, b", lanes: [] })
  expect(sceneOf(workflow, testCatalogue, { isOpen: true }).nodes.map(({ id }) => id)).toEqual([
    "g",
    "a",
    "b",
  ])
})

test("a container is as large as the file says, and larger where what is inside needs it", () => {
  const sized = (width: number, height: number) =>
    node(
      scene([{ id: "g", kind: "group", steps: [log("a")] }], { layout: { g: { size: [width, height] } } }),
      "g",
    )
  const [large, small] = [sized(700, 500), sized(10, 10)]
  expect([large.width, large.height]).toEqual([700, 500])
  expect(small.width).toBeGreaterThan(sizes.card.width)
  expect(large.lanes[0]?.height).toBeGreaterThan(small.lanes[0]?.height ?? 0)
})

test("what is inside a locked container is locked", () => {
  const drawn = scene([{ id: "g", kind: "group", steps: [log("a")] }, log("b")], {
    layout: { g: { locked: true } },
  })
  expect(drawn.nodes.filter(({ isLocked }) => isLocked).map(({ id }) => id)).toEqual(["g", "a"])
})

/*  [g  [a]──[inner [b]]]  [last]   the inside of g alone: a and inner, where they stand in it  */
test("the inside of a container alone is what stands in it, at the same places, even where it is collapsed", () => {
  const inner = { id: "inner", kind: "group", steps: [log("b")] }
  const steps = [{ id: "g", kind: "group", steps: [log("a"), inner] }, log("last")]
  const workflow: Workflow = { rivulet: 1, id: "w", steps, layout: { g: { collapsed: true } } }
  const open = sceneOf(workflow, testCatalogue, { isOpen: true })
  const inside = sceneOf(workflow, testCatalogue, { within: "g" })
  expect(inside.nodes.map(({ id }) => id)).toEqual(["a", "inner", "b"])
  expect(inside.within?.id).toBe("g")
  expect(ways(inside)).toEqual(["a.success>inner"])
  for (const { id, at } of inside.nodes) expect(at).toEqual(node(open, id).at)
})

test("the inside of what is gone is the whole workflow", () => {
  const drawn = sceneOf({ rivulet: 1, id: "w", steps: [log("a")] }, testCatalogue, { within: "gone" })
  expect([drawn.within, drawn.nodes.length]).toEqual([null, 1])
})
