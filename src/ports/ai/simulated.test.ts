import { expect, test } from "vitest"
import type { AnyStep, StepContext } from "../../model/step.ts"
import { aiExtract } from "../../steps/ai/extract.ts"
import { aiGenerate } from "../../steps/ai/generate.ts"
import { aiJudge } from "../../steps/ai/judge.ts"
import { createTestPorts } from "../../steps/testing/createTestPorts.ts"
import { createSimulatedAi } from "./simulated.ts"

const ai = createSimulatedAi()
const messages = [{ role: "user", content: "Is it so?" }] as const

async function run(step: AnyStep, parameters: object) {
  const context = {
    ports: { ...createTestPorts(), ai },
    incoming: undefined,
    log: () => {},
    stream: () => {},
  } as unknown as StepContext
  return step.run?.(step.input.parse(parameters), context)
}

test("the same question always has the same answer, another question another", async () => {
  const first = await ai.chat({ provider: "simulated", messages })
  expect(await ai.chat({ provider: "simulated", messages })).toEqual(first)
  expect(await ai.chat({ provider: "simulated", messages: [{ role: "user", content: "Why?" }] })).not.toEqual(
    first,
  )
})

test("the answer comes in words, and costs nothing", async () => {
  const words: string[] = []
  const answer = await ai.chat({ provider: "simulated", messages, onText: word => words.push(word) })
  expect(answer).toMatchObject({ ok: true, value: { text: words.join(""), stop: "end", usage: { usd: 0 } } })
  expect(words.length).toBeGreaterThan(5)
})

test("an answer that has to have a form has it", async () => {
  const answer = { severity: "low | high", findings: ["string"], score: "number", sure: "boolean" }
  for (let n = 0; n < 50; n++) {
    const outcome = await run(aiGenerate, {
      provider: "simulated",
      prompt: `Review ${n}`,
      answer,
      repairs: 0,
    })
    expect(outcome).toMatchObject({
      type: "done",
      outlets: { success: { severity: expect.stringMatching(/^(low|high)$/) } },
    })
  }
  expect(
    await run(aiExtract, { provider: "simulated", text: "x", fields: { total: "number" }, repairs: 0 }),
  ).toMatchObject({ type: "done" })
  expect(
    await run(aiJudge, { provider: "simulated", question: "Is it?", content: "x", repairs: 0 }),
  ).toMatchObject({ type: "done" })
})

test("other providers are named as missing", async () => {
  expect(await ai.chat({ provider: "claude", messages })).toMatchObject({
    ok: false,
    error: { code: "ai_provider_missing" },
  })
})
