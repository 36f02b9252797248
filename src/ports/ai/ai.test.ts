import { afterEach, beforeEach, describe, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import { type ModelServer, serveModels } from "../../../e2e/doubles/modelServer.ts"
import { freshAiSettings, type Provider, readyMade } from "../../model/ai/providers.ts"
import type { AiRequest } from "../../model/ports.ts"
import { type Ai, createAi } from "./createAi.ts"
import { createNodeKeyedFetch } from "./nodeKeyedFetch.ts"

/* Both SDKs, for real, against a server on this computer that speaks as the vendors do. */

const canary = "sk-canary-7f3a"
let double: ModelServer
let ai: Ai

beforeEach(async () => {
  double = await serveModels({ key: canary, models: ["m-1", "gpt-4o-mini", "claude-haiku-4-5"] })
  ai = aiWith({})
})
afterEach(() => double.close())

function providersHere(): Provider[] {
  const entry = (id: string) => readyMade.find(provider => provider.id === id) as Provider
  return [
    { ...entry("claude"), address: double.anthropic, secret: "key", model: "m-1" },
    { ...entry("openai"), address: double.openai, secret: "key", model: "m-1" },
    { ...entry("ollama"), address: double.openai, secret: "key", model: "m-1" },
  ]
}

function aiWith({ key = canary, hosts = ["http://localhost:*"] }: { key?: string; hosts?: string[] }): Ai {
  const allowed = hosts[0] === "http://localhost:*" ? [new URL(double.openai).origin] : hosts
  return createAi({
    settings: async () => ({ ...freshAiSettings, usual: "openai", providers: providersHere() }),
    send: createNodeKeyedFetch({
      secrets: { find: async name => (name === "key" ? { value: key, hosts: allowed } : undefined) },
    }),
    now: () => 0,
  })
}

const question: Pick<AiRequest, "messages"> = { messages: [{ role: "user", content: "Hi" }] }

async function problemOf(provider: string, more: Partial<AiRequest> = {}, by = ai) {
  const answer = await by.chat({ provider, ...question, ...more })
  if (answer.ok) throw new Error(`Expected a problem but got ${JSON.stringify(answer.value)}`)
  expect(JSON.stringify(answer.error), "no key in a problem").not.toContain(canary)
  return answer.error
}

describe.each(["claude", "openai"])("%s", provider => {
  test("streams text as it comes, counts tokens, and sends no header that local servers refuse", async () => {
    double.tell({ text: "The quick brown fox", piece: 4, usage: { input: 12, output: 7 } })
    const pieces: string[] = []
    const answer = await ai.chat({ provider, ...question, onText: piece => pieces.push(piece) })
    expect(answer).toMatchObject({
      ok: true,
      value: {
        text: "The quick brown fox",
        model: "m-1",
        stop: "end",
        usage: { inputTokens: 12, outputTokens: 7, usd: null },
      },
    })
    expect(pieces.join("")).toBe("The quick brown fox")
    expect(pieces.length).toBe(5)
    const headers = double.asked[0]?.headers ?? {}
    expect(Object.keys(headers).filter(name => name.startsWith("x-stainless"))).toEqual([])
    expect(headers.authorization).toBe(`Bearer ${canary}`)
  })

  test("a model with a price costs, one without says so", async () => {
    double.tell({ text: "x", usage: { input: 1_000_000, output: 1_000_000 } })
    const model = provider === "claude" ? "claude-haiku-4-5" : "gpt-4o-mini"
    const answer = await ai.chat({ provider, ...question, model })
    expect(answer).toMatchObject({ value: { usage: { usd: provider === "claude" ? 6 : 0.75 } } })
  })

  test("tools: what is offered, what is asked for, and what they answered, there and back", async () => {
    double.tell(
      {
        text: "Let me look",
        calls: [
          { name: "read", input: { path: "a.md" } },
          { name: "read", input: "{oops" },
        ],
      },
      { text: "Done" },
    )
    const tools = [
      {
        name: "read",
        description: "Reads",
        input: { type: "object", properties: { path: { type: "string" } } },
      },
    ]
    const first = await ai.chat({ provider, ...question, tools })
    if (!first.ok) throw new Error(first.error.message)
    expect(first.value).toMatchObject({
      stop: "tool",
      calls: [
        { name: "read", input: { path: "a.md" } },
        { name: "read", input: null, unreadable: "{oops" },
      ],
    })
    const [one, two] = first.value.calls ?? []
    await ai.chat({
      provider,
      tools,
      messages: [
        ...question.messages,
        { role: "assistant", content: first.value.text, calls: first.value.calls ?? [] },
        { role: "tool", content: "# A", answers: one?.id ?? "" },
        { role: "tool", content: "not JSON", answers: two?.id ?? "", failed: true },
      ],
    })
    const sent = JSON.stringify(double.asked[1]?.body.messages)
    for (const part of ["# A", "not JSON", one?.id, "Let me look"]) expect(sent).toContain(part)
    expect(JSON.stringify(double.asked[0]?.body.tools)).toContain('"read"')
  })

  test("a schema is sent along; a server that does not know it is asked without", async () => {
    double.tell({ status: 400, error: { type: "invalid_request_error", message: "schema" } }, { text: "{}" })
    const schema = { type: "object", properties: {} }
    expect((await ai.chat({ provider, ...question, schema })).ok).toBe(true)
    const [first, second] = double.asked.map(({ body }) => JSON.stringify(body))
    expect(first).toContain("json_schema")
    expect(second).not.toContain("json_schema")
  })

  test("a wrong key, or one that has expired, is named, and none of it shows", async () => {
    const problem = await problemOf(provider, {}, aiWith({ key: "sk-canary-wrong-7f3a" }))
    expect(problem).toMatchObject({ code: "ai_wrong_key", retryable: false })
    expect(JSON.stringify(problem)).not.toMatch(/sk-cana|7f3a/)
  })

  test.each([
    [
      { status: 429, headers: { "retry-after": "2" } },
      { code: "ai_too_many", retryable: true, data: { retryAfter: 2000 } },
    ],
    [{ status: 529 }, { code: "ai_overloaded", retryable: true }],
    [{ status: 500 }, { code: "ai_server_error", retryable: true }],
    [{ status: 403 }, { code: "ai_forbidden", retryable: false }],
    [
      { status: 429, error: { type: "insufficient_quota", code: "insufficient_quota" } },
      { code: "ai_no_credit", retryable: false },
    ],
    [
      { status: 400, error: { type: "invalid_request_error", message: "Your credit balance is too low" } },
      { code: "ai_no_credit" },
    ],
    [
      { status: 400, error: { type: "invalid_request_error", message: "prompt is too long: 9 > 8" } },
      { code: "ai_too_long" },
    ],
    [
      { status: 400, error: { message: "The key sk-proj-abcdef123456 is odd" } },
      { code: "ai_bad_request", message: expect.stringContaining("The key [key] is odd") },
    ],
    [{ status: 502, body: "<html>Bad gateway</html>" }, { code: "ai_server_error" }],
  ])("%j", async (told, wanted) => {
    double.tell(told)
    expect(await problemOf(provider)).toMatchObject(wanted)
    expect(double.asked).toHaveLength(1)
  })

  test("a model that there is not", async () => {
    expect(await problemOf(provider, { model: "m-9" })).toMatchObject({
      code: "ai_no_model",
      retryable: false,
    })
  })

  test("LM-022 a stream that is cut is no answer, and what had come is kept with its cost", async () => {
    double.tell({ cut: "Half a sentence that" })
    const problem = await problemOf(provider, {
      model: provider === "claude" ? "claude-haiku-4-5" : "gpt-4o-mini",
    })
    expect(problem).toMatchObject({ code: "ai_cut_stream", retryable: true })
    expect(String(problem.data?.text)).toMatch(/^Half a/)
    expect(problem.data?.usage).toMatchObject({ inputTokens: expect.any(Number), usd: expect.any(Number) })
  })

  test("LM-023 an error within the stream is of its own kind", async () => {
    double.tell({ text: "So", thenError: { type: "overloaded_error", message: "Overloaded" } })
    expect(await problemOf(provider)).toMatchObject({ code: "ai_overloaded", retryable: true })
  })

  test("malformed JSON, and a web page in place of a stream", async () => {
    double.tell({ raw: "data: {oops\n\n" }, { raw: "<html>login</html>", type: "text/html" })
    expect(["ai_unreadable", "ai_cut_stream"]).toContain((await problemOf(provider)).code)
    expect(["ai_unreadable", "ai_cut_stream"]).toContain((await problemOf(provider)).code)
  })

  test("LM-014 numbers that cannot be and reasons that nobody knows are borne", async () => {
    double.tell({ text: "fine", stop: "weird_new_reason", usage: { input: -3, output: -5 } })
    const answer = await ai.chat({ provider, ...question })
    expect(answer).toMatchObject({ value: { stop: "other", usage: { inputTokens: 1, outputTokens: 1 } } })
  })

  test("a refusal, and an answer cut at its longest length, are told apart", async () => {
    double.tell({ text: "I will not", stop: "refusal" }, { text: "and so", stop: "length" })
    expect(await ai.chat({ provider, ...question })).toMatchObject({ value: { stop: "refusal" } })
    expect(await ai.chat({ provider, ...question })).toMatchObject({ value: { stop: "length" } })
  })

  test("an answer of 5 MB is not read to its end", async () => {
    double.tell({ letters: 5_000_000 })
    const problem = await problemOf(provider)
    expect(problem.code).toBe("ai_too_large")
    expect(String(problem.data?.text)).toHaveLength(20_000)
  })

  test("an abort ends the connection, and is no whole answer", async () => {
    double.tell({ text: "word ".repeat(500), every: 5 })
    const stop = new AbortController()
    const problem = await problemOf(provider, { signal: stop.signal, onText: () => stop.abort() })
    expect(problem.code).toBe("ai_stopped")
    for (let tries = 0; double.aborted() === 0 && tries < 100; tries++)
      await new Promise(go => setTimeout(go, 10))
    expect(double.aborted()).toBe(1)
  })

  test("HTML and script in an answer stay text", async () => {
    for (const id of ["LM-004", "LM-005", "LM-028", "LM-031"]) {
      const { input = "" } = corpus.find(one => one.id === id) ?? {}
      double.tell({ text: input })
      expect(await ai.chat({ provider, ...question })).toMatchObject({ value: { text: input } })
    }
  })

  test("LM-008 text that looks like a call is none", async () => {
    double.tell({ text: corpus.find(({ id }) => id === "LM-008")?.input ?? "" })
    const answer = await ai.chat({
      provider,
      ...question,
      tools: [{ name: "http_post", description: "", input: {} }],
    })
    expect(answer.ok && answer.value.calls).toBeUndefined()
  })

  test("a key goes to its own hosts alone", async () => {
    expect(await problemOf(provider, {}, aiWith({ hosts: ["api.elsewhere.test"] }))).toMatchObject({
      code: "secret_elsewhere",
    })
    expect(double.asked).toEqual([])
  })

  test("a key that the server sends back is taken out of its answer", async () => {
    double.tell({ text: `Your key is ${canary}!`, piece: 1000 })
    expect(await ai.chat({ provider, ...question })).toMatchObject({
      value: { text: "Your key is [secret]!" },
    })
  })

  test("health costs next to nothing and says what is wrong", async () => {
    const [here] = providersHere().filter(({ id }) => id === provider) as [Provider]
    expect(await ai.health(here)).toMatchObject({ ok: true, value: { model: "m-1" } })
    expect(double.asked[0]?.body.max_tokens).toBe(16)
    const codes = await Promise.all([
      aiWith({ key: "sk-wrong" }).health(here),
      ai.health({ ...here, model: "m-9" }),
      ai.health({ ...here, secret: "none" }),
      ai.health({ ...here, address: "http://localhost:1/v1" }),
    ])
    expect(codes.map(answer => (answer.ok ? "ok" : answer.error.code))).toEqual([
      "ai_wrong_key",
      "ai_no_model",
      "ai_no_key",
      "secret_elsewhere",
    ])
    const [open] = [{ ...here, secret: null, address: "http://localhost:1/v1" }]
    expect(await ai.health(open)).toMatchObject({ error: { code: "ai_unreachable" } })
  })
})

const vendors = readyMade.filter(({ speaks }) => speaks === "openai" || speaks === "anthropic")

test.each(vendors)(
  "$title, as it is ready made, is asked where its path says, with its key or none",
  async made => {
    const name = made.model || "whatever-was-loaded"
    const there = await serveModels({
      models: [name, made.vectors],
      ...(made.secret === null ? {} : { key: canary }),
    })
    try {
      const { origin } = new URL(there.openai)
      const path = new URL(made.address).pathname.replace(/\/$/, "")
      const provider = { ...made, address: `${origin}${path}` }
      const here = createAi({
        settings: async () => ({ ...freshAiSettings, usual: made.id, providers: [provider] }),
        send: createNodeKeyedFetch({
          secrets: {
            find: async key => (key === made.secret ? { value: canary, hosts: [origin] } : undefined),
          },
        }),
        now: () => 0,
      })
      expect(await here.health(provider)).toMatchObject({ value: { model: name } })
      there.tell({ calls: [{ name: "look", input: { at: "a" } }] }, { text: '{"n":1}' })
      const tools = [{ name: "look", description: "Looks", input: { type: "object" } }]
      const calls = [{ name: "look", input: { at: "a" } }]
      expect(await here.chat({ provider: made.id, ...question, tools })).toMatchObject({ value: { calls } })
      const pieces: string[] = []
      const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] }
      const onText = (piece: string) => pieces.push(piece)
      const answer = await here.chat({ provider: "default", ...question, schema, onText })
      expect(answer).toMatchObject({
        value: { text: '{"n":1}', model: name, usage: { inputTokens: expect.any(Number) } },
      })
      expect(pieces.join("")).toBe('{"n":1}')
      const vectors = await here.embed?.({ provider: made.id, texts: ["a"] })
      expect(vectors).toMatchObject(made.vectors === "" ? { error: { code: "ai_no_vectors" } } : { ok: true })
      const asked = there.asked.filter(each => each.body?.messages !== undefined)
      expect(asked).toHaveLength(3)
      const ending = made.speaks === "anthropic" ? "/v1/messages" : "/chat/completions"
      for (const each of asked) expect(each.path).toBe(`${path}${ending}`)
      for (const { headers } of there.asked)
        expect(headers.authorization).toBe(made.secret === null ? undefined : `Bearer ${canary}`)
    } finally {
      await there.close()
    }
  },
)

test("default is whichever the user chose, and a name that nobody has is said", async () => {
  expect((await ai.chat({ provider: "default", ...question })).ok).toBe(true)
  expect(double.asked[0]?.path).toBe("/v1/chat/completions")
  expect(await problemOf("nobody")).toMatchObject({ code: "ai_provider_missing" })
})

test("vectors come where they are offered", async () => {
  const [claude, openai] = await Promise.all(
    ["claude", "openai"].map(provider =>
      ai.embed?.({ provider, texts: ["a", "bcd"], ...(provider === "openai" ? { model: "m-1" } : {}) }),
    ),
  )
  expect(claude).toMatchObject({ error: { code: "ai_no_vectors" } })
  expect(openai).toMatchObject({
    value: {
      vectors: [
        [1, 97, 1],
        [3, 98, 1],
      ],
      usage: { inputTokens: 4 },
    },
  })
})
