import { describe, expect, test } from "vitest"
import type { Next, Step, Workflow } from "../workflow.ts"
import { removeSteps } from "./removeSteps.ts"
import { connect, disconnect, drawImpliedWires, moveWire, spliceIntoWire, updateWire } from "./wires.ts"

/** A workflow of steps in the order of the keys, each with its `next`. */
function wired(nexts: { readonly [id: string]: Next | undefined }): Workflow {
  const steps = Object.entries(nexts).map(
    ([id, next]): Step => ({ id, kind: "log", ...(next === undefined ? {} : { next }) }),
  )
  return { rivulet: 1, id: "w", steps }
}

function nexts(workflow: Workflow): { [id: string]: Next | undefined } {
  return Object.fromEntries(workflow.steps.map(step => [step.id, step.next]))
}

describe("a wire is written in the shortest form that says it", () => {
  test.each<[string, Next | undefined, string | null, Next]>([
    ["the first", [], null, "b"],
    ["the first, by its name", [], "success", "b"],
    ["one of another outlet", [], "failure", { failure: "b" }],
    ["a second of the first outlet", "c", "success", ["c", "b"]],
    ["one of another outlet beside it", "c", "failure", { success: "c", failure: "b" }],
    ["one of the first outlet beside others", { failure: "c" }, null, { failure: "c", success: "b" }],
    ["a second of an outlet", { failure: "c" }, "failure", { failure: ["c", "b"] }],
    ["one that is there", { failure: "b" }, "failure", { failure: "b" }],
  ])("%s", (_, next, outlet, expected) => {
    const workflow = wired({ a: next, b: undefined, c: undefined })
    expect(nexts(connect(workflow, { from: "a", to: "b", outlet, first: "success" })).a).toEqual(expected)
  })

  test("with what it waits for", () => {
    const workflow = connect(wired({ a: [], b: undefined }), {
      from: "a",
      to: "b",
      outlet: null,
      after: "1m",
    })
    expect(nexts(workflow).a).toEqual({ to: "b", after: "1m" })
  })

  test("and not at all, where the target stands elsewhere", () => {
    const workflow = wired({ a: [], b: undefined })
    expect(connect(workflow, { from: "a", to: "elsewhere", outlet: null })).toEqual(workflow)
    expect(connect(workflow, { from: "nobody", to: "b", outlet: null })).toBe(workflow)
  })
})

describe("a scope in list order", () => {
  const list = wired({ a: undefined, b: undefined, c: undefined })

  test("is written out by its first wire", () => {
    //   a ─▶ b ─▶ c        a ─▶ b ─▶ c
    //                      └─────────▲
    expect(nexts(connect(list, { from: "a", to: "c", outlet: null }))).toEqual({
      a: ["b", "c"],
      b: "c",
      c: undefined,
    })
    expect(nexts(drawImpliedWires(list, "b"))).toEqual({ a: "b", b: "c", c: undefined })
  })

  test("is written out by a change of an implied wire", () => {
    const ref = { from: "a", path: [] }
    expect(nexts(disconnect(list, ref))).toEqual({ a: undefined, b: "c", c: undefined })
    expect(nexts(updateWire(list, ref, { after: "1m" }))).toEqual({
      a: { to: "b", after: "1m" },
      b: "c",
      c: undefined,
    })
  })

  test("does not come back when the last wire goes", () => {
    expect(nexts(disconnect(wired({ a: "b", b: undefined }), { from: "a", path: ["next"] }))).toEqual({
      a: [],
      b: undefined,
    })
    expect(nexts(removeSteps(wired({ a: "b", b: undefined, c: undefined }), ["a"]))).toEqual({
      b: [],
      c: undefined,
    })
  })
})

describe("a change of one wire keeps the form of the others", () => {
  const workflow = wired({
    a: { true: ["b", { to: "c", inlet: 2 }], false: { to: "b" } },
    b: undefined,
    c: undefined,
  })

  test("of its target", () => {
    const changed = updateWire(workflow, { from: "a", path: ["next", "true", 0] }, { to: "c" })
    expect(nexts(changed).a).toEqual({ true: ["c", { to: "c", inlet: 2 }], false: { to: "b" } })
    expect(changed.steps[1]).toBe(workflow.steps[1])
  })

  test("of what it waits for", () => {
    const ref = { from: "a", path: ["next", "true", 1] }
    expect(nexts(updateWire(workflow, ref, { inlet: undefined, when: "else" })).a).toEqual({
      true: ["b", { to: "c", when: "else" }],
      false: { to: "b" },
    })
    expect(updateWire(workflow, ref, { inlet: 2 })).toBe(workflow)
  })

  test("and of one that is not there nothing", () => {
    expect(updateWire(workflow, { from: "a", path: ["next", "true", 9] }, { to: "c" })).toBe(workflow)
    expect(disconnect(workflow, { from: "b", path: ["next"] })).toBe(workflow)
  })
})

test("a wire moves to another outlet with what it waits for", () => {
  const workflow = wired({ a: { true: { to: "b", after: "1m" } }, b: undefined })
  const moved = moveWire(workflow, { from: "a", path: ["next", "true"] }, { outlet: "false" })
  expect(nexts(moved).a).toEqual({ false: { to: "b", after: "1m" } })
})

test("a wire moves to another source and target", () => {
  const workflow = wired({ a: "b", b: undefined, c: undefined })
  const moved = moveWire(workflow, { from: "a", path: ["next"] }, { from: "b", to: "c" })
  expect(nexts(moved)).toEqual({ a: undefined, b: "c", c: undefined })
})

test("a step is set into a wire: the condition before it, the inlet after it", () => {
  //   a ─when─▶ c:2         a ─when─▶ b ─▶ c:2
  const workflow = wired({ a: { true: { to: "c", inlet: 2, when: "x" } }, b: undefined, c: undefined })
  expect(nexts(spliceIntoWire(workflow, { from: "a", path: ["next", "true"] }, "b"))).toEqual({
    a: { true: { to: "b", when: "x" } },
    b: { to: "c", inlet: 2 },
    c: undefined,
  })
})

describe("removing", () => {
  test("cuts the wires", () => {
    expect(nexts(removeSteps(wired({ a: ["b", "c"], b: "c", c: undefined }), ["b"]))).toEqual({
      a: "c",
      c: undefined,
    })
  })

  test("or heals them: they lead to where the first outlet led", () => {
    //   a ─▶ b ─▶ c,  b ─failure▶ d        a ─▶ c
    const workflow = wired({ a: "b", b: { success: "c", failure: "d" }, c: "d", d: undefined })
    expect(nexts(removeSteps(workflow, ["b"], { heal: true }))).toEqual({ a: "c", c: "d", d: undefined })
  })

  test("the first outlet by its name, where it is told", () => {
    //   a ─▶ b ─false▶ c, ─true▶ d        a ─▶ d
    const workflow = wired({ a: "b", b: { false: "c", true: "d" }, c: "d", d: undefined })
    const healed = removeSteps(workflow, ["b"], { heal: true, first: () => "true" })
    expect(nexts(healed).a).toBe("d")
    expect(nexts(removeSteps(workflow, ["b"], { heal: true })).a).toBe("c")
    expect(nexts(removeSteps(workflow, ["b"], { heal: true, first: () => "done" })).a).toBeUndefined()
  })

  test("through all that goes, loops and all", () => {
    //   a ─▶ b ⇄ c ─▶ d        a ─▶ d
    const workflow = wired({ a: "b", b: "c", c: ["b", "d"], d: undefined })
    expect(nexts(removeSteps(workflow, ["b", "c"], { heal: true }))).toEqual({ a: "d", d: undefined })
  })

  test("keeps what both wires waited for, the first one's first", () => {
    const workflow = wired({
      a: { true: { to: "b", when: "x", inlet: 1 } },
      b: [{ to: "c", after: "1m", when: "y", inlet: 2 }],
      c: undefined,
    })
    expect(nexts(removeSteps(workflow, ["b"], { heal: true })).a).toEqual({
      true: { to: "c", after: "1m", when: "x", inlet: 2 },
    })
  })

  test("draws no wire twice, and none from a step to itself", () => {
    const workflow = wired({ a: ["b", "c"], b: ["c", "a"], c: undefined })
    expect(nexts(removeSteps(workflow, ["b"], { heal: true }))).toEqual({ a: "c", c: undefined })
  })

  test("leads triggers on, and takes places and all that is held along", () => {
    const workflow: Workflow = {
      ...wired({ a: "b", b: undefined }),
      triggers: [
        { id: "t", type: "manual", next: "a" },
        { id: "u", type: "manual", next: ["b"] },
      ],
      layout: { a: [0, 0], b: [1, 1] },
    }
    const healed = removeSteps(workflow, ["a"], { heal: true })
    expect(healed.triggers?.map(trigger => trigger.next)).toEqual(["b", ["b"]])
    expect(healed.layout).toEqual({ b: [1, 1] })
    expect(removeSteps(workflow, ["b"]).triggers?.[1]).toEqual({ id: "u", type: "manual" })
    expect(removeSteps(workflow, ["nobody"])).toBe(workflow)
  })
})
