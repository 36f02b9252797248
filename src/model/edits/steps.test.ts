import { describe, expect, test } from "vitest"
import { must } from "../../lib/assert.ts"
import type { Result } from "../../lib/result.ts"
import type { Step, Workflow } from "../workflow.ts"
import { addStep } from "./addStep.ts"
import { duplicateSteps, pasteSteps } from "./clip.ts"
import { copySteps } from "./copySteps.ts"
import { setDisabled, setField, setName, setParameter } from "./fields.ts"
import { moveIntoContainer, moveOutOfContainer } from "./moveSteps.ts"
import { renameInput, renameVariable } from "./names.ts"
import { renameStep } from "./renameStep.ts"
import { replaceKind } from "./replaceKind.ts"

function value<T>(result: Result<T, unknown>): T {
  return must(result.ok ? result.value : undefined, "a success")
}

function code(result: Result<unknown, { readonly code: string }>): string | undefined {
  return result.ok ? undefined : result.error.code
}

const step = (id: string, more: Partial<Step> = {}): Step => ({ id, kind: "log", ...more })
const base = { rivulet: 1, id: "w" }

describe("adding", () => {
  const workflow: Workflow = { ...base, steps: [step("a"), step("b", { kind: "group", steps: [step("c")] })] }

  test("puts a step at a place of a scope, and on the canvas", () => {
    const added = value(
      addStep(workflow, step("d"), { scope: ["steps", 1, "steps"], index: 0, position: [3, 4] }),
    )
    expect(added.steps[1]?.steps?.map(({ id }) => id)).toEqual(["d", "c"])
    expect(added.layout).toEqual({ d: [3, 4] })
    expect(added.steps[0]).toBe(workflow.steps[0])
  })

  test("makes a scope that is not there yet", () => {
    expect(value(addStep(workflow, step("d"), { scope: ["failure"] })).failure).toEqual([step("d")])
    expect(value(addStep(workflow, step("d"), { scope: ["steps", 1, "always"] })).steps[1]?.always).toEqual([
      step("d"),
    ])
  })

  test("refuses an id that is taken, and a place that is none", () => {
    expect(code(addStep(workflow, step("c"), { scope: ["steps"] }))).toBe("id_taken")
    expect(code(addStep(workflow, step("d", { steps: [step("d")] }), { scope: ["steps"] }))).toBe("id_taken")
    expect(code(addStep(workflow, step("D"), { scope: ["steps"] }))).toBe("id_not_good")
    expect(code(addStep(workflow, step("d"), { scope: ["steps", 7, "steps"] }))).toBe("no_such_scope")
    expect(code(addStep(workflow, step("d"), { scope: ["steps", 0, "__proto__"] }))).toBe("no_such_scope")
  })
})

describe("renaming a step", () => {
  const workflow: Workflow = {
    ...base,
    triggers: [{ id: "t", type: "manual", next: ["a"], inputs: { x: "{{ steps.a.output }}" } }],
    steps: [
      step("a", { next: { true: "b", false: ["a", { to: "a", when: "steps.a.output > 1" }] } }),
      step("b", {
        with: { text: "{{ steps.a.output.a + steps['a'].visits }} steps.a", raw: "{{ steps.a }}" },
        each: "{{ steps.a.output }}",
      }),
      step("c", {
        note: "{{ steps.a }}",
        kind: "group",
        steps: [step("d", { output: "{{ steps.a.output }}" })],
      }),
    ],
    output: { it: "{{ steps.a.output }}" },
    layout: { a: [1, 2], b: [3, 4] },
  }
  const renamed = value(renameStep(workflow, "a", "z", (_, field) => field === "raw"))

  test("changes wires, triggers, layout, and every expression", () => {
    expect(renamed.steps[0]).toEqual(
      step("z", { next: { true: "b", false: ["z", { to: "z", when: "steps.z.output > 1" }] } }),
    )
    expect(renamed.triggers?.[0]).toMatchObject({ next: ["z"], inputs: { x: "{{ steps.z.output }}" } })
    expect(renamed.steps[1]?.with?.text).toBe("{{ steps.z.output.a + steps['z'].visits }} steps.a")
    expect(renamed.steps[1]?.each).toBe("{{ steps.z.output }}")
    expect(renamed.steps[2]?.steps?.[0]?.output).toBe("{{ steps.z.output }}")
    expect(renamed.output).toEqual({ it: "{{ steps.z.output }}" })
    expect(JSON.stringify(renamed.layout)).toBe('{"z":[1,2],"b":[3,4]}')
  })

  test("leaves what is no expression", () => {
    expect(renamed.steps[1]?.with?.raw).toBe("{{ steps.a }}")
    expect(renamed.steps[2]?.note).toBe("{{ steps.a }}")
  })

  test("back again is the same", () => {
    expect(value(renameStep(renamed, "z", "a", (_, field) => field === "raw"))).toEqual(workflow)
  })

  test("is refused where the id is bad, taken, or nobody's", () => {
    expect(code(renameStep(workflow, "a", "Z"))).toBe("id_not_good")
    expect(code(renameStep(workflow, "a", "d"))).toBe("id_taken")
    expect(code(renameStep(workflow, "x", "y"))).toBe("no_such_step")
  })
})

test("inputs and variables are renamed in every expression", () => {
  const workflow: Workflow = {
    ...base,
    inputs: { a: {}, b: {} },
    variables: { a: 1 },
    triggers: [{ id: "t", type: "manual", inputs: { a: 1 } }],
    steps: [step("a", { with: { x: "{{ inputs.a + vars.a + steps.a.output.inputs.a }}" } })],
  }
  const input = value(renameInput(workflow, "a", "z"))
  expect(JSON.stringify([input.inputs, input.triggers?.[0]?.inputs])).toBe('[{"z":{},"b":{}},{"z":1}]')
  expect(input.steps[0]?.with?.x).toBe("{{ inputs.z + vars.a + steps.a.output.inputs.a }}")
  const variable = value(renameVariable(workflow, "a", "z"))
  expect(variable.variables).toEqual({ z: 1 })
  expect(variable.steps[0]?.with?.x).toBe("{{ inputs.a + vars.z + steps.a.output.inputs.a }}")
  expect(code(renameInput(workflow, "a", "b"))).toBe("id_taken")
})

describe("copies", () => {
  //   a ─▶ b ─▶ c ─▶ d
  const workflow: Workflow = {
    ...base,
    steps: [
      step("a", { next: "b" }),
      step("b", { next: { true: { to: "c", after: "1m" } } }),
      step("c", { next: "d", with: { x: "{{ steps.b.output + steps.a.output }}" } }),
      step("d"),
    ],
    layout: { b: [0, 0], d: [9, 9] },
  }

  test("hold the steps, the wires among them and their places; what led in stands beside", () => {
    const clip = copySteps(workflow, ["c", "b"])
    expect(clip.steps).toEqual([workflow.steps[1], step("c", { with: workflow.steps[2]?.with ?? {} })])
    expect(clip.layout).toEqual({ b: [0, 0] })
    expect(clip.incoming).toEqual([{ from: "a", outlet: null, spec: { to: "b" } }])
    expect(structuredClone(clip)).toEqual(clip)
  })

  test("get fresh ids, and speak of each other by them", () => {
    const { workflow: doubled, ids } = duplicateSteps(workflow, ["b", "c"])
    expect([...ids]).toEqual([
      ["b", "b_2"],
      ["c", "c_2"],
    ])
    expect(doubled.steps.map(({ id }) => id)).toEqual(["a", "b", "c", "b_2", "c_2", "d"])
    expect(doubled.steps[3]?.next).toEqual({ true: { to: "c_2", after: "1m" } })
    expect(doubled.steps[4]?.with?.x).toBe("{{ steps.b_2.output + steps.a.output }}")
    expect(doubled.layout).toMatchObject({ b_2: [40, 40] })
    expect(doubled.steps[0]).toBe(workflow.steps[0])
  })

  test("may take the wires that led in", () => {
    const { workflow: doubled } = duplicateSteps(workflow, ["b"], { incoming: true })
    expect(doubled.steps[0]?.next).toEqual(["b", "b_2"])
  })

  test("of a piece of list order keep their order, wherever they go", () => {
    const list: Workflow = { ...base, steps: [step("a"), step("b"), step("c")] }
    const pasted = value(
      pasteSteps({ ...base, steps: [step("x"), step("y")] }, copySteps(list, ["a", "b"]), {
        scope: ["steps"],
      }),
    )
    expect(pasted.workflow.steps).toEqual([
      step("x", { next: "y" }),
      step("y"),
      step("a", { next: "b" }),
      step("b"),
    ])
  })

  test("of a container rename what is inside", () => {
    const nested: Workflow = {
      ...base,
      steps: [
        step("g", {
          kind: "group",
          steps: [step("a", { next: "b" }), step("b", { with: { x: "{{ steps.a }}" } })],
        }),
      ],
    }
    expect(duplicateSteps(nested, ["g", "a"]).workflow.steps[1]).toEqual(
      step("g_2", {
        kind: "group",
        steps: [step("a_2", { next: "b_2" }), step("b_2", { with: { x: "{{ steps.a_2 }}" } })],
      }),
    )
  })
})

describe("through the wall of a container", () => {
  //   a ─▶ b ─▶ c ─▶ d      g { e }
  const workflow: Workflow = {
    ...base,
    steps: [
      step("a", { next: "b" }),
      step("b", { next: "c" }),
      step("c", { next: "d" }),
      step("d", { next: "g" }),
      step("g", { kind: "group", steps: [step("e")] }),
    ],
    layout: { b: [1, 1] },
  }

  test("steps go in with the wires among them, and the way closes behind them", () => {
    const moved = value(moveIntoContainer(workflow, ["b", "c"], "g", { heal: true }))
    expect(moved.steps.map(({ id, next }) => [id, next])).toEqual([
      ["a", "d"],
      ["d", "g"],
      ["g", undefined],
    ])
    expect(moved.steps[2]?.steps).toEqual([step("e"), step("b", { next: "c" }), step("c")])
    expect(moved.layout).toEqual({ b: [1, 1] })
  })

  test("and out again, to behind it", () => {
    const moved = value(moveIntoContainer(workflow, ["b", "c"], "g", { heal: true }))
    const back = value(moveOutOfContainer(moved, ["b", "c"]))
    expect(back.steps.map(({ id }) => id)).toEqual(["a", "d", "g", "b", "c"])
    expect(back.steps[2]?.steps).toEqual([step("e")])
  })

  test("but no container into itself", () => {
    expect(code(moveIntoContainer(workflow, ["g"], "g"))).toBe("into_itself")
    expect(code(moveOutOfContainer(workflow, ["a"]))).toBe("no_such_scope")
    expect(code(moveIntoContainer(workflow, ["a"], "nobody"))).toBe("no_such_step")
  })
})

test("another kind keeps the wires of outlets that it has, by name or as the first", () => {
  const workflow: Workflow = {
    ...base,
    steps: [
      step("a", { with: { x: 1 }, next: { true: "b", false: "c", failure: "b" } }),
      step("b", { next: "c" }),
      step("c"),
    ],
  }
  const replaced = value(replaceKind(workflow, "a", { kind: "http", outlets: ["success"] }, "true"))
  expect(replaced.steps[0]).toEqual({ id: "a", kind: "http", next: { success: "b", failure: "b" } })
  expect(value(replaceKind(workflow, "b", { kind: "http", outlets: ["sent"] })).steps[1]?.next).toBe("c")
  expect(code(replaceKind(workflow, "x", { kind: "http", outlets: [] }))).toBe("no_such_step")
})

test("fields are set, and taken away when there is nothing to say", () => {
  const workflow: Workflow = { ...base, steps: [step("a", { with: { x: { y: 1 } } }), step("b")] }
  expect(setParameter(workflow, "a", ["x", "y"], 2).steps[0]?.with).toEqual({ x: { y: 2 } })
  expect(setParameter(workflow, "a", ["x"], undefined).steps[0]).toEqual(step("a"))
  expect(setParameter(workflow, "a", ["x", "y"], 1)).toBe(workflow)
  expect(setField(workflow, "b", ["budget", "usd"], 1).steps[1]).toEqual(step("b", { budget: { usd: 1 } }))
  expect(setName(setName(workflow, "a", "A"), "a", "")).toEqual(workflow)
  expect(setDisabled(setDisabled(workflow, ["a", "b"], true), ["a", "b"], false)).toEqual(workflow)
  expect(setDisabled(workflow, ["a"], false)).toBe(workflow)
})
