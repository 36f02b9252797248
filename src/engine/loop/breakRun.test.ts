import { expect, test } from "vitest"
import type { Caught } from "../../model/breaking.ts"
import { breakingsOf } from "../../model/breaking.ts"
import type { Fault } from "../../model/faults.ts"
import { hiddenTest } from "../../model/hiding.ts"
import type { Ports } from "../../model/ports.ts"
import { cassetteSchema } from "../../model/recording.ts"
import type { Expectation } from "../../model/testCase.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { createOfflinePorts } from "../../ports/modes/offlinePorts.ts"
import { steps as kinds } from "../../steps/registry.ts"
import { exercisedBy } from "../core/exercised.ts"
import { forkOf } from "../core/fork.ts"
import { lacksPast, withSharedPast } from "../core/sharedPast.ts"
import type { RunState } from "../core/state.ts"
import { playBroken, playCalm } from "./breakRun.ts"
import type { ReplayParts } from "./replaying.ts"
import { runTest, testFrom } from "./runTest.ts"
import { modePlace } from "./testing/modePlace.ts"
import { evaluateForTests } from "./testing/scriptedEngine.ts"

const nobody = { code: {}, jobs: {} } as Pick<Ports, "code" | "jobs">
const parts: ReplayParts = {
  kinds: kind => kinds.find(each => each.kind === kind),
  evaluate: () => evaluateForTests,
  ports: (clock, spoil) => {
    const ports = createOfflinePorts({ ...nobody, now: clock.now, ...(spoil && { spoil }) })
    return ({ name, stance }, basic) => ports(name, stance, basic)
  },
}

/** A run of the steps, in a world in which nothing goes wrong, as a test. */
async function recorded(steps: readonly Step[], expectations: readonly Expectation[] = []) {
  const place = modePlace()
  const run = await place.start("r", steps)
  await run.resting()
  const cassette = await place.cassette("r")
  const workflow: Workflow = { rivulet: 1, id: "w", steps }
  if (cassette === undefined) throw new Error("Expected a cassette")
  return {
    workflow,
    test: await testFrom("t", workflow, cassette, run.state(), expectations),
    did: place.did,
  }
}

/** What catches each fault of the one call. */
async function caught(steps: readonly Step[]): Promise<Partial<Record<Fault, Caught["by"]>>> {
  const { workflow, test, did } = await recorded(steps)
  const before = did.length
  const { cassette } = test
  const calm = await playCalm(parts, workflow, cassette)
  const found: Partial<Record<Fault, Caught["by"]>> = {}
  for (const breaking of breakingsOf(cassette)) {
    const { trial } = await playBroken(parts, workflow, cassette, breaking, calm.state)
    found[breaking.fault] = trial.caught.by
  }
  expect(did.length, "what was really done").toBe(before)
  return found
}

const get = (more: Partial<Step> = {}): Step => ({
  ...{ id: "get", kind: "http.request", with: { url: "https://shop.test/total", expect: "text" } },
  ...more,
})
const none = { retry: { attempts: 1 } }

test("a test says what came instead of what was expected, whatever it asks of a field", async () => {
  const steps: Step[] = [{ id: "say", kind: "log", with: { message: "three of 5" } }]
  const at = "steps.say.output.message"
  const good: Expectation[] = [
    { at, is: "three of 5" },
    { at, isNot: "four" },
    { at, contains: "three" },
    { at, matches: "^[a-z]+ of \\d$" },
    { at, exists: true },
    { at: "steps.say.output", contains: { message: "three of 5" } },
    { at: "steps.other", exists: false },
  ]
  const bad: Expectation[] = [
    { at, is: "3" },
    { at, isNot: "three of 5" },
    { at, contains: "four" },
    { at, matches: "^\\d" },
    { at, above: 3 },
    { at, exists: false },
    { at: "status", below: 2 },
  ]
  const { workflow, test: kept } = await recorded(steps, good)
  const passed = await runTest(parts, workflow, kept)
  expect(passed.report).toMatchObject({ passed: true, failures: [], status: "completed" })
  const { report } = await runTest(parts, workflow, { ...kept, expect: bad })
  expect(report.failures.map(({ got }) => got)).toEqual([...Array(6).fill("three of 5"), "completed"])
  expect(report.passed).toBe(false)
})

test("a word that is hidden stands nowhere in a test, which passes all the same", async () => {
  const ask: Step = {
    id: "ask",
    kind: "ai.generate",
    with: { provider: "claude", prompt: "{{ 'Write to ' + steps.name.output.message }}" },
  }
  const name: Step = { id: "name", kind: "log", with: { message: "Ada Lovelace" } }
  const { workflow, test: kept } = await recorded([{ ...name, next: "ask" }, ask])
  const hidden = hiddenTest(kept, ["Lovelace", " "])
  expect(JSON.stringify(kept.cassette)).toContain("Lovelace")
  expect(JSON.stringify(hidden)).not.toContain("Lovelace")
  expect((await runTest(parts, workflow, hidden)).report).toMatchObject({ passed: true, status: "completed" })
})

test("a run that shares a past, or in which something stood in for a step, is a test like any other", async () => {
  const ask: Step = { ...logOf("ask"), with: { message: "{{ steps.get.output.body }}" } }
  const steps = [get({ next: "ask" }), ask]
  const workflow: Workflow = { rivulet: 1, id: "w", steps }
  const place = modePlace()
  const parent = await place.start("parent", steps)
  await parent.resting()
  const body = "a third answer"
  const { fork } = forkOf(
    parent.state(),
    { type: "change", step: "get", visit: 1, outlets: { success: { body } } },
    { at: 2_000, run: "child", seed: 1 },
  )
  const standIns = { get: { outlets: { success: { body: "pinned" } } } }
  const runs = [
    await place.start("child", steps, fork === undefined ? {} : { fork }),
    await place.start("pinned", steps, { standIns }),
  ]
  const came: unknown[] = []
  for (const run of runs) {
    await run.resting()
    const cassette = cassetteSchema.parse(await place.cassette(run.id))
    const kept = await testFrom("t", workflow, cassette, run.state())
    const { report, state } = await runTest(parts, workflow, kept)
    expect(report).toMatchObject({ passed: true, status: "completed" })
    came.push(state.output)
  }
  expect(came).toEqual([{ message: body }, { message: "pinned" }])
})

test("what a run took over from another one is broken as well, with all that follows from it", async () => {
  /*
   *   get ──success──▶ ask ──▶ each ┌ use ┐ ──▶ tell        forked at tell: the rest is taken over
   *       ╰─failure──▶ no           └─────┘
   */
  const ask: Step = {
    ...{ id: "ask", kind: "ai.generate", onError: "continue", retry: { attempts: 1 }, next: "each" },
    with: { provider: "claude", prompt: "{{ 'Sum up ' + steps.get.output.body }}" },
  }
  const use = get({
    id: "use",
    ...none,
    with: { ...get().with, method: "POST", keyHeader: "Idempotency-Key" },
  })
  const each: Step = {
    id: "each",
    kind: "foreach",
    with: { items: [1] },
    steps: [use],
    next: { done: "tell" },
  }
  const steps = [
    get({ ...none, next: { success: "ask", failure: "no" } }),
    ask,
    each,
    logOf("tell"),
    logOf("no"),
  ]
  const workflow: Workflow = { rivulet: 1, id: "w", steps }
  const place = modePlace()
  const parent = await place.start("parent", steps)
  await parent.resting()
  const forked = async (run: string, of: RunState) => {
    const { fork } = forkOf(of, { type: "from", step: "tell" }, { at: 2_000, run, seed: 2 })
    const child = await place.start(run, steps, fork === undefined ? {} : { fork })
    await child.resting()
    expect(child.state().result).toBe("completed")
    return { state: child.state(), own: cassetteSchema.parse(await place.cassette(run)) }
  }
  const child = await forked("child", parent.state())
  const grandchild = await forked("grandchild", child.state)
  expect(breakingsOf(grandchild.own)).toEqual([])
  expect(lacksPast(grandchild.own)).toBe(true)

  const whole = cassetteSchema.parse(await withSharedPast(grandchild.own, place.cassette))
  expect(lacksPast(whole)).toBe(false)
  const calm = await playCalm(parts, workflow, whole)
  expect(calm.state.result).toBe("completed")
  const came: [string, Caught["by"]][] = []
  for (const breaking of breakingsOf(whole)) {
    if (breaking.fault !== "server_error" && breaking.fault !== "nonsense") continue
    const { trial, state } = await playBroken(parts, workflow, whole, breaking, calm.state)
    came.push([`${breaking.call.task} ${breaking.fault}`, trial.caught.by])
    if (trial.caught.by === "failure") expect([...exercisedBy(state)]).toContain("no\nsuccess")
  }
  expect(Object.fromEntries(came)).toEqual({
    "get#1 server_error": "failure",
    "get#1 nonsense": "unnoticed",
    "ask#1 server_error": "onError",
    "ask#1 nonsense": "unnoticed",
    "each[0]#1/use#1 server_error": "nothing",
    "each[0]#1/use#1 nonsense": "unnoticed",
  })
})

test("a run of one step in an iteration is played as narrowly, and with its past, what was taken over too", async () => {
  const each: Step = {
    id: "each",
    kind: "foreach",
    with: { items: ["/a", "/b"] },
    steps: [
      get({ with: { ...get().with, url: "{{ 'https://a.example.org' + item }}" }, next: "after" }),
      { ...get(), id: "after" },
    ],
    next: "tell",
  }
  const steps = [each, logOf("tell")]
  const workflow: Workflow = { rivulet: 1, id: "w", steps }
  const place = modePlace()
  const parent = await place.start("parent", steps)
  await parent.resting()
  const { fork, only } = forkOf(
    parent.state(),
    { type: "step", in: "each[1]#1", step: "after" },
    { at: 2_000, run: "child", seed: 2 },
  )
  const child = await place.start("child", steps, { ...(fork && { fork }), ...(only && { only }) })
  await child.resting()
  const own = cassetteSchema.parse(await place.cassette("child"))
  const after = "each[1]#1/after#1"
  expect(Object.keys(own.steps)).toEqual([after])
  const { state } = await playCalm(parts, workflow, own)
  expect([state.result, state.output]).toEqual(["completed", child.state().output])

  const whole = cassetteSchema.parse(await withSharedPast(own, place.cassette))
  expect(Object.keys(whole.steps).sort()).toEqual([after, "each[1]#1/get#1"])
  const calm = await playCalm(parts, workflow, whole)
  const broken = breakingsOf(whole).find(({ call, fault }) => call.task !== after && fault === "nonsense")
  if (broken === undefined) throw new Error("Expected the call that was taken over")
  const { state: played } = await playBroken(parts, workflow, whole, broken, calm.state)
  // What was taken over is played, and no other iteration, nor what follows the container.
  expect(played.instances.size).toBe(2)
  expect(played.instances.get("each[1]#1")?.visits.map(visits => visits?.[0]?.status)).toEqual([
    "completed",
    "completed",
  ])
})

test("moving a box leaves a test what it was, changing a step does not", async () => {
  const { workflow, test: kept } = await recorded([get()])
  const moved = { ...workflow, layout: { get: [5, 5] as [number, number] } }
  expect((await runTest(parts, moved, kept)).report.passed).toBe(true)
  const other = { ...workflow, steps: [get({ with: { url: "https://shop.test/other", expect: "text" } })] }
  const { report } = await runTest(parts, other, kept)
  expect(report).toMatchObject({ passed: false, status: "failed", problem: { code: "not_recorded" } })
})

test("nothing catches what nobody waits for, and nonsense passes where nobody looks at it", async () => {
  expect(await caught([get(none)])).toEqual({
    timeout: "nothing",
    too_many: "nothing",
    server_error: "nothing",
    nonsense: "unnoticed",
  })
})

test("another attempt, a failure outlet, onError and a container each catch it", async () => {
  const all = (by: Caught["by"]) => ({ timeout: by, too_many: by, server_error: by, nonsense: "unnoticed" })
  expect(await caught([get({ retry: { attempts: 3, delay: "1h" } })])).toEqual(all("retry"))
  const log: Step = { id: "tell", kind: "log", with: { message: "{{ error.code }}" } }
  expect(await caught([get({ ...none, next: { failure: "tell" } }), log])).toEqual(all("failure"))
  expect(await caught([get({ ...none, onError: "continue" })])).toEqual(all("onError"))
  const group: Step = { id: "around", kind: "group", next: { failure: "tell" }, steps: [get(none)] }
  expect(await caught([group, log])).toEqual(all("container"))
})

test("what may have happened is asked about, and what only a later step cannot use is told apart", async () => {
  const post = get({ with: { url: "https://shop.test/buy", method: "POST", expect: "text" }, ...none })
  expect(await caught([post])).toMatchObject({ timeout: "person" })
  const use: Step = {
    id: "use",
    kind: "condition",
    with: { if: "{{ steps.get.output.body.length < 20 ? true : missing.field.of.it }}" },
  }
  expect(await caught([get(none), use])).toMatchObject({ nonsense: "later", server_error: "nothing" })
})

test("every outlet by which a step left is known, failures among them", async () => {
  const steps: Step[] = [get({ ...none, next: { success: "ok", failure: "no" } }), ...["ok", "no"].map(logOf)]
  const { workflow, test: kept } = await recorded(steps)
  const calm = await playCalm(parts, workflow, kept.cassette)
  expect([...exercisedBy(calm.state)].sort()).toEqual(["get\nsuccess", "ok\nsuccess"])
  const [breaking] = breakingsOf(kept.cassette)
  if (breaking === undefined) throw new Error("Expected something to break")
  const { state } = await playBroken(parts, workflow, kept.cassette, breaking, calm.state)
  expect([...exercisedBy(state)].sort()).toEqual(["get\nfailure", "no\nsuccess"])
})

function logOf(id: string): Step {
  return { id, kind: "log", with: { message: id } }
}
