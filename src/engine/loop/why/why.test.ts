import { afterAll, beforeAll, expect, test } from "vitest"
import { ok } from "../../../lib/result.ts"
import type { AnyStep } from "../../../model/step.ts"
import { withOpen } from "../../../model/testing/withOpen.ts"
import type { Why, WhyQuestion } from "../../../model/why.ts"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { createEvaluator } from "../../../ports/sandbox/evaluator.ts"
import { createSandbox, type Sandbox } from "../../../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../../../ports/sandbox/testing/testThreads.ts"
import { createTracer } from "../../../ports/sandbox/tracer.ts"
import { steps as registry } from "../../../steps/registry.ts"
import type { RunEvent } from "../../core/event.ts"
import type { RunStart } from "../loopParts.ts"
import { testPlace } from "../testing/testRun.ts"
import { createPast } from "./past.ts"
import { why } from "./why.ts"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("why") })
})
afterAll(() => sandbox.close())

const kindByName = new Map<string, AnyStep>(registry.map(step => [step.kind, step]))
const time = { now: 0, timezone: "UTC" }

/** Answers every request. */
const http = withOpen(async ({ url }) =>
  ok({ status: 200, url, headers: {}, body: new TextEncoder().encode("{}") }),
)

/** A place whose runs are real, and what it says about their values. */
function place(...others: Workflow[]) {
  type Question = Omit<WhyQuestion, "run" | "place"> & {
    run?: string
    step: string
    in?: string
    visit?: number
  }
  const made = testPlace(
    {},
    {
      kinds: kind => kindByName.get(kind),
      evaluate: createEvaluator({ sandbox: () => sandbox, time: () => time }),
      ports: () => ({ ports: { http } }),
      others,
    },
  )
  const workflows = new Map(others.map(workflow => [workflow.id, workflow]))
  const trace = createTracer({ sandbox: () => sandbox })
  const asked = {
    async run(steps: readonly Step[], more: Partial<Workflow> = {}, start: Partial<RunStart> = {}) {
      const workflow: Workflow = { rivulet: 1, id: "w", steps, ...more }
      workflows.set("w", workflow)
      const run = await made.start(workflow, start)
      const rest = await run.resting()
      if (rest.type !== "ended" || rest.end.status !== "completed") throw new Error(JSON.stringify(rest))
      return run.id
    },
    ask: async (question: Question): Promise<Why> => {
      const { run = "r", step, in: path = "", visit = 1, ...rest } = question
      const answer = await why(
        {
          async open(id) {
            const events: RunEvent[] = []
            for await (const chunk of made.journal.read(id)) events.push(...chunk)
            const [first] = events
            const workflow = first?.type === "run.started" ? workflows.get(first.workflow ?? "") : undefined
            return workflow && createPast(id, workflow, events, kind => kindByName.get(kind))
          },
          kinds: kind => kindByName.get(kind),
          trace,
          breathe: async () => {},
        },
        { run, place: step === "output" ? "output" : { in: path, step, visit }, ...rest },
      )
      if (!answer.ok) throw new Error(answer.error.message)
      return answer.value
    },
  }
  return { ...asked, why: async (question: Question) => tree(await asked.ask(question)) }
}

/** The tree as lines: what it is, where, and what it was made from below it. */
function tree(node: Why, indent = ""): string[] {
  const { source, place, outlet, path, field, expression, by, from } = node
  const at = path.length === 0 ? "" : `.${path.join(".")}`
  const name = {
    step: `${place?.in ? `${place.in}/` : ""}${place?.step}#${place?.visit} ${outlet}${at}`,
    expression: `${field?.join(".")}: ${expression ?? ""}`,
  }
  const line = `${source === "step" || source === "expression" ? name[source] : `${source} ${field?.join(".") ?? ""}${at}`}${by ? ` by ${by.from}.${by.outlet}` : ""}`
  return [
    `${indent}${line.trim()}${node.isCut ? " …" : ""}`,
    ...from.flatMap(each => tree(each, `${indent}  `)),
  ]
}

const set = (id: string, values: object, more: Partial<Step> = {}): Step => ({
  id,
  kind: "set",
  with: { values } as never,
  ...more,
})

test("a value leads back through steps to inputs, the trigger and constants, and only what was read is in it", async () => {
  const here = place()
  await here.run(
    [
      set("a", { name: "{{ inputs.who }}", other: "{{ trigger.other }}", list: [1, 2] }),
      set("b", {
        text: "Hello {{ steps.a.output.name }}",
        pick: "{{ inputs.flag ? steps.a.output.list[1] : steps.a.output.other }}",
      }),
    ],
    { inputs: { who: { type: "string" }, flag: { type: "boolean" } } as never },
    { inputs: { who: "Ada", flag: true }, trigger: { type: "manual", other: 5 } },
  )
  expect(await here.why({ step: "b", path: ["text"] })).toEqual([
    "b#1 success.text",
    "  with.values.text: steps.a.output.name",
    "    a#1 success.name",
    "      with.values.name: inputs.who",
    "        input .who",
  ])
  expect(await here.why({ step: "b", path: ["pick"] })).toEqual([
    "b#1 success.pick",
    "  with.values.pick: inputs.flag ? steps.a.output.list[1] : steps.a.output.other",
    "    input .flag",
    "    a#1 success.list.1",
    "      constant with.values.list.1",
  ])
  expect(await here.why({ step: "a", path: ["other"] })).toEqual([
    "a#1 success.other",
    "  with.values.other: trigger.other",
    "    trigger .other",
  ])
  expect(await here.why({ step: "output", path: ["text"] }).then(lines => lines.slice(0, 2))).toEqual([
    "output:",
    "  b#1 success.text",
  ])
})

test("of a map that an expression writes out only the part that is asked about counts", async () => {
  const here = place()
  await here.run([
    set("a", { x: 1, y: { z: 2 } }),
    set("b", {
      it: "{{ { one: steps.a.output.x, two: [steps.a.output.y], n: (() => steps.a.output.x)() } }}",
    }),
  ])
  expect((await here.why({ step: "b", path: ["it", "two", 0, "z"] })).slice(1)).toEqual([
    "  with.values.it: steps.a.output.y",
    "    a#1 success.y.z",
    "      constant with.values.y.z",
  ])
  expect((await here.why({ step: "b", path: ["it", "n"] })).slice(1, 3)).toEqual([
    "  with.values.it: (() => steps.a.output.x)()",
    "    a#1 success.x",
  ])
})

test("lists keep which items each item was made from", async () => {
  const here = place()
  await here.run([
    set("a", { rows: [{ n: 3 }, { n: "{{ 1 + 1 }}" }, { n: 5 }], least: 3 }, { next: "keep" }),
    {
      id: "keep",
      kind: "data.filter",
      with: {
        items: "{{ steps.a.output.rows }}",
        where: [{ field: "n", operator: "less", value: "{{ steps.a.output.least }}" }],
      } as never,
      next: { kept: "last" },
    },
    { id: "last", kind: "data.limit", with: { count: 1 } as never },
  ])
  expect(await here.why({ step: "last", path: [0, "n"] })).toEqual([
    "last#1 success.0.n",
    "  keep#1 kept.0.n by keep.kept",
    "    with.items: steps.a.output.rows",
    "      a#1 success.rows.1.n",
    "        with.values.rows.1.n: 1 + 1",
    "          constant",
  ])
})

test("an item made of two lists leads into the one that it, or its part, came from", async () => {
  const here = place()
  await here.run([
    set("people", { list: [{ id: 1, name: "Ada" }, { id: 2 }] }, { next: "sums" }),
    set(
      "sums",
      {
        list: [
          { id: 2, sum: 4 },
          { id: 1, sum: "{{ 4 + 5 }}" },
        ],
      },
      { next: "both" },
    ),
    {
      id: "both",
      kind: "data.merge",
      with: {
        ...{ how: "by_key", key: ["id"] },
        first: "{{ steps.people.output.list }}",
        second: "{{ steps.sums.output.list }}",
      } as never,
      next: "changes",
    },
    {
      id: "changes",
      kind: "data.compare",
      with: {
        key: ["id"],
        first: "{{ steps.people.output.list }}",
        second: "{{ steps.sums.output.list }}",
      } as never,
    },
  ])
  expect(await here.why({ step: "both", path: [0, "sum"] })).toEqual([
    "both#1 success.0.sum",
    "  with.second: steps.sums.output.list",
    "    sums#1 success.list.1.sum",
    "      with.values.list.1.sum: 4 + 5",
    "        constant",
  ])
  expect(await here.why({ step: "both", path: [0, "name"] })).toEqual([
    "both#1 success.0.name",
    "  with.first: steps.people.output.list",
    "    people#1 success.list.0.name",
    "      constant with.values.list.0.name",
  ])
  expect(await here.why({ step: "changes", outlet: "changed", path: [0, "second", "sum"] })).toEqual([
    "changes#1 changed.0.second.sum",
    "  with.second: steps.sums.output.list",
    "    sums#1 success.list.1.sum",
    "      with.values.list.1.sum: 4 + 5",
    "        constant",
  ])
})

test("items of containers and of each come from their list, results from the last step inside", async () => {
  const here = place()
  await here.run([
    set("a", { names: ["x", "y"] }),
    {
      id: "each",
      kind: "foreach",
      with: { items: "{{ steps.a.output.names }}" },
      steps: [set("inner", { it: "{{ item + index }}" })],
    },
    set("many", { it: "{{ item.it }}" }, { each: "{{ steps.each.output }}" }),
  ])
  expect(await here.why({ step: "many", path: [1, "it"] })).toEqual([
    "many#1 success.1.it",
    "  with.values.it: item.it",
    "    each:",
    "      each: steps.each.output",
    "        each#1 done.1.it",
    "          each[1]#1/inner#1 success.it",
    "            with.values.it: item + index",
    "              run .item",
    "                with.items: steps.a.output.names",
    "                  a#1 success.names.1",
    "                    constant with.values.names.1",
    "              run .index",
  ])
})

test("a variable leads to the step that wrote it last before, or to the workflow", async () => {
  const here = place()
  await here.run(
    [set("a", { n: "{{ vars.n + 1 }}" }), set("b", { seen: "{{ vars.n }}" }), set("c", { n: 9 })],
    {
      variables: { n: 1 },
    },
  )
  expect(await here.why({ step: "b", path: ["seen"] })).toEqual([
    "b#1 success.seen",
    "  with.values.seen: vars.n",
    "    variable .n",
    "      a#1 success.n",
    "        with.values.n: vars.n + 1",
    "          variable .n",
    "            constant variables.n",
  ])
})

test("[V10] the condition by which a wire was taken belongs to why something came, as things stood then", async () => {
  const here = place()
  await here.run(
    [
      set("a", { n: 1 }, { next: { success: [{ to: "b", when: "{{ vars.n < 5 && inputs.go }}" }] } }),
      { id: "b", kind: "data.edit", with: { set: { more: "{{ vars.n }}" } }, next: "c" },
      set("c", { n: 9 }),
    ],
    { variables: { n: 0 } },
    { inputs: { go: true } },
  )
  expect(await here.why({ step: "b", path: ["n"] })).toEqual([
    "b#1 success.n",
    "  a#1 success.n by a.success",
    "    constant with.values.n",
    "    next.success.when: vars.n < 5 && inputs.go",
    "      variable .n",
    "        a#1 success.n …",
    "      input .go",
  ])
})

test("in text that mixes expressions each says what it read, and which way the time made it go", async () => {
  const here = place()
  await here.run(
    [
      set("a", { early: "morning", late: "evening" }),
      set("b", {
        text: "Good {{ formatDate(now(), 'HH') < 12 ? steps.a.output.early : steps.a.output.late }}, {{ inputs.who }}!",
      }),
    ],
    {},
    { inputs: { who: "Ada" } },
  )
  expect((await here.why({ step: "b", path: ["text"] })).slice(1)).toEqual([
    "  with.values.text: formatDate(now(), 'HH') < 12 ? steps.a.output.early : steps.a.output.late",
    "    a#1 success.early",
    "      constant with.values.early",
    "  with.values.text: inputs.who",
    "    input .who",
  ])
})

test("[V10] a visit is explained by what was there then, not by what came after", async () => {
  const here = place()
  await here.run([
    set("a", { n: "{{ visit }}" }, { next: "b" }),
    set("b", { seen: "{{ steps.a.output.n * 10 }}" }, { next: "more" }),
    { id: "more", kind: "condition", with: { if: "{{ steps.b.output.seen < 30 }}" }, next: { true: "a" } },
  ])
  expect((await here.why({ step: "b", visit: 1, path: ["seen"] })).slice(1, 3)).toEqual([
    "  with.values.seen: steps.a.output.n * 10",
    "    a#1 success.n",
  ])
  expect((await here.why({ step: "b", visit: 3, path: ["seen"] })).slice(1, 3)).toEqual([
    "  with.values.seen: steps.a.output.n * 10",
    "    a#3 success.n",
  ])
})

test("of a secret it says that it was used, and never what it is", async () => {
  const here = place()
  await here.run([
    set("a", { n: 1 }),
    {
      id: "send",
      kind: "http.request",
      with: {
        url: "https://api.example.com/{{ steps.a.output.n }}",
        headers: { Authorization: "Bearer {{ secrets.api_key }}" },
      },
    },
  ])
  const lines = await here.why({ step: "send", path: ["body"] })
  expect(lines).toContain("    secret .api_key")
  expect(lines).toContain("    a#1 success.n")
  const said = partsOf(await here.ask({ step: "send", path: ["body"] }))
  expect(said.filter(({ source }) => source === "secret")).toEqual([
    { source: "secret", path: ["api_key"], from: [] },
  ])
})

function partsOf(node: Why): Why[] {
  return [node, ...node.from.flatMap(partsOf)]
}

test("what was run through many at a time is answered like what was not", async () => {
  const { run, why: ask } = place()
  await run(
    [
      {
        id: "each",
        kind: "foreach",
        with: { items: Array.from({ length: 90 }, (_, n) => n) },
        steps: [{ id: "add", kind: "set", with: { values: { total: "{{ vars.total + item }}" } } }],
      },
    ],
    { variables: { total: 0 } },
  )
  const answer = await ask({ step: "add", in: "each[80]#1", outlet: "success", path: ["total"] })
  expect(answer.slice(0, 7).map(line => line.trim())).toEqual([
    "each[80]#1/add#1 success.total",
    "with.values.total: vars.total + item",
    "variable .total",
    "each[79]#1/add#1 success.total",
    "with.values.total: vars.total + item",
    "variable .total",
    "each[78]#1/add#1 success.total",
  ])
  expect(answer.slice(-2).map(line => line.trim())).toEqual(["run .item", "constant with.items.80"])
})

test("what came by a wire names the wire; a step that did not run reads as nothing", async () => {
  const here = place()
  await here.run([
    set("a", { x: 1 }, { next: "b" }),
    { id: "b", kind: "condition", with: { if: "{{ incoming.x > 0 }}" }, next: { true: "c", false: "d" } },
    set("c", { got: "{{ steps.d.output ?? steps.a.output.x }}" }),
    set("d", { x: 2 }),
  ])
  expect((await here.why({ step: "c", path: ["got"] })).slice(1)).toEqual([
    "  with.values.got: steps.d.output ?? steps.a.output.x",
    "    unrun .d",
    "    a#1 success.x",
    "      constant with.values.x",
  ])
  expect((await here.why({ step: "b", outlet: "true", path: [] })).slice(1, 4)).toEqual([
    "  with.if: incoming.x > 0",
    "    a#1 success.x by a.success",
    "      constant with.values.x",
  ])
})

test("a run that another started leads back into that one, and its answer into it", async () => {
  const child: Workflow = {
    rivulet: 1,
    id: "child",
    inputs: { n: { type: "number" } } as never,
    steps: [set("double", { n: "{{ inputs.n * 2 }}" })],
    output: "{{ steps.double.output.n }}",
  }
  const here = place(child)
  await here.run([
    set("a", { n: 4 }),
    {
      id: "call",
      kind: "workflow.run",
      with: { workflow: "child", inputs: { n: "{{ steps.a.output.n }}" } } as never,
    },
    set("b", { got: "{{ steps.call.output }}" }),
  ])
  expect((await here.why({ step: "b", path: ["got"] })).slice(1)).toEqual([
    "  with.values.got: steps.call.output",
    "    call#1 success",
    "      answer",
    "        output:",
    "          output: steps.double.output.n",
    "            double#1 success.n",
    "              with.values.n: inputs.n * 2",
    "                input .n",
    "                  with.inputs.n: steps.a.output.n",
    "                    a#1 success.n",
    "                      constant with.values.n",
  ])
})

test("a fork asks its parent, and says what was changed by hand", async () => {
  const here = place()
  const flow = [set("a", { n: 4, m: 1 }), set("b", { n: "{{ steps.a.output.n + steps.a.output.m }}" })]
  await here.run(flow)
  const kept = [{ in: "", step: "a", visit: 1, outlets: { success: { n: 5, m: 1 } } }]
  await here.run(flow, {}, { run: "fork", fork: { of: "r", kept } })
  expect(await here.why({ run: "fork", step: "b", path: ["n"] })).toEqual([
    "b#1 success.n",
    "  with.values.n: steps.a.output.n + steps.a.output.m",
    "    a#1 success.n",
    "      changed",
    "    a#1 success.m",
    "      kept",
    "        a#1 success.m",
    "          constant with.values.m",
  ])
})
