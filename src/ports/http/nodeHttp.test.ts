import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Address } from "../../model/address.ts"
import type { HttpRequest, HttpResponse } from "../../model/ports.ts"
import { type Problem, problemsOf } from "../../model/problems.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import type { SecretValue } from "../secrets/secretSource.ts"
import { createNodeHttp } from "./nodeHttp.ts"
import { httpConformance } from "./testing/httpConformance.ts"
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

httpConformance(() => ({
  server: server.origin,
  other: other.origin,
  port: ({ mayReach = () => null, secrets = {} }) =>
    createNodeHttp({ mayReach, secrets: { find: async name => secrets[name] } }),
  async seenBy(origin) {
    const { arrived, underWay } = origin === server.origin ? server : other
    return { arrived, underWay: underWay() }
  },
  hopRefused: "not_here",
  hopWithSecret: { status: 302 },
  noAnswer: "http_no_answer",
}))

test("an address within a secret is asked about like any other", async () => {
  const secrets = { hook: { value: `${server.origin}/echo`, hosts: [server.origin] } }
  const mayReach = ({ host }: Address) => problem("not_here", { host })
  expect((await refusal(tokenOf("hook"), {}, { secrets, mayReach })).code).toBe("not_here")
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
})

describe("a name that answers anew", () => {
  /** A port for which names stand for something else each time that they are looked up. */
  function rebinding(answers: { readonly [host: string]: readonly (readonly string[])[] }) {
    const looked: string[] = []
    const port = createNodeHttp({
      mayReach: ({ isLocal, host }) =>
        isLocal && host !== "near.test" ? problem("not_here", { host }) : null,
      secrets: { find: async () => undefined },
      async lookUp(host) {
        const nth = looked.filter(each => each === host).length
        looked.push(host)
        return answers[host]?.[nth] ?? []
      },
    })
    const at = (host: string, path: string) => `http://${host}:${new URL(server.origin).port}${path}`
    return { looked, at, send: (url: string) => port.send({ method: "GET", url }) }
  }

  test("is asked at the number that was looked at, and looked up once", async () => {
    const { looked, at, send } = rebinding({ "near.test": [["127.0.0.1"], ["127.0.0.99"]] })
    expect(await send(at("near.test", "/echo"))).toMatchObject({ value: { status: 200 } })
    expect(looked).toEqual(["near.test"])
    expect(server.arrived.at(-1)?.headers.host).toMatch(/^near\.test:/)
  })

  test("is nowhere where it stood for nothing, whatever the system says of it since", async () => {
    const { at, send } = rebinding({ "far.test": [[], ["127.0.0.1"]] })
    expect(await send(at("far.test", "/echo"))).toMatchObject({ error: { code: "http_no_host" } })
  })

  test("is looked at anew on each hop, and refused once it leads to this computer", async () => {
    const { at, send, looked } = rebinding({ "near.test": [["127.0.0.1"]], "far.test": [["127.0.0.1"]] })
    const before = server.arrived.length
    const sent = await send(at("near.test", `/to?url=${encodeURIComponent(at("far.test", "/echo"))}`))
    expect(sent).toMatchObject({ error: { code: "not_here" } })
    expect(looked).toEqual(["near.test", "far.test"])
    expect(server.arrived.slice(before).map(({ path }) => path.split("?")[0])).toEqual(["/to"])
  })
})

describe("a request that is told to stop", () => {
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
