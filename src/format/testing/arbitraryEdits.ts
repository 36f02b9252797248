import fc from "fast-check"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { Step, Workflow } from "../../model/workflow.ts"

const awkward = [
  "",
  " ",
  "no",
  "null",
  "1",
  "0x1F",
  "1e3",
  ".nan",
  "-",
  "- a",
  "a: b",
  "a:",
  "# not a comment",
  "a # b",
  "{{ steps.a.output }}",
  "{a, b}",
  "[x]",
  "it's",
  'say "hi"',
  "back\\slash",
  "two\nlines",
  "# heading\n\n- a\n- b\n",
  "ends\n",
  "ends twice\n\n",
  " starts blank\nand goes on",
  "\n",
  "tab\tinside",
  "\tstarts with a tab\nx",
  "trailing blank \nx",
  "blank line\n   \nx",
  "crlf\r\nx",
  "\u0000",
  "\u202egnp.exe",
  "\ud800",
  "---",
  "...",
  "<<",
  "*a",
  "&a",
  "!a",
  "%a",
  "@a",
  "`a",
  "|",
  ">",
  "?",
  "a,b",
  "ends with a colon:",
  "é ü 漢字 🙂",
  "x".repeat(150),
]

/** Text of every kind that YAML makes awkward, and any other. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc
    .array(fc.constantFrom("a", " ", "\n", "#", ":", "-", "{{ x }}", "'", '"'), { maxLength: 8 })
    .map(parts => parts.join("")),
)

const arbitraryKey = fc.oneof(
  fc.constantFrom("path", "prompt", "a b", "true", "1", "null", "#", "a: b", "x-y", "é", "<<", "", "{", "?"),
  fc.string({ maxLength: 6 }).filter(key => !["__proto__", "constructor", "prototype"].includes(key)),
)

/** Any plain data. */
export const arbitraryJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>(tie => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    arbitraryText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(arbitraryKey, tie("json"), { maxKeys: 3 }),
  ),
})).json

const parameters: fc.Arbitrary<JsonMap> = fc.dictionary(arbitraryKey, arbitraryJson, { maxKeys: 3 })

/** A change that a hand on the canvas could make. */
export type Change = (workflow: Workflow) => Workflow

function onSteps(change: (steps: readonly Step[]) => readonly Step[]): Change {
  return workflow => ({ ...workflow, steps: change(workflow.steps) })
}

function onStep(pick: number, change: (step: Step) => Step): Change {
  return onSteps(steps => steps.map((step, index) => (index === pick % steps.length ? change(step) : step)))
}

function without<T extends object>(value: T, key: string): T {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as T
}

const pick = fc.nat(20)
const newStep = fc.record(
  { kind: fc.constantFrom("file.read", "ai.generate"), with: parameters, note: arbitraryText },
  { requiredKeys: ["kind"] },
)

/** Any change. The serial number keeps the ids of new steps apart. */
export const arbitraryChange: fc.Arbitrary<(serial: number) => Change> = fc.oneof(
  fc.tuple(pick, newStep).map(
    ([at, step]) =>
      (serial: number) =>
        onSteps(steps => steps.toSpliced(at % (steps.length + 1), 0, { ...step, id: `new_${serial}` })),
  ),
  pick.map(at => () => onSteps(steps => (steps.length > 0 ? steps.toSpliced(at % steps.length, 1) : steps))),
  fc.tuple(pick, pick).map(
    ([from, to]) =>
      () =>
        onSteps(steps => {
          const step = steps[from % Math.max(1, steps.length)]
          return step ? steps.filter(other => other !== step).toSpliced(to % steps.length, 0, step) : steps
        }),
  ),
  fc.tuple(pick, parameters).map(
    ([at, given]) =>
      () =>
        onStep(at, step => ({ ...step, with: given })),
  ),
  fc.tuple(pick, arbitraryKey, arbitraryJson).map(
    ([at, key, value]) =>
      () =>
        onStep(at, step => ({ ...step, with: { ...step.with, [key]: value } })),
  ),
  fc.tuple(pick, pick).map(
    ([at, which]) =>
      () =>
        onStep(at, step => {
          const keys = Object.keys(step.with ?? {})
          const key = keys[which % Math.max(1, keys.length)]
          return key === undefined ? step : { ...step, with: without(step.with ?? {}, key) }
        }),
  ),
  fc.tuple(pick, arbitraryText).map(
    ([at, note]) =>
      () =>
        onStep(at, step => ({ ...step, note })),
  ),
  fc.tuple(pick, fc.constantFrom("note", "name", "next", "with", "retry", "steps")).map(
    ([at, key]) =>
      () =>
        onStep(at, step => without(step, key)),
  ),
  fc
    .tuple(pick, fc.constantFrom("a", ["a", "b"], { success: "a", failure: ["b", { to: "a", after: "1m" }] }))
    .map(
      ([at, next]) =>
        () =>
          onStep(at, step => ({ ...step, next })),
    ),
  fc.tuple(pick, newStep).map(
    ([at, step]) =>
      (serial: number) =>
        onStep(at, holder => ({
          ...holder,
          steps: [...(holder.steps ?? []), { ...step, id: `new_${serial}` }],
        })),
  ),
  fc
    .tuple(fc.constantFrom("a", "b", "c", "zz"), fc.integer())
    .map(([id, x]) => () => (workflow: Workflow) => ({
      ...workflow,
      layout: { ...workflow.layout, [id]: [x, 0] as const },
    })),
  fc
    .constantFrom("layout", "description", "tags", "inputs", "settings", "output")
    .map(key => () => (workflow: Workflow) => without(workflow, key)),
  arbitraryText.map(description => () => (workflow: Workflow) => ({ ...workflow, description })),
  fc
    .array(fc.constantFrom("x", "y", "z, w"), { maxLength: 4 })
    .map(tags => () => (workflow: Workflow) => ({ ...workflow, tags })),
  arbitraryJson.map(output => () => (workflow: Workflow) => ({ ...workflow, output })),
)
