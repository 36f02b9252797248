import { isDeepStrictEqual } from "node:util"
import { describe, expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json"
import type { Workflow } from "../model/workflow.ts"
import { parseData, parseJson } from "./readData.ts"
import { type GivenInputs, readInputs } from "./readInputs.ts"

const fits = async (pattern: string, text: string) => new RegExp(pattern, "u").test(text)

async function read(inputs: Workflow["inputs"], given: Partial<GivenInputs> = {}) {
  const workflow: Workflow = { rivulet: 1, id: "w", steps: [], ...(inputs === undefined ? {} : { inputs }) }
  const result = await readInputs(workflow, { words: [], ...given }, fits)
  return result.ok ? result.value : result.error.map(({ code, message }) => `${code}: ${message}`)
}

describe("values on the command line are read by the type of their input", () => {
  test.each([
    [{ type: "string" } as const, "12", "12"],
    [{ type: "integer" } as const, "12", 12],
    [{ type: "number" } as const, "-1.5", -1.5],
    [{ type: "boolean" } as const, "false", false],
    [{ type: "array" } as const, "[1, 2]", [1, 2]],
    [{ type: "object" } as const, '{"a": null}', { a: null }],
    [{ type: "file" } as const, "notes/today.md", "notes/today.md"],
    [{ type: "any" } as const, "12", 12],
    [{ type: "any" } as const, "twelve", "twelve"],
    [{ default: 3 } as const, "12", 12],
    [{ enum: ["1", "2"] } as const, "1", "1"],
    [{} as const, "a=b", "a=b"],
    [{ type: "string" } as const, "{{ 7 * 7 }}", "{{ 7 * 7 }}"],
  ])("%j %s", async (spec, text, value) => {
    expect(await read({ x: spec }, { words: [`x=${text}`] })).toEqual({ x: value })
  })
})

test("what is not given comes from the file, then from the default; later words win", async () => {
  const inputs = { a: { default: 1 }, b: { default: 2 }, c: {}, d: { type: "integer" as const } }
  expect(await read(inputs, { words: ["d=1", "d=2"], file: { b: 3 } })).toEqual({ a: 1, b: 3, d: 2 })
})

describe("what is wrong is said of each input", () => {
  test.each([
    [
      { x: { required: true, title: "Where to" } },
      [],
      "input_missing: The input “x” is required (Where to).",
    ],
    [
      { x: { type: "integer" as const } },
      ["x=many"],
      "input_wrong_type: The input “x” has to be of type integer",
    ],
    [{ x: { type: "integer" as const } }, ["x=1.5"], "input_wrong_type"],
    [{ x: { type: "boolean" as const } }, ["x=yes"], "input_wrong_type"],
    [
      { x: { enum: ["low", "high"] } },
      ["x=mid"],
      "input_no_choice: The input “x” has to be one of low, high",
    ],
    [{ x: { type: "number" as const, minimum: 1 } }, ["x=0"], "input_too_small"],
    [{ x: { type: "number" as const, maximum: 1 } }, ["x=2"], "input_too_large"],
    [{ x: { type: "string" as const, minLength: 2 } }, ["x=a"], "input_too_short"],
    [{ x: { type: "string" as const, maxLength: 2 } }, ["x=abc"], "input_too_long"],
    [{ x: { type: "string" as const, pattern: "^[a-z]$" } }, ["x=A"], "input_not_of_form"],
    [{ x: { type: "array" as const } }, ["x=[1,"], "input_unreadable"],
    [
      { hours: {} },
      ["huors=1"],
      "input_unknown_but_near: The workflow has no input “huors”. Did you mean “hours”?",
    ],
    [{ hours: {} }, ["zzzzzzzz=1"], "input_unknown: The workflow has no input “zzzzzzzz”. It has hours."],
    [undefined, ["x=1"], "inputs_none"],
    [{ x: {} }, ["x"], "input_without_value"],
  ])("%j with %j", async (inputs, words, say) => {
    const [problem, ...more] = (await read(inputs, { words })) as string[]
    expect(problem).toContain(say)
    expect(more).toEqual([])
  })

  test("a file that holds no map", async () => {
    expect(await read({ x: {} }, { file: [1] })).toEqual([expect.stringContaining("input_file_no_map")])
  })
})

describe("hostile values", () => {
  const cases = corpus.filter(({ surface }) => surface === "run-input")
  /** What decides each case: the problem that refuses it, or nothing where it is plain data. */
  const refusedBy: { readonly [id: string]: string } = {
    "RI-004": "value_too_deep",
    "RI-005": "value_too_deep",
    "RI-007": "number_not_kept",
    "RI-010": "bad_json",
    "RI-011": "bad_json",
    "RI-013": "value_too_large",
  }

  test.each(cases.map(({ id, input }) => [id, input] as const))("%s", async (id, written) => {
    const text = written.startsWith("gen:") ? String(new Function(`return ${written.slice(4)}`)()) : written
    const parsed = parseJson(text)
    expect(parsed.ok ? undefined : parsed.error.code).toBe(refusedBy[id])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    if (!parsed.ok) return
    const values = await read({ x: { type: "any" } }, { words: [`x=${text}`] })
    expect(isDeepStrictEqual(values, { x: JSON.parse(text) })).toBe(true)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test("a key that would be a prototype is no input", async () => {
    const file = parseJson('{"__proto__": {"polluted": 1}}')
    expect(await read({ x: {} }, { file: file.ok ? file.value : null })).toEqual([
      expect.stringContaining("inputs_none".slice(0, 5)),
    ])
  })

  test("broken JSON is refused with its place", () => {
    const parsed = parseJson('{\n  "a": 1,}')
    expect(parsed.ok ? "" : parsed.error.message).toContain("line 2, column 10")
  })

  test("YAML is read where the text is YAML, with the limits of files", () => {
    expect(parseData("a: 1\nb: [x, y]\n")).toEqual({ ok: true, value: { a: 1, b: ["x", "y"] } })
    for (const text of ["a: &x [1]\nb: *x\n", "a: !!js/function x", `a: ${"[".repeat(200)}`, "a: 1e400"]) {
      expect(parseData(text).ok, text).toBe(false)
    }
  })
})
