import { expect, test } from "vitest"
import { z } from "zod"
import { type AnyStep, defineStep, done, type Outcome, type StepContext } from "../../model/step.ts"
import {
  type AttemptEnd,
  type AttemptSetup,
  beginAttempt,
  isUnderWay,
  saysUnanswered,
  saysUnsent,
} from "./attempt.ts"
import { createTestClock } from "./clock.ts"

type Run = (context: StepContext) => unknown

function attempt(run: Run, more: Partial<AttemptSetup> = {}) {
  const clock = createTestClock({ start: 0, scripted: true })
  const setup: AttemptSetup = {
    kind: kindThat(run),
    input: {},
    key: "k",
    attempt: 1,
    incoming: undefined,
    arrivals: [],
    memory: undefined,
    ports: {},
    limit: null,
    grace: 100,
    sandbox: false,
    clock,
    say: () => {},
    ...more,
  }
  return { clock, begun: beginAttempt(setup) }
}

function kindThat(run: Run): AnyStep {
  return defineStep({
    kind: "try.this",
    version: 1,
    title: "Try",
    summary: "Does what the test says.",
    icon: "flask",
    group: "flow",
    input: z.strictObject({}),
    output: z.any(),
    outlets: ["success"],
    effect: "pure",
    needs: [],
    card: "",
    docs: "",
    examples: [],
    run: (_, context) => run(context as unknown as StepContext) as Outcome,
  })
}

async function endOf(run: Run, more: Partial<AttemptSetup> = {}): Promise<AttemptEnd> {
  const { begun } = attempt(run, more)
  return isUnderWay(begun) ? begun.ended : begun
}

function codeOf(end: AttemptEnd): string {
  if (end.type === "unanswered") return end.problem.code
  return end.type === "outcome" && end.outcome.type === "failed" ? end.outcome.problem.code : end.type
}

test("code that answers at once has ended without a promise", () => {
  const { begun } = attempt(() => done(1))
  expect(begun).toEqual({ type: "outcome", outcome: { type: "done", outlets: { success: 1 } } })
})

test("whatever code ends with is a problem or an outcome, never an exception", async () => {
  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const then = "then"
  const throws = () => {
    throw new Error("a trap")
  }
  const ends: [unknown, string][] = [
    [() => done(cyclic as never), "cyclic_output"],
    [() => done((() => 1) as never), "not_plain_output"],
    [() => done(new Date(0) as never), "not_plain_output"],
    [() => done(10n as never), "not_plain_output"],
    [() => done("x".repeat(200 * 1024 * 1024)), "output_too_big"],
    [() => undefined, "not_plain_output"],
    [() => null, "not_an_outcome"],
    [() => "done", "not_an_outcome"],
    [() => ({ type: "done" }), "not_an_outcome"],
    [() => ({ type: "done", outlets: [] }), "not_an_outcome"],
    [() => ({ type: "done", outlets: {}, variables: 1 }), "not_an_outcome"],
    [() => ({ type: "done", outlets: {}, origins: { success: [[-1]] } }), "not_an_outcome"],
    [() => ({ type: "finished" }), "not_an_outcome"],
    [() => ({ type: "waiting", wait: { for: "godot" } }), "not_an_outcome"],
    [() => ({ type: "failed", problem: "text" }), "not_an_outcome"],
    [() => ({ type: "failed", problem: {} }), "failed"],
    [
      () => {
        throw new Error("no")
      },
      "step_threw",
    ],
    [
      () => {
        throw undefined
      },
      "step_threw",
    ],
    [
      () => {
        throw "text"
      },
      "step_threw",
    ],
    [() => Promise.reject(), "step_threw"],
    [() => Promise.reject(new Error("later")), "step_threw"],
    [() => Object.fromEntries([[then, throws]]), "step_threw"],
    [() => Object.defineProperty({}, then, { get: throws }), "step_threw"],
    [async () => done(cyclic as never), "cyclic_output"],
  ]
  for (const [run, code] of ends) expect(codeOf(await endOf(run as Run)), String(run)).toBe(code)
})

test("of what code gives besides an outcome nothing is kept", async () => {
  const outcome = { type: "done", outlets: { success: 1 }, memory: null, origins: { success: [[0, 2]] } }
  expect(await endOf(() => ({ ...outcome, at: 0, extra: true }))).toEqual({ type: "outcome", outcome })
})

test("an attempt that runs out of time is told so by its signal, and may still answer", async () => {
  const heard: boolean[] = []
  const end = await endOf(
    ({ signal }) =>
      new Promise(go =>
        signal.addEventListener("abort", () => {
          heard.push(signal.aborted)
          go(done("in the nick of time"))
        }),
      ),
    { limit: 50 },
  )
  expect(heard).toEqual([true])
  expect(end).toEqual({
    type: "outcome",
    outcome: { type: "done", outlets: { success: "in the nick of time" } },
  })
})

test("an attempt that ignores its signal is ended by force after the grace period, and not heard later", async () => {
  let answer: (outcome: Outcome) => void = () => {}
  const { begun, clock } = attempt(
    () =>
      new Promise(go => {
        answer = go
      }),
    { limit: 50 },
  )
  if (!isUnderWay(begun)) throw new Error("Expected it to run")
  const end = await begun.ended
  expect(clock.now()).toBe(150)
  expect(codeOf(end)).toBe("step_timed_out")
  expect(saysUnanswered(end)).toBe(true)
  answer(done("too late"))
  expect(await begun.ended).toBe(end)
})

test("an attempt that was aborted and fails since has stopped; one that knows that nothing went out says so", async () => {
  const run = (data: { sent?: boolean }) => (context: StepContext) =>
    new Promise(go =>
      context.signal.addEventListener("abort", () =>
        go({ type: "failed", problem: { code: "aborted", message: "Aborted", data } }),
      ),
    )
  const stopped = attempt(run({}))
  if (isUnderWay(stopped.begun)) {
    stopped.begun.abort()
    expect(await stopped.begun.ended).toEqual({ type: "stopped" })
  }
  const unsent = attempt(run({ sent: false }))
  if (isUnderWay(unsent.begun)) {
    unsent.begun.abort()
    const end = await unsent.begun.ended
    expect(codeOf(end)).toBe("aborted")
    expect(saysUnanswered(end)).toBe(false)
  }
  const slow = attempt(run({ sent: false }), { limit: 50 })
  if (isUnderWay(slow.begun)) {
    const end = await slow.begun.ended
    expect(codeOf(end)).toBe("step_timed_out")
    expect([saysUnsent(end), saysUnanswered(end)]).toEqual([true, false])
  }
})

test("an attempt that is killed has stopped at once", async () => {
  const { begun, clock } = attempt(() => new Promise(() => {}))
  if (!isUnderWay(begun)) throw new Error("Expected it to run")
  begun.kill()
  expect(await begun.ended).toEqual({ type: "stopped" })
  expect(clock.now()).toBe(0)
})

test("an attempt that has ended is not told to stop, and leaves no timer behind", async () => {
  let stopped = false
  const { begun, clock } = attempt(async context => {
    context.signal.addEventListener("abort", () => {
      stopped = true
    })
    return done(null)
  })
  if (!isUnderWay(begun)) throw new Error("Expected it to run")
  await begun.ended
  begun.abort()
  expect(stopped).toBe(false)
  expect(clock.hasMore()).toBe(false)
})

test("what code says while it runs is passed on", async () => {
  const words: unknown[] = []
  await endOf(
    context => {
      context.log("info", "began", { n: 1 })
      context.progress(0.5, "half")
      context.stream("text")
      return done(null)
    },
    { say: word => words.push(word) },
  )
  expect(words).toEqual([
    { type: "log", level: "info", message: "began", data: { n: 1 } },
    { type: "progress", share: 0.5, say: "half" },
    { type: "text", text: "text" },
  ])
})
