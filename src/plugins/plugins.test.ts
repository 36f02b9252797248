import { afterAll, beforeAll, expect, test } from "vitest"
import { ok } from "../lib/result.ts"
import { catalogueOf } from "../model/catalogueOf.ts"
import { parseGrant } from "../model/grants.ts"
import type { Plugin } from "../model/plugins/manifest.ts"
import type { Ports } from "../model/ports.ts"
import { powersOf } from "../model/powers.ts"
import { withOpen } from "../model/testing/withOpen.ts"
import { grantedPorts } from "../ports/grants/grantedPorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../ports/sandbox/testing/testThreads.ts"
import { createTestPorts } from "../steps/testing/createTestPorts.ts"
import { runStep } from "../steps/testing/runExample.ts"
import { pluginSteps } from "./pluginSteps.ts"
import { readPlugin } from "./readPlugin.ts"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("plugins") })
})
afterAll(() => sandbox.close())

const code = createCodePort({ sandbox: () => sandbox, time: () => ({ now: 0, timezone: "UTC" }) })

async function read(text: string) {
  return readPlugin(text, {
    code,
    hash: async given => `hash of ${given.length}`,
    taken: new Set(["file", "http"]),
    templateTrouble: async template => (template.includes("steps") ? undefined : "it has no steps"),
  })
}

/** A plugin with one action, whose code is the body of its function. */
async function pluginOf(body: string, action = ""): Promise<Plugin> {
  const read_ = await read(`export default {
    plugin: 1, name: "trial", version: "1.2.3", title: "Trial", summary: "Tries things",
    actions: {
      act: {
        title: "Act", summary: "Does what it does", effect: "once",
        input: { type: "object", properties: { url: { type: "string" }, path: { type: "string" } } },
        ${action}
        async run(input, context) { const { files, http, leave, log } = context; ${body} },
      },
    },
  }`)
  if (!read_.ok) throw new Error(read_.error.message)
  return read_.value
}

/** Runs the action; the workflow was granted these, and what left by its requests is in \`sent\`. */
async function act(plugin: Plugin, input: object = {}, grants: readonly string[] = ["http:*", "files"]) {
  const sent: string[] = []
  const http = withOpen(async ({ method, url, headers }) => {
    sent.push(`${method} ${url}`)
    return ok({ status: 200, url, headers: headers ?? {}, body: new TextEncoder().encode("answer") })
  })
  const given = grants.flatMap(text => {
    const grant = parseGrant(text)
    return grant.ok ? [grant.value] : []
  })
  const real = createTestPorts({ files: { "docs/a.md": "hello", "secret.txt": "no" } })
  const ports: Partial<Ports> = { ...grantedPorts({ ...real, http }, () => given), code }
  const [step] = pluginSteps(plugin)
  if (step === undefined) throw new Error("Expected the plugin to bring a step but it has none")
  const { outcome, logged } = await runStep(step, input, { ports })
  return { outcome, sent, logged, files: real.files.all() }
}

const usesHost = 'uses: { http: ["https://granted.test"] },'

test("an action reaches the host that it declared and was granted, and no other", async () => {
  const plugin = await pluginOf("return (await http.get(input.url)).body", usesHost)
  const granted = await act(plugin, { url: "https://granted.test/x" })
  expect(granted).toMatchObject({
    sent: ["GET https://granted.test/x"],
    outcome: { type: "done", outlets: { success: "answer" } },
  })
  const undeclared = await act(plugin, { url: "https://other.test/x" })
  expect(undeclared).toMatchObject({ sent: [], outcome: { problem: { code: "plugin_undeclared" } } })
  const ungranted = await act(plugin, { url: "https://granted.test/x" }, [])
  expect(ungranted).toMatchObject({
    sent: [],
    outcome: { problem: { code: "grant_missing", data: { pattern: "http:https://granted.test" } } },
  })
})

test("its powers are computed from a workflow like those of any kind", async () => {
  const plugin = await pluginOf(
    "return 1",
    'uses: { http: ["https://granted.test", "{{ url }}"], files: { read: ["docs/**"] } },',
  )
  const catalogue = catalogueOf(pluginSteps(plugin), [])
  const powers = powersOf(
    {
      rivulet: 1,
      id: "w",
      steps: [{ id: "a", kind: "trial.act", with: { url: "https://chosen.test/x" } }],
    },
    catalogue,
  )
  expect(powers.map(({ pattern }) => pattern)).toEqual([
    "files:read",
    "http:https://chosen.test",
    "http:https://granted.test",
  ])
})

test("files are reached by the paths that were declared", async () => {
  const uses = 'uses: { files: { read: ["docs/**", "{{ path }}"], write: ["out/*"] } },'
  const reading = await pluginOf("return files.readText(input.url)", uses)
  expect((await act(reading, { url: "docs/a.md" })).outcome).toMatchObject({ outlets: { success: "hello" } })
  for (const url of ["secret.txt", "docs/../secret.txt", "./secret.txt", "/secret.txt"])
    expect((await act(reading, { url })).outcome, url).toMatchObject({ type: "failed" })
  expect((await act(reading, { url: "secret.txt", path: "secret.txt" })).outcome).toMatchObject({
    outlets: { success: "no" },
  })
  expect((await act(reading, { url: "secret.txt", path: "*" })).outcome).toMatchObject({ type: "failed" })
  const listing = await pluginOf("return (await files.list('**')).map(({ path }) => path)", uses)
  expect((await act(listing)).outcome).toMatchObject({ outlets: { success: ["docs/a.md"] } })
  const moving = await pluginOf("await files.move('docs/a.md', 'out/a.md')", uses)
  expect(await act(moving)).toMatchObject({
    outcome: { problem: { code: "plugin_path_undeclared" } },
    files: { "docs/a.md": "hello" },
  })
})

test("what it may do follows from how safe it says that it is to repeat", async () => {
  const declare = (effect: string, uses: string) => `effect: "${effect}", uses: ${uses},`
  const ask = (effect: string) =>
    pluginOf(
      "return [Object.keys(files), Object.keys(http)]",
      declare(effect, '{ http: ["https://granted.test"], files: { read: ["**"] } }'),
    )
  expect((await act(await ask("read"))).outcome).toMatchObject({
    outlets: { success: [["readText", "list", "info"], ["get"]] },
  })
  expect((await act(await ask("once"))).outcome).toMatchObject({
    outlets: { success: [expect.arrayContaining(["append", "move"]), ["get", "send"]] },
  })
  await expect(pluginOf("", declare("pure", '{ http: ["https://granted.test"] }'))).rejects.toThrow(/pure/)
  await expect(pluginOf("", declare("read", "{ shell: true }"))).rejects.toThrow(/reads/)
})

test("it leaves by the outlet that it names, with what it said it would give", async () => {
  const outlets = `outlets: { fine: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] }, odd: {} },`
  const give = async (body: string) => (await act(await pluginOf(body, outlets))).outcome
  expect(await give("return { n: 1 }")).toEqual({ type: "done", outlets: { fine: { n: 1 } } })
  expect(await give("return leave('odd', 'x')")).toEqual({ type: "done", outlets: { odd: "x" } })
  expect(await give("return { n: 1.5 }")).toMatchObject({ problem: { code: "plugin_bad_output" } })
  expect(await give("return leave('constructor', 1)")).toMatchObject({
    problem: { code: "plugin_no_outlet" },
  })
  expect(await give("throw new Error('it rains')")).toMatchObject({
    problem: { code: "code_threw", message: "trial.act failed: it rains." },
  })
})

test("parameters are read by the schema that it gave", async () => {
  const plugin = await pluginOf("return input", "")
  const [step] = pluginSteps(plugin)
  expect(step?.input.safeParse({ url: "x" }).success).toBe(true)
  expect(step?.input.safeParse({ url: 5 }).success).toBe(false)
  expect(step?.input.safeParse({ other: "x" }).success).toBe(false)
})

const frame = (rest: string) =>
  `export default { plugin: 1, name: "trial", version: "1.0.0", title: "T", summary: "S", ${rest} }`
const actionOf = (rest: string) =>
  frame(`actions: { act: { title: "A", summary: "S", effect: "pure", run() {}, ${rest} } }`)

const refused: readonly (readonly [string, string, string])[] = [
  ["ten megabytes", `/*${"x".repeat(10_000_000)}*/`, "plugin_too_large"],
  ["what is no code", "export default {", "plugin_unreadable"],
  ["what is no plugin", "export default 5", "plugin_no_manifest"],
  ["nothing at all", "", "plugin_no_manifest"],
  ["a plugin of a later format", "export default { plugin: 2 }", "plugin_newer"],
  ["an endless module", "for (;;);", "code_timeout"],
  ["an endless manifest", frame("get actions() { for (;;); }"), "code_timeout"],
  [
    "a module that fills the memory",
    "const all = []; for (;;) all.push(new Array(9999).fill(1))",
    "code_memory",
  ],
  ["a huge manifest", frame('docs: "x".repeat(600000)'), "plugin_malformed"],
  [
    "a deep manifest",
    "let deep = {}; for (let i = 0; i < 5000; i++) deep = { deep }; export default { plugin: 1, deep }",
    "code_",
  ],
  ["an import", 'import fs from "node:fs"; export default { fs }', "code_threw"],
  ["a request while it is read", "await fetch('https://canary.test')", "code_threw"],
  ["the name of steps of ours", frame("actions: {}").replace("trial", "file"), "plugin_malformed"],
  ["a name of ours", actionOf("").replace("trial", "file"), "plugin_name_taken"],
  ["the name __proto__", actionOf("").replace("trial", "__proto__"), "plugin_malformed"],
  ["the name constructor", actionOf("").replace("trial", "constructor"), "plugin_malformed"],
  [
    "an action called __proto__",
    frame('actions: JSON.parse(\'{"__proto__":{"title":"A"}}\')'),
    "plugin_malformed",
  ],
  ["an action called constructor", actionOf("").replace("act:", "constructor:"), "plugin_malformed"],
  [
    "a field called constructor",
    actionOf('input: { type: "object", properties: { constructor: {} } }'),
    "plugin_malformed",
  ],
  [
    "a pattern",
    actionOf('input: { type: "object", properties: { a: { type: "string", pattern: "(a+)+$" } } }'),
    "plugin_malformed",
  ],
  [
    "UI-013 an icon that is a drawing with a script",
    actionOf("icon: '<svg><script>alert(1)</script><use href=\"https://canary.test/x#y\"/></svg>'"),
    "plugin_malformed",
  ],
  [
    "UI-014 an icon that is a document with entities",
    actionOf("icon: '<!DOCTYPE svg [<!ENTITY a \"x\">]><svg>&a;</svg>'"),
    "plugin_malformed",
  ],
  ["a title of several lines", actionOf('icon: "a<script>"'), "plugin_malformed"],
  ["a card that computes", actionOf('card: "{{ while }}{{ 1 + 1 }}"'), "plugin_malformed"],
  ["every host", actionOf('uses: { http: ["*"] }').replace('"pure"', '"once"'), "plugin_malformed"],
  ["a power that there is not", actionOf("uses: { clipboard: true }"), "plugin_malformed"],
  [
    "no function",
    frame('actions: { act: { title: "A", summary: "S", effect: "pure" } }'),
    "plugin_malformed",
  ],
  [
    "a template that is none",
    actionOf("").replace(/ }$/, ', templates: ["nothing"] }'),
    "plugin_bad_template",
  ],
]

test.each(refused)("%s is refused, by its problem", async (_, text, code_) => {
  const answer = await read(text)
  expect(answer.ok ? "read" : answer.error.code).toContain(code_)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

const harmless: readonly (readonly [string, string, object])[] = [
  ["a loop without end", "for (;;);", { code: "code_timeout" }],
  ["a promise that never comes", "await new Promise(() => {})", { code: "code_never_settled" }],
  [
    "more than can be kept",
    "return 'x'.repeat(70e6)",
    { code: expect.stringMatching(/code_(too_large|memory)/) },
  ],
  ["a change of what all objects have", "Object.prototype.polluted = 1", { code: "code_threw" }],
  [
    "a way around the function",
    "return (() => {}).constructor('return typeof process + typeof fetch')()",
    {},
  ],
  ["a port that it did not declare", "return await http.get('https://canary.test')", { code: "code_threw" }],
]

test.each(harmless)("%s in an action does no harm", async (_, body, problem) => {
  const plugin = await pluginOf(body, body.startsWith("for") ? 'timeout: "1s",' : "")
  const { outcome, sent } = await act(plugin)
  expect(sent).toEqual([])
  if ("code" in problem) expect(outcome).toMatchObject({ type: "failed", problem })
  else expect(JSON.stringify(outcome)).not.toMatch(/object|function":/)
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  const next = await act(await pluginOf("return 'still here'"))
  expect(next.outcome).toMatchObject({ outlets: { success: "still here" } })
})
