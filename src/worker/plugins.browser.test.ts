import { afterEach, expect, test, vi } from "vitest"
import type { RunEvent } from "../engine/core/event.ts"
import { singlesOf } from "../engine/core/singles.ts"
import { readPlugin } from "../plugins/readPlugin.ts"
import { tryExamples } from "../plugins/tryExamples.ts"
import { createDexieHome } from "../ports/files/dexieHome.ts"
import { createFiles } from "../ports/files/files.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import { steps } from "../steps/registry.ts"
import { createDatabase } from "../storage/database.ts"
import { receivedNews, sentNews } from "./engineLine.ts"
import { createGuestThreads } from "./guestThread.ts"
import { createPageEngine } from "./pageEngine.ts"
import { readPluginHere } from "./pluginReader.ts"

/* Plugins in a real browser: read and run in the sandbox, from the engine, over one database. */

const soon = { timeout: 15_000, interval: 50 }
const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

const plugin = (version: string, said: string) => `
interface Given { readonly name: string }
export default {
  plugin: 1, name: "greeter", version: "${version}", title: "Greeter", summary: "Greets people",
  actions: {
    greet: {
      title: "Greet", summary: "Writes a greeting", effect: "write",
      uses: { files: { write: ["out/**"] } },
      input: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      outlets: { success: { type: "string" }, shy: {} },
      async run(input: Given, { files, leave }) {
        if (input.name === "spy") return files.readText("private.txt")
        await files.write("out/" + input.name + ".txt", "${said} " + input.name)
        return input.name === "nobody" ? leave("shy") : "${said} " + input.name
      },
    },
    ask: {
      title: "Ask", summary: "Asks a model", effect: "read", uses: { ai: ["claude"] },
      input: { type: "object", properties: {} },
      async run(_, { ai }) {
        return ai.chat({ provider: "claude", messages: [{ role: "user", content: "hello" }] })
      },
    },
  },
}`

async function browser() {
  const databaseName = `plugins-${crypto.randomUUID()}`
  const database = createDatabase(databaseName)
  endings.push(() => database.close())
  const open = async () => {
    const engine = createPageEngine(crypto.randomUUID(), null, steps, { databaseName })
    await engine.open()
    endings.push(() => engine.close())
    return engine
  }
  const install = async (text: string) => {
    const read = await readPluginHere(text, ["file.read"])
    if (!read.ok) throw new Error(read.error.message)
    await database.plugins.put({ ...read.value, installed: 0 })
  }
  return { database, open, install, files: createFiles(createDexieHome(database.kept, Date.now)) }
}

const posting = `export default {
  plugin: 1, name: "poster", version: "1.0.0", title: "Poster", summary: "Posts",
  actions: {
    post: {
      title: "Post", summary: "Posts what it is given", effect: "once",
      uses: { notify: true, events: true },
      input: { type: "object", properties: {} },
      async run(_, { events, notify }) {
        await events.emit("posted", 1)
        await notify.show({ title: "Posted", text: "hello" })
        return "posted"
      },
    },
  },
}`

const offered: { readonly [path: string]: string } = import.meta.glob("../../public/plugins/*.plugin.js", {
  ...{ query: "?raw", import: "default", eager: true },
})

test("the plugins that come with Rivulet do in a browser what their examples say", async () => {
  const sandbox = createSandbox({ spawn: createGuestThreads() })
  endings.push(() => sandbox.close())
  const code = createCodePort({ sandbox: () => sandbox, time: () => ({ now: 0, timezone: "UTC" }) })
  // How long a first start takes is no matter of the plugin that is read then.
  await code.run({
    language: "javascript",
    source: "return 1",
    what: "a start",
    scope: {},
    signal: new AbortController().signal,
  })
  const names: string[] = []
  for (const text of Object.values(offered)) {
    const read = await readPlugin(text, {
      ...{ code, taken: new Set(["file"]), hash: async () => "hash", templateTrouble: async () => undefined },
    })
    if (!read.ok) throw new Error(read.error.message)
    const tried = await tryExamples(read.value, code)
    expect(tried.length, read.value.name).toBeGreaterThanOrEqual(2)
    expect(tried.filter(({ why }) => why !== undefined)).toEqual([])
    names.push(read.value.name)
  }
  expect(names.sort()).toEqual(["modules", "text", "weather"])
})

test("in a sandbox run nothing leaves: what it would write and send is held, and is done once it is applied", async () => {
  const { database, open, install, files } = await browser()
  await install(plugin("1.0.0", "Hello"))
  await install(posting)
  const engine = await open()
  const parts = [
    { id: "one", kind: "greeter.greet", with: { name: "Ada" }, next: "two" },
    { id: "two", kind: "poster.post" },
  ]
  await engine.start("a", { workflow: workflow(...parts), mode: "sandbox" })
  const events = await ended(engine, "a")
  expect(events.at(-1)).toMatchObject({ status: "completed", output: "posted" })
  const done = events.flatMap(event => (event.type === "step.completed" ? [event] : []))
  expect(JSON.stringify(done)).toContain('"say":"Event: posted"')
  expect(JSON.stringify(done)).toContain('"say":"Notification: Posted"')
  expect(await files.info("out/Ada.txt")).toMatchObject({ value: null })
  expect(await database.kept.count()).toBe(0)
  const applied = await engine.command("a", { type: "apply", ticked: ["file:out/Ada.txt"] })
  if (!applied.ok) throw new Error(applied.error.message)
  expect((await ended(engine, applied.value.run)).at(-1)).toMatchObject({ status: "completed" })
  expect(await files.readText("out/Ada.txt")).toMatchObject({ value: "Hello Ada" })
  expect(await database.kept.where("store").equals("messages").count()).toBe(0)
})

const workflow = (...parts: readonly { id: string; kind: string; with?: object; next?: string }[]) => ({
  rivulet: 1,
  id: "w",
  steps: parts.map(part => ({ ...part, with: (part.with ?? {}) as never })),
})

async function ended(engine: Awaited<ReturnType<Awaited<ReturnType<typeof browser>>["open"]>>, run: string) {
  const events: RunEvent[] = []
  const stop = engine.watch(run, 0, news => events.push(...receivedNews(sentNews(news)).events))
  endings.push(stop)
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain("run.ended"), soon)
  return events.flatMap(singlesOf)
}

test("an action writes where it declared, and reads nothing that it did not", async () => {
  const { open, install, files } = await browser()
  await install(plugin("1.0.0", "Hello"))
  await files.write("private.txt", "private")
  const engine = await open()
  await engine.start("a", { workflow: workflow({ id: "one", kind: "greeter.greet", with: { name: "Ada" } }) })
  expect((await ended(engine, "a")).at(-1)).toMatchObject({ status: "completed", output: "Hello Ada" })
  expect(await files.readText("out/Ada.txt")).toMatchObject({ value: "Hello Ada" })
  await engine.start("b", { workflow: workflow({ id: "one", kind: "greeter.greet", with: { name: "spy" } }) })
  const spied = await ended(engine, "b")
  expect(spied.at(-1)).toMatchObject({ status: "failed", problem: { code: "plugin_path_undeclared" } })
  expect(JSON.stringify(spied)).not.toContain('"private"')
})

test("what it declared and was not granted is asked for", async () => {
  const { open, install } = await browser()
  await install(plugin("1.0.0", "Hello"))
  const engine = await open()
  const events: RunEvent[] = []
  endings.push(engine.watch("a", 0, news => events.push(...receivedNews(sentNews(news)).events)))
  await engine.start("a", { workflow: workflow({ id: "one", kind: "greeter.ask" }) })
  await vi.waitFor(
    () =>
      expect(events).toContainEqual(
        expect.objectContaining({
          type: "step.waiting",
          wait: expect.objectContaining({ for: "grant", pattern: "ai:claude" }),
        }),
      ),
    soon,
  )
})

test("a run ends with the version that it began with, upgraded and removed though it was; another begins with the new one", async () => {
  const { database, open, install, files } = await browser()
  await install(plugin("1.0.0", "Hello"))
  const first = await open()
  const waits = workflow(
    { id: "one", kind: "greeter.greet", with: { name: "Ada" }, next: "ask" },
    { id: "ask", kind: "approve", with: { title: "Go on?" }, next: "two" },
    { id: "two", kind: "greeter.greet", with: { name: "nobody" } },
  )
  const resting = async (engine: typeof first, run: string) => {
    const events: RunEvent[] = []
    endings.push(engine.watch(run, 0, news => events.push(...receivedNews(sentNews(news)).events)))
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain("step.waiting"), soon)
    return events
  }
  await first.start("a", { workflow: waits })
  expect((await resting(first, "a"))[0]).toMatchObject({
    plugins: [
      { name: "greeter", version: "1.0.0", kinds: { "greeter.greet": { outlets: ["success", "shy"] } } },
    ],
  })
  await first.close()
  endings.pop()
  await install(plugin("1.1.0", "Good evening"))
  const second = await open()
  await second.start("b", { workflow: waits })
  expect((await resting(second, "b"))[0]).toMatchObject({ plugins: [{ version: "1.1.0" }] })
  await database.plugins.clear()
  await second.command("a", { type: "answer", place: { in: "", step: "ask" }, outlet: "approved" })
  expect((await ended(second, "a")).at(-1)).toMatchObject({ status: "completed" })
  expect(await files.readText("out/nobody.txt")).toMatchObject({ value: "Hello nobody" })
  await second.command("b", { type: "answer", place: { in: "", step: "ask" }, outlet: "approved" })
  expect((await ended(second, "b")).at(-1)).toMatchObject({ status: "completed" })
  expect(await files.readText("out/nobody.txt")).toMatchObject({ value: "Good evening nobody" })
  await second.start("c", { workflow: waits })
  expect((await ended(second, "c")).at(-1)).toMatchObject({
    status: "failed",
    problem: { code: "unknown_kind" },
  })
})
