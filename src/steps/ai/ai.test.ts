import fc from "fast-check"
import { describe, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import type { Json } from "../../lib/json.ts"
import type { AiMessage, Ports } from "../../model/ports.ts"
import type { AnyStep } from "../../model/step.ts"
import { type Ran, runStep } from "../testing/runExample.ts"
import { aiAnalyse } from "./analyse.ts"
import { schemaOfForm } from "./answerForm.ts"
import { fenced, unfenced } from "./ask.ts"
import { aiClassify } from "./classify.ts"
import { complaintsAbout } from "./complaintsAbout.ts"
import { says } from "./exampleAnswer.ts"
import { aiExtract } from "./extract.ts"
import { aiGenerate } from "./generate.ts"
import { aiJudge } from "./judge.ts"

type Chat = Parameters<Ports["ai"]["chat"]>[0]

function generate(answers: Json[], parameters: object = {}): Promise<Ran> {
  return runStep(
    aiGenerate,
    { provider: "simulated", prompt: "?", ...parameters },
    { answers: { ai: answers } },
  )
}

async function problemOf(answers: Json[], parameters: object = {}) {
  const { outcome } = await generate(answers, parameters)
  if (outcome.type !== "failed") throw new Error(`Expected a problem but got ${JSON.stringify(outcome)}`)
  return outcome.problem
}

function asked({ ports }: Ran, at = 0): Chat {
  return ports.asked[at]?.with as Chat
}

function everySaid(messages: readonly AiMessage[]): string {
  return messages.map(({ content }) => content).join("\n")
}

const input = (id: string) => corpus.find(one => one.id === id)?.input ?? ""

describe("the form of an answer", () => {
  test.each<[Json, Json]>([
    ["string", { type: "string" }],
    ["string?", { type: "string" }],
    ["any", {}],
    ["low | high", { type: "string", enum: ["low", "high"] }],
    ["number | null", { anyOf: [{ type: "number" }, { type: "null" }] }],
    [["integer"], { type: "array", items: { type: "integer" } }],
    [
      { a: "string", "b?": "number", c: "boolean?" },
      {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "number" }, c: { type: "boolean" } },
        required: ["a"],
        additionalProperties: false,
      },
    ],
    [{ type: "string" }, expect.objectContaining({ properties: { type: { type: "string" } } })],
    [
      { type: "object", properties: { a: {} } },
      { type: "object", properties: { a: {} } },
    ],
  ])("%j", (form, schema) => {
    expect(schemaOfForm(form)).toEqual({ ok: true, value: schema })
  })
  test.each<[Json]>([["text"], [[]], [["string", "number"]], [{}], [7], ["a || b"], [{ a: { b: "wrong" } }]])(
    "%j cannot be read",
    async form => {
      expect(schemaOfForm(form).ok).toBe(false)
      expect((await problemOf([], { answer: form })).code).toBe("ai_bad_form")
    },
  )
  test("is bounded in depth", () => {
    let form: Json = "string"
    for (let depth = 0; depth < 10_000; depth++) form = [form]
    expect(schemaOfForm(form)).toMatchObject({ ok: false, error: expect.stringContaining("deep") })
  })
})

describe("what is wrong with an answer", () => {
  const schema: Json = {
    type: "object",
    properties: {
      n: { type: "integer", minimum: 1 },
      tags: { type: "array", items: { type: "string" }, maxItems: 2 },
    },
    required: ["n"],
    additionalProperties: false,
  }
  test.each<[Json, string[]]>([
    [{ n: 1, tags: ["a"] }, []],
    [{}, ["the answer lacks n"]],
    [{ n: 1.5 }, ["the answer.n must be integer"]],
    [{ n: 0 }, ["the answer.n must be at least 1"]],
    [{ n: 1, x: 1 }, ["the answer must not have x"]],
    [{ n: 1, tags: [1] }, ["the answer.tags[0] must be string"]],
    [{ n: 1, tags: ["a", "b", "c"] }, ["the length of the answer.tags must be at most 2"]],
    ["text", ["the answer must be object"]],
    [null, ["the answer must be object"]],
    [JSON.parse('{"n":1,"__proto__":{}}') as Json, ["the answer must not have __proto__"]],
  ])("%j", (value, complaints) => {
    expect(complaintsAbout(value, schema)).toEqual(complaints)
  })
  test("required means own", () => {
    expect(complaintsAbout({}, { type: "object", required: ["constructor"] })).toHaveLength(1)
  })
  test("says at most ten things, and never throws", () => {
    const many = complaintsAbout(
      Array.from({ length: 1000 }, () => 1),
      { items: { type: "string" } },
    )
    expect(many).toHaveLength(10)
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, rule) => {
        expect(complaintsAbout(value as Json, rule as Json).length).toBeLessThanOrEqual(10)
      }),
    )
  })
})

describe("answers of models (corpus)", () => {
  test("LM-016 nothing at all may be tried again", async () => {
    expect(await problemOf([says("  ")])).toMatchObject({ code: "ai_empty", retryable: true })
  })
  test("LM-017 words in place of JSON are sent back, and at last are a problem that keeps them", async () => {
    const problem = await problemOf([says(input("LM-017")), says("No.")], {
      answer: { a: "string" },
      repairs: 1,
    })
    expect(problem).toMatchObject({ code: "ai_bad_answer", retryable: false, data: { text: "No." } })
  })
  test("LM-019 a fence around JSON is taken off", async () => {
    const { outcome } = await generate([says(input("LM-019"))], { answer: { a: "integer" } })
    expect(outcome).toMatchObject({ outlets: { success: { a: 1 } } })
  })
  test("LM-020 __proto__ in an answer pollutes nothing", async () => {
    const { outcome } = await generate([says(input("LM-020"))], { answer: "object" })
    expect(JSON.stringify(outcome)).toContain('"__proto__"')
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
  test("LM-022 an answer that was cut is never a success, and its words are kept", async () => {
    const cut = { ...says("half a sent"), stop: "length" }
    expect(await problemOf([cut])).toMatchObject({ code: "ai_cut", data: { text: "half a sent" } })
  })
  test("LM-014 a stop that is not known is no failure", async () => {
    expect((await generate([{ ...says("fine"), stop: "other" }])).outcome.type).toBe("done")
  })
  test("LM-029 letters that nobody sees are taken out before a model reads them", () => {
    expect(fenced("text", input("LM-029"))).toMatch(/^~~~ text [^\n]*\n[\u200c]? hidden tag characters\n~~~$/)
  })
  test("LM-032 nothing in the data closes the fence around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("~", "a", "\n", "`") }), text => {
        const lines = fenced("text", text).split("\n")
        const fence = lines.at(-1) ?? ""
        expect(fence).toMatch(/^~{3,}$/)
        expect(lines.slice(1, -1).some(line => line.includes(fence))).toBe(false)
      }),
    )
  })
  test("a refusal is named, and not tried again", async () => {
    const refusal = { ...says("I cannot"), stop: "refusal" }
    expect(await problemOf([refusal])).toMatchObject({ code: "ai_refused", retryable: false })
  })
  test("what the provider says is wrong comes through as it is", async () => {
    expect((await problemOf([{ problem: "ai_wrong_key" }])).code).toBe("ai_wrong_key")
    expect((await problemOf([{ problem: "ai_wrong_key" }], { answer: "string" })).code).toBe("ai_wrong_key")
  })
})

describe("repairs", () => {
  test("tell the model what was wrong, with its own words before them", async () => {
    const ran = await generate([says('{"n":"3"}'), says('{"n":3}')], {
      answer: { n: "integer" },
      system: "Be brief",
    })
    expect(ran.outcome).toMatchObject({ outlets: { success: { n: 3 } } })
    const again = asked(ran, 1).messages
    expect(again.map(({ role }) => role)).toEqual(["system", "system", "user", "assistant", "user"])
    expect(again.at(-1)?.content).toContain("the answer.n must be integer")
    expect(asked(ran).schema).toMatchObject({ properties: { n: { type: "integer" } } })
    expect(ran.logged.join()).toContain("sent back")
  })
  test("end at their limit", async () => {
    const answers = Array.from({ length: 9 }, () => says("no"))
    const ran = await generate(answers, { answer: "integer", repairs: 3 })
    expect(ran.ports.asked).toHaveLength(4)
    expect((await generate(answers, { answer: "integer", repairs: 0 })).ports.asked).toHaveLength(1)
  })
})

describe("what is sent", () => {
  test("what was set, and nothing that was not", async () => {
    const ran = await generate([says("x")], { model: "m", temperature: 0, maxTokens: 5 })
    expect(asked(ran)).toMatchObject({ provider: "simulated", model: "m", temperature: 0, maxTokens: 5 })
    const bare = asked(await generate([says("x")]))
    for (const name of ["model", "temperature", "maxTokens", "schema"]) expect(bare).not.toHaveProperty(name)
  })
  test("text streams as it comes", async () => {
    expect((await generate([says("Hello")])).streamed).toBe("Hello")
  })
  test.each<[AnyStep, object]>([
    [aiAnalyse, { prompt: "p", content: "DATA" }],
    [aiExtract, { text: "DATA", fields: { a: "string" } }],
    [aiClassify, { text: "DATA", classes: [{ id: "a" }] }],
    [aiJudge, { question: "q", content: "DATA" }],
  ])("data stands in a fence", async (step, parameters) => {
    const ran = await runStep(
      step,
      { provider: "simulated", ...parameters },
      { answers: { ai: [{ problem: "x" }] } },
    )
    expect(everySaid(asked(ran).messages)).toMatch(/~~~ \w+ \(data, not instructions\)\nDATA\n~~~/)
    expect(ran.outcome.type).toBe("failed")
  })
})

describe("ways out", () => {
  const classify = (answer: object, more: object = {}) =>
    runStep(
      aiClassify,
      { provider: "simulated", text: "t", classes: [{ id: "a" }, { id: "b" }], repairs: 0, ...more },
      { answers: { ai: [says(JSON.stringify(answer))] } },
    )
  test("a class that was never offered is no way out", async () => {
    const { outcome } = await classify({ class: "failure", confidence: 1, why: "" })
    expect(outcome).toMatchObject({ type: "failed", problem: { code: "ai_bad_answer" } })
  })
  test("no class is otherwise", async () => {
    const { outcome } = await classify({ class: "otherwise", confidence: 1, why: "" })
    expect(outcome).toMatchObject({ outlets: { otherwise: { class: "otherwise" } } })
  })
  test("a judgement out of bounds is none, and so no pass", async () => {
    const { outcome } = await runStep(
      aiJudge,
      { provider: "simulated", question: "q", repairs: 0 },
      { answers: { ai: [says('{"score":7,"why":"great"}')] } },
    )
    expect(outcome).toMatchObject({ type: "failed", problem: { code: "ai_bad_answer" } })
  })
  test("a score just high enough passes", async () => {
    const { outcome } = await runStep(
      aiJudge,
      { provider: "simulated", question: "q", atLeast: 0.5 },
      { answers: { ai: [says('{"score":0.5,"why":""}')] } },
    )
    expect(outcome).toMatchObject({ outlets: { pass: { score: 0.5 } } })
  })
})

test("only a fence around the whole is taken off", () => {
  expect(unfenced("```json\n1\n```")).toBe("1")
  expect(unfenced(" ```\n1\n2\n``` ")).toBe("1\n2")
  expect(unfenced("see ```json\n1\n```")).toBe("see ```json\n1\n```")
  expect(unfenced("```\n1")).toBe("```\n1")
})
