import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { everyGrant, type Grant, parseGrant } from "../../model/grants.ts"
import type { Ports } from "../../model/ports.ts"
import { createTestPorts, type TestPorts } from "../../steps/testing/createTestPorts.ts"
import { makeCommits } from "../../steps/testing/makeCommits.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import { createFiles } from "../files/files.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createGit } from "../git/git.ts"
import { startGitServer } from "../git/testing/gitServer.ts"
import { createNodeHttp } from "../http/nodeHttp.ts"
import { createMisbehavingServer, type MisbehavingServer } from "../http/testing/misbehavingServer.ts"
import { jobsHere } from "../jobs/runHere.ts"
import { givenWithTheWorkspace, grantedPorts, reachOf } from "./grantedPorts.ts"

function grants(...texts: readonly string[]): Grant[] {
  return texts.map(text => {
    const parsed = parseGrant(text)
    if (!parsed.ok) throw new Error(parsed.error.message)
    return parsed.value
  })
}

function testPorts(): TestPorts {
  const answers = ["git", "shell", "http", "ai", "notify"].map(port => [port, [null, null]] as const)
  return createTestPorts({ files: { a: "a" }, answers: Object.fromEntries(answers) })
}

/** Something that a step asks of a port, and the grants that it takes, each of which is missed alone. */
const uses: readonly [string, readonly string[], (ports: Ports) => Promise<unknown>][] = [
  ["http", ["http:https://a.test"], ({ http }) => http.send({ method: "GET", url: "https://a.test/x" })],
  [
    "http with a secret",
    ["http:https://a.test", "secret:k"],
    ({ http }) => http.send({ method: "GET", url: "https://a.test/x", secret: "k" }),
  ],
  [
    "http with secrets in its text",
    ["http:https://a.test", "secret:k", "secret:l"],
    ({ http }) =>
      http.send({
        method: "POST",
        url: `https://a.test/${tokenOf("k")}`,
        headers: { a: tokenOf("l") },
        body: tokenOf("k"),
      }),
  ],
  ["shell", ["shell"], ({ shell }) => shell.run({ command: "ls" })],
  ["ai", ["ai:claude"], ({ ai }) => ai.chat({ provider: "claude", messages: [] })],
  ["push", ["git:origin"], ({ git }) => git.push({})],
  ["pull", ["git:up", "secret:k"], ({ git }) => git.pull({ remote: "up", secret: "k" })],
  [
    "webhook",
    ["notify:slack", "secret:k"],
    ({ notify }) => notify.webhook({ service: "slack", secret: "k", text: "" }),
  ],
  ["read", ["files:read"], ({ files }) => files.read("a")],
  ["list", ["files:read"], ({ files }) => files.list("*")],
  ["write", ["files:write"], ({ files }) => files.write("b", "b")],
  ["append", ["files:write"], ({ files }) => files.append("a", "b")],
  ["move", ["files:write"], ({ files }) => files.move("a", "b")],
  ["copy", ["files:write"], ({ files }) => files.copy("a", "b")],
  ["remove", ["files:write"], ({ files }) => files.remove("a")],
  ["folder", ["files:write"], ({ files }) => files.makeFolder("b")],
]

describe.each(uses)("%s", (_, needed, use) => {
  test("is done with its grants, and with all", async () => {
    for (const given of [grants(...needed), everyGrant]) {
      expect(await use(grantedPorts(testPorts(), () => given) as Ports)).toMatchObject({ ok: true })
    }
  })

  test.each(needed)("is not done without %s, which is named", async missing => {
    const ports = testPorts()
    const given = grants(...needed.filter(one => one !== missing))
    const answer = await use(grantedPorts(ports, () => given) as Ports)
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "grant_missing", retryable: false, data: { pattern: missing, sent: false } },
    })
    expect(ports.asked).toEqual([])
    expect(ports.files.all()).toEqual({ a: "a" })
  })
})

test("what stays on this computer asks for nothing", async () => {
  const { git, notify, clock } = grantedPorts(testPorts(), () => []) as Ports
  expect(await git.commit({ message: "m", all: true })).toMatchObject({ ok: true })
  expect(await git.status({})).toMatchObject({ ok: true })
  expect(await notify.show({ title: "t", text: "" })).toMatchObject({ ok: true })
  expect(await notify.draft({ to: [], subject: "", text: "" })).toMatchObject({ ok: true })
  expect(clock.now()).toBeGreaterThan(0)
})

test("the workspace is given with the run, and nothing else is", async () => {
  const { files, shell } = grantedPorts(testPorts(), () => givenWithTheWorkspace) as Ports
  expect(await files.write("b", "b")).toMatchObject({ ok: true })
  expect(await shell.run({ command: "ls" })).toMatchObject({ error: { code: "grant_missing" } })
})

test("a grant that comes later counts from then on", async () => {
  const given: Grant[] = []
  const { shell } = grantedPorts(testPorts(), () => given) as Ports
  expect(await shell.run({ command: "ls" })).toMatchObject({ ok: false })
  given.push(...grants("shell"))
  expect(await shell.run({ command: "ls" })).toMatchObject({ ok: true })
})

test("ports that are not there are not made up", () => {
  expect(Object.keys(grantedPorts({}, () => everyGrant))).toEqual([])
})

describe("real requests", () => {
  let server: MisbehavingServer
  let other: MisbehavingServer
  beforeAll(async () => {
    ;[server, other] = [await createMisbehavingServer(), await createMisbehavingServer()]
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })
  /** What names stand for; others for nothing. */
  const numbers: { readonly [host: string]: string[] } = {
    "leads-home.test": ["8.8.8.8", "::ffff:127.0.0.1"],
    "near.test": ["127.0.0.1"],
  }
  const send = (url: string, ...texts: readonly string[]) => {
    const given = () => grants(...texts)
    const secrets = { find: async () => undefined }
    const lookUp = async (host: string) => numbers[host] ?? []
    const http = createNodeHttp({ mayReach: reachOf(given), secrets, lookUp })
    return grantedPorts({ http }, given).http?.send({ method: "GET", url })
  }

  test("follow to another host only where that was granted too", async () => {
    const url = `${server.origin}/to?url=${other.origin}/echo`
    const refused = await send(url, `http:${server.origin}`)
    expect(refused).toMatchObject({
      error: { code: "grant_missing", data: { pattern: `http:${other.origin}` } },
    })
    expect(other.arrived).toEqual([])
    const both = await send(url, `http:${server.origin}`, `http:${other.origin}`)
    expect(both).toMatchObject({ ok: true, value: { status: 200 } })
  })

  test("reach this computer by no name that leads to it, unless that very name was granted", async () => {
    const url = `${server.origin}/to?url=http://leads-home.test/`
    for (const [asked, ...texts] of [
      ["http://leads-home.test/", "http:*"],
      [url, "http:*", `http:${server.origin}`],
    ] as const) {
      expect(await send(asked, ...texts)).toMatchObject({
        error: { code: "grant_missing", data: { pattern: "http:http://leads-home.test" } },
      })
    }
    const near = server.origin.replace("127.0.0.1", "near.test")
    expect(await send(`${near}/echo`, "http:*")).toMatchObject({ error: { code: "grant_missing" } })
    expect(await send(`${near}/echo`, `http:${near}`)).toMatchObject({ value: { status: 200 } })
    const other = await send("http://leads-elsewhere.test/", "http:*")
    expect(other).toMatchObject({ error: { code: "http_no_host" } })
  })

  test("of git ask for the host of the remote alone, and once", async () => {
    const remote = await startGitServer()
    const commit = [{ message: "first", files: { a: "a" } }]
    const home = createMemoryHome(() => 0)
    const given = [...givenWithTheWorkspace]
    const http = createNodeHttp({ mayReach: reachOf(() => given), secrets: { find: async () => undefined } })
    const git = createGit({ home, jobs: jobsHere, http, now: () => 0 })
    await makeCommits({ git, files: createFiles(home) }, commit)
    await home.write(
      ".git/config",
      new TextEncoder().encode(
        `[remote "origin"]\n\turl = ${remote.url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
      ),
    )
    const guarded = grantedPorts({ git }, () => given).git
    const asked: unknown[] = []
    for (const exchange of ["push", "fetch", "pull"] as const) {
      let answer = await guarded?.[exchange]({})
      if (answer?.ok === false) {
        const { pattern } = answer.error.data ?? {}
        asked.push(pattern)
        given.push(...grants(String(pattern)))
        answer = await guarded?.[exchange]({})
      }
      expect(answer, exchange).toMatchObject({ ok: true })
    }
    expect(asked).toEqual([`http:${new URL(remote.url).origin}`])
    await remote.close()
  })

  test("reach this computer under no name that was not granted", async () => {
    const port = new URL(server.origin).port
    for (const host of ["127.1", "0x7f.1", "127.0.0.1.", "\uff11\uff12\uff17.0.0.1"]) {
      const refused = await send(`http://${host}:${port}/echo`, "http:*")
      expect(refused).toMatchObject({ error: { data: { pattern: `http:${server.origin}` } } })
      expect(await send(`http://${host}:${port}/echo`, "http:local")).toMatchObject({ ok: true })
    }
  })
})
