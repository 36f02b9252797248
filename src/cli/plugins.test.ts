import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeAll, expect, test } from "vitest"
import { build } from "../dev/build.mjs"
import { type TestTerminal, testTerminal } from "./testing/testTerminal.ts"

// Plugins are read in a thread, whose entry stands beside the built command.
beforeAll(() => build("cli"), 120_000)

const open: TestTerminal[] = []
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close()
})

function terminalWith(files: { readonly [path: string]: string }): TestTerminal {
  const terminal = testTerminal(files)
  open.push(terminal)
  return terminal
}

const greeter = (version: string, said: string, uses = "") => `export default {
  plugin: 1, name: "greeter", version: "${version}", title: "Greeter", summary: "Greets people",
  actions: {
    greet: {
      title: "Greet", summary: "Says hello", effect: "write",
      uses: { files: { write: ["out/*"] }${uses} },
      input: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      examples: [
        { title: "Ada", with: { name: "Ada" }, outlets: { success: "${said} Ada" }, filesAfter: { "out/Ada.txt": "${said}" } },
        { title: "Nobody", with: { name: "none" }, outlets: { success: "nothing" } },
      ],
      async run({ name }, { files }) {
        if (name === "none") return "nothing"
        await files.write("out/" + name + ".txt", "${said}")
        return "${said} " + name
      },
    },
  },
}`

const workflow = `rivulet: 1
id: w
steps:
  - { id: one, kind: greeter.greet, with: { name: Ada }, next: ask }
  - { id: ask, kind: approve, with: { title: Go on? }, next: two }
  - { id: two, kind: greeter.greet, with: { name: Bob } }
output: "{{ steps.two.output }}"
`

test("a plugin is added, listed and removed; a workflow that needs it says which one is missing", async () => {
  const terminal = terminalWith({ "w.yaml": workflow, "greeter.plugin.ts": greeter("1.0.0", "Hello") })
  const missing = await terminal.run("validate w.yaml")
  expect(missing).toMatchObject({ code: 1 })
  expect(missing.out).toContain("The plugin “greeter” is not installed")
  expect((await terminal.run("plugins list")).out).toContain("No plugins are installed")
  expect(await terminal.run("plugins add greeter.plugin.ts")).toMatchObject({ complaint: "", code: 0 })
  expect((await terminal.run("plugins list --json")).result()).toMatchObject({
    ...{ name: "greeter", version: "1.0.0", kinds: ["greeter.greet"] },
    powers: ["write the files out/* of the workspace"],
  })
  expect(await terminal.run("validate w.yaml")).toMatchObject({ code: 0 })
  expect((await terminal.run("schema")).out).toContain("greeter.greet")
  expect(await terminal.run("plugins remove greeter")).toMatchObject({ code: 0 })
  expect(await terminal.run("plugins remove greeter")).toMatchObject({ code: 2 })
  expect(await terminal.run("validate w.yaml")).toMatchObject({ code: 1 })
})

test("a run goes on with the version that it began with, whatever is installed by then", async () => {
  const terminal = terminalWith({
    "w.yaml": workflow,
    "one.plugin.js": greeter("1.0.0", "Hello"),
    "two.plugin.js": greeter("2.0.0", "Farewell"),
  })
  await terminal.run("plugins add one.plugin.js")
  const first = await terminal.run("run w.yaml --json")
  expect(first.code).toBe(3)
  expect(first.lines()[0]).toMatchObject({ plugins: [{ name: "greeter", version: "1.0.0" }] })
  expect((await terminal.run("plugins add two.plugin.js")).out).toContain("in the place of 1.0.0")
  const run = String(first.lines()[0]?.run)
  const resumed = await terminal.run("runs", "resume", run, "--answer", "ask=approved", "--json")
  expect(resumed.complaint).toBe("")
  expect(resumed.result()).toMatchObject({ status: "completed", output: "Hello Bob" })
  expect(terminal.read("out/Bob.txt")).toBe("Hello")
  const second = await terminal.run("run", "w.yaml", "--answer", "ask=approved", "--json")
  expect(second.result()).toMatchObject({ status: "completed", output: "Farewell Bob" })
})

test("what it needs is asked for as ever", async () => {
  const terminal = terminalWith({
    "w.yaml": workflow,
    "greeter.plugin.js": greeter("1.0.0", "Hello", ', http: ["https://answers.test"]'),
  })
  await terminal.run("plugins add greeter.plugin.js")
  const ran = await terminal.run("run w.yaml --json")
  expect(ran.code).toBe(3)
  expect(ran.result().grants).toMatchObject([{ pattern: "http:https://answers.test", steps: ["one", "two"] }])
})

test("its examples are tried, and one that fails says why", async () => {
  const bad = greeter("1.0.0", "Hello").replace('{ success: "nothing" }', '{ success: "something" }')
  const terminal = terminalWith({
    "good.js": greeter("1.0.0", "Hello"),
    "bad.js": bad,
    "none.js": "export default 5",
  })
  expect(await terminal.run("plugins test good.js")).toMatchObject({
    code: 0,
    out: expect.stringContaining("2 passed."),
  })
  const failed = await terminal.run("plugins test bad.js")
  expect(failed).toMatchObject({ code: 1, out: expect.stringContaining("1 passed, 1 failed.") })
  expect(failed.out).toContain('it gives {"success":"nothing"}')
  expect(await terminal.run("plugins test none.js")).toMatchObject({ code: 2 })
  expect(await terminal.run("plugins add none.js")).toMatchObject({ code: 2 })
})

test("what is kept and cannot be read is as if it were not there", async () => {
  const terminal = terminalWith({
    ".rivulet/plugins/odd.json": "{",
    ".rivulet/plugins/odder.json": '{"name":"x"}',
  })
  expect(await terminal.run("plugins list")).toMatchObject({
    code: 0,
    out: expect.stringContaining("No plugins"),
  })
})

test("the plugins that come with Rivulet pass in the terminal too", async () => {
  const terminal = terminalWith({})
  const text = readFileSync(join(import.meta.dirname, "../../public/plugins/text.plugin.js"), "utf8")
  terminal.write("text.plugin.js", text)
  expect(await terminal.run("plugins test text.plugin.js")).toMatchObject({ code: 0 })
})
