import { afterAll, beforeAll, expect, test } from "vitest"
import type { Json } from "../lib/json.ts"
import { ok } from "../lib/result.ts"
import { catalogueOf } from "../model/catalogueOf.ts"
import { grantOf } from "../model/grants.ts"
import type { HttpPort } from "../model/ports.ts"
import { powersOf } from "../model/powers.ts"
import { grantedPorts } from "../ports/grants/grantedPorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../ports/sandbox/testing/testThreads.ts"
import { pluginTriggers } from "./pluginTriggers.ts"
import { readPlugin } from "./readPlugin.ts"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("plugin-triggers") })
})
afterAll(() => sandbox.close())
const code = createCodePort({ sandbox: () => sandbox, time: () => ({ now: 0, timezone: "UTC" }) })

/** Lets a trigger look whose function has this body; what left by its requests is in \`sent\`. */
async function look(body: string, { state = null as Json, granted = true } = {}) {
  const read = await readPlugin(
    `export default {
      plugin: 1, name: "inbox", version: "1.0.0", title: "Inbox", summary: "Looks for mail",
      triggers: {
        mail: {
          title: "Mail", summary: "Starts a run for each mail", every: "5m", uses: { http: ["https://mail.test"] },
          input: { type: "object", properties: { box: { type: "string", default: "in" } } },
          output: { type: "object", properties: { subject: { type: "string" } }, required: ["subject"] },
          async poll({ box }, { http, state }) { ${body} },
        },
      },
    }`,
    { code, hash: async () => "hash", taken: new Set(), templateTrouble: async () => undefined },
  )
  if (!read.ok) throw new Error(read.error.message)
  const sent: string[] = []
  const real: HttpPort = {
    open: () => Promise.reject(new Error("Expected code to send and not to stream")),
    async send({ method, url }) {
      sent.push(`${method} ${url}`)
      return ok({ status: 200, url, headers: {}, body: new TextEncoder().encode('["hello"]') })
    },
  }
  const http = () => grantedPorts({ http: real }, () => (granted ? [grantOf("http")] : [])).http
  const [trigger] = pluginTriggers(read.value, { code, http })
  const input = trigger?.input.parse({})
  return { trigger, sent, answer: await trigger?.poll?.(input, { state, now: 0, workflow: "w" }) }
}

test("it looks where it declared, with what it remembers, and gives what to fire", async () => {
  const { trigger, sent, answer } = await look(
    `const all = JSON.parse((await http.get("https://mail.test/" + box)).body)
     return { state: (state ?? 0) + 1, fire: all.map(subject => ({ id: subject, subject })) }`,
    { state: 4 },
  )
  expect(sent).toEqual(["GET https://mail.test/in"])
  expect(answer).toEqual(ok({ state: 5, firings: [{ id: "hello", trigger: { subject: "hello" } }] }))
  expect(trigger).toMatchObject({ type: "inbox.mail", every: 300_000 })
})

test("it has no other ports, sends nothing but reads, and needs the grants of its workflow", async () => {
  expect((await look("return { state: [typeof files, Object.keys(http)] }")).answer).toMatchObject({
    value: { state: ["undefined", ["get"]] },
  })
  expect(await look("return http.get('https://canary.test/')")).toMatchObject({
    sent: [],
    answer: { error: { code: "plugin_undeclared" } },
  })
  expect(await look("return http.get('https://mail.test/')", { granted: false })).toMatchObject({
    sent: [],
    answer: { error: { code: "grant_missing" } },
  })
})

test.each([
  ["that has no id", "return { fire: [{ subject: 'x' }] }"],
  ["that is not what it says it gives", "return { fire: [{ id: 'x', subject: 5 }] }"],
  ["of too many", "return { fire: Array.from({ length: 21 }, (_, n) => ({ id: 'x' + n, subject: 'x' })) }"],
])("a find %s fires nothing", async (_, body) => {
  expect((await look(body)).answer).toMatchObject({ error: { code: "plugin_bad_poll" } })
})

test("its powers are those of every workflow that has it switched on", async () => {
  const { trigger } = await look("")
  const catalogue = catalogueOf([], trigger ? [trigger] : [])
  const workflow = (enabled: boolean) => ({
    ...{ rivulet: 1, id: "w", steps: [] },
    triggers: [{ id: "mail", type: "inbox.mail", enabled }],
  })
  expect(powersOf(workflow(true), catalogue).map(({ pattern }) => pattern)).toEqual([
    "http:https://mail.test",
  ])
  expect(powersOf(workflow(false), catalogue)).toEqual([])
})
