import { describe, expect, inject, test } from "vitest"
import { parseHostPattern } from "../../model/hostPattern.ts"
import { createGrantedFetch, type FetchOptions, FetchRefused } from "../../ports/http/frame/grantedFetch.ts"
import type { Arrived } from "../../ports/http/testing/misbehavingServer.ts"
import type { SecretValue } from "../../ports/secrets/secretSource.ts"
import { linesForTests } from "./testing/linesForTests.ts"

const [server, other] = inject("servers")
const key: SecretValue = { value: "sk-canary/7f3a+1", hosts: [server] }
const secrets: { [name: string]: SecretValue } = { shop: key }
const lines = linesForTests(name => secrets[name])

function ask(url: string, init: RequestInit = {}, options: FetchOptions & { hosts?: string[] } = {}) {
  const hosts = (options.hosts ?? [server]).map(text => {
    const pattern = parseHostPattern(text)
    if (!pattern.ok) throw new Error(pattern.error)
    return pattern.value
  })
  return createGrantedFetch(() => lines.to(hosts))(new Request(url, init), options)
}

async function refusal(...asked: Parameters<typeof ask>) {
  const cause = await ask(...asked).then(
    ({ status }) => new Error(`Expected a problem but got status ${status}`),
    cause => cause,
  )
  if (!(cause instanceof FetchRefused)) throw cause
  return cause.problem
}

async function seenBy(origin: string): Promise<{ arrived: Arrived[]; underWay: number }> {
  return (await fetch(`${origin}/seen`)).json()
}

describe("what the browser lets a run reach", () => {
  test("is the granted host", async () => {
    const response = await ask(`${server}/echo?q=1`, { method: "PUT", body: "ä", headers: { "x-one": "1" } })
    const arrived = (await response.json()) as Arrived
    expect(arrived).toMatchObject({ method: "PUT", path: "/echo?q=1", body: "ä", headers: { "x-one": "1" } })
    expect(Object.keys(arrived.headers)).not.toContain("cookie")
    expect(Object.keys(arrived.headers)).not.toContain("referer")
    expect(response.url).toBe(`${server}/echo?q=1`)
  })

  test("is no other host, whoever asks", async () => {
    const before = (await seenBy(other)).arrived.length
    expect((await refusal(`${other}/echo`)).code).toBe("http_hop_elsewhere")
    expect((await refusal(`${other}/echo`, {}, { hosts: [] })).code).toBe("http_hop_elsewhere")
    expect((await seenBy(other)).arrived.length).toBe(before)
  })

  test("is no other host to which the granted one sends on", async () => {
    const before = (await seenBy(other)).arrived.length
    for (const status of [302, 307, 308]) {
      const problem = await refusal(`${server}/to?status=${status}&url=${other}/echo`)
      expect(problem.code).toBe("http_hop_elsewhere")
    }
    expect((await seenBy(other)).arrived.length).toBe(before)
    const both = await ask(`${server}/to?url=${other}/echo`, {}, { hosts: [server, other] })
    expect(await both.json()).toMatchObject({ path: "/echo" })
  })

  test("grows with a new frame, and not by anything that an old one is told", async () => {
    const first = await lines.to([])
    expect(await lines.to([])).toBe(first)
    expect((await ask(`${other}/echo`, {}, { hosts: [other] })).status).toBe(200)
    expect((await refusal(`${other}/echo`, {}, { hosts: [] })).code).toBe("http_hop_elsewhere")
  })
})

describe("secrets", () => {
  test("are put where the request says, and taken out of what comes back", async () => {
    const response = await ask(
      `${server}/leak`,
      { headers: { Authorization: "Bearer dummy" } },
      { secret: { name: "shop" } },
    )
    expect(await response.text()).toBe("seen: [secret] [secret] [secret]!")
    expect(response.headers.get("x-key")).toBe("[secret]")
    const named = await ask(
      `${server}/echo`,
      {},
      { secret: { name: "shop", header: "x-api-key", before: "" } },
    )
    expect((await named.json()).headers["x-api-key"]).toBe("[secret]")
    const { arrived } = await seenBy(server)
    expect(arrived.at(-1)?.headers["x-api-key"]).toBe(key.value)
    const basic = await ask(`${server}/echo`, {}, { secret: { name: "shop", user: "git" } })
    expect((await basic.json()).headers.authorization).toBe("Basic [secret]")
  })

  test("go to their own hosts alone, and are not sent on", async () => {
    const before = (await seenBy(other)).arrived.length
    const hosts = [server, other]
    const elsewhere = await refusal(`${other}/echo`, {}, { secret: { name: "shop" }, hosts })
    expect(elsewhere).toMatchObject({ code: "secret_elsewhere", data: { sent: false } })
    expect(await refusal(`${server}/echo`, {}, { secret: { name: "none" } })).toMatchObject({
      code: "secret_missing",
    })
    const moved = await refusal(`${server}/to?url=${other}/echo`, {}, { secret: { name: "shop" }, hosts })
    expect(moved.code).toBe("http_hop_unseen")
    expect((await seenBy(other)).arrived.length).toBe(before)
  })
})

describe("a body", () => {
  test("comes piece by piece, no faster than it is read, and ends with its connection", async () => {
    const response = await ask(`${server}/endless`)
    const reader = response.body?.getReader()
    for (let got = 0; got < 1_000_000; ) got += (await reader?.read())?.value?.length ?? 0
    await expect.poll(async () => (await seenBy(server)).underWay).toBe(1)
    await reader?.cancel()
    await expect.poll(async () => (await seenBy(server)).underWay).toBe(0)
  })

  test("and a request that is told to stop end within 100 ms", async () => {
    for (const path of ["/hang", "/drip/20"]) {
      const stop = new AbortController()
      const asked = ask(server + path, { signal: stop.signal }).then(response => response.text())
      await expect.poll(async () => (await seenBy(server)).underWay).toBe(1)
      const started = performance.now()
      stop.abort()
      await expect(asked).rejects.toThrow()
      expect(performance.now() - started).toBeLessThan(100)
      await expect.poll(async () => (await seenBy(server)).underWay).toBe(0)
    }
  })

  test("that is cut is an error", async () => {
    const response = await ask(`${server}/cutpiece`)
    await expect(response.text()).rejects.toThrow(TypeError)
  })
})

test("what the browser does not say is found out", async () => {
  expect((await refusal(`${server}/echo?closed`)).code).toBe("http_not_for_pages")
  expect((await refusal(`${server}/silent`)).code).toBe("http_unheard")
  expect((await refusal(`http://localhost:1/`, {}, { hosts: ["http://localhost:1"] })).code).toBe(
    "http_unheard",
  )
})
