import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type ModelServer, serveModels, type Told } from "../../../e2e/doubles/modelServer.ts"
import { endOf } from "../../engine/loop/testing/testRun.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { canary, type ModelPlace, modelPlace } from "./testing/modelPlace.ts"

/* Each of the reasons for which a model hands over is heard as `ai.escalated`, in the engine, from both vendors. */

let double: ModelServer
let place: ModelPlace
beforeEach(async () => {
  double = await serveModels({ key: canary })
  place = modelPlace(double, { files: { "profiles/me.md": "Be brief." } })
})
afterEach(() => double.close())

const workflow = (steps: readonly Step[], more: Partial<Workflow> = {}): Workflow => ({
  ...{ rivulet: 1, id: "w", steps },
  ...more,
})
const about = (step: string) => ({ workflow: "w", run: "r", step })

describe.each(["claude", "openai"])("%s", provider => {
  const run = async (steps: readonly Step[], told: readonly Told[], more?: Partial<Workflow>) => {
    double.tell(...told)
    const run = await place.start(workflow(steps, more))
    return { run, end: endOf(await run.resting()) }
  }
  const ask = (more: Partial<Step> = {}): Step => ({
    ...{ id: "ask", kind: "ai.generate", with: { provider, prompt: "Say it" } },
    ...more,
  })

  test("low confidence", async () => {
    const step: Step = {
      ...{ id: "sort", kind: "ai.classify" },
      with: { provider, text: "Hm", classes: [{ id: "bug" }], sure: 0.8 },
    }
    const verdict = { class: "bug", confidence: 0.3, why: "Could be" }
    const { end } = await run([step], [{ text: JSON.stringify(verdict) }])
    expect(end).toMatchObject({ status: "completed", output: verdict })
    expect(place.escalated).toEqual([{ reason: "unsure", ...about("sort"), value: verdict }])
  })

  test("a failed judge, as a step and on a wire", async () => {
    const judged = { score: 0.1, why: "It is rude" }
    const judge: Step = {
      id: "judge",
      kind: "ai.judge",
      with: { provider, question: "Polite?", content: "x" },
    }
    await run([judge], [{ text: JSON.stringify(judged) }])
    expect(place.escalated).toEqual([{ reason: "judged", ...about("judge"), value: judged }])

    place = modelPlace(double)
    const wire = { to: "on", validate: [{ kind: "ai.judge", with: { provider, question: "Polite?" } }] }
    const steps: Step[] = [ask({ next: { success: [wire] } }), ask({ id: "on" })]
    const { end } = await run(steps, [{ text: "Go away" }, { text: JSON.stringify(judged) }])
    expect(end.status).toBe("completed")
    // What was judged is what went along the wire, and what it leads to was never asked.
    expect(JSON.stringify(double.asked.at(-1)?.body)).toContain("Go away")
    expect(double.asked).toHaveLength(3)
    expect(place.escalated).toEqual([{ reason: "judged", ...about("ask"), value: judged }])
  })

  test("a refusal", async () => {
    const { end } = await run([ask()], [{ text: "I will not", stop: "refusal" }])
    expect(end).toMatchObject({ status: "failed", problem: "ai_refused" })
    expect(place.escalated).toEqual([{ reason: "refused", ...about("ask"), value: { text: "I will not" } }])
  })

  test.each<[string, Step, "live" | "sandbox"]>([
    ["a step", ask(), "live"],
    ["a step of a sandbox run", ask(), "sandbox"],
    ["an agent", ask({ kind: "ai.agent", with: { provider, prompt: "Do it" } }), "live"],
    [
      "an agent with a profile",
      ask({ kind: "ai.agent", with: { provider, prompt: "Do it", profile: "me" } }),
      "live",
    ],
  ])("a time budget that is spent before %s asks", async (_, step, mode) => {
    const over = workflow([step], { settings: { budget: { time: "0s" } } })
    const run = await place.runs.start({ run: "r", seed: 1, workflow: over, hash: "w", mode })
    if (!run.ok) throw new Error(run.error.message)
    await run.value.resting()
    expect(run.value.state()).toMatchObject({ phase: "paused", pausedFor: "budget" })
    expect(double.asked).toEqual([])
    const say = expect.stringContaining("Raise it")
    const emitted = [{ reason: "budget", ...about("ask"), value: { say } }]
    expect(place.escalated).toEqual(mode === "live" ? emitted : [])

    double.tell({ text: "No", stop: "refusal" })
    run.value.raise({ time: 60_000 })
    run.value.resume()
    await run.value.resting()
    expect(place.escalated.map(each => (each as { reason: string }).reason)).toEqual(
      mode === "live" ? ["budget", "refused"] : [],
    )
  })

  test.each<[string, Step]>([
    ["a step", ask({ id: "again" })],
    [
      "a turn",
      ask({ id: "again", kind: "ai.turn", with: { provider, messages: [{ role: "user", content: "?" }] } }),
    ],
    ["an agent", ask({ id: "again", kind: "ai.agent", with: { provider, prompt: "Do it" } })],
    ...(provider === "openai"
      ? [
          ["vectors", ask({ id: "again", kind: "ai.embed", with: { provider, texts: "a" } })] as [
            string,
            Step,
          ],
        ]
      : []),
  ])("a budget that %s has spent; what comes once it is raised is told as well", async (_, step) => {
    const steps = [ask({ next: { success: ["again"] } }), step]
    const { run: held } = await run(steps, [{ text: "One" }], { settings: { budget: { requests: 1 } } })
    expect(held.state()).toMatchObject({ phase: "paused", pausedFor: "budget" })
    expect(double.asked).toHaveLength(1)
    const say = expect.stringContaining("Raise it")
    expect(place.escalated).toEqual([{ reason: "budget", ...about("again"), value: { say } }])
    if (step.kind === "ai.embed" || step.kind === "ai.turn") return
    double.tell({ text: "No", stop: "refusal" })
    held.raise({ requests: 9 })
    held.resume()
    await held.resting()
    expect(place.escalated).toMatchObject([{ reason: "budget" }, { reason: "refused", ...about("again") }])
  })
})
