import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createClock } from "../engine/loop/clock.ts"
import type { LoopParts } from "../engine/loop/loopParts.ts"
import { createRuns } from "../engine/loop/runs.ts"
import { evaluateForTests } from "../engine/loop/testing/scriptedEngine.ts"
import { endOf, problemOf } from "../engine/loop/testing/testRun.ts"
import { createTestJournal } from "../engine/loop/testJournal.ts"
import { parseGrant } from "../model/grants.ts"
import type { Ports } from "../model/ports.ts"
import type { Step } from "../model/workflow.ts"
import { steps as kinds } from "../steps/registry.ts"
import { createTestPorts } from "../steps/testing/createTestPorts.ts"
import { createMisbehavingServer, type MisbehavingServer } from "./http/testing/misbehavingServer.ts"
import { createNodePorts, type NodePortsParts } from "./nodePorts.ts"
import { createMemoryTables } from "./tables/memoryTables.ts"
import { createTables } from "./tables/tables.ts"

let folder: string
let server: MisbehavingServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ports-"))
  server = await createMisbehavingServer()
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

function situation(more: Partial<NodePortsParts> = {}, ...texts: readonly string[]) {
  const lines: string[] = []
  const grants = texts.flatMap(text => {
    const parsed = parseGrant(text)
    return parsed.ok ? [parsed.value] : []
  })
  const made = createNodePorts({
    workspace: folder,
    grants: () => grants,
    clock: { now: () => 5, timezone: "UTC" },
    notifyTo: text => lines.push(text),
    secrets: { find: async () => undefined },
    environment: { PATH: process.env.PATH },
    tables: createTables(createMemoryTables()),
    ...more,
  })
  // The loop takes them as they are.
  const forLoop: LoopParts["ports"] = made.ports
  expect(forLoop).toBe(made.ports)
  return { ...made, lines, at: (key: string) => made.ports({ step: "s", key }).ports as Ports }
}

const post = () => ({ method: "POST", url: `${server.origin}/echo`, body: "x" })

describe("a live run", () => {
  test("does with the workspace what it wants, and outside what was granted", async () => {
    const { at, lines, events, sandbox } = situation({}, `http:${server.origin}`, "shell")
    const heard: string[] = []
    events.listen("e", ({ id }) => heard.push(id))
    const ports = at("k")
    expect(await ports.files.write("a.txt", "text")).toMatchObject({ ok: true })
    expect(await ports.shell.run({ command: "cat a.txt; pwd >&2" })).toMatchObject({
      value: { stdout: "text" },
    })
    expect(await ports.http.send(post())).toMatchObject({ value: { status: 200 } })
    await ports.notify.show({ title: "Hello", text: "" })
    await ports.notify.chat({ session: "main", text: "hi" })
    await ports.notify.draft({ to: ["a@b.test"], subject: "Mail", text: "x" })
    await ports.events.emit("e", null)
    expect(lines).toEqual(["Hello\n", "main: hi\n"])
    expect(heard).toEqual(["k:0"])
    expect(await ports.files.list("drafts/*.eml")).toMatchObject({ value: [{ kind: "file" }] })
    expect(ports.clock.now()).toBe(5)
    expect(sandbox).toBeNull()
  })

  test("does nothing outside that was not granted", async () => {
    const { at } = situation()
    const ports = at("k")
    expect(await ports.http.send(post())).toMatchObject({ error: { code: "grant_missing" } })
    expect(await ports.shell.run({ command: "touch made" })).toMatchObject({
      error: { code: "grant_missing" },
    })
    expect(server.arrived).toEqual([])
    expect(existsSync(join(folder, "made"))).toBe(false)
  })

  test("reaches ports that were made elsewhere behind the same grants", async () => {
    const { ai } = createTestPorts({ answers: { ai: [{ text: "hi" }] } })
    const others = () => ({ ai })
    const ask = { provider: "claude", messages: [] }
    expect(await situation({ others }).at("k").ai.chat(ask)).toMatchObject({
      error: { code: "grant_missing" },
    })
    expect(await situation({ others }, "ai:claude").at("k").ai.chat(ask)).toMatchObject({ ok: true })
  })
})

describe("a sandbox run", () => {
  test("changes nothing, and shows what it would have changed and done", async () => {
    writeFileSync(join(folder, "a.txt"), "old")
    const { at, lines, sandbox, events } = situation({ sandbox: true })
    const heard: string[] = []
    events.listen(null, ({ id }) => heard.push(id))
    const ports = at("k")
    await ports.files.append("a.txt", " and new")
    expect(await ports.files.readText("a.txt")).toMatchObject({ value: "old and new" })
    expect(await ports.http.send(post())).toMatchObject({ ok: true })
    expect(await ports.shell.run({ command: "touch made" })).toMatchObject({ value: { exitCode: 0 } })
    await ports.notify.show({ title: "Hello", text: "" })
    await ports.events.emit("e", null)
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("old")
    expect({ arrived: server.arrived, lines, heard }).toEqual({ arrived: [], lines: [], heard: [] })
    expect(existsSync(join(folder, "made"))).toBe(false)
    expect((await sandbox?.overlay.changes())?.map(({ path }) => path)).toEqual(["a.txt"])
    expect(sandbox?.outbox.entries().map(({ port }) => port)).toEqual(["http", "shell", "notify", "events"])
    expect(await sandbox?.overlay.apply()).toEqual({ ok: true })
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("old and new")
  })

  test("reads from outside only what was granted", async () => {
    const get = { method: "GET", url: `${server.origin}/echo` }
    const refused = await situation({ sandbox: true }).at("k").http.send(get)
    expect(refused).toMatchObject({ error: { code: "grant_missing" } })
    const read = await situation({ sandbox: true }, `http:${server.origin}`).at("k").http.send(get)
    expect(read).toMatchObject({ ok: true })
  })
})

describe("a whole run", () => {
  async function start(made: ReturnType<typeof situation>, steps: readonly Partial<Step>[]) {
    const runs = createRuns({
      kinds: name => kinds.find(({ kind }) => kind === name),
      evaluate: evaluateForTests,
      ports: made.ports,
      clock: createClock("UTC"),
      journal: createTestJournal(),
      workflows: { latest: async () => undefined, pinned: async () => undefined },
    })
    const named = steps.map((step, index) => ({ id: `s${index}`, kind: "log", ...step }))
    const started = await runs.start({ run: "r", seed: 1, workflow: { rivulet: 1, id: "w", steps: named } })
    if (!started.ok) throw new Error(started.error.message)
    return started.value
  }

  const chain = (): Partial<Step>[] => [
    { kind: "file.write", with: { path: "in.txt", content: "some text" } },
    { kind: "shell.run", with: { command: "tr a-z A-Z < in.txt > out.txt" } },
    { kind: "http.request", with: { method: "POST", url: `${server.origin}/echo`, body: { a: 1 } } },
    { kind: "notify.show", with: { title: "Done" } },
  ]

  test("does what it was granted, for real", async () => {
    const made = situation({}, `http:${server.origin}`, "shell")
    const run = await start(made, chain())
    expect(endOf(await run.resting()).status).toBe("completed")
    expect(readFileSync(join(folder, "out.txt"), "utf8")).toBe("SOME TEXT")
    expect(server.arrived).toMatchObject([{ method: "POST", body: '{"a":1}' }])
    expect(made.lines).toEqual(["Done\n"])
  })

  test("fails at the step whose grant is missing, and that is no doubt about what was sent", async () => {
    const run = await start(situation({}, "shell"), chain())
    expect(endOf(await run.resting())).toEqual({ status: "failed", problem: "grant_missing" })
    expect(problemOf(run, "s2")).toBe("grant_missing")
    expect(server.arrived).toEqual([])
  })

  test("in a sandbox comes to its end and leaves everything as it was", async () => {
    const made = situation({ sandbox: true })
    const run = await start(made, chain())
    expect(endOf(await run.resting()).status).toBe("completed")
    expect(existsSync(join(folder, "in.txt"))).toBe(false)
    expect(server.arrived).toEqual([])
    expect(made.sandbox?.outbox.entries().map(({ step, port }) => `${step} ${port}`)).toEqual([
      "s1 shell",
      "s2 http",
      "s3 notify",
    ])
  })

  test("that is cancelled ends the command that it has under way", async () => {
    const command = "echo $$ > begun; sleep 30; true"
    const run = await start(situation({}, "shell"), [{ kind: "shell.run", with: { command } }])
    const begun = () => (existsSync(join(folder, "begun")) ? readFileSync(join(folder, "begun"), "utf8") : "")
    while (begun() === "") await new Promise(go => setTimeout(go, 10))
    const started = performance.now()
    run.cancel()
    expect(endOf(await run.resting()).status).toBe("cancelled")
    while (isAlive(Number(begun()))) await new Promise(go => setTimeout(go, 10))
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test("a secret signs once it is granted, and no sandbox run changes a table", async () => {
  const secrets = { find: async () => ({ value: "key", hosts: [] }) }
  const asked = { algorithm: "hmac-sha256", secret: "hook", bytes: new Uint8Array([1]) } as const
  expect(await situation({ secrets }).at("k").crypto.sign(asked)).toMatchObject({
    error: { code: "grant_missing" },
  })
  expect(await situation({ secrets }, "secret:hook").at("k").crypto.sign(asked)).toMatchObject({ ok: true })
  const tables = createTables(createMemoryTables())
  const { at, sandbox } = situation({ tables, sandbox: true })
  await at("k").tables.change("t", { put: [{ key: "a", made: 1, value: {} }] })
  expect(await at("other").tables.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  expect(await tables.rows("t")).toEqual({ ok: true, value: [] })
  expect(sandbox?.tables.changes().has("t")).toBe(true)
})
