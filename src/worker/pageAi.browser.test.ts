import { afterEach, expect, inject, test } from "vitest"
import { freshAiSettings } from "../model/ai/providers.ts"
import { createAiSettings } from "../storage/aiSettings.ts"
import { createDatabase, type Database } from "../storage/database.ts"
import { createProxyStore } from "../storage/proxy.ts"
import { createPage } from "./page.ts"
import { createPageAi } from "./pageAi.ts"

/* Models in a page, and the proxy that may be named for them. */

const [server, proxy] = inject("servers")
let database: Database
afterEach(() => database.close())

test("a model whose host is named is asked by the proxy, and others are not", async () => {
  database = createDatabase(`ai-${crypto.randomUUID()}`)
  const own = { speaks: "openai", address: server, secret: null, model: "m-1", vectors: "" } as const
  await createAiSettings(database).write({
    ...freshAiSettings,
    providers: [{ id: "own", title: "Own", ...own }],
  })
  const secrets = { find: async () => undefined, values: async () => [] }
  const ai = createPageAi(database, createPage({ document, secrets }), () => 0)
  const choose = (host: string) =>
    createProxyStore(database).write({ address: `${proxy}/via?url={url}`, hosts: [host] })
  const ask = () => ai.chat({ provider: "own", messages: [{ role: "user", content: "hello" }] })
  const before = await askedByProxy()
  await choose("models.example.com")
  await ask()
  expect(await askedByProxy()).toBe(before)
  await choose(server)
  await ask()
  expect(await askedByProxy()).toBeGreaterThan(before)
})

/** How many questions to the model have come to the proxy. */
async function askedByProxy(): Promise<number> {
  const { arrived } = (await (await fetch(`${proxy}/seen`)).json()) as { arrived: { path: string }[] }
  return arrived.filter(({ path }) => decodeURIComponent(path).includes(`${server}/`)).length
}
