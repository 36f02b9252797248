import fc from "fast-check"
import { describe, expect, test } from "vitest"
import corpus from "../../../e2e/corpus/bad-inputs.json"
import type { Json } from "../../lib/json.ts"
import { longestRetryAfter, retryAfterOf } from "../../lib/retryAfter.ts"
import type { HttpRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { runStep } from "../testing/runExample.ts"
import { httpRequest } from "./request.ts"

const url = "https://api.example.com/v1/items"

async function ask(response: Json, parameters: object = {}) {
  const { outcome, ports } = await runStep(
    httpRequest,
    { url, ...parameters },
    { answers: { http: [response] } },
  )
  return { outcome, sent: ports.asked[0]?.with as HttpRequest | undefined }
}

async function problemOf(response: Json, parameters: object = {}): Promise<Problem> {
  const { outcome } = await ask(response, parameters)
  if (outcome.type !== "failed") throw new Error(`Expected a problem but got ${JSON.stringify(outcome)}`)
  return outcome.problem
}

/** The response that a case of the corpus describes. */
function corpusCase(id: string): Json {
  const found = corpus.find(one => one.id === id)
  return JSON.parse(found?.input ?? "") as Json
}

describe("what a server may answer (corpus)", () => {
  test("HR-001 a web page where JSON was expected", async () => {
    const problem = await problemOf(corpusCase("HR-001"))
    expect(problem).toMatchObject({ code: "http_html_not_json", data: { body: "<html>login</html>" } })
  })
  test("HR-002 a page is given as text where text is expected", async () => {
    const { outcome } = await ask(corpusCase("HR-002"), { expect: "text" })
    expect(outcome).toMatchObject({ outlets: { success: { body: expect.stringContaining("<script>") } } })
  })
  test("HR-004 a redirect that was not followed names its target", async () => {
    const problem = await problemOf(corpusCase("HR-004"), { secret: "key" })
    expect(problem.code).toBe("http_redirected")
    expect(problem.message).toContain("https://canary.test/")
  })
  test("HR-010 a body that was cut is never a success, and may be tried again", async () => {
    for (const expected of ["json", "text", "bytes"]) {
      const cut = { status: 200, headers: { "Content-Length": "10" }, body: "12345" }
      expect(await problemOf(cut, { expect: expected })).toMatchObject({
        code: "http_cut_body",
        retryable: true,
      })
    }
  })
  test("HR-011 JSON cut in half keeps its beginning, cut short", async () => {
    const problem = await problemOf({ body: `{"a":[${"1,".repeat(5000)}` })
    expect(problem.code).toBe("http_bad_json")
    expect(String(problem.data?.body).length).toBe(2000)
  })
  test("HR-013 __proto__ in an answer is a plain name", async () => {
    const { outcome } = await ask(corpusCase("HR-013"))
    expect(JSON.stringify(outcome)).toContain('"__proto__":{"polluted":1}')
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
  test("HR-014 a wait beyond all bounds is taken for the longest", async () => {
    const problem = await problemOf(corpusCase("HR-014"))
    expect(problem).toMatchObject({
      code: "http_too_many",
      retryable: true,
      data: { retryAfter: longestRetryAfter },
    })
  })
  test("HR-016 a wait that is none is left to the step's own", async () => {
    const problem = await problemOf(corpusCase("HR-016"))
    expect(problem).toMatchObject({ code: "http_server_error", retryable: true })
    expect(problem.data).not.toHaveProperty("retryAfter")
  })
  test("HR-017 nothing where JSON was expected", async () => {
    expect((await problemOf(corpusCase("HR-017"))).code).toBe("http_empty_body")
  })
  test("HR-020 a key that is not accepted is not tried again, and is named with its host", async () => {
    const problem = await problemOf(corpusCase("HR-020"), { secret: "shop_key" })
    expect(problem).toMatchObject({ code: "http_unauthorized", retryable: false })
    expect(problem.message).toContain("shop_key")
    expect(problem.message).toContain("api.example.com")
  })
  test("HR-026 events that came are text, and none of them is taken for JSON", async () => {
    const { outcome } = await ask(corpusCase("HR-026"), { expect: "text" })
    expect(outcome).toMatchObject({ outlets: { success: { body: "data: {bad json}\n\n" } } })
    expect((await problemOf(corpusCase("HR-026"), { expect: "json" })).code).toBe("http_bad_json")
  })
  test("HR-025 cookies are left out, long headers are cut", async () => {
    const { outcome } = await ask({
      headers: { "Set-Cookie": "a=b", "x-long": "x".repeat(100_000) },
      body: "1",
    })
    if (outcome.type !== "done") throw new Error("Expected a success")
    const headers = Object(Object(outcome.outlets.success).headers) as Record<string, string>
    expect(Object.keys(headers)).toEqual(["x-long"])
    expect(headers["x-long"]?.length).toBe(4096)
  })
})

test.each([
  [403, "http_forbidden", false],
  [404, "http_not_found", false],
  [410, "http_not_found", false],
  [408, "http_timed_out", true],
  [425, "http_too_early", true],
  [429, "http_too_many", true],
  [422, "http_refused", false],
  [500, "http_server_error", true],
  [503, "http_server_error", true],
  [304, "http_redirected", false],
])("status %d is %s, and trying again helps: %s", async (status, code, retryable) => {
  expect(await problemOf({ status, body: "why" })).toMatchObject({
    code,
    retryable,
    data: { status, body: "why" },
  })
})

test("a status that counts as success is one", async () => {
  const { outcome } = await ask({ status: 404, body: "{}" }, { okStatus: [404] })
  expect(outcome).toMatchObject({ outlets: { success: { status: 404, body: {} } } })
})

test("no content is null, as is the answer to HEAD", async () => {
  expect((await ask({ status: 204 })).outcome).toMatchObject({ outlets: { success: { body: null } } })
  const head = await ask({ headers: { "content-length": "900" } }, { method: "HEAD" })
  expect(head.outcome).toMatchObject({ outlets: { success: { body: null } } })
})

test("a packed body is not measured by the length it had on the way", async () => {
  const packed = { headers: { "content-length": "900", "content-encoding": "gzip" }, body: "{}" }
  expect((await ask(packed)).outcome.type).toBe("done")
})

describe("what is sent", () => {
  test("query, limits and the step's key", async () => {
    const { sent } = await ask(
      { body: "1" },
      {
        query: { q: "a b&c", tag: ["x", "y"], none: null },
        timeout: "5s",
        keyHeader: "Idempotency-Key",
        largest: 10,
      },
    )
    expect(sent).toMatchObject({
      url: `${url}?q=a+b%26c&tag=x&tag=y`,
      timeout: 5000,
      largest: 10,
      headers: { "Idempotency-Key": "key-1" },
    })
    expect(sent).not.toHaveProperty("body")
  })
  test("a body as JSON, as text and as a form", async () => {
    const body = { a: 1, b: ["x", "y"] }
    const json = await ask({ body: "1" }, { method: "POST", body })
    expect(json.sent).toMatchObject({
      body: '{"a":1,"b":["x","y"]}',
      headers: { "content-type": "application/json" },
    })
    const form = await ask({ body: "1" }, { method: "POST", body, bodyAs: "form" })
    expect(form.sent?.body).toBe("a=1&b=x&b=y")
    const text = await ask({ body: "1" }, { method: "PUT", body: "plain", bodyAs: "text" })
    expect(text.sent).toMatchObject({
      body: "plain",
      headers: { "content-type": "text/plain;charset=utf-8" },
    })
  })
  test("a content type of one's own takes the place of the usual one, however it is written", async () => {
    const { sent } = await ask(
      { body: "1" },
      { method: "POST", body: {}, headers: { "Content-Type": "application/ld+json" } },
    )
    expect(sent?.headers).toEqual({ "Content-Type": "application/ld+json" })
  })
  test.each(["not an address", "javascript:alert(1)", "file:///etc/passwd", "//x"])(
    "%s is no address",
    async bad => {
      const { outcome, ports } = await runStep(httpRequest, { url: bad })
      expect(outcome).toMatchObject({ type: "failed", problem: { code: "http_bad_url" } })
      expect(ports.asked).toEqual([])
    },
  )
  test("a GET with a body is refused before anything is sent", async () => {
    const { outcome, ports } = await runStep(httpRequest, { url, body: 1 })
    expect(outcome).toMatchObject({ problem: { code: "http_bad_body" } })
    expect(ports.asked).toEqual([])
  })
  test("headers cannot smuggle lines", () => {
    expect(httpRequest.input.safeParse({ url, headers: { a: "b\r\nc: d" } }).success).toBe(false)
    expect(httpRequest.input.safeParse({ url, headers: { "a\r\nb": "c" } }).success).toBe(false)
  })
})

test("Retry-After is a number of seconds or a date, never less than nothing or more than the longest", () => {
  const now = Date.UTC(2026, 0, 1)
  expect(retryAfterOf("5", now)).toBe(5000)
  expect(retryAfterOf("Thu, 01 Jan 2026 00:00:09 GMT", now)).toBe(9000)
  expect(retryAfterOf("Thu, 01 Jan 2020 00:00:00 GMT", now)).toBeNull()
  expect(retryAfterOf(undefined, now)).toBeNull()
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), header => {
      const wait = retryAfterOf(header, now)
      if (wait !== null) expect(wait >= 0 && wait <= longestRetryAfter).toBe(true)
    }),
  )
})
