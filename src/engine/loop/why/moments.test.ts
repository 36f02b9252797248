import fc from "fast-check"
import { afterAll, beforeAll, expect, test } from "vitest"
import { isMap, type Json, own, type Path } from "../../../lib/json.ts"
import type { AnyStep } from "../../../model/step.ts"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { createEvaluator } from "../../../ports/sandbox/evaluator.ts"
import { createSandbox, type Sandbox } from "../../../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../../../ports/sandbox/testing/testThreads.ts"
import { steps as registry } from "../../../steps/registry.ts"
import type { RunEvent, SingleEvent } from "../../core/event.ts"
import { didIn } from "../../core/laps.ts"
import type { Standing } from "../../core/scopeValues.ts"
import { createTestClock } from "../clock.ts"
import { asTemplate, type Evaluate, evaluateAll } from "../evaluating.ts"
import { testPlace } from "../testing/testRun.ts"
import { momentOf, namesAt } from "./asking.ts"
import { createPast, type Past } from "./past.ts"
import { lapOf } from "./rows.ts"

/*
 * What every evaluation read can be had again from the journal alone: each event that carries something evaluated
 * says, or stands where it need not say, what was known then. So the very same evaluation is made again, and must
 * give the very same value and read the very same paths, in another time zone and at another time.
 */

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("moments") })
  await sandbox.evaluate([{ source: "1", reads: [], scope: {} }], { time: longAfter, run: "r" })
})
afterAll(() => sandbox.close())

const kindByName = new Map<string, AnyStep>(registry.map(step => [step.kind, step]))
const longAfter = { now: Date.UTC(2031, 5, 1), timezone: "Asia/Tokyo" }

interface Evaluation {
  readonly texts: readonly string[]
  readonly value: readonly (Json | undefined)[]
  readonly reads: readonly Path[]
}

/** Evaluates, in place where that can be done, and notes down what came of it. */
function notingIn(made: Evaluation[]): Evaluate {
  const evaluate = createEvaluator({ sandbox: () => sandbox, time: () => longAfter })
  return (texts, names, time) => {
    const note = (answer: Awaited<ReturnType<typeof evaluate>>): typeof answer => {
      if (answer.ok) made.push({ texts, value: answer.value, reads: answer.looked.reads })
      return answer
    }
    const answer = evaluate(texts, names, time)
    return answer instanceof Promise ? answer.then(note) : note(answer)
  }
}

/** Runs the workflow on a clock that never says the same twice; gives its past, and what was evaluated meanwhile. */
async function runOf(workflow: Workflow) {
  const made: Evaluation[] = []
  const noting = notingIn(made)
  const base = createTestClock({ start: Date.UTC(2026, 9, 24, 21, 59), timezone: "Europe/Berlin" })
  let ticks = 0
  const clock = { ...base, now: () => base.now() + ticks++ }
  const place = testPlace({}, { kinds: kind => kindByName.get(kind), evaluate: noting, clock })
  const run = await place.start(workflow)
  await run.resting()
  const journal: RunEvent[] = []
  for await (const chunk of place.journal.read(run.id)) journal.push(...chunk)
  const past = createPast(run.id, workflow, journal, kind => kindByName.get(kind))
  const { result, problem } = run.state()
  return { past, made, status: problem?.message ?? result }
}

/** The values of the workflow whose templates an event carries the values of, and where they stood. */
function evaluatedBy(past: Past, event: SingleEvent): readonly [readonly Json[], Standing] | undefined {
  if (event.type === "run.ended") return [[past.workflow.output ?? null], { in: "" }]
  if (!("in" in event)) return undefined
  const instance = past.last.instances.get(event.in)
  if (event.type === "scope.closed")
    return [
      [instance?.parent?.step.spec.output ?? null, instance?.parent?.step.inside ?? {}],
      { in: event.in },
    ]
  if (!("step" in event) || instance === undefined) return undefined
  const { step, visit, task } = event
  const spec = instance.scope.byId.get(step)?.spec
  const standing = { in: event.in, step, visit, ...(task === undefined ? {} : { task }) }
  const given = spec?.with ?? {}
  switch (event.type) {
    case "step.listed":
      return [[spec?.each ?? "", spec?.concurrency ?? null], standing]
    case "step.routed": {
      const wires = Object.values(isMap(spec?.next) ? spec.next : {}).flat() as { readonly when?: string }[]
      return [wires.map(({ when = true }) => when), standing]
    }
    case "step.begun":
      return [[given], standing]
    case "step.completed": {
      const isFirst = event.input !== undefined
      return isFirst ? [[given], standing] : undefined
    }
    default:
      return undefined
  }
}

/** Makes every evaluation of the run again. */
async function again(past: Past): Promise<Evaluation[]> {
  const made: Evaluation[] = []
  const noting = notingIn(made)
  for (const [number, event] of past.events.entries()) {
    const evaluated = evaluatedBy(past, event)
    if (evaluated === undefined) continue
    const [values, standing] = evaluated
    const moment = momentOf(past, number, standing)
    await evaluateAll(values, namesAt(moment) ?? {}, noting, [], moment.time)
  }
  return made
}

function sorted(evaluations: readonly Evaluation[]): string[] {
  return evaluations.map(each => JSON.stringify(each)).sort()
}

/** Expressions of both lanes, of which some look at the time, at variables that others write, or take one of two ways. */
const expressions = (others: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(
    "{{ now() }}",
    "It is {{ formatDate(now(), 'HH:mm:ss') }}, and {{ vars.n }} were",
    "{{ today() }}",
    "{{ (() => new Date().getHours())() }}",
    "{{ (() => Date.now() + vars.n)() }}",
    "{{ (() => Object.keys(vars).length + vars.n)() }}",
    "{{ vars.n > 2 ? vars.big : vars.small }}",
    "{{ vars[vars.n > 1 ? 'big' : 'small'] }}",
    ...others.flatMap(id => [
      `{{ steps.${id}.output?.it ?? vars.n }}`,
      `{{ (() => steps.${id}.output ? 'ran' : 'not yet')() }}`,
      `{{ Object.keys(steps).length }}`,
    ]),
  )

const ids = ["a", "b", "c", "d", "e"]
const flows: fc.Arbitrary<Workflow> = fc
  .tuple(
    ...ids.map((id, place) =>
      fc.record({
        text: expressions(ids.filter(other => other !== id)),
        writes: fc.boolean(),
        when: fc.option(expressions([]), { nil: undefined }),
        to: fc.constantFrom(...ids.slice(place + 1), "z"),
      }),
    ),
  )
  .map(drawn => {
    const steps = drawn.map(({ text, writes, when, to }, place): Step => {
      const id = ids[place] ?? ""
      const expression = when?.replaceAll(/\{\{|\}\}/g, "")
      const wire =
        expression === undefined || when?.startsWith("It")
          ? { to }
          : { to, when: asTemplate(`!!(${expression})`) }
      return writes
        ? { id, kind: "set", with: { values: { n: place, it: text } }, next: { success: [wire] } }
        : { id, kind: "data.edit", with: { set: { it: text } }, next: { success: [wire] } }
    })
    return {
      ...{ rivulet: 1 as const, id: "w", variables: { n: 0, big: "B", small: "s" } },
      steps: [
        { id: "start", kind: "set", with: { values: { n: 1 } }, next: { success: ids.map(to => ({ to })) } },
        ...steps,
        { id: "z", kind: "set", join: "any", with: { values: { last: "{{ vars.n }}" } } },
      ],
      output: "{{ [now(), vars.n, (() => Date.now())()] }}",
    } as Workflow
  })

test("[V9] [V10] every evaluation can be had again from the journal: the same value, and the same paths read", async () => {
  let evaluations = 0
  let timed = 0
  let between = 0
  await fc.assert(
    fc.asyncProperty(flows, async workflow => {
      const { past, made, status } = await runOf(workflow)
      expect(status).toBe("completed")
      expect(sorted(await again(past))).toEqual(sorted(made))
      evaluations += made.length
      for (const event of past.events) {
        const saw = "saw" in event ? event.saw : undefined
        if (saw?.now !== undefined) timed++
        if (saw?.facts !== undefined) between++
      }
    }),
    { numRuns: 25 },
  )
  expect(evaluations).toBeGreaterThan(150)
  expect(timed).toBeGreaterThan(30)
  expect(between).toBeGreaterThan(10)
})

test("[V10] what was run through many at a time can be had again as well", async () => {
  const values = { at: "{{ now() }}", total: "{{ vars.total + item }}" }
  const { past, status } = await runOf({
    ...{ rivulet: 1, id: "w", variables: { total: 0 } },
    steps: [
      {
        ...{ id: "each", kind: "foreach", with: { items: Array.from({ length: 90 }, (_, n) => n) } },
        steps: [{ id: "add", kind: "set", with: { values } }],
      },
    ],
  })
  expect(status).toBe("completed")
  const evaluate = createEvaluator({ sandbox: () => sandbox, time: () => longAfter })
  let rows = 0
  for (const [number, event] of past.events.entries()) {
    if (event.type !== "step.lapped") continue
    for (const { in: path, step, outlets } of didIn(event)) {
      const standing = { in: path, step, visit: 1 }
      const moment = momentOf(past, lapOf(past, path), standing)
      expect(lapOf(past, path)).toBe(number)
      const again = await evaluateAll([values], namesAt(moment) ?? {}, evaluate, [], moment.time)
      expect(again.ok && again.value[0]).toEqual(outlets.success)
      rows++
    }
  }
  expect(rows).toBe(26)
})

test("[V10] a step that was run through sees neither itself nor what came after it, and the end only its own", async () => {
  const before = {
    n: "{{ steps.later.output ?? steps.first.output ?? 'not yet' }}",
    seen: "{{ vars.n ?? 0 }}",
  }
  const output = "{{ [steps.first.output, steps.later.output.n, vars.n] }}"
  const { past, status } = await runOf({
    ...{ rivulet: 1, id: "w", variables: { n: 0 } },
    steps: [
      {
        ...{ id: "each", kind: "foreach", with: { items: Array.from({ length: 80 }, (_, n) => n) } },
        steps: [
          { id: "first", kind: "data.edit", with: { value: {}, set: before } },
          { id: "later", kind: "set", with: { values: { n: "{{ item }}" } } },
        ],
        output,
      },
    ],
  })
  expect(status).toBe("completed")
  const evaluate = createEvaluator({ sandbox: () => sandbox, time: () => longAfter })
  let laps = 0
  for (const event of past.events) {
    if (event.type !== "step.lapped") continue
    for (const { in: path, step, outlets } of didIn(event)) {
      if (step !== "first") continue
      const moment = momentOf(past, lapOf(past, path), { in: path, step, visit: 1 })
      const again = await evaluateAll([before], namesAt(moment) ?? {}, evaluate, [], moment.time)
      expect(again.ok && again.value[0]).toEqual(outlets.success)
      expect(outlets.success).toMatchObject({ n: "not yet" })
      const end = momentOf(past, lapOf(past, path), { in: path })
      const ended = await evaluateAll([output], namesAt(end) ?? {}, evaluate, [], end.time)
      expect(ended.ok && ended.value[0]).toEqual(past.last.instances.get(path)?.output)
      laps++
    }
  }
  expect(laps).toBe(16)
})

test("[V9] expressions, waits and code see the time zone that the workflow names", async () => {
  const { past, status } = await runOf({
    ...{ rivulet: 1, id: "w", settings: { timezone: "America/New_York" } },
    steps: [
      {
        id: "a",
        kind: "data.edit",
        with: {
          value: {},
          set: { at: "{{ formatDate(now(), 'HH') }}", in: "{{ (() => new Date().getHours())() }}" },
        },
      },
    ],
    output: "{{ steps.a.output }}",
  })
  expect(status).toBe("completed")
  expect(past.last.output).toEqual({ at: "17", in: 17 })
})

test("the same holds in containers, for each item, and for what stands inside", async () => {
  const { past, made, status } = await runOf({
    ...{ rivulet: 1, id: "w", variables: { n: 0 } },
    steps: [
      { id: "list", kind: "set", with: { values: { rows: [1, 2, 3] } } },
      {
        ...{ id: "each", kind: "foreach", with: { items: "{{ steps.list.output.rows }}", concurrency: 3 } },
        steps: [{ id: "in", kind: "set", with: { values: { n: "{{ (() => item * 2 + vars.n)() }}" } } }],
        output: "{{ steps.in.output.n + index }}",
      },
      {
        ...{ id: "many", kind: "data.edit", each: "{{ steps.each.output }}", concurrency: 2 },
        with: { value: {}, set: { it: "{{ item > 4 ? vars.n : now() }}" } },
      },
    ],
    output: "{{ steps.many.output }}",
  })
  expect(status).toBe("completed")
  expect(sorted(await again(past))).toEqual(sorted(made))
  expect(made.length).toBeGreaterThan(9)
  expect(own(past.last.variables, "n")).toBeTypeOf("number")
})
