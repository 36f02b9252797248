import { describe, expect, test } from "vitest"
import type { Address } from "../../../model/address.ts"
import type { HttpPort, HttpRequest, HttpResponse } from "../../../model/ports.ts"
import { type Problem, problemsOf } from "../../../model/problems.ts"
import { tokenOf } from "../../../syntax/secretTokens.ts"
import { createFiles } from "../../files/files.ts"
import { createMemoryHome } from "../../files/memoryHome.ts"
import type { SecretValue } from "../../secrets/secretSource.ts"
import type { Arrived } from "./misbehavingServer.ts"

/** In what situation a request is sent. */
export interface HttpSituation {
  readonly secrets?: { readonly [name: string]: SecretValue }
  /** Why an address may not be asked; all may if left out. */
  readonly mayReach?: (address: Address) => Problem | null
}

/** An http port to try, and two servers that misbehave on demand. */
export interface HttpTrial {
  readonly server: string
  readonly other: string
  readonly port: (situation: HttpSituation) => HttpPort
  readonly seenBy: (
    origin: string,
  ) => Promise<{ readonly arrived: readonly Arrived[]; readonly underWay: number }>
  /** What a server comes to that sends on to where the run may not go. */
  readonly hopRefused: string
  /** What a request with a secret comes to that a server sends on. */
  readonly hopWithSecret: { readonly status: number } | { readonly code: string }
  /** What a connection comes to that ends without an answer. */
  readonly noAnswer: string
}

const problem = problemsOf({ not_here: { say: "Not {host}." } })

/** What every http port must do. */
export function httpConformance(trial: () => HttpTrial): void {
  async function send(path: string, request: Partial<HttpRequest> = {}, situation: HttpSituation = {}) {
    const url = path.startsWith("/") ? trial().server + path : path
    return trial()
      .port(situation)
      .send({ method: "GET", url, ...request })
  }
  async function answer(...asked: Parameters<typeof send>): Promise<HttpResponse & { text: string }> {
    const given = await send(...asked)
    if (!given.ok) throw new Error(`Expected an answer but got ${JSON.stringify(given.error)}`)
    return { ...given.value, text: new TextDecoder().decode(given.value.body) }
  }
  async function refusal(...asked: Parameters<typeof send>): Promise<Problem> {
    const given = await send(...asked)
    if (given.ok) throw new Error(`Expected a problem but got status ${given.value.status}`)
    return given.error
  }
  const last = async () => (await trial().seenBy(trial().server)).arrived.at(-1)
  const count = async (origin = trial().server) => (await trial().seenBy(origin)).arrived.length
  const quiet = async () => (await trial().seenBy(trial().server)).underWay
  const key = (hosts: readonly string[] = [trial().server]): HttpSituation => ({
    secrets: { shop: { value: "sk-canary/7f3a+1", hosts } },
  })

  describe("what is sent", () => {
    test("method, headers and body arrive as they are, without cookies or a referrer", async () => {
      const sent = { method: "PUT", headers: { "X-One": "1", "content-type": "text/plain" }, body: "ä" }
      const { text, status, url } = await answer("/echo?q=1#part", sent)
      expect({ status, url }).toEqual({ status: 200, url: `${trial().server}/echo?q=1` })
      const arrived = JSON.parse(text)
      expect(arrived).toMatchObject({
        method: "PUT",
        path: "/echo?q=1",
        body: "ä",
        headers: { "x-one": "1" },
      })
      expect(Object.keys(arrived.headers)).not.toContain("cookie")
      expect(Object.keys(arrived.headers)).not.toContain("referer")
    })

    test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])("the method %s", async method => {
      expect((await answer("/echo", { method })).status).toBe(200)
      expect((await last())?.method).toBe(method)
    })

    test("bytes are sent as bytes", async () => {
      const { text } = await answer("/echo", { method: "POST", body: new TextEncoder().encode("bytes") })
      expect(JSON.parse(text).body).toBe("bytes")
    })

    test.each([
      [{ "x-a": "1\r\nx-b: 2" }],
      [{ "x-a\r\nx-b": "2" }],
      [{ "x-a": "\u{1f600}" }],
      [{ Host: "other.test" }],
      [{ "Transfer-Encoding": "chunked" }],
    ])("headers that would smuggle are refused before anything is sent: %j", async headers => {
      const before = await count()
      expect(await refusal("/echo", { headers })).toMatchObject({
        code: "http_bad_header",
        data: { sent: false },
      })
      expect(await count()).toBe(before)
    })

    test("what may not be reached is not asked", async () => {
      const before = await count()
      const mayReach = ({ host }: Address) => problem("not_here", { host })
      const refused = await refusal("/echo", {}, { mayReach })
      expect(refused).toMatchObject({ code: "not_here", data: { sent: false } })
      expect(await count()).toBe(before)
    })
  })

  describe("secrets", () => {
    test("go as a bearer token, or in the header that the secret names", async () => {
      const bearer = await answer("/echo", { secret: "shop", headers: { Authorization: "mine" } }, key())
      expect(bearer.text).not.toContain("sk-canary")
      expect((await last())?.headers.authorization).toBe("Bearer sk-canary/7f3a+1")
      const secrets = { shop: { value: "k-123456", hosts: [trial().server], header: "X-Api-Key" } }
      await answer("/echo", { secret: "shop" }, { secrets })
      expect((await last())?.headers).toMatchObject({ "x-api-key": "k-123456" })
      expect((await last())?.headers).not.toHaveProperty("authorization")
    })

    test("go nowhere but to their hosts", async () => {
      const before = await count()
      const elsewhere = await refusal("/echo", { secret: "shop" }, key(["api.example.com"]))
      expect(elsewhere).toMatchObject({ code: "secret_elsewhere", retryable: false, data: { sent: false } })
      expect(await refusal("/echo", { secret: "none" })).toMatchObject({ code: "secret_missing" })
      expect(await count()).toBe(before)
    })

    test("HR-019 that a server sends back are seen by nobody", async () => {
      const { text, headers } = await answer("/leak", { secret: "shop" }, key())
      expect(text).toBe("seen: [secret] [secret] [secret]!")
      expect(headers["x-key"]).toBe("[secret]")
      expect(headers).not.toHaveProperty("content-length")
    })

    test("are put into an address, headers and bodies where their tokens stand, each in its form", async () => {
      const token = tokenOf("shop")
      const request: Partial<HttpRequest> = {
        method: "POST",
        headers: { "X-Key": `a ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ key: token }),
      }
      const { url } = await answer(`/echo?k=${token}`, request, key())
      const arrived = await last()
      expect(arrived).toMatchObject({
        path: "/echo?k=sk-canary%2F7f3a%2B1",
        body: '{"key":"sk-canary/7f3a+1"}',
      })
      expect(arrived?.headers["x-key"]).toBe("a sk-canary/7f3a+1")
      expect(url).toBe(`${trial().server}/echo?k=[secret]`)
      const whole = { shop: { value: `${trial().server}/echo/T0/B0`, hosts: [trial().server] } }
      await answer(tokenOf("shop"), {}, { secrets: whole })
      expect((await last())?.path).toBe("/echo/T0/B0")
      const before = await count()
      const elsewhere = await refusal(`/echo?k=${token}`, {}, key(["api.example.com"]))
      expect(elsewhere.code).toBe("secret_elsewhere")
      const noAddress = { shop: { value: "sk-canary", hosts: [trial().server] } }
      const bad = await refusal(token, {}, { secrets: noAddress })
      expect(bad).toMatchObject({ code: "secret_no_address", data: { sent: false } })
      expect(JSON.stringify(bad)).not.toContain("sk-canary")
      expect(await count()).toBe(before)
    })

    test("HR-004 are not sent on, not even to the same host", async () => {
      const before = await count()
      const moved = await send("/to?url=/echo", { secret: "shop" }, key())
      expect(moved.ok ? moved.value : moved.error).toMatchObject(trial().hopWithSecret)
      expect(await count()).toBe(before + 1)
    })

    test("that hold a line break are refused without being shown", async () => {
      const secrets = { shop: { value: "a\r\nb", hosts: [trial().server] } }
      const refused = await refusal("/echo", { secret: "shop" }, { secrets })
      expect(refused.code).toBe("http_bad_header")
      expect(JSON.stringify(refused)).not.toContain("a\\r")
    })
  })

  describe("where a server sends on to", () => {
    test("is followed, and said", async () => {
      const arrived = await answer("/hops/3")
      expect(arrived).toMatchObject({ status: 200, text: "arrived", url: `${trial().server}/hops/0` })
    })

    test("HR-004 is not asked where the run may not go", async () => {
      const before = await count(trial().other)
      const mayReach = ({ host, origin }: Address) =>
        origin === trial().server ? null : problem("not_here", { host })
      const refused = await refusal(`/to?url=${trial().other}/echo`, {}, { mayReach })
      expect(refused.code).toBe(trial().hopRefused)
      expect(await count(trial().other)).toBe(before)
    })
  })

  describe("how an answer goes wrong", () => {
    test("HR-007 a drip does not outlive the limit, nor does silence", async () => {
      for (const path of ["/drip/20", "/hang"]) {
        const slow = await refusal(path, { timeout: 150 })
        expect(slow).toMatchObject({ code: "http_too_slow", retryable: true, data: { answered: false } })
        expect(slow.message).toContain("150ms")
      }
      await expect.poll(quiet).toBe(0)
    })

    test("HR-008 an endless answer ends at the limit, and one of a gigabyte before it begins", async () => {
      const refused = await refusal("/endless", { largest: 300_000 })
      expect(refused).toMatchObject({ code: "http_too_large", retryable: false })
      expect(await refusal("/huge", { largest: 1000 })).toMatchObject({ code: "http_too_large" })
      await expect.poll(quiet).toBe(0)
    })

    test("a bomb is measured by what comes out of it", async () => {
      expect((await answer("/packed")).text).toBe("unpacked")
      expect(await refusal("/bomb", { largest: 1_000_000 })).toMatchObject({ code: "http_too_large" })
    })

    test("HR-010 a body that was cut is no success, and may be tried again", async () => {
      for (const path of ["/cut", "/cutpiece"]) {
        const cut = await refusal(path)
        expect(cut).toMatchObject({ code: "http_cut_body", retryable: true, data: { answered: false } })
        // A browser may drop what came just before the end.
        expect(cut.message).toMatch(/was cut: [05] of/)
      }
    })

    test.each([
      ["/cut", {}, "http_cut_body"],
      ["/drip/20", { timeout: 150 }, "http_too_slow"],
      ["/endless", { largest: 300_000 }, "http_too_large"],
      ["/bomb", { largest: 1_000_000 }, "http_too_large"],
    ])("%s, on its way to a file, leaves nothing half-written", async (path, limits, code) => {
      const files = createFiles(createMemoryHome(() => 0, { "a.bin": "before" }))
      for (const file of ["a.bin", "new.bin"]) {
        const url = trial().server + path
        const opened = await trial()
          .port({})
          .open({ method: "GET", url, ...limits })
        if (!opened.ok) throw new Error(opened.error.message)
        expect(await files.writeStream(file, opened.value.body)).toMatchObject({ error: { code } })
      }
      expect(await files.list("**")).toMatchObject({ value: [{ path: "a.bin", size: 6 }] })
      await expect.poll(quiet).toBe(0)
    })

    test("a connection that ends without an answer", async () => {
      for (const path of ["/silent", "/garbage"])
        expect(await refusal(path)).toMatchObject({
          code: trial().noAnswer,
          retryable: true,
          data: { answered: false },
        })
    })

    test.each([
      ["/status/429?retry-after=5", 429, "5"],
      ["/status/429", 429, undefined],
      ["/status/503?retry-after=-1", 503, "-1"],
      ["/status/500", 500, undefined],
      ["/status/404", 404, undefined],
      ["/status/401", 401, undefined],
    ])("%s is an answer, which the step reads", async (path, status, wait) => {
      const given = await answer(path)
      expect(given).toMatchObject({ status, text: "why" })
      expect(given.headers["retry-after"]).toBe(wait)
    })

    test("HEAD, and a status without a body", async () => {
      expect(await answer("/status/200?content-length=900", { method: "HEAD" })).toMatchObject({ text: "" })
      expect(await answer("/status/204")).toMatchObject({ status: 204, text: "" })
    })
  })

  describe("a request that is told to stop", () => {
    test.each(["/hang", "/drip/20", "/endless"])(
      "%s stops at once, and lets go of the answer",
      async path => {
        await expect.poll(quiet).toBe(0)
        const stop = new AbortController()
        const { server, port } = trial()
        const asked = port({}).send({ method: "GET", url: server + path, largest: 2 ** 40 }, stop.signal)
        await expect.poll(quiet).toBe(1)
        const started = performance.now()
        stop.abort()
        expect(await asked).toMatchObject({ error: { code: "http_stopped", data: { answered: false } } })
        expect(performance.now() - started).toBeLessThan(1000)
        await expect.poll(quiet).toBe(0)
      },
    )

    test("before it began is not sent", async () => {
      const before = await count()
      const stopped = await trial()
        .port({})
        .send({ method: "GET", url: `${trial().server}/echo` }, AbortSignal.abort())
      expect(stopped).toMatchObject({ error: { code: "http_stopped", data: { sent: false } } })
      expect(await count()).toBe(before)
    })
  })
}
