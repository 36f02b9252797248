import { expect, test } from "vitest"
import type { Json, JsonMap } from "../../lib/json.ts"
import { grantMissing, grantOf } from "../../model/grants.ts"
import { done, failed, type Wait } from "../../model/step.ts"
import type { Step } from "../../model/workflow.ts"
import { createTestClock } from "./clock.ts"
import type { Evaluate } from "./evaluating.ts"
import type { Outside } from "./loopParts.ts"
import { type Act, endOf, give, statuses, testRun } from "./testing/testRun.ts"

/** Events that a test sends, to whoever listens for their name. */
function events() {
  const listeners = new Map<(heard: { readonly value?: Json }) => void, Wait>()
  const outside: Outside = {
    listen(_, wait, answer) {
      listeners.set(answer, wait)
      return () => {
        listeners.delete(answer)
      }
    },
  }
  const send = (name: string, value: Json): void => {
    for (const [answer, wait] of [...listeners])
      if (wait.for === "event" && wait.name === name) answer({ value })
  }
  return { outside, send, listening: () => listeners.size }
}

test("a step waits for an event that matches, and listens no longer then", async () => {
  const { outside, send, listening } = events()
  const steps = [{ id: "a", kind: "wait", with: { event: "paid", match: "{{ event.order == 7 }}" } }]
  const { run } = await testRun(steps, {}, { outside })
  expect(await run.resting()).toEqual({ type: "waiting" })
  send("paid", { order: 6 })
  expect(await run.resting()).toEqual({ type: "waiting" })
  send("refunded", { order: 7 })
  send("paid", { order: 7 })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: { order: 7 } })
  expect(listening()).toBe(0)
})

test("[S1] conditions of a resting state are tried again only after something that they read has changed", async () => {
  /*  rests ─ when vars.n > 2 ─▶ counted        b ─▶ c ─▶ d: beside it, c writes m, d writes n  */
  const tried = { native: 0, timed: 0 }
  const steps: Step[] = [
    { id: "begin", kind: "give", next: ["rests", "b"] },
    { id: "rests", kind: "state", next: [{ to: "counted", when: "{{ vars.n > 2 }}" }] },
    { id: "b", kind: "wait", with: { for: "1m" }, next: "c" },
    { id: "c", kind: "set", with: { values: { m: 1 } }, next: "d" },
    { id: "d", kind: "wait", with: { for: "1m" }, next: "e" },
    { id: "e", kind: "set", with: { values: { n: 3 } } },
    { id: "counted", kind: "give", with: { value: "counted" } },
  ]
  for (const isTimed of [false, true]) {
    const evaluate: Evaluate = texts => {
      const isCondition = texts.length === 1 && texts[0]?.includes("vars.n > 2")
      if (isCondition) tried[isTimed ? "timed" : "native"]++
      return { ok: true, value: texts.map(() => false), looked: { reads: [["vars", "n"]], isTimed } }
    }
    const { run } = await testRun(
      steps,
      { give, set: ({ values }) => ({ ...done(1), variables: values as JsonMap }) },
      {
        evaluate,
        workflow: { variables: { n: 0 } },
      },
    )
    expect(await run.resting()).toEqual({ type: "waiting" })
    expect(run.state().variables).toEqual({ n: 3, m: 1 })
  }
  expect(tried.native).toBe(2)
  expect(tried.timed).toBeGreaterThan(tried.native + 1)
})

test("[W3] an event that does not come leaves by timeout", async () => {
  const { outside, listening } = events()
  const clock = createTestClock({ start: 0, scripted: true })
  const steps = [
    { id: "a", kind: "wait", with: { event: "paid", for: "1h" }, next: { timeout: "late" } },
    { id: "late", kind: "give", with: { value: "too late" } },
  ]
  const { run } = await testRun(steps, { give }, { outside, clock })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "too late" })
  expect([clock.now(), listening()]).toEqual([3_600_000, 0])
})

/*
 *            ┌─ when vars.n > 2 ──▶ counted
 *   idle ────┼─ on event go ──────▶ gone
 *   (rests)  ├─ on person stop ───▶ stopped
 *            └─ at noon ──────────▶ noon
 */
const machine: Step[] = [
  {
    id: "idle",
    kind: "state",
    next: [
      { to: "counted", when: "{{ vars.n > 2 }}" },
      { to: "gone", on: { event: "go", match: "{{ event.far }}" } },
      { to: "stopped", on: { person: "stop" } },
      { to: "noon", at: "0 12 * * *" },
    ],
  },
  ...["counted", "gone", "stopped", "noon"].map(id => ({ id, kind: "give", with: { value: id } })),
]

test("[S1] a resting state is left by the first of its wires that is enabled", async () => {
  const until = async (
    act: (send: ReturnType<typeof events>["send"], place: Awaited<ReturnType<typeof testRun>>) => void,
  ) => {
    const { outside, send } = events()
    const clock = createTestClock({ start: Date.UTC(2026, 0, 5, 9), scripted: true })
    const place = await testRun(machine, { give }, { outside, clock })
    clock.at(clock.now() + 1, () => act(send, place))
    return endOf(await place.run.resting()).output
  }
  expect(await until(send => send("go", { far: false }))).toBe("noon")
  expect(await until(send => send("go", { far: true }))).toBe("gone")
  expect(await until((_, { run }) => run.answer({ in: "", step: "idle" }, "stop"))).toBe("stopped")
  expect(await until((_, { run }) => run.answer({ in: "", step: "idle" }, "dance"))).toBe("noon")
})

test("[S1] a condition is tried on entry and after each event that may change what it reads", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const count = async (): Promise<ReturnType<typeof done>> => {
    await clock.rest(100)
    return { type: "done", outlets: { success: null }, variables: { n: 5 } }
  }
  const steps: Step[] = [
    { id: "idle", kind: "state", next: { to: "counted", when: "{{ vars.n > 2 }}" } },
    { id: "counted", kind: "give" },
    { id: "count", kind: "count", next: "end" },
    { id: "end", kind: "give" },
  ]
  const { run } = await testRun(steps, { count, give }, { clock, workflow: { variables: { n: 0 } } })
  expect(endOf(await run.resting())).toMatchObject({ status: "completed" })
  expect(statuses(run)).toEqual({
    idle: "completed",
    counted: "completed",
    count: "completed",
    end: "completed",
  })
  expect(clock.now()).toBe(100)
})

test("[W14] a refused attempt waits for the grant, and is made again with its key", async () => {
  const granted = new Set<string>()
  const keys: string[] = []
  const ask: Act = (_, { key }) => {
    keys.push(key)
    const wanted = grantOf("http", "api.example.com")
    return granted.has(wanted.text) ? done("answered") : failed(grantMissing(wanted))
  }
  const steps = [{ id: "ask", kind: "ask", timeout: "1s" }]
  const { run, journal, clock } = await testRun(steps, { ask: { effect: "once", run: ask } })
  expect(await run.resting()).toEqual({ type: "waiting" })
  const pattern = "http:https://api.example.com"
  expect(journal.events("r").find(event => event.type === "step.waiting")).toMatchObject({
    wait: { for: "grant", pattern, say: "send requests to https://api.example.com" },
  })
  expect(statuses(run)).toEqual({ ask: "waiting" })
  await clock.rest(60_000)
  expect(run.granted("shell", true)).toMatchObject({ ok: false, error: { code: "no_grant_awaited" } })
  expect(run.granted(pattern, true).ok).toBe(true)
  expect(await run.resting(), "granted elsewhere, and not here").toEqual({ type: "waiting" })
  granted.add(pattern)
  expect(run.granted(pattern, true).ok).toBe(true)
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "answered" })
  expect(keys).toEqual(["r:ask#1", "r:ask#1", "r:ask#1"])
})

test("[W14] what is refused for good fails", async () => {
  const { run } = await testRun([{ id: "ask", kind: "ask" }], {
    ask: () => failed(grantMissing(grantOf("shell"))),
  })
  expect(await run.resting()).toEqual({ type: "waiting" })
  expect(run.granted("shell", false).ok).toBe(true)
  expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "grant_refused" })
})

test("[W14] a grant that is heard of elsewhere lets the run go on", async () => {
  let granted = false
  let hear = () => {}
  const { run } = await testRun(
    [{ id: "ask", kind: "ask" }],
    { ask: () => (granted ? done(1) : failed(grantMissing(grantOf("shell")))) },
    {
      outside: {
        listen({ workflow }, wait, answer) {
          expect({ workflow, wait }).toMatchObject({
            workflow: "w",
            wait: { for: "grant", pattern: "shell" },
          })
          hear = () => answer({})
          return () => {}
        },
      },
    },
  )
  expect(await run.resting()).toEqual({ type: "waiting" })
  granted = true
  hear()
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: 1 })
})
