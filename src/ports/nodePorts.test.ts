import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createClock } from "../engine/loop/clock.ts"
import type { LoopParts } from "../engine/loop/loopParts.ts"
import { createRuns } from "../engine/loop/runs.ts"
import { evaluateForTests } from "../engine/loop/testing/scriptedEngine.ts"
import { endOf, statuses } from "../engine/loop/testing/testRun.ts"
import { createTestJournal } from "../engine/loop/testJournal.ts"
import { parseGrant } from "../model/grants.ts"
import type { Ports } from "../model/ports.ts"
import { liveStance, type Stance } from "../model/recording.ts"
import type { Step } from "../model/workflow.ts"
import { steps as kinds } from "../steps/registry.ts"
import { createTestPorts } from "../steps/testing/createTestPorts.ts"
import { createMisbehavingServer, type MisbehavingServer } from "./http/testing/misbehavingServer.ts"
import { jobsHere } from "./jobs/runHere.ts"
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
    jobs: jobsHere,
    ...more,
  })
  // The loop takes them as they are.
  const forLoop: LoopParts["ports"] = made.ports
  expect(forLoop).toBe(made.ports)
  return { ...made, lines, at: (key: string) => made.ports({ key }).ports as Ports }
}

const sandbox: Stance = { ...liveStance, mode: "sandbox", models: "simulated" }

const post = () => ({ method: "POST", url: `${server.origin}/echo`, body: "x" })

describe("a live run", () => {
  test("does with the workspace what it wants, and outside what was granted", async () => {
    const { at, lines, events } = situation({}, `http:${server.origin}`, "shell")
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
    const { ai } = createTestPorts({
      answers: { ai: [{ text: "hi", usage: { inputTokens: 1, outputTokens: 1, usd: 0 } }] },
    })
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
    const { ports: portsOf, lines, events } = situation()
    const heard: string[] = []
    events.listen(null, ({ id }) => heard.push(id))
    const { ports: partial, ending } = portsOf({ key: "k", stance: sandbox })
    const ports = partial as Ports
    await ports.files.append("a.txt", " and new")
    expect(await ports.files.readText("a.txt")).toMatchObject({ value: "old and new" })
    expect(await ports.http.send(post())).toMatchObject({ ok: true })
    expect(await ports.shell.run({ command: "touch made" })).toMatchObject({ value: { exitCode: 0 } })
    const lacking = { command: "touch half && make all" }
    expect(await ports.shell.run(lacking)).toMatchObject({ value: { exitCode: 0, stdout: "" } })
    await ports.git.init({})
    expect(await ports.git.commit({ message: "All", all: true })).toMatchObject({ ok: true })
    await ports.notify.show({ title: "Hello", text: "" })
    await ports.events.emit("e", null)
    expect(readFileSync(join(folder, "a.txt"), "utf8")).toBe("old")
    expect({ arrived: server.arrived, lines, heard }).toEqual({ arrived: [], lines: [], heard: [] })
    expect(existsSync(join(folder, "made"))).toBe(false)
    const { calls = [], changes } = await ending(true)
    expect(existsSync(join(folder, ".git"))).toBe(false)
    expect(changes?.filter(({ path }) => !path.startsWith(".git"))).toMatchObject([
      {
        path: "a.txt",
        before: { size: 3, content: { $text: "old" } },
        after: { content: { $text: "old and new" } },
      },
      { path: "made", before: null, after: { size: 0 } },
    ])
    expect(calls.flatMap(({ port, held }) => (held ? [port] : []))).toEqual([
      ...["http", "shell", "notify", "events"],
    ])
  })

  test("reads from outside only what was granted", async () => {
    const get = { method: "GET", url: `${server.origin}/echo` }
    const place = { key: "k", stance: sandbox }
    const refused = await situation().ports(place).ports.http?.send(get)
    expect(refused).toMatchObject({ error: { code: "grant_missing" } })
    const read = await situation({}, `http:${server.origin}`).ports(place).ports.http?.send(get)
    expect(read).toMatchObject({ ok: true })
  })
})

describe("a whole run", () => {
  async function start(
    made: ReturnType<typeof situation>,
    steps: readonly Partial<Step>[],
    mode: "live" | "sandbox" = "live",
  ) {
    const runs = createRuns({
      kinds: name => kinds.find(({ kind }) => kind === name),
      evaluate: evaluateForTests,
      ports: made.ports,
      clock: createClock("UTC"),
      journal: createTestJournal(),
      workflows: { latest: async () => undefined, pinned: async () => undefined },
    })
    const named = steps.map((step, index) => ({ id: `s${index}`, kind: "log", ...step }))
    const workflow = { rivulet: 1, id: "w", steps: named } as const
    const started = await runs.start({ run: "r", seed: 1, mode, workflow })
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

  test("waits at the step whose grant is missing, and that is no doubt about what was sent", async () => {
    const run = await start(situation({}, "shell"), chain())
    expect(endOf(await run.resting())).toEqual({ status: "waiting" })
    expect(statuses(run).s2).toBe("waiting")
    expect(server.arrived).toEqual([])
  })

  test("in a sandbox comes to its end and leaves everything as it was", async () => {
    const run = await start(situation(), chain(), "sandbox")
    expect(endOf(await run.resting()).status).toBe("completed")
    expect(existsSync(join(folder, "in.txt"))).toBe(false)
    expect(server.arrived).toEqual([])
    const { records, changes } = run.state()
    const held = [...records.values()].flatMap(record => record.held)
    expect(held.map(({ step, port }) => `${step} ${port}`)).toEqual(["s2 http", "s3 notify"])
    expect([...changes.keys()]).toEqual(["in.txt", "out.txt"])
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
  const { ports } = situation({ tables })
  const one = ports({ key: "k", stance: sandbox })
  await one.ports.tables?.change("t", { put: [{ key: "a", made: 1, value: {} }] })
  expect(await one.ports.tables?.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  const [call] = (await one.ending(true)).calls ?? []
  expect(call?.held?.say).toBe("Table t: put 1 row")
  const after = { ...sandbox, heldRows: () => [call?.held?.with ?? null] }
  const other = ports({ key: "other", stance: after })
  expect(await other.ports.tables?.rows("t")).toMatchObject({ value: [{ key: "a" }] })
  expect(await tables.rows("t")).toEqual({ ok: true, value: [] })
})
