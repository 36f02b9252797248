import { expect, test } from "vitest"
import type { JsonMap } from "../../lib/json.ts"
import { done, failed } from "../../model/step.ts"
import { fold } from "../core/apply.ts"
import { forkOf } from "../core/fork.ts"
import { plan } from "../core/plan.ts"
import { singlesOf } from "../core/singles.ts"
import { createTestClock } from "./clock.ts"
import type { AttemptPorts } from "./loopParts.ts"
import { type Act, type Acts, endOf, give, testPlace, testRun } from "./testing/testRun.ts"
import { createTestJournal, type TestJournal } from "./testJournal.ts"

/** A step that calls these one after the other, and gives what they came to. */
function caller(
  calls: readonly (readonly [kind: string, parameters: JsonMap])[],
  effect: "read" | "pure" = "read",
) {
  return {
    effect,
    needs: ["steps" as const],
    run: (async (_, { ports }) => {
      const got = []
      for (const [kind, parameters] of calls) {
        const result = await ports.steps.call(kind, parameters)
        got.push(result.ok ? result.value.output : result.error.code)
      }
      return done(got)
    }) as Act,
  }
}

const steps = [{ id: "agent", kind: "agent" }]

function eventsOf(journal: TestJournal) {
  return journal.events("r").flatMap(singlesOf)
}

function problem(code: string, retryable = false) {
  return { code, message: code, severity: "error", retryable } as const
}

test("[X1] a call is journaled with a key and an effect of its own", async () => {
  const { run, journal } = await testRun(steps, {
    agent: caller([
      ["look", { at: "a" }],
      ["look", { at: "b" }],
    ]),
    look: { effect: "write", run: ({ at }) => done(`saw ${at}`) },
  })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: ["saw a", "saw b"] })
  expect(eventsOf(journal).flatMap(event => ("key" in event ? [[event.key, event.effect]] : []))).toEqual([
    ["r:agent#1", "read"],
    ["r:agent#1~0", "write"],
    ["r:agent#1~1", "write"],
  ])
})

test("[F2] a fork takes over the finished calls of a step that was cut, and the cut one keeps its key", async () => {
  const looked: string[] = []
  const slowKeys: string[] = []
  let cancel = () => {}
  const acts: Acts = {
    agent: {
      effect: "read",
      needs: ["steps"],
      async run(_, { ports }) {
        const got = []
        for (const kind of ["look", "slow", "look"]) {
          const result = await ports.steps.call(kind, {})
          if (!result.ok) throw new Error(result.error.code)
          got.push(result.value.output)
        }
        return done(got)
      },
    },
    look: {
      effect: "write",
      run: (_, { key }) => {
        looked.push(key)
        return done(`saw by ${key}`)
      },
    },
    slow: {
      effect: "write",
      run: (_, { key, signal }) => {
        slowKeys.push(key)
        if (slowKeys.length > 1) return done("slow")
        return new Promise((_, stop) => {
          signal.addEventListener("abort", () => stop(new Error("stopped")))
          cancel()
        })
      },
    },
  }
  const place = testPlace(acts)
  const workflow = { rivulet: 1 as const, id: "w", steps }
  const run = await place.start(workflow)
  cancel = () => run.cancel()
  expect(endOf(await run.resting()).status).toBe("cancelled")
  const { fork } = forkOf(run.state(), { type: "retry" }, { at: 0, run: "f", seed: 1 })
  const again = await place.start(workflow, { run: "f", ...(fork === undefined ? {} : { fork }) })
  expect(endOf(await again.resting())).toEqual({
    status: "completed",
    output: ["saw by r:agent#1~0", "slow", "saw by f:agent#1~2"],
  })
  expect(looked).toEqual(["r:agent#1~0", "f:agent#1~2"])
  expect(slowKeys).toEqual(["r:agent#1~1", "r:agent#1~1"])
})

test("[F2] what a cut call had called in its turn is taken over as well", async () => {
  const looked: string[] = []
  let cancel = () => {}
  const calling = (...kinds: string[]): Acts[string] => ({
    effect: "read",
    needs: ["steps"],
    async run(_, { ports }) {
      const got = []
      for (const kind of kinds) {
        const result = await ports.steps.call(kind, {})
        if (!result.ok) throw new Error(result.error.code)
        got.push(result.value.output)
      }
      return done(got)
    },
  })
  const acts: Acts = {
    agent: calling("middle"),
    middle: calling("look", "slow"),
    look: {
      effect: "write",
      run: (_, { key }) => {
        looked.push(key)
        return done("saw")
      },
    },
    slow: {
      effect: "write",
      run: (_, { key, signal }) => {
        looked.push(key)
        if (looked.length > 2) return done("slow")
        return new Promise((_, stop) => {
          signal.addEventListener("abort", () => stop(new Error("stopped")))
          cancel()
        })
      },
    },
  }
  const place = testPlace(acts)
  const workflow = { rivulet: 1 as const, id: "w", steps }
  const run = await place.start(workflow)
  cancel = () => run.cancel()
  expect(endOf(await run.resting()).status).toBe("cancelled")
  const { fork } = forkOf(run.state(), { type: "retry" }, { at: 0, run: "f", seed: 1 })
  const again = await place.start(workflow, { run: "f", ...(fork === undefined ? {} : { fork }) })
  expect(endOf(await again.resting())).toEqual({ status: "completed", output: [["saw", "slow"]] })
  expect(looked).toEqual(["r:agent#1~0.0", "r:agent#1~0.1", "r:agent#1~0.1"])
})

test("[X4] a call that is done again finds what it had called", async () => {
  let looked = 0
  let tries = 0
  const { run } = await testRun(
    steps,
    {
      agent: {
        effect: "read",
        needs: ["steps"],
        async run(_, { ports }) {
          const result = await ports.steps.call("middle", {})
          return result.ok ? done(result.value.output) : failed(problem("again", true))
        },
      },
      middle: {
        effect: "read",
        needs: ["steps"],
        async run(_, { ports }) {
          await ports.steps.call("look", {})
          return ++tries === 1 ? failed(problem("broken")) : done("whole")
        },
      },
      look: { effect: "write", run: () => done(++looked) },
    },
    { clock: createTestClock() },
  )
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "whole" })
  expect([tries, looked]).toEqual([2, 1])
})

test("[X1] what a call is given is data: braces in it are no template", async () => {
  const { run } = await testRun(steps, {
    agent: caller([["look", { at: "{{ inputs.secret }}" }]]),
    look: ({ at }) => done(at ?? null),
  })
  expect(endOf(await run.resting()).output).toEqual(["{{ inputs.secret }}"])
})

test("[X1] a call says how long it executed, which waiting does not, nor time that nobody had the run", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  const journal = createTestJournal()
  const took: number[] = []
  let isAlive = false
  const acts: Acts = {
    agent: {
      needs: ["steps"],
      effect: "read",
      async run(_, { ports }) {
        took.length = 0
        for (const [kind, parameters] of [
          ["slow", {}],
          ["wait", { for: "1h" }],
          ["slow", { n: 2 }],
        ] as const) {
          const result = await ports.steps.call(kind, parameters)
          if (result.ok) took.push(result.value.took)
        }
        return done(null)
      },
    },
    slow: {
      effect: "read",
      async run({ n }) {
        // The first owner dies while the second of them is under way.
        if (n === 2 && !isAlive) await new Promise(() => {})
        await clock.rest(5_000)
        return done(1)
      },
    },
  }
  const flow = { rivulet: 1 as const, id: "w", steps }
  const first = await testPlace(acts, { clock, journal }).start(flow)
  void first.resting()
  await clock.rest(3_700_000)
  first.lose()
  await clock.rest(36_000_000)
  isAlive = true
  const second = await testPlace(acts, { clock, journal }).take(flow)
  expect(endOf(await second.resting()).status).toBe("completed")
  expect(took).toEqual([5_000, 0, 5_000])
})

test("[X1] a call of a call, and calls of an item, have keys that say so", async () => {
  const keys: string[] = []
  const { run } = await testRun([{ id: "agent", kind: "agent", each: "{{ [1, 2] }}" }], {
    agent: caller([["sub", {}]], "pure"),
    sub: caller([["look", {}]], "pure"),
    look: (_, { key }) => {
      keys.push(key)
      return done(1)
    },
  })
  expect(endOf(await run.resting()).output).toEqual([[[1]], [[1]]])
  expect(keys).toEqual(["r:agent#1.0~0.0", "r:agent#1.1~0.0"])
})

test("[X1] calls made side by side run side by side, each with its own retry and limit", async () => {
  let tries = 0
  const { run, clock } = await testRun(steps, {
    agent: {
      effect: "read",
      needs: ["steps"],
      run: async (_, { ports }) => {
        const [flaky, slow] = await Promise.all([
          ports.steps.call("flaky", {}, { retry: { attempts: 3, delay: "1s", jitter: "none" } }),
          ports.steps.call("slow", {}, { timeout: "2s" }),
        ])
        return done([flaky.ok ? flaky.value.output : null, slow.ok ? null : slow.error.code])
      },
    },
    flaky: () => (++tries < 3 ? failed(problem("flaky")) : done("in the end")),
    slow: async (_, { signal }) => {
      await clock.rest(60_000, signal)
      return signal.aborted ? failed(problem("stopped")) : done(1)
    },
  })
  expect(endOf(await run.resting()).output).toEqual(["in the end", "step_timed_out"])
  expect(clock.now()).toBe(3_000)
})

test("[X1] what is given a time for all its attempts is cut there: what tries before took is gone, and no other follows", async () => {
  const cutAt: number[] = []
  const { run, clock } = await testRun(steps, {
    agent: {
      effect: "read",
      needs: ["steps"],
      run: async (_, { ports }) => {
        const slow = await ports.steps.call("slow", {}, { within: "5s" })
        return done(slow.ok ? null : slow.error.code)
      },
    },
    slow: {
      effect: "read",
      needs: [],
      run: async (_, { signal, attempt }) => {
        await clock.rest(attempt === 1 ? 2_000 : 60_000, signal)
        if (signal.aborted) cutAt.push(attempt)
        return failed({ ...problem("flaky"), retryable: true })
      },
    },
  })
  expect(endOf(await run.resting()).output).toBe("step_timed_out")
  expect(cutAt).toEqual([2])
  expect(run.state().worked).toBe(5_000)
})

test("[X1] a workflow is called like any step, by the kind that runs one", async () => {
  const other = {
    rivulet: 1 as const,
    id: "other",
    steps: [{ id: "in", kind: "look" }],
    output: "{{ inputs.n }}",
  }
  const { run } = await testRun(
    steps,
    {
      agent: caller([
        ["flow", { workflow: "other", inputs: { n: 7 } }],
        ["flow", { workflow: "nowhere", inputs: {} }],
      ]),
      flow: {
        effect: "write",
        run: ({ workflow, inputs }) => ({
          type: "waiting",
          wait: { for: "run", workflow: String(workflow), inputs: inputs as JsonMap },
        }),
      },
      look: give,
    },
    { others: [other] },
  )
  expect(endOf(await run.resting()).output).toEqual([7, "workflow_not_found"])
})

const loops = [
  { what: "a loop of requests", inputs: [{ n: 0 }, { n: 1 }, { n: 2 }] },
  { what: "the same request again and again", inputs: [{}, {}, {}] },
]

test.each(loops)(
  "[X2] after a crash at any append nothing that ended is done again: $what",
  async ({ inputs }) => {
    for (let append = 0; append < 9; append++) {
      for (const written of [true, false]) {
        const ran: string[] = []
        const acts: Acts = {
          agent: caller(inputs.map(input => ["look", input])),
          look: {
            effect: "write",
            run: (_, { key }) => {
              ran.push(key)
              return done(key)
            },
          },
        }
        const journal = createTestJournal()
        const first = testPlace(acts, { journal })
        const stopped = new Promise<void>(go => journal.stopAt(append + 1, written, go))
        const started = await Promise.race([first.start({ rivulet: 1, id: "w", steps }), stopped])
        if (started === undefined) continue
        await Promise.race([started.resting(), stopped])
        const known = new Set(
          eventsOf(journal).flatMap(event =>
            event.type === "step.completed" && event.call ? [event.call] : [],
          ),
        )
        const before = ran.length
        const left = journal.restart(0)
        // Cut behind its end, nobody takes it up.
        if ((await left.head("r"))?.ended === true) continue
        const second = testPlace(acts, { journal: left })
        const taken = await second.take({ rivulet: 1, id: "w", steps })
        expect(endOf(await taken.resting())).toEqual({
          status: "completed",
          output: ["r:agent#1~0", "r:agent#1~1", "r:agent#1~2"],
        })
        expect(ran.slice(before).filter(key => known.has(key.split("~")[1] ?? ""))).toEqual([])
      }
    }
  },
)

test("[X3] a call that was cut is in doubt when it may happen only once, though its caller may be repeated", async () => {
  const journal = createTestJournal()
  const acts: Acts = {
    agent: caller([["send", {}]]),
    send: { effect: "once", run: () => new Promise(() => {}) },
  }
  await testPlace(acts, { journal }).start({ rivulet: 1, id: "w", steps })
  while (!eventsOf(journal).some(event => event.type === "step.started" && event.call === "0"))
    await new Promise(go => setTimeout(go))
  const taken = await testPlace(acts, { journal: journal.restart(0) }).take({ rivulet: 1, id: "w", steps })
  expect(await taken.resting()).toEqual({ type: "waiting" })
  expect(taken.decide({ in: "", step: "agent" }, { type: "done", outlets: { success: "sent" } }).ok).toBe(
    true,
  )
  expect(endOf(await taken.resting())).toEqual({ status: "completed", output: ["sent"] })
})

test("[X4] the next attempt hears of old failures, and tries the one again on which the last attempt ended", async () => {
  const tried: string[] = []
  const { run } = await testRun([{ id: "agent", kind: "agent", retry: { attempts: 2, delay: "1s" } }], {
    agent: {
      effect: "read",
      needs: ["steps"],
      run: async (_, { ports }) => {
        const first = await ports.steps.call("look", { at: "a" })
        const second = await ports.steps.call("look", { at: "b" })
        if (!second.ok) return failed(second.error)
        return done([first.ok, second.value.output])
      },
    },
    look: ({ at }, { attempt }) => {
      tried.push(`${at}${attempt}`)
      return attempt === 1 ? failed(problem("broken")) : done("well")
    },
  })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: [false, "well"] })
  expect(tried).toEqual(["a1", "b1", "b2"])
})

test("[X5] a caller leaves its slot to what it calls, and its limit does not run while a person is asked", async () => {
  const { run, clock } = await testRun(
    [{ id: "agent", kind: "agent", timeout: "10s" }],
    {
      agent: caller([
        ["slow", {}],
        ["ask", {}],
        ["slow", {}],
      ]),
      slow: async (_, { signal }) => {
        await clock.rest(4_000, signal)
        return done("slept")
      },
      ask: () => ({ type: "waiting", wait: { for: "person", ask: {} } }),
    },
    { workflow: { settings: { parallel: 1 } } },
  )
  expect(await run.resting()).toEqual({ type: "waiting" })
  await clock.rest(3_600_000)
  expect(run.answer({ in: "", step: "agent" }, "success", "yes").ok).toBe(true)
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: ["slept", "yes", "slept"] })
})

test("[X5] the time that calls take counts", async () => {
  const { run, clock } = await testRun([{ id: "agent", kind: "agent", timeout: "10s" }], {
    agent: caller([
      ["slow", {}],
      ["slow", {}],
    ]),
    slow: async (_, { signal }) => {
      await clock.rest(6_000, signal)
      return signal.aborted ? failed(problem("stopped")) : done("slept")
    },
  })
  // What it says within the grace period counts.
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: ["slept", "call_stopped"] })
  expect(clock.now()).toBe(10_000)
})

test("[X6] a step that does not wait for what it called is over when that is", async () => {
  let slept = false
  const { run, clock } = await testRun(steps, {
    agent: {
      effect: "read",
      needs: ["steps"],
      run: async (_, { ports }) => {
        void ports.steps.call("slow", {})
        await Promise.resolve()
        return done("ended")
      },
    },
    slow: async () => {
      await clock.rest(5_000)
      slept = true
      return done(1)
    },
  })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "ended" })
  expect(slept).toBe(true)
})

test("[X6] a cancel stops what was called, and what may have happened is on record", async () => {
  const { run, journal, clock } = await testRun(steps, {
    agent: caller([["send", {}]]),
    send: {
      effect: "once",
      run: async (_, { signal }) => {
        await clock.rest(60_000, signal)
        throw new Error("stopped")
      },
    },
  })
  while (!eventsOf(journal).some(event => event.type === "step.started" && event.call === "0"))
    await new Promise(go => setTimeout(go))
  run.cancel()
  expect(endOf(await run.resting()).status).toBe("cancelled")
  expect(
    eventsOf(journal)
      .filter(event => event.type === "step.doubted")
      .map(event => event.call),
  ).toEqual(["0"])
})

test("[X7] a called step sees nothing of the run, and what it writes counts", async () => {
  const { run } = await testRun(
    [
      { id: "before", kind: "before", next: "agent" },
      { id: "agent", kind: "agent", next: "after" },
      { id: "after", kind: "after", with: { value: "{{ vars.n }}" } },
    ],
    {
      before: () => done("came in"),
      after: give,
      agent: caller([["look", {}]]),
      look: (_, { incoming, arrivals, memory }) => ({
        type: "done",
        outlets: { success: [incoming ?? null, arrivals.length, memory ?? null] },
        variables: { n: 5 },
      }),
    },
    { workflow: { variables: { n: 0 } } },
  )
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: 5 })
  const agent = run.state().instances.get("")?.visits[1]?.[0]
  expect(agent?.outlets).toEqual({ success: [[null, 0, null]] })
})

test("[X7] `onDoubt: retry` of the caller holds for what it calls", async () => {
  let tries = 0
  const { run } = await testRun([{ id: "agent", kind: "agent", onDoubt: "retry" }], {
    agent: caller([["send", {}]]),
    send: {
      effect: "once",
      run: () => {
        if (++tries === 1) throw new Error("cut")
        return done("sent")
      },
    },
  })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: ["sent"] })
})

test("[X8] what attempts used is added up, for calls and failures too", async () => {
  const used = (usd: number | null): AttemptPorts => ({
    ports: {},
    used: () => ({ usd, inputTokens: 10, outputTokens: 1, requests: 1 }),
  })
  const { run, journal } = await testRun(
    [{ id: "agent", kind: "agent", retry: { attempts: 2, delay: "1s" } }],
    {
      agent: {
        effect: "read",
        needs: ["steps"],
        run: async (_, { ports, attempt }) => {
          await ports.steps.call("look", {})
          return attempt === 1 ? failed(problem("flaky")) : done(1)
        },
      },
      look: { needs: ["random"], run: () => done(1) },
    },
    { ports: ({ kind }) => used(kind === "look" ? 0.25 : 0.5) },
  )
  expect(endOf(await run.resting()).status).toBe("completed")
  const state = run.state()
  const total = { usd: 1.25, inputTokens: 30, outputTokens: 3, requests: 3 }
  expect(state.used).toEqual(total)
  expect(state.instances.get("")?.visits[0]?.[0]?.used).toEqual(total)
  expect([...state.usedBy.values()]).toEqual([total])
  expect(
    fold(
      plan(run.workflow, () => undefined),
      journal.events("r"),
    ).used,
  ).toEqual(total)
  expect((await journal.history({ most: 1 })).runs[0]?.usd).toBe(1.25)
})

test("a kind that holds steps, one that is not known, and what is no data are refused", async () => {
  const { run } = await testRun(steps, {
    agent: caller([
      ["foreach", { items: [] }],
      ["nowhere", {}],
      ["look", { f: (() => {}) as unknown as string }],
    ]),
    look: give,
  })
  expect(endOf(await run.resting()).output).toEqual(["not_callable", "unknown_kind", "not_plain_output"])
})
