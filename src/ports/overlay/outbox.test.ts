import { expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import type { Ports } from "../../model/ports.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { createTestPorts } from "../../steps/testing/createTestPorts.ts"
import { tokenOf } from "../../syntax/secretTokens.ts"
import { recordedPorts } from "../recording/recordedPorts.ts"
import { heldPorts } from "./outbox.ts"

function situation(answers: { readonly [port: string]: readonly [] | readonly [null] } = {}) {
  const real = createTestPorts({ answers })
  const { ports, calls } = recordedPorts(heldPorts(real), { now: () => 0 })
  const entries = async () =>
    (await calls()).flatMap(({ port, what, held }) => (held === undefined ? [] : [{ port, what, ...held }]))
  return { real, ports: ports as Ports, entries }
}

test("requests that only read pass, and the others are recorded and answered", async () => {
  const { real, ports, entries } = situation({ http: [null] })
  const { http } = ports
  const url = "https://a.test/x"
  expect(await http.send({ method: "GET", url })).toMatchObject({ ok: true })
  expect(real.asked.length).toBe(1)
  const posted = await http.send({ method: "POST", url, secret: "key", headers: { a: "b" }, body: "text" })
  expect(posted).toMatchObject({ value: { status: 200, url, headers: { "rivulet-simulated": "true" } } })
  await http.send({ method: "DELETE", url, body: new Uint8Array([1, 2]) })
  expect(real.asked.length).toBe(1)
  expect(await entries()).toEqual([
    {
      port: "http",
      what: "send",
      with: { method: "POST", url, secret: "key", headers: { a: "b" }, body: "text" },
      say: `POST ${url}`,
    },
    expect.objectContaining({ with: { method: "DELETE", url, body: { base64: "AQI=" } } }),
  ])
})

test("what is held shows no token of a secret", async () => {
  const { ports, entries } = situation({})
  const [token, url] = [tokenOf("key"), "https://a.test/x"]
  await ports.http.send({ method: "PUT", url: `${url}?k=${token}`, headers: { a: token }, body: token })
  const shown = { method: "PUT", url: `${url}?k=[secret]`, headers: { a: "[secret]" }, body: "[secret]" }
  expect(await entries()).toMatchObject([{ say: `PUT ${shown.url}`, with: shown }])
})

const held: readonly [string, string, (ports: Ports) => Promise<{ ok: boolean }>][] = [
  ["shell.run", "rm -rf .", ({ shell }) => shell.run({ command: "rm -rf ." })],
  ["notify.show", "Notification: t", ({ notify }) => notify.show({ title: "t", text: "" })],
  [
    "notify.webhook",
    "Message to slack: hi",
    ({ notify }) => notify.webhook({ service: "slack", secret: "k", text: "hi" }),
  ],
  [
    "notify.draft",
    "E-mail to a@b.test: s",
    ({ notify }) => notify.draft({ to: ["a@b.test"], subject: "s", text: "" }),
  ],
  ["notify.chat", "Chat: hi", ({ notify }) => notify.chat({ session: "main", text: "hi" })],
  ["events.emit", "Event: e", ({ events }) => events.emit("e", { a: 1 })],
  ["git.commit", "Commit: m", ({ git }) => git.commit({ message: "m", all: true })],
  ["git.branch", "Branch b", ({ git }) => git.branch({ name: "b" })],
  ["git.checkout", "Check out b", ({ git }) => git.checkout({ to: "b", create: true })],
  ["git.merge", "Merge b", ({ git }) => git.merge({ from: "b" })],
  ["git.push", "Push to origin", ({ git }) => git.push({})],
  ["git.pull", "Pull from up", ({ git }) => git.pull({ remote: "up" })],
]

test.each(held)("%s is recorded and not done", async (name, say, use) => {
  const { real, ports, entries } = situation()
  expect(await use(ports)).toMatchObject({ ok: true })
  expect(real.asked).toEqual([])
  const [entry] = await entries()
  expect(entry).toMatchObject({ say })
  expect(`${entry?.port}.${entry?.what}`).toBe(name)
  expect(JSON.parse(JSON.stringify(entry))).toEqual(entry)
})

test("what reads passes: git's state, files, models, and the clock", async () => {
  const { real, ports, entries } = situation({ git: [null], ai: [null] })
  await ports.git.status({})
  await ports.files.write("a", "a")
  await ports.ai.chat({ provider: "p", messages: [] }).catch(() => {})
  expect(real.asked.map(({ port }) => port)).toEqual(["git", "ai"])
  expect(await entries()).toEqual([])
})

test("a request that only reads, whatever its method, is asked", async () => {
  const asked: string[] = []
  const http = withOpen(async ({ method, url }) => {
    asked.push(method)
    return ok({ status: 200, url, headers: {}, body: new TextEncoder().encode("real") })
  })
  const held = heldPorts({ http }).http
  await held?.send({ method: "POST", url: "https://example.com/graphql", reads: true })
  await held?.send({ method: "POST", url: "https://example.com/graphql" })
  expect(asked).toEqual(["POST"])
})
