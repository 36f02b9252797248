import { expect, test } from "vitest"
import { codesIn, problemsIn } from "./testing/problemsIn.ts"

/** The codes for a text in the parameters of the middle one of three steps: before ─▶ here ─▶ later. */
function here(text: string, more = ""): string[] {
  return codesIn(`
inputs: { name: { type: string } }
variables: { total: 0 }
${more}
steps:
  - { id: before, kind: note, next: here }
  - { id: here, kind: note, with: { text: ${JSON.stringify(text)} }, next: later }
  - { id: later, kind: note }`).map(code => code.replace("steps.1.with.text", "here"))
}

test("what exists can be referred to", () => {
  expect(here("{{ steps.before.output.text + inputs.name + vars.total + visit + run.id }}")).toEqual([])
  expect(here("{{ incoming }} {{ JSON.stringify(arrivals) }} {{ secrets.key }} {{ error.message }}")).toEqual(
    [],
  )
  expect(here("\\{{ steps.nobody }}")).toEqual([])
})

test("a name that is not there offers the nearest, in the text itself", () => {
  expect(here("{{ steps.befor.output }}")).toEqual(['unknown_step here → "{{ steps.before.output }}"'])
  expect(here('{{ steps["nobody"].output }}')).toEqual(["unknown_step here"])
  expect(here("Dear {{ inputs.nmae }}")).toEqual(['unknown_input here → "Dear {{ inputs.name }}"'])
  expect(here("{{ vars.totl + 1 }}")).toEqual(['unknown_variable here → "{{ vars.total + 1 }}"'])
  expect(here("{{ inputs.constructor }}")).toEqual(["unknown_input here"])
  expect(here("{{ stesp.before.output }}")).toEqual(["unknown_name here"])
})

test("a text that cannot be read says where, as offset, line and column", () => {
  const [problem] = problemsIn('steps: [{ id: a, kind: note, with: { text: "one\\ntwo {{ 1 + }}" } }]')
  expect(problem).toMatchObject({
    code: "bad_expression",
    at: { path: ["steps", 0, "with", "text"], step: "a" },
    data: { offset: 15, line: 2, column: 12 },
  })
  expect(here("{{ a b }}")).toEqual(["several_expressions here"])
  expect(here("{{ }}")).toEqual(["empty_expression here"])
})

test("what comes later, and the step itself, can never have run before", () => {
  expect(here("{{ steps.later.output.text }}")).toEqual(["never_before here"])
  expect(here("{{ steps.here.output.text }}")).toEqual(["never_before here"])
})

test("what stands on another branch can never have run before; what both branches lead to sees both", () => {
  //   a ─true─▶ b ─▶ d
  //   a ─false▶ c ─▶ d
  const yaml = (text: string, where: "c" | "d") => `
steps:
  - { id: a, kind: fork, next: { true: b, false: c } }
  - { id: b, kind: note, next: d }
  - { id: c, kind: note, next: d, with: { text: "${where === "c" ? text : ""}" } }
  - { id: d, kind: note, with: { text: "${where === "d" ? text : ""}" } }`
  expect(problemsIn(yaml("{{ steps.b.output.text }}", "c"))[0]).toMatchObject({
    code: "never_before",
    message: expect.stringContaining("another branch"),
  })
  expect(codesIn(yaml("{{ steps.b.output.text + steps.c.output.text + steps.a.output }}", "d"))).toEqual([])
})

test("in a cycle the visit before can be referred to", () => {
  //   a ─▶ b ─▶ c
  //   ▲────┘
  expect(
    codesIn(`
steps:
  - { id: a, kind: note, next: b, with: { text: "{{ steps.b.output.text + steps.a.output.text }}" } }
  - { id: b, kind: note, next: [{ to: a, when: visit < 3 }, c] }
  - { id: c, kind: note }`),
  ).toEqual([])
})

test("wires see the output of the step that they leave", () => {
  const wire = (when: string) =>
    codesIn(`steps: [{ id: a, kind: note, next: { to: b, when: ${when} } }, { id: b, kind: note }]`)
  expect(wire("'{{ steps.a.output.text }}'")).toEqual([])
  expect(wire("steps.a.output.text == 1")).toEqual([])
  expect(wire("steps.b.output.text == 1")).toEqual(["never_before steps.0.next.when"])
  expect(wire("steps.a.output.text ==")).toEqual(["bad_expression steps.0.next.when"])
})

//   a ─▶ box[ b ─▶ c ] ─▶ d
const box = (texts: {
  a?: string
  c?: string
  d?: string
  until?: string
  output?: string
  whole?: string
}) => `
steps:
  - { id: a, kind: note, with: { text: "${texts.a ?? ""}" }, next: box }
  - id: box
    kind: again
    with: { until: "${texts.until ?? "{{ true }}"}" }
    steps:
      - { id: b, kind: note, next: c }
      - { id: c, kind: note, with: { text: "${texts.c ?? ""}" } }
    output: "${texts.output ?? ""}"
    next: d
  - { id: d, kind: note, with: { text: "${texts.d ?? ""}" } }
output: "${texts.whole ?? ""}"`

test("what is inside a container sees what is around it, and not the other way round", () => {
  expect(codesIn(box({ c: "{{ steps.a.output.text + steps.b.output.text + index + previous }}" }))).toEqual(
    [],
  )
  expect(codesIn(box({ d: "{{ steps.box.output.x }}" }))).toEqual([])
  const [problem] = problemsIn(box({ d: "{{ steps.b.output.text }}" }))
  expect(problem).toMatchObject({ code: "inside_container", message: expect.stringContaining("“box”") })
  expect(codesIn(box({ whole: "{{ steps.b.output.text }}" }))).toEqual(["inside_container output"])
  expect(codesIn(box({ whole: "{{ steps.d.output.text }}" }))).toEqual([])
  expect(codesIn(box({ c: "{{ steps.box.output.x }}" }))).toEqual(["never_before steps.1.steps.1.with.text"])
  expect(codesIn(box({ c: "{{ steps.d.output.text }}" }))).toEqual(["never_before steps.1.steps.1.with.text"])
})

test("until and a container's output are evaluated inside", () => {
  expect(
    codesIn(box({ until: "{{ steps.c.output.text == previous }}", output: "{{ steps.b.output.text }}" })),
  ).toEqual([])
  expect(codesIn(box({ until: "{{ steps.d.output.text == 1 }}" }))).toEqual([
    "never_before steps.1.with.until",
  ])
})

test("scopes of one holder run one after another", () => {
  const yaml = (enter: string, exit: string) => `
steps: [{ id: s, kind: rest, enter: [{ id: a, kind: note, with: { text: "${enter}" } }], exit: [{ id: b, kind: note, with: { text: "${exit}" } }] }]
failure: [{ id: f, kind: note, with: { text: "{{ steps.s.output }}" } }]`
  expect(codesIn(yaml("", "{{ steps.a.output.text }}"))).toEqual([])
  expect(codesIn(yaml("{{ steps.b.output.text }}", ""))).toEqual(["never_before steps.0.enter.0.with.text"])
})

test("item and index exist only where something gives them", () => {
  const inside = (text: string) =>
    codesIn(`steps: [{ id: e, kind: each, steps: [{ id: a, kind: note, with: { text: "${text}" } }] }]`)
  expect(inside("{{ item + index }}")).toEqual([])
  expect(inside("{{ previous }}")).toEqual(["not_given_here steps.0.steps.0.with.text"])
  expect(here("{{ item }}")).toEqual(["not_given_here here"])
  expect(
    codesIn(`steps: [{ id: a, kind: note, each: "{{ incoming }}", with: { text: "{{ item + index }}" } }]`),
  ).toEqual([])
  expect(codesIn(`steps: [{ id: a, kind: note, each: "{{ item }}" }]`)).toEqual([
    "not_given_here steps.0.each",
  ])
  expect(
    codesIn(`steps: [{ id: e, kind: each, with: { items: "{{ item }}" }, steps: [{ id: a, kind: note }] }]`),
  ).toEqual(["not_given_here steps.0.with.items"])
})

test("outlets and fields that a step's kind does not have", () => {
  expect(here("{{ steps.before.outlets.success }} {{ steps.before.outlets.failure }}")).toEqual([])
  expect(here("{{ steps.before.outlets.kept }}")).toEqual(["outlet_not_there here"])
  const [problem] = problemsIn(
    'steps: [{ id: a, kind: note }, { id: b, kind: note, with: { text: "{{ steps.a.output.txet }}" } }]',
  )
  expect(problem).toMatchObject({
    code: "field_not_there",
    severity: "warning",
    fix: { say: "Did you mean “text”?" },
  })
})

test("after a handled failure the output may be the error", () => {
  const yaml = (next: string) =>
    `steps: [{ id: a, kind: note, next: ${next} }, { id: b, kind: note, with: { text: "{{ steps.a.output.message }}" } }]`
  expect(codesIn(yaml("{ success: b, failure: b }"))).toEqual([])
  expect(codesIn(yaml("b"))).toEqual(["field_not_there steps.1.with.text"])
})

test("what triggers give can be referred to, and a run by hand gives the inputs", () => {
  const triggers = "triggers: [{ id: t, type: change, with: { path: x } }]"
  expect(here("{{ trigger.filePath }} {{ trigger.name }}", triggers)).toEqual([])
  expect(here("{{ trigger.filepth }}", triggers)).toEqual(["unknown_trigger_field here"])
  expect(here("{{ trigger.anything }}", "triggers: [{ id: t, type: manual }]")).toEqual([])
})

test("a trigger's inputs see the trigger and no steps", () => {
  const mapped = (text: string) =>
    codesIn(`
inputs: { file: { type: string } }
triggers: [{ id: t, type: change, with: { path: x }, inputs: { file: "${text}" } }, { id: m, type: manual }]
steps: [{ id: a, kind: note }]`)
  expect(mapped("{{ trigger.filePath }}")).toEqual([])
  expect(mapped("{{ trigger.file }}")).toEqual(["unknown_trigger_field triggers.0.inputs.file"])
  expect(mapped("{{ steps.a.output }}")).toEqual(["never_before triggers.0.inputs.file"])
})

test("a disabled step in the way is a warning", () => {
  const [problem] = problemsIn(
    'steps: [{ id: a, kind: note, disabled: true }, { id: b, kind: note, with: { text: "{{ steps.a.output.text }}" } }]',
  )
  expect(problem).toMatchObject({ code: "disabled_in_the_way", severity: "warning", at: { step: "b" } })
})

test("a person's or an event's match sees the event", () => {
  const on = (match: string) =>
    codesIn(
      `steps: [{ id: a, kind: rest, next: { to: b, on: { event: paid, match: "${match}" } } }, { id: b, kind: note }]`,
    )
  expect(on("event.order == 7")).toEqual([])
  expect(on("evnt.order == 7")).toEqual(["unknown_name steps.0.next.on.match"])
  const elsewhere = 'steps: [{ id: a, kind: note, with: { text: "{{ event.order }}" } }]'
  expect(codesIn(elsewhere)).toEqual(["not_given_here steps.0.with.text"])
})
