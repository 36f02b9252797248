import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import type { Result } from "../../lib/result.ts"
import { graphOf } from "../graph.ts"
import { parseWorkflow } from "../parse.ts"
import { eachScope, findStep, stepIds } from "../places.ts"
import type { Problem } from "../problems.ts"
import { arbitraryWorkflow } from "../testing/arbitraryWorkflow.ts"
import { readsOfSteps } from "../testing/readsOfSteps.ts"
import type { Next, Step, Workflow } from "../workflow.ts"
import type { ExtractOptions } from "./extractSelection.ts"
import { type Extracted, extractToWorkflow } from "./extractToWorkflow.ts"

const first = (kind: string) => (kind === "condition" ? "true" : "success")
const outlets = (step: Step) =>
  step.kind === "condition" ? ["true", "false", "failure"] : ["success", "failure"]
const kind: ExtractOptions["kind"] = name => {
  if (name === "parallel") return { holds: { scopes: ["steps"], branches: true }, hints: {} }
  return name === "foreach"
    ? { holds: { scopes: ["steps"], gives: ["item", "index"] }, hints: {} }
    : { hints: {} }
}
const options: ExtractOptions = { id: "part", first, outlets, kind }

/** Steps `a b? c`, of which those with a question mark are conditions, with `next` and more by id. */
function flow(
  ids: string,
  nexts: { readonly [id: string]: Next },
  more: { readonly [id: string]: Partial<Step> } = {},
): Workflow {
  const steps = ids.split(" ").map((word): Step => {
    const id = word.replace("?", "")
    const next = nexts[id]
    return {
      id,
      kind: word === id ? "log" : "condition",
      ...(next === undefined ? {} : { next }),
      ...more[id],
    }
  })
  return { rivulet: 1, id: "w", steps }
}

function says(message: string): Partial<Step> {
  return { with: { message } }
}

function extract(workflow: Workflow, ids: string, more: Partial<ExtractOptions> = {}): Extracted {
  const result = extractToWorkflow(workflow, ids.split(" "), { ...options, ...more })
  if (!result.ok) throw new Error(result.error.message)
  expect(parseWorkflow(result.value.workflow).problems).toEqual([])
  expect(parseWorkflow(result.value.extracted).problems).toEqual([])
  return result.value
}

function refusal(workflow: Workflow, ids: string): string | undefined {
  const result: Result<Extracted, Problem> = extractToWorkflow(
    workflow,
    ids.split(" ").filter(Boolean),
    options,
  )
  return result.ok ? undefined : result.error.code
}

function nexts({ steps }: Workflow): { [id: string]: Next | undefined } {
  return Object.fromEntries(steps.map(({ id, next }) => [id, next]))
}

function parameters(workflow: Workflow, id: string): Json | undefined {
  return findStep(workflow, id)?.step.with
}

describe("the wires", () => {
  test("lead to the call and on from it", () => {
    //   a ─▶│ b ─▶ c │─▶ d        a ─▶ part ─▶ d
    const { workflow, extracted, call } = extract(flow("a b c d", { a: "b", b: "c", c: "d" }), "b c")
    expect(call).toBe("part")
    expect(nexts(workflow)).toEqual({ a: "part", part: "d", d: undefined })
    expect(nexts(extracted)).toEqual({ b: "c", c: undefined })
    expect(findStep(workflow, "part")?.step).toMatchObject({
      kind: "workflow.run",
      with: { workflow: "part" },
    })
  })

  test("stay unwritten in a scope in list order", () => {
    const { workflow, extracted } = extract(flow("a b c d", {}), "b c", { name: "The middle" })
    expect(nexts(workflow)).toEqual({ a: undefined, the_middle: undefined, d: undefined })
    expect(nexts(extracted)).toEqual({ b: undefined, c: undefined })
    expect(extracted.name).toBe("The middle")
  })

  test("of branches that meet again outside become one", () => {
    //   a ─▶│ b? ─true▶ c │─▶ d
    //       │  └─false────│───▲
    const workflow = flow("a b? c d", { a: "b", b: { true: "c", false: "d" }, c: "d" })
    expect(nexts(extract(workflow, "b c").workflow)).toEqual({ a: "part", part: "d", d: undefined })
  })

  test("keep what they wait for", () => {
    const workflow = flow("a b c", {
      a: { to: "b", after: "1m" },
      b: { to: "c", when: "{{ steps.b.output > 1 }}" },
    })
    expect(nexts(extract(workflow, "b").workflow)).toEqual({
      a: { to: "part", after: "1m" },
      part: { to: "c", when: "{{ steps.part.output > 1 }}" },
      c: undefined,
    })
  })

  test("of failures lead on from the call, where all lead to the same step", () => {
    //   │ a ─▶ b │─▶ c      │ a ─failure▶│─▶ d      │ b ─failure▶│─▶ d
    const workflow = flow("a b c d", { a: { success: "b", failure: "d" }, b: { success: "c", failure: "d" } })
    const { workflow: left, extracted } = extract(workflow, "a b")
    expect(nexts(left).part).toEqual({ success: "c", failure: "d" })
    expect(nexts(extracted)).toEqual({ a: { success: "b" }, b: undefined })
  })

  test("of a loop within come along, and its first step stays the first", () => {
    //   a ─▶│ c ⇄ b? │─▶ d         b? stands before c in the file
    const workflow = flow("a b? c d", { a: "c", b: { true: "c", false: "d" }, c: "b" })
    const { workflow: left, extracted } = extract(workflow, "b c")
    expect(nexts(left)).toEqual({ a: "part", part: "d", d: undefined })
    expect(extracted.steps.map(({ id }) => id)).toEqual(["c", "b"])
    expect(graphOf(extracted.steps).entries).toEqual(["c"])
  })

  test("of triggers and the join of the entrance go to the call", () => {
    const workflow: Workflow = {
      ...flow("a b c d", { a: "c", b: "c", c: "d" }, { c: { join: "any" } }),
      triggers: [{ id: "t", type: "manual", next: ["a", "b"] }],
    }
    const { workflow: left, extracted } = extract(workflow, "c d")
    expect(left.steps[2]).toMatchObject({ id: "part", join: "any" })
    expect(extracted.steps[0]).toEqual({ id: "c", kind: "log", next: "d" })
    expect(extract(workflow, "a").workflow.triggers?.[0]?.next).toEqual(["part", "b"])
  })
})

describe("expressions inside", () => {
  test("read what stands outside as inputs", () => {
    const message =
      "{{ steps.a.output.content }} {{ steps.a.output }} {{ inputs.title.text }} {{ vars.count }} {{ steps.b.output }} {{ secrets.key }}"
    const workflow: Workflow = {
      ...flow("a b c", { a: "b", b: "c" }, { c: says(message) }),
      inputs: { title: { type: "object", required: true } },
      variables: { count: 0 },
    }
    const { workflow: left, extracted } = extract(workflow, "b c")
    expect(parameters(extracted, "c")).toEqual({
      message:
        "{{ inputs.content }} {{ inputs.a }} {{ inputs.title.text }} {{ inputs.count }} {{ steps.b.output }} {{ secrets.key }}",
    })
    expect(extracted.inputs).toEqual({
      title: { type: "object", required: true },
      content: { type: "any" },
      a: { type: "any" },
      count: { type: "any" },
    })
    expect(parameters(left, "part")).toEqual({
      workflow: "part",
      inputs: {
        title: "{{ inputs.title }}",
        content: "{{ steps.a.output.content }}",
        a: "{{ steps.a.output }}",
        count: "{{ vars.count }}",
      },
    })
  })

  test("share one input for one path, and get others for others that end alike", () => {
    const message = '{{ steps.a.output.x + steps.a["output"].x + trigger.x }}'
    const { workflow, extracted } = extract(flow("a b", { a: "b" }, { b: says(message) }), "b")
    expect(parameters(extracted, "b")).toEqual({ message: "{{ inputs.x + inputs.x + inputs.x_2 }}" })
    expect(parameters(workflow, "part")).toMatchObject({
      inputs: { x: "{{ steps.a.output.x }}", x_2: "{{ trigger.x }}" },
    })
  })

  test("read what arrives at the entrance, and the item of the container around", () => {
    const inner = flow(
      "b c d",
      { b: "c", c: "d" },
      { b: says("{{ incoming.n }} {{ item.n }}"), c: says("{{ incoming }}") },
    )
    const each: Step = { id: "each", kind: "foreach", steps: inner.steps }
    const { workflow, extracted } = extract({ ...inner, steps: [each] }, "b c")
    expect(parameters(extracted, "b")).toEqual({ message: "{{ inputs.n }} {{ inputs.n_2 }}" })
    expect(parameters(extracted, "c")).toEqual({ message: "{{ incoming }}" })
    expect(parameters(workflow, "part")).toMatchObject({
      inputs: { n: "{{ incoming.n }}", n_2: "{{ item.n }}" },
    })
  })

  test("read the item of a container that comes along", () => {
    const each: Step = {
      id: "each",
      kind: "foreach",
      with: { items: "{{ item.list }}" },
      steps: [{ id: "b", kind: "log", ...says("{{ item }}") }],
    }
    const { extracted } = extract({ rivulet: 1, id: "w", steps: [each] }, "each")
    expect(parameters(extracted, "each")).toEqual({ items: "{{ inputs.list }}" })
    expect(parameters(extracted, "b")).toEqual({ message: "{{ item }}" })
  })
})

describe("expressions outside", () => {
  test("read the value of the one step by which the selection is left", () => {
    const workflow = flow("a b c", { a: "b", b: "c" }, { c: says("{{ steps.b.output?.x }} {{ incoming }}") })
    const { workflow: left, extracted } = extract(workflow, "a b")
    expect(extracted.output).toBe("{{ steps.b.output }}")
    expect(parameters(left, "c")).toEqual({ message: "{{ steps.part.output?.x }} {{ incoming }}" })
  })

  test("read a map of all that they need, and what arrives from it too", () => {
    const message = "{{ steps.a.output.x }} {{ steps.b.status }} {{ incoming.y[0] }}"
    const { workflow, extracted } = extract(flow("a b c", { a: "b", b: "c" }, { c: says(message) }), "a b")
    expect(extracted.output).toEqual({
      x: "{{ steps.a.output.x }}",
      b_status: "{{ steps.b.status }}",
      b: "{{ steps.b.output }}",
    })
    expect(parameters(workflow, "c")).toEqual({
      message: "{{ steps.part.output.x }} {{ steps.part.output.b_status }} {{ steps.part.output.b.y[0] }}",
    })
  })

  test("of the workflow itself are rewritten too", () => {
    const workflow: Workflow = { ...flow("a b", { a: "b" }), output: "{{ steps.b.output }}" }
    expect(extract(workflow, "b").workflow.output).toBe("{{ steps.part.output }}")
  })
})

test("a chain of thousands of steps is a selection like any other", () => {
  const ids = Array.from({ length: 4000 }, (_, index) => `s${index}`)
  const chain = flow(ids.join(" "), Object.fromEntries(ids.slice(1).map((id, index) => [`s${index}`, id])))
  const { workflow, extracted } = extract(chain, ids.slice(1, -1).join(" "))
  expect(nexts(workflow)).toEqual({ s0: "part", part: "s3999", s3999: undefined })
  expect(extracted.steps).toHaveLength(3998)
})

test("steps take their places along, notes stay, and settings of how steps run hold in both", () => {
  const workflow: Workflow = {
    ...flow("a b c", { a: "b", b: "c" }),
    settings: { order: "depth_first", timeout: "1h" },
    notes: [{ text: "n", at: [0, 0] }],
    layout: { a: [0, 0], b: [100, 50], c: [200, 60] },
  }
  const { workflow: left, extracted } = extract(workflow, "b c")
  expect(left.layout).toEqual({ a: [0, 0], part: [100, 50] })
  expect(left.notes).toBe(workflow.notes)
  expect(extracted.layout).toEqual({ b: [100, 50], c: [200, 60] })
  expect(extracted.settings).toEqual({ order: "depth_first" })
  expect(extracted.notes).toBeUndefined()
})

describe("refused is", () => {
  const wrapped: Workflow = {
    ...flow("a g", {}),
    steps: [...flow("a", {}).steps, { id: "g", kind: "group", steps: flow("b", {}).steps }],
  }

  test.each<[string, Workflow, string, string]>([
    ["nothing", flow("a", {}), "", "nothing_selected"],
    ["a step that is not there", flow("a", {}), "x", "no_such_step"],
    ["what stands in several scopes", wrapped, "a b", "several_scopes"],
    //   a? ─true▶ b, ─false▶ c
    ["a choice seen from outside", flow("a? b c", { a: { true: "b", false: "c" } }), "a", "exit_not_certain"],
    ["a choice that leads nowhere", flow("a? b c", { a: { true: "b" }, b: "c" }), "a b", "exit_not_certain"],
    [
      "a condition on a wire inside",
      flow("a b c", { a: { to: "b", when: "x" }, b: "c" }),
      "a b",
      "exit_not_certain",
    ],
    //   a ─▶ b ─▶ c ─▶ a
    ["half a loop", flow("a b? c", { a: "b", b: { true: "a", false: "c" } }), "b", "loop_across_border"],
    ["a gap", flow("a b c", { a: "b", b: "c" }), "a c", "way_comes_back"],
    ["two entrances", flow("a? b c", { a: { true: "b", false: "c" } }), "b c", "several_entrances"],
    ["an inlet", flow("a b", { a: { to: "b", inlet: 2 } }), "b", "wire_to_inlet"],
    [
      "an unlike failure",
      flow("a b c d", { a: "b", b: { success: "c", failure: "d" } }),
      "a b",
      "failures_differ",
    ],
    [
      "a count of wires",
      flow("a b c d", { a: ["b", "c"], b: "d", c: "d" }, { d: { join: { atLeast: 2 } } }),
      "a b c",
      "arrivals_counted",
    ],
    [
      "a write of a variable",
      { ...flow("a b", {}, { a: { with: { values: { n: 1 } } } }), variables: { n: 0 } },
      "a",
      "writes_variable",
    ],
    [
      "a read of any step",
      flow("a b", {}, { b: says("{{ steps[inputs.x].output }}") }),
      "b",
      "reads_any_step",
    ],
    [
      "such a read outside",
      flow("a b", {}, { b: says("{{ steps[inputs.x].output }}") }),
      "a",
      "reads_any_step",
    ],
    [
      "what arrives from outside and inside",
      flow("a b c? d", { a: "b", b: "c", c: { true: "b", false: "d" } }, { b: says("{{ incoming }}") }),
      "b c",
      "reads_own_rounds",
    ],
    [
      "what arrives from the selection and elsewhere",
      flow(
        "a b c d",
        { a: "c", b: "c", d: "b" },
        { c: says("{{ steps.d.output }} {{ steps.b.output }} {{ arrivals }}") },
      ),
      "d b",
      "reads_what_arrives",
    ],
    [
      "a read after a failure",
      flow(
        "a b c",
        { a: { success: "b", failure: "c" }, b: { failure: "c" } },
        { c: says("{{ steps.a.output }}") },
      ),
      "a b",
      "reads_after_failure",
    ],
    [
      "a wire out that asks what arrived inside",
      flow("a b c", { a: "b", b: { to: "c", when: "{{ incoming > 1 }}" } }),
      "a b",
      "reads_what_arrives",
    ],
    [
      "a wire of a failure that asks for an output",
      flow(
        "a b c",
        { a: { success: "b", failure: { to: "c", when: "{{ steps.a.status }}" } }, b: {} },
        { b: { onError: "continue" } },
      ),
      "a b",
      "reads_after_failure",
    ],
    //   both │ a, b │ in a parallel container, which has no wires
    [
      "several branches without wires",
      { rivulet: 1, id: "w", steps: [{ id: "p", kind: "parallel", steps: flow("a b c", {}).steps }] },
      "a b",
      "several_entrances",
    ],
    ["another beginning", flow("a b c d", { a: "b", c: "d" }), "a b", "start_changes"],
  ])("%s", (_, workflow, ids, code) => {
    expect(refusal(workflow, ids)).toBe(code)
  })

  test("the id of this very workflow, and one that is none", () => {
    const ids = ["a"]
    for (const id of ["w", "no good"]) {
      const result = extractToWorkflow(flow("a b", {}), ids, { ...options, id })
      expect(result.ok ? undefined : result.error.code).toBe("workflow_id_not_good")
    }
  })
})

test("any selection gives two valid workflows without a wire to nowhere, or is refused; the one given stays", () => {
  let count = 0
  const picks = fc.array(fc.nat(30), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(arbitraryWorkflow, picks, fc.boolean(), (workflow, chosen, isRun) => {
      const ids = [...stepIds(workflow)]
      if (ids.length === 0) return
      const before = structuredClone(workflow)
      const start = chosen[0] ?? 0
      const wanted = isRun ? chosen.map((_, index) => start + index) : chosen
      const result = extractToWorkflow(
        workflow,
        wanted.map(pick => ids[pick % ids.length] ?? ""),
        options,
      )
      expect(workflow).toEqual(before)
      if (!result.ok) return
      count++
      const { workflow: left, extracted, call } = result.value
      for (const made of [left, extracted]) {
        expect(parseWorkflow(made).problems).toEqual([])
        expect([...eachScope(made)].flatMap(({ steps }) => graphOf(steps).dangling)).toEqual([])
        expect(Object.keys(made.layout ?? {}).filter(id => !stepIds(made).has(id))).toEqual([])
      }
      const moved = stepIds(extracted)
      expect([...stepIds(left), ...moved].filter(id => id !== call).sort()).toEqual([...ids].sort())
      const gone = new Set(extracted.steps.map(step => step.id))
      expect(readsOfSteps(left).filter(id => gone.has(id))).toEqual([])
      expect(readsOfSteps(extracted).filter(id => !moved.has(id))).toEqual([])
    }),
    { numRuns: 600 },
  )
  expect(count).toBeGreaterThan(50)
})
