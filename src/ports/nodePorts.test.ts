import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { LoopParts } from "../engine/loop/loopParts.ts"
import { parseGrant } from "../model/grants.ts"
import type { Ports } from "../model/ports.ts"
import { createTestPorts } from "../steps/testing/createTestPorts.ts"
import { createMisbehavingServer, type MisbehavingServer } from "./http/testing/misbehavingServer.ts"
import { createNodePorts, type NodePortsParts } from "./nodePorts.ts"

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
