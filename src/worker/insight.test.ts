import { afterAll, beforeAll, expect, test } from "vitest"
import type { Preview, PreviewRequest } from "../editor/expression/previewService.ts"
import { testPlace } from "../engine/loop/testing/testRun.ts"
import type { AnyStep } from "../model/step.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../ports/sandbox/testing/testThreads.ts"
import { steps as registry } from "../steps/registry.ts"
import { createInsight } from "./insight.ts"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("insight") })
  await sandbox.evaluate([{ source: "1", reads: [], scope: {} }], { time })
})
afterAll(() => sandbox.close())

const kindByName = new Map<string, AnyStep>(registry.map(step => [step.kind, step]))
const time = { now: 0, timezone: "UTC" }
const steps: readonly Step[] = [
  { id: "a", kind: "set", with: { values: { who: "Ada", rows: [1, 2, 3] } }, next: "each" },
  {
    id: "each",
    kind: "foreach",
    with: { items: "{{ steps.a.output.rows }}" },
    steps: [{ id: "inner", kind: "set", with: { values: { n: "{{ item * 2 }}" } } }],
  },
  { id: "never", kind: "set", with: { values: { x: 1 } } },
]

/** What answers about a workflow that has run, or not. */
async function insight(ran = true) {
  const place = testPlace(
    {},
    {
      kinds: kind => kindByName.get(kind),
      evaluate: createEvaluator({ sandbox: () => sandbox, time: () => time }),
    },
  )
  const workflow: Workflow = { rivulet: 1, id: "w", steps }
  if (ran) await (await place.start(workflow)).resting()
  const made = createInsight({
    journal: place.journal,
    workflows: { pinned: async () => workflow },
    kinds: kind => kindByName.get(kind),
    sandbox: () => sandbox,
    time: () => time,
  })
  return {
    ...made,
    ask: (value: PreviewRequest["value"], more: Partial<PreviewRequest> = {}): Promise<Preview | null> =>
      made.preview("field", { workflow: "w", step: null, sample: {}, ...more, value }),
  }
}

test("an expression has the value that it would have after the last run", async () => {
  const { ask } = await insight()
  expect(await ask("{{ steps.a.output.who }}")).toEqual({
    ...{ type: "value", shown: "Ada", isCut: false, what: "Text, 3 characters" },
    ...{ basis: "run", unrun: [] },
  })
  expect(
    await ask({ to: "Hello {{ steps.a.output.who }}", n: ["{{ steps.a.output.rows.length }}"] }),
  ).toMatchObject({
    shown: '{\n  "to": "Hello Ada",\n  "n": [\n    3\n  ]\n}',
  })
  expect(await ask("{{ item + index }}", { step: "inner" })).toMatchObject({ shown: "5" })
  expect(await ask("{{ item }}", { step: "inner", index: 0 })).toMatchObject({ shown: "1" })
  expect(await ask("{{ incoming.who }}", { step: "each" })).toMatchObject({ shown: "Ada" })
  expect(
    await ask("{{ incoming }}", { step: "fresh", incoming: { step: "each", outlet: "done" } }),
  ).toMatchObject({
    what: "List, 3 items",
  })
})

test("a step that did not run reads as nothing, and a hint says so; problems are sentences", async () => {
  const { ask } = await insight()
  expect(await ask("{{ steps.never.output.x }}")).toMatchObject({
    ...{ what: "Nothing", unrun: ["never"], missing: [] },
  })
  // What is not there is named down to where it ends.
  expect(await ask("{{ steps.a.output.where }}")).toMatchObject({
    ...{ what: "Nothing", unrun: [], missing: [["steps", "a", "output", "where"]] },
  })
  expect(await ask("{{ inputs.who?.name ?? undefined }}")).toMatchObject({ missing: [["inputs", "who"]] })
  expect(await ask("{{ steps.a.output.where ?? 1 }}")).not.toHaveProperty("missing")
  expect(await ask("{{ steps.a.output.none.x }}")).toMatchObject({
    type: "problem",
    message: expect.stringContaining("Cannot read properties of undefined"),
  })
  expect(await ask("{{ 1 + }}")).toMatchObject({
    type: "problem",
    message: expect.stringContaining("cannot be read"),
  })
  expect(await ask("Bearer {{ secrets.key }}")).toMatchObject({ shown: "Bearer [secret]" })
})

test("where nothing ran a sample stands in, and what is pinned comes before all", async () => {
  const none = await insight(false)
  const sample = { inputs: { who: "text" }, steps: { a: { output: { who: "sample" } } } }
  expect(await none.ask("{{ inputs.who + steps.a.output.who }}", { sample })).toMatchObject({
    shown: "textsample",
    basis: "sample",
  })
  const some = await insight()
  expect(
    await some.ask("{{ steps.never.output.x }}", { pinned: { never: { success: { x: 7 } } } }),
  ).toMatchObject({
    ...{ shown: "7", basis: "pinned", unrun: [] },
  })
  // Before the last run, in what came by the wire, in completion, and as one value of several.
  const pinned = { a: { success: { who: "Pinned", rows: [] } } }
  const incoming = { step: "a", outlet: "success" }
  for (const value of [
    "{{ steps.a.output.who }}",
    "{{ incoming.who }}",
    "{{ (() => steps.a.outlets.success.who)() }}",
  ]) {
    expect(await some.ask(value, { step: "each", pinned, incoming }), value).toMatchObject({
      shown: "Pinned",
    })
    expect(await none.ask(value, { step: "each", pinned, incoming, sample }), value).toMatchObject({
      shown: "Pinned",
    })
  }
  const at = { ...{ workflow: "w", step: null, sample }, pinned, path: ["steps", "a", "output"] }
  for (const service of [some, none])
    expect(await service.fieldsAt(at)).toMatchObject([{ name: "who", shown: "Pinned" }, { name: "rows" }])
  expect(await some.ask("{{ steps.a.output.who + inputs.who }}", { pinned, sample })).toMatchObject({
    basis: "pinned",
  })
})

test("only the steps that were read count, not those of the way that was not taken", async () => {
  const { ask } = await insight()
  expect(await ask("{{ steps.a.output.who ? 1 : steps.never.output.x }}")).toMatchObject({ unrun: [] })
  const pinned = { never: { success: { x: 7 } } }
  expect(await ask("{{ steps.a.output.who ? 1 : steps.never.output.x }}", { pinned })).toMatchObject({
    basis: "run",
  })
})

test("what is large is cut, what hangs or bursts is ended, and the next question is answered", async () => {
  const { ask } = await insight()
  expect(await ask("{{ 'x'.repeat(100000) }}")).toMatchObject({
    isCut: true,
    what: "Text, 100,000 characters",
  })
  for (const bad of [
    "(() => { for (;;); })()",
    "Array.prototype.reverse.call({ length: 2 ** 53 - 1 })",
    "(() => { let s = 'x'; for (;;) s += s })()",
    "Array.from({ length: 1e7 }, (_, n) => 1e7 - n).sort()",
  ]) {
    expect(await ask(`{{ ${bad} }}`), bad).toMatchObject({ type: "problem" })
    expect(await ask("{{ (() => 1 + 1)() }}")).toMatchObject({ shown: "2" })
  }
}, 60_000)

test("a newer question takes the place of the one before, whatever that was doing", async () => {
  const { ask, preview, endPreview } = await insight()
  const hung = ask("{{ (() => { for (;;); })() }}")
  const next = ask("{{ (() => 5)() }}")
  expect(await hung).toBeNull()
  expect(await next).toMatchObject({ shown: "5" })
  const left = preview("other", {
    workflow: "w",
    step: null,
    sample: {},
    value: "{{ (() => { for (;;); })() }}",
  })
  await new Promise(go => setTimeout(go, 20))
  endPreview("other")
  expect(await left).toBeNull()
})

test("what there is to read at a path of the last run can be listed", async () => {
  const { fieldsAt } = await insight()
  const at = (...path: string[]) => fieldsAt({ workflow: "w", step: null, sample: {}, path })
  expect(await at("steps", "a", "output")).toEqual([
    { name: "who", type: "text", shown: "Ada" },
    { name: "rows", type: "list", shown: "[\n  1,\n  2,\n  3\n]" },
  ])
  expect(await at("steps", "never", "output")).toEqual([])
})
