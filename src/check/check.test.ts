import fc from "fast-check"
import { expect, test } from "vitest"
import type { Json } from "../lib/json.ts"
import { parseWorkflow } from "../model/parse.ts"
import { arbitraryEdits, runEdit } from "../model/testing/arbitraryEdits.ts"
import { check } from "./check.ts"
import { checkProblems } from "./checkProblems.ts"
import { testCatalogue } from "./testing/testCatalogue.ts"

const ids = ["a", "b", "c", "d", "box", "constructor", "__proto__", ""]
const kinds = [...Object.keys(testCatalogue.kinds), "toString", "nope"]
const texts = [
  ...[
    "{{ steps.a.output.text }}",
    "{{ steps.box }}",
    "{{ item + index }}",
    "{{ vars.x }} {{ inputs.y }}",
    "{{",
  ],
  ...["{{ steps['__proto__'].output }}", "{{ trigger.z", "else", "visit <", "5m", "0 9 * * *", "\u0000", "~"],
]

const text = fc.oneof(fc.constantFrom(...texts, ...ids), fc.string({ maxLength: 8 }))
const anyValue = fc.oneof({ weight: 3, arbitrary: text }, fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>)
const parameters = fc.dictionary(
  fc.constantFrom(
    "text",
    "count",
    "tags",
    "shape",
    "cases",
    "items",
    "until",
    "workflow",
    "path",
    "cron",
    "zone",
  ),
  anyValue,
  { maxKeys: 4 },
)

const wire = fc.record(
  {
    to: text,
    inlet: fc.oneof(fc.nat(5), text),
    when: fc.oneof(text, fc.boolean()),
    after: text,
    at: text,
    on: fc.oneof(fc.record({ event: text, match: text }), fc.record({ person: text })),
    validate: fc.array(fc.oneof(fc.record({ expression: text }), fc.record({ ai: text })), { maxLength: 2 }),
  },
  { requiredKeys: ["to"] },
)
const wires = fc.oneof(text, wire, fc.array(fc.oneof(text, wire), { maxLength: 3 }))
const next = fc.oneof(
  wires,
  fc.dictionary(fc.constantFrom("true", "false", "success", "failure", "kept"), wires, { maxKeys: 3 }),
  anyValue,
)

/** A step whose scopes are so many levels deep. */
function stepOf(depth: number): fc.Arbitrary<object> {
  const inside = fc.array(depth === 0 ? fc.constant({ id: "d", kind: "note" }) : stepOf(depth - 1), {
    maxLength: 2,
  })
  return fc.record(
    {
      id: fc.constantFrom(...ids),
      kind: fc.constantFrom(...kinds),
      version: fc.nat(3),
      with: parameters,
      next,
      join: fc.oneof(fc.constantFrom("all", "any"), fc.record({ atLeast: fc.nat(4) })),
      each: text,
      disabled: fc.boolean(),
      output: anyValue,
      timeout: text,
      retry: fc.oneof(fc.record({ delay: text }), fc.array(fc.record({ maxDelay: text }), { maxLength: 2 })),
      onError: anyValue,
      steps: inside,
      enter: inside,
      always: inside,
    },
    { requiredKeys: ["id", "kind"] },
  )
}

const step = stepOf(1)

const workflow = fc.record(
  {
    rivulet: fc.constant(1),
    id: fc.constant("tested"),
    inputs: fc.dictionary(text, anyValue, { maxKeys: 3 }),
    variables: fc.dictionary(text, anyValue, { maxKeys: 3 }),
    triggers: fc.array(
      fc.record({
        id: text,
        type: fc.constantFrom("manual", "change", "tick", "nope"),
        with: parameters,
        inputs: parameters,
        next,
      }),
      { maxLength: 3 },
    ),
    steps: fc.array(step, { maxLength: 6 }),
    failure: fc.array(step, { maxLength: 2 }),
    settings: anyValue,
    output: anyValue,
  },
  { requiredKeys: ["rivulet", "id", "steps"] },
)

test("whatever the lenient reader makes of a document can be checked", () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: workflow }, fc.jsonValue()), document => {
      const parsed = parseWorkflow(document)
      for (const problem of check(parsed.workflow, testCatalogue)) {
        seen.add(problem.code)
        expect(problem.message).not.toMatch(/\[object/)
        expect(Array.isArray(problem.at?.path)).toBe(true)
        expect(structuredClone(problem)).toEqual(problem)
      }
    }),
    { numRuns: 400, seed: 7 },
  )
  expect(seen.size, "codes that the documents brought about").toBeGreaterThan(25)
})

test("checking does not change what it checks, and says the same again", () => {
  fc.assert(
    fc.property(workflow, document => {
      const parsed = parseWorkflow(document)
      const before = structuredClone(parsed.workflow)
      expect(check(parsed.workflow, testCatalogue)).toEqual(check(parsed.workflow, testCatalogue))
      expect(parsed.workflow).toEqual(before)
    }),
    { numRuns: 50, seed: 7 },
  )
})

test("ten thousand slips in one workflow are checked in time", () => {
  const steps = Array.from({ length: 10_000 }, (_, index) => ({
    id: `step_${index}`,
    kind: "noet",
    with: { text: `{{ steps.setp_${index}.output }}` },
    next: { to: `setp_${index + 1}` },
  }))
  const { workflow } = parseWorkflow({ rivulet: 1, id: "tested", steps })
  const started = process.hrtime.bigint()
  expect(check(workflow, testCatalogue).length).toBeGreaterThan(20_000)
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(10_000)
})

test("every sentence ends, and says what to do", () => {
  for (const [code, { say }] of Object.entries(checkProblems)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(say, code).toMatch(/\.$/)
    expect(say.split(/\. |: /).length, code).toBeGreaterThan(1)
  }
})

test("after any edits the problems are those of a workflow that was never checked before", () => {
  fc.assert(
    fc.property(workflow, arbitraryEdits, (start, edits) => {
      let now = parseWorkflow(start as unknown as Json).workflow
      for (const [name, pick] of edits) {
        check(now, testCatalogue)
        now = runEdit(now, name, pick)
      }
      expect(check(now, testCatalogue)).toEqual(check(structuredClone(now), testCatalogue))
    }),
  )
})
