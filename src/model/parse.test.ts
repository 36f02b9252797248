import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { at, type Json, type Path } from "../lib/json.ts"
import { parseWorkflow } from "./parse.ts"
import { workflowSchema } from "./workflowSchema.ts"

const base = { rivulet: 1, id: "w", steps: [] }

/** Each problem as `code path`, with what the fix would write. */
function found(value: unknown): unknown[] {
  return parseWorkflow(value).problems.map(problem => {
    const line = `${problem.code} ${(problem.at?.path ?? []).join(".")}`
    return problem.fix?.set === undefined ? line : [line, problem.fix.set.value]
  })
}

const inStep = (fields: object) => ({ ...base, steps: [{ id: "a", kind: "log", ...fields }] })

const whole = {
  rivulet: 1,
  id: "code-review",
  name: "Automated code review",
  tags: ["code", "ai"],
  inputs: { threshold: { type: "string", enum: ["low", "high"], default: "high" } },
  variables: { reviewed: 0, list: [1, { a: null }] },
  triggers: [
    { id: "weekdays", type: "schedule", with: { cron: "0 9 * * 1-5" }, next: ["read"], missed: "run_once" },
  ],
  steps: [
    { id: "read", kind: "file.read", with: { path: "{{ trigger.filePath }}" }, next: "review" },
    {
      id: "review",
      kind: "ai.generate",
      retry: [{ on: ["*"], attempts: 4, delay: "1s" }],
      timeout: "2m30s",
      concurrency: "{{ inputs.n }}",
      join: { atLeast: 2 },
      onError: { default: null },
      budget: { usd: 0.05 },
      next: {
        success: ["each", { to: "each", when: "else", validate: [{ ai: "Polite?", provider: "claude" }] }],
      },
    },
    {
      id: "each",
      kind: "foreach",
      steps: [
        { id: "inner", kind: "state", enter: [{ id: "deep", kind: "log" }], next: { to: "inner", at: "x" } },
      ],
    },
  ],
  settings: { timeout: "1h", concurrency: { max: 1, overflow: "queue" } },
  output: "{{ steps.each.output }}",
  notes: [{ text: "Hi", at: [1, 2] }],
  frames: [{ at: [1, 2], size: [3, 4], colour: "teal" }],
  layout: { read: [312, 196], each: [1, 2, 3, 4] },
}

test("a good file is kept whole, and is the very data", () => {
  const parsed = parseWorkflow(whole)
  expect(parsed).toEqual({ workflow: whole, problems: [], readOnly: false })
  expect(JSON.stringify(parsed.workflow)).toBe(JSON.stringify(whole))
})

describe("what is no workflow", () => {
  test.each([[undefined], [null], [7], ["<!doctype html>"], [[]], [new Date(0)], [() => 1]])("%s", value => {
    const parsed = parseWorkflow(value)
    expect(parsed.problems.map(problem => problem.code)).toEqual(["not_a_workflow"])
    expect(workflowSchema.safeParse(parsed.workflow).success).toBe(true)
  })

  test("an empty map lacks three things, and still gives a workflow", () => {
    expect(found({})).toEqual([["missing_field ", 1], "missing_field ", "missing_field "])
    expect(parseWorkflow({}).workflow).toEqual({ rivulet: 1, id: "workflow", steps: [] })
  })
})

describe("versions", () => {
  test("a newer one is shown, said once, and not written back", () => {
    const parsed = parseWorkflow({
      ...base,
      rivulet: 2,
      name: "New",
      steps: [{ id: "a", kind: "log", hue: 3 }],
    })
    expect(parsed.problems.map(problem => problem.code)).toEqual(["newer_version"])
    expect(parsed.readOnly).toBe(true)
    expect(parsed.workflow).toMatchObject({ name: "New", steps: [{ id: "a", kind: "log" }] })
  })

  test("an older one is migrated before it is read", () => {
    const migrations = new Map([
      [0, (file: { readonly [key: string]: unknown }) => ({ ...file, steps: file.boxes, boxes: undefined })],
    ])
    const parsed = parseWorkflow({ rivulet: 0, id: "w", boxes: [{ id: "a", kind: "log" }] }, migrations)
    expect(parsed).toEqual({
      workflow: { rivulet: 1, id: "w", steps: [{ id: "a", kind: "log" }] },
      problems: [],
      readOnly: false,
      migratedFrom: 0,
    })
  })

  test("one that no migration knows is a problem of the field", () => {
    expect(found({ ...base, rivulet: 0 })).toEqual(["out_of_range rivulet"])
    expect(found({ ...base, rivulet: "1" })).toEqual([["wrong_type rivulet", 1]])
    expect(found({ ...base, rivulet: 1.5 })).toEqual(["out_of_range rivulet"])
  })
})

describe("what does not fit is left out, and said", () => {
  test.each<[string, object, unknown[], object?]>([
    ["a duration in words", inStep({ timeout: "3 min" }), [["bad_duration steps.0.timeout", "3m"]]],
    ["a duration as a number", inStep({ timeout: 30 }), [["bad_duration steps.0.timeout", "30s"]]],
    ["a duration that is none", inStep({ timeout: "soon" }), ["bad_duration steps.0.timeout"]],
    ["an empty field", inStep({ timeout: null }), ["wrong_type steps.0.timeout"]],
    ["a number as text", inStep({ visits: "5" }), [["wrong_type steps.0.visits", 5]]],
    ["text as a number", inStep({ name: 5 }), [["wrong_type steps.0.name", "5"]]],
    ["a yes in words", inStep({ disabled: "yes" }), [["wrong_type steps.0.disabled", true]]],
    ["too small a number", inStep({ concurrency: 0 }), ["out_of_range steps.0.concurrency"]],
    ["neither number nor template", inStep({ concurrency: "many" }), ["wrong_type steps.0.concurrency"]],
    ["a number past counting", inStep({ visits: 1e300 }), ["out_of_range steps.0.visits"]],
    [
      "a word of several",
      inStep({ onItemError: "contineu" }),
      [["not_one_of steps.0.onItemError", "continue"]],
    ],
    ["a word or a map", inStep({ join: "al" }), [["not_one_of steps.0.join", "all"]]],
    ["a map of several", inStep({ join: { atLeast: 0 } }), ["out_of_range steps.0.join.atLeast"]],
    [
      "deep in a policy",
      inStep({ retry: [{ delay: "1 s" }] }),
      [["bad_duration steps.0.retry.0.delay", "1s"]],
    ],
    ["a misspelt key", inStep({ retyr: {} }), ["unknown_key steps.0.retyr"]],
    [
      "an outlet that cannot be",
      inStep({ next: { "not good": "b" } }),
      ["bad_outlet_name steps.0.next.not good"],
    ],
    ["UI-007 a long name", { ...base, name: "W".repeat(10_000) }, ["name_too_long name"]],
    ["UI-008 a name of several lines", { ...base, name: "a\n\nb" }, ["control_character name"]],
    ["a name with a NUL", { ...base, name: "x\u0000y" }, ["control_character name"]],
    ["an id of two words", { ...base, id: "My flow" }, [["bad_workflow_id id", "my-flow"]]],
    ["an input that is no map", { ...base, inputs: { a: "string" } }, ["wrong_type inputs.a"]],
    ["an input with no good name", { ...base, inputs: { "A b": {} } }, ["bad_id inputs.A b"]],
    ["half a point", { ...base, layout: { a: [1] } }, ["wrong_type layout.a"]],
    [
      "a part without what it needs",
      { ...base, settings: { concurrency: {} } },
      ["missing_field settings.concurrency"],
    ],
    ["a date", { ...base, variables: { a: new Date(0) } }, ["not_plain_data variables.a"]],
    ["not a number", { ...base, variables: { a: [Number.NaN] } }, ["not_plain_data variables.a.0"]],
    [
      "a wire that also has outlets",
      inStep({ next: { to: "b", failure: "c" } }),
      ["unknown_key steps.0.next.failure"],
    ],
    [
      "a validator of no kind",
      inStep({ next: { to: "b", validate: [{ expresion: "x" }] } }),
      ["wrong_type steps.0.next.validate.0"],
    ],
  ])("%s", (_, value, expected) => {
    expect(found(value)).toEqual(expected)
    for (const problem of parseWorkflow(value).problems) {
      const path = problem.at?.path ?? []
      expect(problem.message).not.toMatch(/\{\w+\}/)
      if (problem.fix?.set === undefined) continue
      const mended = setAt(value, problem.fix.set.path, problem.fix.set.value)
      expect(found(mended), `the fix at ${path.join(".")}`).toEqual([])
    }
  })

  test("a misspelt key has the nearest one that is not yet used as its fix", () => {
    expect(parseWorkflow(inStep({ retyr: {} })).problems[0]?.fix).toEqual({ say: "Did you mean “retry”?" })
    expect(parseWorkflow(inStep({ knid: "x" })).problems[0]?.fix).toBeUndefined()
  })

  test("the sentence of a choice names all that it takes", () => {
    expect(parseWorkflow(inStep({ concurrency: "many" })).problems[0]?.message).toBe(
      "“concurrency” must be a whole number from 1 to 1000, or a template such as {{ inputs.limit }}, but is “many”.",
    )
    expect(parseWorkflow(inStep({ next: { to: "b", on: {} } })).problems[0]?.message).toBe(
      "“on” must be a map with “event”, or a map with “person”, but is a map.",
    )
  })
})

describe("lists keep their length and order", () => {
  test("with an empty item for a broken one", () => {
    const parsed = parseWorkflow({
      ...base,
      tags: ["a", 7, "b"],
      steps: [7, { id: "b", kind: 4, name: "B" }, null, { kind: "log" }, { id: "d", kind: "log" }],
      notes: [{ text: "x" }],
      triggers: [null],
    })
    expect(parsed.workflow).toEqual({
      ...base,
      tags: ["a", "", "b"],
      steps: [
        { id: "", kind: "" },
        { id: "b", kind: "", name: "B" },
        { id: "", kind: "" },
        { id: "", kind: "log" },
        { id: "d", kind: "log" },
      ],
      notes: [{ text: "x", at: [0, 0] }],
      triggers: [{ id: "", type: "" }],
    })
    expect(parsed.problems.map(problem => `${problem.code} ${problem.at?.path?.join(".")}`)).toEqual([
      "wrong_type steps.0",
      "wrong_type steps.1.kind",
      "wrong_type steps.2",
      "missing_field steps.3",
      "wrong_type tags.1",
      "missing_field notes.0",
      "wrong_type triggers.0",
    ])
  })

  test("and broken wires in them stay as wires to nowhere", () => {
    const { workflow } = parseWorkflow(
      inStep({ next: { true: ["b", 7, { after: "1m" }], false: 7, failure: null } }),
    )
    expect(workflow.steps[0]?.next).toEqual({ true: ["b", { to: "" }, { to: "", after: "1m" }] })
  })
})

describe("ids", () => {
  test("every repeat is reported, in whatever scope, with one that is free", () => {
    const value = {
      ...base,
      triggers: [
        { id: "t", type: "manual" },
        { id: "t", type: "manual" },
      ],
      steps: [
        { id: "a", kind: "log" },
        { id: "a_2", kind: "group", steps: [{ id: "a", kind: "log" }] },
        { id: "a", kind: "log" },
      ],
    }
    expect(found(value)).toEqual([
      ["duplicate_id steps.2.id", "a_3"],
      ["duplicate_id steps.1.steps.0.id", "a_4"],
      ["duplicate_id triggers.1.id", "t_2"],
    ])
  })

  test.each([
    ["__proto__", "proto"],
    ["Read the file!", "read_the_file"],
    ["x".repeat(10_000), "x".repeat(64)],
    ["Ünïcode", "unicode"],
    ["😀", "step"],
    ["", "step"],
    ["9lives", "lives"],
  ])("“%s” is refused, and a good one proposed", (id, better) => {
    const value = { ...base, steps: [{ id, kind: "log" }] }
    expect(found(value)).toEqual([["bad_id steps.0.id", better]])
    expect(parseWorkflow(value).workflow.steps).toEqual([{ id: "", kind: "log" }])
  })

  test.each(["constructor", "prototype", "valueof", "then"])("“%s” is a name like any other", id => {
    const value = { ...base, variables: { [id]: 1 }, layout: { [id]: [0, 0] }, steps: [{ id, kind: "log" }] }
    expect(parseWorkflow(value)).toEqual({ workflow: value, problems: [], readOnly: false })
  })
})

describe("hostile values", () => {
  test("__proto__ as a key is refused everywhere, and changes no prototype", () => {
    const value: unknown = JSON.parse(
      `{ "rivulet": 1, "id": "w", "__proto__": { "name": "x" }, "variables": { "__proto__": { "polluted": 1 } },
         "layout": { "__proto__": [1, 2] },
         "steps": [{ "id": "a", "kind": "log", "with": { "a": { "__proto__": { "polluted": 1 } } },
                     "next": { "__proto__": "a" }, "__proto__": { "disabled": true } }] }`,
    )
    const { workflow, problems } = parseWorkflow(value)
    expect(new Set(problems.map(problem => problem.code))).toEqual(new Set(["forbidden_key"]))
    expect(problems.length).toBe(6)
    expect(workflow.name).toBeUndefined()
    expect(workflow.steps[0]?.disabled).toBeUndefined()
    expect(at(workflow, ["variables", "polluted"])).toBeUndefined()
    expect("polluted" in {}).toBe(false)
    expect(Object.getPrototypeOf(workflow.steps[0]?.with ?? {})).toBeNull()
  })

  test("what lies too deep is cut off, and holds up nothing", () => {
    let deep: Json = 1
    for (let level = 0; level < 50_000; level++) deep = [deep]
    let nest: unknown = { id: "last", kind: "log" }
    for (let level = 0; level < 5_000; level++) nest = { id: `s${level}`, kind: "group", steps: [nest] }
    const { problems } = parseWorkflow({ ...base, variables: { deep }, steps: [nest] })
    expect(new Set(problems.map(problem => problem.code))).toEqual(new Set(["too_deep"]))
    expect(new Set(problems.map(problem => problem.at?.path?.[0]))).toEqual(new Set(["variables", "steps"]))
  })

  test("what holds itself, or doubles with every level, ends", () => {
    const twice: Record<string, unknown> = {}
    twice.left = twice
    twice.right = twice
    expect(parseWorkflow({ ...base, variables: { twice } }).problems.map(problem => problem.code)).toContain(
      "too_large",
    )
    let doubled: unknown = 1
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled]
    expect(found({ ...base, variables: { doubled } }).length).toBe(1)
  })

  test("the corpus of imports and inputs passes through without a throw", () => {
    const corpus: unknown = JSON.parse(
      readFileSync(new URL("../../e2e/corpus/bad-inputs.json", import.meta.url), "utf8"),
    )
    for (const { input } of corpus as { input: unknown }[]) {
      expect(() => parseWorkflow(input)).not.toThrow()
      expect(() =>
        parseWorkflow({ ...base, name: input, steps: [{ id: input, kind: input, next: input }] }),
      ).not.toThrow()
    }
  })
})

describe("whatever comes in", () => {
  const anything = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(null, true, 0, 7, -1, 1.5, "", "a", "5m", "{{ x }}", "__proto__", undefined),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom(
          "id",
          "kind",
          "steps",
          "next",
          "to",
          "with",
          "inputs",
          "triggers",
          "layout",
          "a",
          "timeout",
          "constructor",
        ),
        tie("value"),
        { maxKeys: 6 },
      ),
    ),
  })).value

  test("it never throws, and says nothing only where the schema takes the value as it is", () => {
    fc.assert(
      fc.property(anything, fc.array(anything, { maxLength: 3 }), (value, steps) => {
        const given = typeof value === "object" && value !== null ? { ...value, ...base, steps } : value
        const file: unknown = JSON.parse(JSON.stringify(given) ?? "null")
        const { workflow, problems } = parseWorkflow(file)
        expect(Array.isArray(workflow.steps)).toBe(true)
        if (problems.length > 0) return
        expect(workflowSchema.safeParse(file).success).toBe(true)
        expect(workflow).toEqual(file)
      }),
      { numRuns: 1_000 },
    )
  })

  test("every path of a list in the view is the path in the file", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), steps => {
        expect(parseWorkflow({ ...base, steps }).workflow.steps.length).toBe(steps.length)
      }),
    )
  })
})

test("5,000 steps are read in tens of milliseconds, repeated ids and all", () => {
  const steps = Array.from({ length: 5_000 }, (_, index) => ({
    id: index % 2 === 0 ? `s${index}` : "same",
    kind: "log",
    with: { message: "{{ steps.a.output }}", level: "info" },
    next: { success: `s${index + 1}`, failure: [{ to: "s0", when: "else" }] },
  }))
  parseWorkflow({ ...base, steps: steps.slice(0, 10) })
  // By the time that this process worked, in microseconds: a machine that is busy with others gives it a part only.
  const before = process.cpuUsage()
  const { problems } = parseWorkflow({ ...base, steps })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(1_000)
  expect(problems.length).toBe(2_499)
})

function setAt(value: unknown, path: Path, leaf: Json): unknown {
  const [key, ...rest] = path
  if (key === undefined) return leaf
  const part = setAt(at(value, [key]), rest, leaf)
  return Array.isArray(value) ? value.with(Number(key), part) : { ...(value as object), [key]: part }
}
