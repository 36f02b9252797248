import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { type ModelServer, serveModels, type Told } from "../../../e2e/doubles/modelServer.ts"
import { endOf, problemOf } from "../../engine/loop/testing/testRun.ts"
import { soon } from "../../lib/testing/soon.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { canary, modelPlace } from "./testing/modelPlace.ts"

/* What models do wrong, in a run: a clear problem, what came before it is kept, and so is what all of it cost. */

let double: ModelServer
beforeEach(async () => {
  double = await serveModels({ key: canary })
})
afterEach(() => double.close())

describe.each(["claude", "openai"])("%s", provider => {
  const start = async (told: readonly Told[], more: Partial<Step> = {}) => {
    const ask = { kind: "ai.generate", with: { provider, prompt: "Say it" }, retry: { attempts: 1 } }
    const steps: Step[] = [
      { ...ask, id: "before" },
      { ...ask, id: "ask", ...more },
    ]
    const workflow: Workflow = { rivulet: 1, id: "w", steps }
    double.tell({ text: "Before", usage: { input: 1_000_000, output: 0 } }, ...told)
    const place = modelPlace(double)
    const run = await place.start(workflow)
    return { run, end: endOf(await run.resting()), journal: JSON.stringify(place.journal.events("r")) }
  }
  const cheap = { input: 1_000_000, output: 0 }
  /** What a million tokens of the question cost. */
  const million = provider === "claude" ? 1 : 0.15

  test.each<[string, Told, string, boolean]>([
    ["a stream that is cut", { cut: "Half a sentence that" }, "ai_cut_stream", true],
    [
      "overload within the stream",
      { text: "So", thenError: { type: "overloaded_error", message: "" } },
      "ai_overloaded",
      true,
    ],
    ["5 MB", { letters: 5_000_000 }, "ai_too_large", true],
    ["a refusal", { text: "No", stop: "refusal", usage: cheap }, "ai_refused", true],
    ["an answer cut at its length", { text: "And", stop: "length", usage: cheap }, "ai_cut", true],
    [
      "a wrong key",
      { status: 401, error: { code: "invalid_api_key", message: "Incorrect API key provided: sk-****7f3a" } },
      "ai_wrong_key",
      false,
    ],
    [
      "a key that has expired",
      { status: 401, error: { type: "authentication_error", message: "This key has expired" } },
      "ai_wrong_key",
      false,
    ],
    ["no credit", { status: 402 }, "ai_no_credit", false],
  ])("%s", async (_, told, code, costs) => {
    const { run, end, journal } = await start([told])
    expect(end).toMatchObject({ status: "failed", problem: code })
    expect(problemOf(run, "ask")).toBe(code)
    expect(journal).toContain("Before")
    expect(journal).not.toContain(canary)
    const { usd } = run.state().used
    if (costs) expect(usd).toBeGreaterThan(million)
    else expect(usd).toBeCloseTo(million)
  })

  test("no network", async () => {
    const { run, end, journal } = await start([], {
      with: { provider: `${provider}-away`, prompt: "Say it" },
    })
    expect(end).toMatchObject({ status: "failed", problem: "ai_unreachable" })
    expect(journal).toContain("Before")
    expect(run.state().used.usd).toBeCloseTo(million)
  })

  test("HTML and script in an answer are its text, and nothing else", async () => {
    const text = '<script>alert(1)</script> <img src="x" onerror="alert(2)">'
    const { run, end } = await start([{ text, usage: cheap }])
    expect(end).toMatchObject({ status: "completed", output: { text } })
    expect(run.state().used.usd).toBeCloseTo(2 * million)
  })

  const agent = (more: object) => ({
    kind: "ai.agent",
    with: { provider, prompt: "Do it", approval: "never", tools: ["file.exists"], ...more },
  })

  test("a call of a tool that there is not is told to the model, which goes on", async () => {
    const { run, end } = await start(
      [
        { calls: [{ name: "rm_rf", input: {} }], usage: cheap },
        { text: "Well then", usage: cheap },
      ],
      agent({}),
    )
    expect(end).toMatchObject({ status: "completed", output: { text: "Well then", turns: 2 } })
    expect(JSON.stringify(double.asked.at(-1)?.body)).toContain("There is no tool named rm_rf")
    expect(run.state().used.usd).toBeCloseTo(3 * million)
  })

  test("a loop of tools without end is stopped at its limit, and handed over", async () => {
    const again: Told = { calls: [{ name: "file_exists", input: { path: "a.md" } }], usage: cheap }
    const { run, end } = await start([again, again, again, again], agent({ turns: 3 }))
    const say = "It came to its limit of 3 turns."
    expect(end).toMatchObject({ status: "completed", output: { reason: "budget", say, turns: 3 } })
    expect(double.asked).toHaveLength(4)
    expect(run.state().used.usd).toBeCloseTo(4 * million)
  })

  test("malformed answers are no success, and an answer without its form is paid for as often as it was asked", async () => {
    const { run: unread, end, journal } = await start([{ raw: "data: {oops\n\n" }])
    expect(end.status).toBe("failed")
    expect(["ai_unreadable", "ai_cut_stream"]).toContain(problemOf(unread, "ask"))
    expect(journal).toContain("Before")
    expect(unread.state().used.usd).toBeCloseTo(million)
    const form = { with: { provider, prompt: "?", answer: { n: "integer" }, repairs: 1 } }
    const { run, end: formless } = await start(
      [
        { text: "{oops", usage: cheap },
        { text: "{}", usage: cheap },
      ],
      form,
    )
    expect(formless).toMatchObject({ status: "failed", problem: "ai_bad_answer" })
    expect(run.state().used.usd).toBeCloseTo(3 * million)
  })

  test.each([
    ["turn", { name: "file_exists", input: { path: "a.md" } }],
    ["tool", { name: "ai_generate", input: { provider, prompt: "Say it" } }],
  ])(
    "a %s of an agent that does not end is cut when its minutes are over: told, paid for, and asked once",
    async (_, call) => {
      double.tell({ calls: [call], usage: cheap }, { text: "So it goes on and on", every: 250, piece: 2 })
      const place = modelPlace(double, { haste: 60 })
      const tools = ["file.exists", "ai.generate"]
      const agent = { provider, prompt: "Do it", approval: "never", minutes: 1, tools }
      const run = await place.start({
        ...{ rivulet: 1, id: "w" },
        steps: [{ id: "agent", kind: "ai.agent", with: agent }],
      })
      const value = { reason: "budget", say: "It came to its limit of 1 minutes.", turns: 1 }
      expect(endOf(await run.resting())).toMatchObject({ status: "completed", output: value })
      expect(place.escalated).toMatchObject([{ reason: "budget", step: "agent", value }])
      expect(double.asked).toHaveLength(2)
      await vi.waitFor(() => expect(double.aborted()).toBe(1), soon)
      // What had come of it is paid for too.
      expect(run.state().used.usd).toBeGreaterThan(million)
      expect(run.state().used.requests).toBe(2)
    },
  )

  test("too many requests are asked again when the server says, as the step's policy allows", async () => {
    const busy: Told = { status: 429, headers: { "retry-after": "7" } }
    const { run, end } = await start([busy, { text: "At last" }], { retry: { attempts: 2, delay: "1s" } })
    expect(end).toMatchObject({ status: "completed", output: { text: "At last" } })
    expect(run.state().now).toBeGreaterThanOrEqual(7_000)
    const once = await start([busy, { text: "Never" }])
    expect(once.end).toMatchObject({ status: "failed", problem: "ai_too_many" })
  })
})
