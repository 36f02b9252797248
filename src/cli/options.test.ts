import { existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { build } from "../dev/build.mjs"
import { format } from "./format.ts"
import { plugins } from "./plugins.ts"
import { run } from "./run.ts"
import { runs } from "./runs.ts"
import { schema } from "./schema.ts"
import { test as testCommand } from "./test.ts"
import { type TestTerminal, testTerminal, workflowFile } from "./testing/testTerminal.ts"
import { validate } from "./validate.ts"
import { watch } from "./watch.ts"

/* Every option of every command, by what it changes: one that the table leaves out fails it. */

const write = (id: string, content: string) => ({
  id,
  kind: "file.write",
  with: { path: "made.txt", content },
})
const plugin = `export default {
  plugin: 1, name: "greeter", version: "1.0.0", title: "Greeter", summary: "Greets people",
  actions: { greet: {
    title: "Greet", summary: "Says hello", effect: "pure", input: { type: "object", properties: {} },
    examples: [{ title: "Hello", with: {}, outlets: { success: "hello" } }], run: async () => "hello",
  } },
}`

const files = {
  "n.yaml": workflowFile("n", [{ id: "n", kind: "set", with: { values: { n: "{{ inputs.n }}" } } }], {
    ...{ name: "Counting", inputs: { n: { type: "number", default: 1 } }, output: "{{ steps.n.output.n }}" },
  }),
  "heard.yaml": workflowFile("heard", [{ id: "h", kind: "set", with: { values: { all: "{{ trigger }}" } } }]),
  "ask.yaml": workflowFile("ask", [
    { id: "ask", kind: "approve", with: { title: "Go on?" }, next: { approved: "yes", rejected: "no" } },
    ...["yes", "no"].map(id => ({ id, kind: "set", with: { values: { said: id } } })),
  ]),
  "read.yaml": workflowFile("read", [{ id: "r", kind: "file.read", with: { path: "it.txt" } }]),
  "write.yaml": workflowFile("write", [write("w", "new")]),
  "think.yaml": workflowFile("think", [
    { id: "t", kind: "ai.generate", with: { provider: "claude", prompt: "Hello" } },
  ]),
  "twice.yaml": workflowFile(
    "twice",
    ["a", "b"].map(id => ({ id, kind: "ai.generate", with: { provider: "simulated", prompt: id } })),
  ),
  "shell.yaml": workflowFile("shell", [{ id: "s", kind: "shell.run", with: { command: "echo hi" } }]),
  "late.yaml": workflowFile("late", [{ id: "l", kind: "wait", with: { for: "3d" } }]),
  "secret.yaml": workflowFile("secret", [{ id: "s", kind: "set", with: { values: { word: "word-4711" } } }]),
  "greet.yaml": workflowFile("greet", [{ id: "g", kind: "greeter.greet", with: {} }]),
  "loose.yaml": "{ rivulet: 1,   id: loose,\n steps: [{id: a, kind: log, with: {message: hi}}] }\n",
  "tick.yaml": workflowFile("tick", [{ id: "r", kind: "file.read", with: { path: "it.txt" } }], {
    triggers: [{ id: "often", type: "schedule", with: { cron: "* * * * *" }, missed: "run_once" }],
  }),
  "sh.yaml": workflowFile("sh", [{ id: "s", kind: "shell.run", with: { command: "echo hi" } }], {
    triggers: [{ id: "often", type: "schedule", with: { cron: "* * * * *" }, missed: "run_once" }],
  }),
  "it.txt": "here",
  "elsewhere/it.txt": "there",
  "in.json": '{ "n": 7 }',
  "-": "n: 8",
  "greeter.plugin.js": plugin,
}

// Plugins are read in a thread, whose entry stands beside the built command.
beforeAll(() => build("cli"), 120_000)

let terminal: TestTerminal
beforeEach(() => {
  terminal = testTerminal(files)
})
afterEach(() => terminal.close())

const ran = (...words: readonly string[]) => terminal.run(...words)
const there = (path: string) => existsSync(join(terminal.folder, path))
const at = (path: string) => join(terminal.folder, path)
/** The result of a command that prints it as JSON. */
const result = async (...words: readonly string[]) =>
  (await ran(...(words.length === 1 ? (words[0] ?? "").split(" ") : words), "--json")).result()
const newRun = async (words: string) => String((await result(`run ${words}`)).runId)
const completed = { status: "completed" }

/** Lets a schedule that was missed fire once, and stops watching at a text. */
async function watched(text: string, words: string, data = ".rivulet") {
  const since = Date.now() - 600_000
  for (const id of ["tick", "sh"])
    terminal.write(`${data}/triggers.json`, JSON.stringify({ [id]: since, [`${id}/often`]: since }))
  const id = words.startsWith("sh") ? "sh" : "tick"
  terminal.write(`${data}/triggers.json`, JSON.stringify({ [id]: since, [`${id}/often`]: since }))
  return terminal.interruptAt(text, ...`watch ${words}`.split(" "))
}

const table: { readonly [command: string]: { readonly [option: string]: () => Promise<void> } } = {
  run: {
    async input() {
      expect(await result("run n.yaml --input n=5")).toMatchObject({ output: 5 })
      expect(await result("run n.yaml --input=n=5 --input n=6")).toMatchObject({ output: 6 })
    },
    async "input-file"() {
      expect(await result("run n.yaml --input-file in.json")).toMatchObject({ output: 7 })
      expect(await result("run n.yaml --input-file -")).toMatchObject({ output: 8 })
      expect(await result("run n.yaml --input-file - --input n=9")).toMatchObject({ output: 9 })
      expect(await ran("run n.yaml --input-file none.json")).toMatchObject({ code: 2 })
    },
    async trigger() {
      const told = await result("run", "heard.yaml", "--trigger", '{ "a": [1, "two"] }')
      expect(told).toMatchObject({ output: { all: { a: [1, "two"] } } })
    },
    async answer() {
      expect(await result("run ask.yaml --answer ask=rejected")).toMatchObject({ output: { said: "no" } })
      const commented = ["run", "ask.yaml", "--answer", 'ask=approved:{"comment":"Fine"}']
      expect(await result(...commented)).toMatchObject({
        steps: { ask: [{ output: { comment: "Fine" } }], yes: [{ output: { said: "yes" } }] },
      })
    },
    async "up-to"() {
      expect(await result("run ask.yaml --up-to ask --answer ask=approved")).toMatchObject({
        ...completed,
        steps: { yes: [{ status: "left_out" }] },
      })
      expect(await ran("run ask.yaml --up-to ask --step yes")).toMatchObject({ code: 2 })
    },
    async step() {
      expect(await result("run ask.yaml --step yes")).toMatchObject({ output: { said: "yes" } })
    },
    async workspace() {
      const told = await result("run", "read.yaml", "--workspace", at("elsewhere"))
      expect(told).toMatchObject({ output: { content: "there" } })
      expect(await ran("run", "read.yaml", "--workspace", at("nowhere"))).toMatchObject({ code: 2 })
    },
    async data() {
      const { runId } = await result("run", "n.yaml", "--data", at("kept/here"))
      expect([there("kept/here"), there(".rivulet")]).toEqual([true, false])
      expect(await ran("runs", "show", runId, "--data", at("kept/here"))).toMatchObject({ code: 0 })
      expect(await ran("runs", "show", runId, "--data", at("kept"))).toMatchObject({ code: 2 })
    },
    async sandbox() {
      const told = await result("run write.yaml --sandbox")
      expect(told).toMatchObject({ ...completed, wouldDo: { files: [{ path: "made.txt" }] } })
      expect(there("made.txt")).toBe(false)
    },
    async "live-models"() {
      expect(await result("run think.yaml --sandbox")).toMatchObject(completed)
      const live = await result("run think.yaml --sandbox --live-models --grant-all")
      expect(live).toMatchObject({ status: "failed" })
    },
    async budget() {
      const told = await result("run twice.yaml --budget requests=1")
      expect(told).toMatchObject({ status: "waiting", budget: { what: "requests" } })
    },
    async fail() {
      expect(await result("run write.yaml --fail w")).toMatchObject({ status: "failed" })
      expect(await result("run write.yaml --fail w=timeout")).toMatchObject({
        problem: { code: "timed_out" },
      })
      expect(there("made.txt")).toBe(false)
    },
    async give() {
      const told = await result("run", "ask.yaml", "--give", 'ask=rejected:{"by":"me"}')
      expect(told).toMatchObject({ output: { said: "no" } })
    },
    async "fast-forward"() {
      expect(await result("run late.yaml --fast-forward")).toMatchObject(completed)
    },
    async grant() {
      expect(await ran("run shell.yaml")).toMatchObject({ code: 3 })
      expect(await result("run shell.yaml --grant shell")).toMatchObject({ output: { stdout: "hi\n" } })
    },
    async "grant-all"() {
      expect(await result("run shell.yaml --grant-all")).toMatchObject({ output: { stdout: "hi\n" } })
    },
    async json() {
      const { lines } = await ran("run n.yaml --json")
      expect(lines()[0]).toMatchObject({ type: "run.started" })
      expect(lines().at(-1)).toMatchObject({ type: "result", ...completed })
    },
  },
  runs: {
    async data() {
      await ran("run", "n.yaml", "--data", at("kept"))
      expect((await ran("runs", "list", "--data", at("kept"))).out).toContain("completed  n ")
      expect((await ran("runs list")).out).toContain("no such runs")
    },
    async workflow() {
      const [run] = [await newRun("n.yaml"), await newRun("write.yaml")]
      expect((await ran("runs list --workflow n --json")).lines()).toMatchObject([{ run }])
    },
    async status() {
      const [run] = [await newRun("ask.yaml"), await newRun("write.yaml")]
      expect((await ran("runs list --status waiting --json")).lines()).toMatchObject([{ run }])
    },
    async text() {
      const [run] = [await newRun("n.yaml"), await newRun("write.yaml")]
      expect((await ran("runs list --text counting --json")).lines()).toMatchObject([{ run }])
    },
    async most() {
      for (let run = 0; run < 3; run++) await newRun("n.yaml")
      expect((await ran("runs list --most 2 --json")).lines()).toHaveLength(2)
    },
    async events() {
      const run = await newRun("n.yaml")
      expect((await ran(`runs show ${run}`)).out).not.toContain("step.completed")
      expect((await ran(`runs show ${run} --events`)).out).toContain("step.completed")
    },
    async answer() {
      const told = await result(`runs resume ${await newRun("ask.yaml")} --answer ask=approved`)
      expect(told).toMatchObject({ output: { said: "yes" } })
    },
    async set() {
      const run = await newRun("ask.yaml --answer ask=approved")
      const told = await result("runs", "fork", run, "--set", "ask=rejected:{}")
      expect(told).toMatchObject({ output: { said: "no" } })
    },
    async input() {
      expect(await result(`runs fork ${await newRun("n.yaml")} --input n=3`)).toMatchObject({ output: 3 })
    },
    async from() {
      const run = await newRun("ask.yaml --answer ask=approved")
      const told = await result(`runs fork ${run} --from ask --answer ask=rejected`)
      expect(told).toMatchObject({ output: { said: "no" } })
    },
    async "up-to"() {
      const run = await newRun("ask.yaml --answer ask=approved")
      expect(await result(`runs fork ${run} --up-to ask --answer ask=rejected`)).toMatchObject({
        steps: { no: [{ status: "left_out" }] },
      })
    },
    async step() {
      const run = await newRun("ask.yaml --answer ask=approved")
      expect(await result(`runs fork ${run} --step yes`)).toMatchObject({ output: { said: "yes" } })
    },
    async iteration() {
      const run = await newRun("twice.yaml")
      expect(await ran(`runs fork ${run} --iteration none[0]`)).toMatchObject({ code: 2 })
    },
    async only() {
      const run = await newRun("write.yaml --sandbox")
      expect(await ran(`runs apply ${run} --only 2`)).toMatchObject({ code: 2 })
      expect(await ran(`runs apply ${run} --only 1`)).toMatchObject({ code: 0 })
      expect(terminal.read("made.txt")).toBe("new")
    },
    async budget() {
      const run = await newRun("twice.yaml --budget requests=1")
      expect(await result(`runs resume ${run} --budget requests=5`)).toMatchObject(completed)
    },
    async in() {
      const run = await newRun("write.yaml")
      expect(await ran(`runs keep ${run}`)).toMatchObject({ code: 2 })
      expect(await ran(`runs keep ${run} --in write.yaml`)).toMatchObject({ code: 0 })
      expect(there("write.test.json")).toBe(true)
    },
    async name() {
      await ran(`runs keep ${await newRun("write.yaml")} --in write.yaml --name Mine`)
      expect((await ran("test write.yaml")).out).toContain("Mine")
    },
    async hide() {
      const run = await newRun("secret.yaml")
      await ran(`runs keep ${run} --in secret.yaml --name plain`)
      expect(terminal.read("secret.test.json")).toContain("word-4711")
      rmSync(at("secret.test.json"))
      await ran(`runs keep ${run} --in secret.yaml --name hidden --hide word-4711`)
      expect(terminal.read("secret.test.json")).not.toContain("word-4711")
    },
    async expect() {
      const run = await newRun("n.yaml")
      await ran(`runs keep ${run} --in n.yaml --name good --expect output=1`)
      await ran(`runs keep ${run} --in n.yaml --name bad --expect output=2`)
      const { code, out } = await ran("test n.yaml")
      expect(code).toBe(1)
      expect([out.includes("passed  n.yaml  good"), out.includes("FAILED  n.yaml  bad")]).toEqual([
        true,
        true,
      ])
    },
    async "fast-forward"() {
      const run = await newRun("late.yaml --fail l")
      expect(await result(`runs retry ${run} --fast-forward`)).toMatchObject(completed)
    },
    async grant() {
      const run = await newRun("shell.yaml --grant-all --fail s")
      expect(await ran(`runs retry ${run} --grant shell`)).toMatchObject({ code: 0 })
    },
    async "grant-all"() {
      const run = await newRun("shell.yaml --grant-all --fail s")
      expect(await ran(`runs retry ${run} --grant-all`)).toMatchObject({ code: 0 })
    },
    async json() {
      const run = await newRun("n.yaml")
      expect((await ran("runs list --json")).result()).toMatchObject({ run })
      expect((await ran(`runs show ${run} --json`)).result()).toMatchObject({ runId: run })
    },
  },
  test: {
    async data() {
      await ran("plugins", "add", "greeter.plugin.js", "--data", at("kept"))
      const run = String((await result("run", "greet.yaml", "--data", at("kept"))).runId)
      await ran("runs", "keep", run, "--in", "greet.yaml", "--data", at("kept"))
      expect(await ran("test", "greet.yaml", "--data", at("kept"))).toMatchObject({ code: 0 })
      expect(await ran("test", "greet.yaml", "--data", at("other"))).toMatchObject({ code: 2 })
    },
    async json() {
      await ran(`runs keep ${await newRun("n.yaml")} --in n.yaml --name one`)
      expect((await ran("test n.yaml --json")).lines()).toMatchObject([{ name: "one", passed: true }])
    },
    async update() {
      await ran(`runs keep ${await newRun("n.yaml")} --in n.yaml --expect output=2`)
      expect(await ran("test n.yaml")).toMatchObject({ code: 1 })
      expect(await ran("test n.yaml --update")).toMatchObject({ code: 0 })
      expect(await ran("test n.yaml")).toMatchObject({ code: 0 })
    },
    async break() {
      await ran(`runs keep ${await newRun("shell.yaml --grant-all")} --in shell.yaml`)
      expect(await ran("test shell.yaml")).toMatchObject({ code: 0 })
      expect(await ran("test shell.yaml --break")).toMatchObject({ code: 1 })
    },
  },
  watch: {
    async workspace() {
      const { out } = await watched('"content":"there"', `tick.yaml --json --workspace ${at("elsewhere")}`)
      expect(out).toContain('"content":"there"')
    },
    async data() {
      await watched("completed", `tick.yaml --data ${at("kept")}`, "kept")
      expect((await ran("runs", "list", "--data", at("kept"), "--json")).result()).toMatchObject(completed)
    },
    async grant() {
      expect(await ran("watch sh.yaml")).toMatchObject({ code: 3 })
      expect((await watched("completed", "sh.yaml --grant shell")).code).toBe(0)
    },
    async "grant-all"() {
      expect((await watched("completed", "sh.yaml --grant-all")).code).toBe(0)
    },
    async json() {
      const { lines } = await watched('"run.ended"', "tick.yaml --json")
      const fired = { type: "fired", workflow: "tick", trigger: "often" }
      expect(lines()).toContainEqual(expect.objectContaining(fired))
    },
  },
  validate: {
    async data() {
      await ran("plugins", "add", "greeter.plugin.js", "--data", at("kept"))
      expect(await ran("validate", "greet.yaml", "--data", at("kept"))).toMatchObject({ code: 0 })
      expect(await ran("validate", "greet.yaml")).toMatchObject({ code: 1 })
    },
    async json() {
      expect((await ran("validate greet.yaml --json")).result()).toMatchObject({ file: "greet.yaml" })
    },
  },
  format: {
    async check() {
      expect(await ran("format loose.yaml --check")).toMatchObject({ code: 1 })
      expect(terminal.read("loose.yaml")).toBe(files["loose.yaml"])
      await ran("format loose.yaml")
      expect(await ran("format loose.yaml --check")).toMatchObject({ code: 0 })
    },
  },
  schema: {
    async data() {
      await ran("plugins", "add", "greeter.plugin.js", "--data", at("kept"))
      expect((await ran("schema", "--data", at("kept"))).out).toContain("greeter.greet")
      expect((await ran("schema")).out).not.toContain("greeter.greet")
    },
  },
  plugins: {
    async data() {
      await ran("plugins", "add", "greeter.plugin.js", "--data", at("kept"))
      expect((await ran("plugins", "list", "--data", at("kept"))).out).toContain("greeter")
      expect((await ran("plugins list")).out).toContain("No plugins")
    },
    async json() {
      await ran("plugins add greeter.plugin.js")
      expect((await ran("plugins list --json")).result()).toMatchObject({ name: "greeter" })
    },
  },
}

describe.each([run, watch, runs, testCommand, validate, format, schema, plugins])(
  "rivulet $name",
  command => {
    const rows = table[command.name] ?? {}

    test("the table has all its options", () => {
      expect(Object.keys(rows).sort()).toEqual(Object.keys(command.options).sort())
    })

    test("--help names them", async () => {
      const { code, out } = await ran(command.name, "--help")
      expect(code).toBe(0)
      for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`)
    })

    test("an option that it does not have is refused", async () => {
      expect(await ran(command.name, "--nonsense")).toMatchObject({ code: 2 })
    })

    test.each(Object.keys(rows))("--%s", option => rows[option]?.())
  },
)
