import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Address } from "../../model/address.ts"
import type { HttpRequest, HttpResponse } from "../../model/ports.ts"
import { type Problem, problemsOf } from "../../model/problems.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import type { SecretValue } from "../secrets/secretSource.ts"
import { createNodeHttp } from "./nodeHttp.ts"
import { createMisbehavingServer, type MisbehavingServer } from "./testing/misbehavingServer.ts"

let server: MisbehavingServer
let other: MisbehavingServer
beforeAll(async () => {
  ;[server, other] = [await createMisbehavingServer(), await createMisbehavingServer()]
})
afterAll(async () => {
  await server.close()
  await other.close()
})

const problem = problemsOf({ not_here: { say: "Not {host}." } })

interface Situation {
  readonly secrets?: { readonly [name: string]: SecretValue }
  readonly mayReach?: (address: Address) => Problem | null
  readonly signal?: AbortSignal
}

function ask(path: string, request: Partial<HttpRequest> = {}, situation: Situation = {}) {
  const { mayReach = () => null, secrets = {}, signal } = situation
  const port = createNodeHttp({ mayReach, secrets: { find: async name => secrets[name] } })
  const url = path.startsWith("/") ? server.origin + path : path
  return port.send({ method: "GET", url, ...request }, signal)
}

async function answer(...asked: Parameters<typeof ask>): Promise<HttpResponse & { text: string }> {
  const given = await ask(...asked)
  if (!given.ok) throw new Error(`Expected an answer but got ${JSON.stringify(given.error)}`)
  return { ...given.value, text: new TextDecoder().decode(given.value.body) }
}

async function refusal(...asked: Parameters<typeof ask>): Promise<Problem> {
  const given = await ask(...asked)
  if (given.ok) throw new Error(`Expected a problem but got status ${given.value.status}`)
  return given.error
}

const key = (hosts: readonly string[] = [server.origin]): Situation => ({
  secrets: { shop: { value: "sk-canary/7f3a+1", hosts } },
})

describe("what is sent", () => {
  test("method, headers and body arrive as they are, without cookies or a referrer", async () => {
    const sent = { method: "PUT", headers: { "X-One": "1", "content-type": "text/plain" }, body: "ä" }
    const { text, status, url } = await answer("/echo?q=1#part", sent)
    expect({ status, url }).toEqual({ status: 200, url: `${server.origin}/echo?q=1` })
    const arrived = JSON.parse(text)
    expect(arrived).toMatchObject({ method: "PUT", path: "/echo?q=1", body: "ä", headers: { "x-one": "1" } })
    expect(Object.keys(arrived.headers)).not.toContain("cookie")
    expect(Object.keys(arrived.headers)).not.toContain("referer")
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
    const before = server.arrived.length
    expect(await refusal("/echo", { headers })).toMatchObject({
      code: "http_bad_header",
      data: { sent: false },
    })
    expect(server.arrived.length).toBe(before)
  })

  test("what may not be reached is not asked", async () => {
    const before = server.arrived.length
    const mayReach = ({ host }: Address) => problem("not_here", { host })
    expect(await refusal("/echo", {}, { mayReach })).toMatchObject({
      code: "not_here",
      data: { sent: false },
    })
    expect(server.arrived.length).toBe(before)
  })
})

describe("secrets", () => {
  test("go as a bearer token, or in the header that the secret names", async () => {
    const bearer = await answer("/echo", { secret: "shop", headers: { Authorization: "mine" } }, key())
    expect(bearer.text).not.toContain("sk-canary")
    expect(server.arrived.at(-1)?.headers.authorization).toBe("Bearer sk-canary/7f3a+1")
    const secrets = { shop: { value: "k-123456", hosts: [server.origin], header: "X-Api-Key" } }
    await answer("/echo", { secret: "shop" }, { secrets })
    expect(server.arrived.at(-1)?.headers).toMatchObject({ "x-api-key": "k-123456" })
    expect(server.arrived.at(-1)?.headers).not.toHaveProperty("authorization")
  })

  test("go nowhere but to their hosts", async () => {
    const before = server.arrived.length
    const elsewhere = await refusal("/echo", { secret: "shop" }, key(["api.example.com"]))
    expect(elsewhere).toMatchObject({ code: "secret_elsewhere", retryable: false, data: { sent: false } })
    expect(await refusal("/echo", { secret: "none" })).toMatchObject({ code: "secret_missing" })
    expect(server.arrived.length).toBe(before)
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
    const arrived = server.arrived.at(-1)
    expect(arrived).toMatchObject({
      path: "/echo?k=sk-canary%2F7f3a%2B1",
      body: '{"key":"sk-canary/7f3a+1"}',
    })
    expect(arrived?.headers["x-key"]).toBe("a sk-canary/7f3a+1")
    expect(url).toBe(`${server.origin}/echo?k=[secret]`)
    const whole = { shop: { value: `${server.origin}/echo/T0/B0`, hosts: [server.origin] } }
    await answer(tokenOf("shop"), {}, { secrets: whole })
    expect(server.arrived.at(-1)?.path).toBe("/echo/T0/B0")
    const mayReach = ({ host }: Address) => problem("not_here", { host })
    expect((await refusal(tokenOf("shop"), {}, { secrets: whole, mayReach })).code).toBe("not_here")
    const elsewhere = await refusal(`/echo?k=${token}`, {}, key(["api.example.com"]))
    expect(elsewhere.code).toBe("secret_elsewhere")
  })

  test("HR-004 are not sent on, not even to the same host", async () => {
    const before = server.arrived.length
    const moved = await answer("/to?url=/echo", { secret: "shop" }, key())
    expect(moved).toMatchObject({ status: 302, headers: { location: "/echo" } })
    expect(server.arrived.length).toBe(before + 1)
  })

  test("that hold a line break are refused without being shown", async () => {
    const secrets = { shop: { value: "a\r\nb", hosts: [server.origin] } }
    const refused = await refusal("/echo", { secret: "shop" }, { secrets })
    expect(refused.code).toBe("http_bad_header")
    expect(JSON.stringify(refused)).not.toContain("a\\r")
  })
})

describe("where a server sends on to", () => {
  test("is followed, up to twenty times", async () => {
    expect(await answer("/hops/20")).toMatchObject({
      status: 200,
      text: "arrived",
      url: `${server.origin}/hops/0`,
    })
  })

  test("HR-005 fifty hops are too many", async () => {
    expect(await refusal("/hops/50")).toMatchObject({ code: "http_hops", retryable: false })
    expect(server.arrived.at(-1)?.path).toBe("/hops/30")
  })

  test("HR-004 is asked about at every hop", async () => {
    const before = other.arrived.length
    const mayReach = ({ host, origin }: Address) =>
      origin === server.origin ? null : problem("not_here", { host })
    const refused = await refusal(`/to?url=${other.origin}/echo`, {}, { mayReach })
    expect(refused.code).toBe("not_here")
    expect(refused.data).toBeUndefined()
    expect(other.arrived.length).toBe(before)
  })

  test("keys of any name stay at the origin that they were meant for", async () => {
    const headers = { Authorization: "Bearer x", "X-Api-Key": "y", Cookie: "c=1", Accept: "text/plain" }
    await answer(`/to?url=${other.origin}/echo`, { headers })
    const { headers: arrived } = other.arrived.at(-1) ?? { headers: {} }
    expect(arrived).toMatchObject({ accept: "text/plain" })
    for (const name of ["authorization", "x-api-key", "cookie"]) expect(arrived).not.toHaveProperty(name)
    await answer("/to?url=/echo", { headers })
    expect(server.arrived.at(-1)?.headers).toMatchObject({ authorization: "Bearer x", "x-api-key": "y" })
  })

  test.each([
    [301, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "text"],
    [308, "PUT", "PUT", "text"],
    [302, "HEAD", "HEAD", ""],
  ])("status %d makes of %s a %s", async (status, method, then, body) => {
    const path = `/to?status=${status}&url=/echo`
    await answer(path, { method, ...(method === "HEAD" ? {} : { body: "text" }) })
    expect(server.arrived.at(-1)).toMatchObject({ path: "/echo", method: then, body })
  })

  test.each(["javascript:alert(1)", "file:///etc/passwd", "http://a@b/", "http://["])(
    "%s is no place to go",
    async target => {
      const refused = await refusal(`/to?url=${encodeURIComponent(target)}`)
      expect(refused).toMatchObject({ code: "http_bad_hop", retryable: false })
    },
  )

  test("a refused second hop does not say that nothing was sent", async () => {
    const closed = await closedPort()
    const refused = await refusal(`/to?status=307&url=${closed}`, { method: "POST", body: "x" })
    expect(refused).toMatchObject({ code: "http_unreachable", data: { answered: false } })
    expect(refused.data).not.toHaveProperty("sent")
  })
})

describe("how an answer goes wrong", () => {
  test("HR-007 a drip does not outlive the limit, nor does silence", async () => {
    for (const path of ["/drip/20", "/hang"]) {
      const slow = await refusal(path, { timeout: 150 })
      expect(slow).toMatchObject({ code: "http_too_slow", retryable: true, data: { answered: false } })
      expect(slow.message).toContain("150ms")
    }
  })

  test("HR-008 an endless answer ends at the limit", async () => {
    const refused = await refusal("/endless", { largest: 300_000 })
    expect(refused).toMatchObject({ code: "http_too_large", retryable: false })
    expect(await refusal("/huge", { largest: 1000 })).toMatchObject({ code: "http_too_large" })
  })

  test("a bomb is measured by what comes out of it", async () => {
    expect((await answer("/packed")).text).toBe("unpacked")
    expect(await refusal("/bomb", { largest: 1_000_000 })).toMatchObject({ code: "http_too_large" })
  })

  test("HR-010 a body that was cut is no success, and may be tried again", async () => {
    for (const path of ["/cut", "/cutpiece"]) {
      const cut = await refusal(path)
      expect(cut).toMatchObject({ code: "http_cut_body", retryable: true, data: { answered: false } })
      expect(cut.message).toContain("5 of")
    }
  })

  test("a connection that ends without an answer", async () => {
    for (const path of ["/silent", "/garbage"])
      expect(await refusal(path)).toMatchObject({
        code: "http_no_answer",
        retryable: true,
        data: { answered: false },
      })
  })

  test("more than was announced is not taken for the answer", async () => {
    const given = await ask("/toolong")
    if (given.ok) expect(new TextDecoder().decode(given.value.body)).toBe("123")
    else expect(given.error.retryable).toBe(true)
  })

  test("a computer that is not there, or does not listen", async () => {
    const closed = await refusal(await closedPort())
    expect(closed).toMatchObject({ code: "http_unreachable", retryable: true, data: { sent: false } })
    const nowhere = await refusal("http://no-such-host.invalid/")
    expect(nowhere).toMatchObject({ code: "http_no_host", retryable: true, data: { sent: false } })
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
  test.each(["/hang", "/drip/20", "/endless"])("%s stops at once, and lets go of the answer", async path => {
    const fresh = await createMisbehavingServer()
    const stop = new AbortController()
    const asked = ask(fresh.origin + path, { largest: 2 ** 40 }, { signal: stop.signal })
    while (fresh.arrived.length === 0) await new Promise(go => setTimeout(go, 5))
    const started = performance.now()
    stop.abort()
    expect(await asked).toMatchObject({ error: { code: "http_stopped", data: { answered: false } } })
    expect(performance.now() - started).toBeLessThan(1000)
    for (let tries = 0; fresh.underWay() > 0 && tries < 200; tries++)
      await new Promise(go => setTimeout(go, 10))
    expect(fresh.underWay()).toBe(0)
    await fresh.close()
  })

  test("while its host is looked up is known not to have been sent", async () => {
    const forever = () => new Promise<never>(() => {})
    const port = createNodeHttp({
      mayReach: () => null,
      secrets: { find: async () => undefined },
      lookUp: forever,
    })
    const stop = new AbortController()
    const asked = port.send({ method: "POST", url: "https://slow.test/" }, stop.signal)
    stop.abort()
    expect(await asked).toMatchObject({ error: { code: "http_stopped", data: { sent: false } } })
    const slow = await port.send({ method: "POST", url: "https://slow.test/", timeout: 30 })
    expect(slow).toMatchObject({ error: { code: "http_too_slow", data: { sent: false } } })
  })

  test("before it began is not sent", async () => {
    const before = server.arrived.length
    const refused = await refusal("/echo", {}, { signal: AbortSignal.abort() })
    expect(refused).toMatchObject({ code: "http_stopped", data: { sent: false } })
    expect(server.arrived.length).toBe(before)
  })
})

/** An address on which nobody listens. */
async function closedPort(): Promise<string> {
  const closing = await createMisbehavingServer()
  await closing.close()
  const port = Number(new URL(closing.origin).port)
  await new Promise<void>(go => {
    const socket = connect(port, "127.0.0.1")
    socket.on("error", () => go())
    socket.on("connect", () => socket.end(() => go()))
  })
  return closing.origin
}
