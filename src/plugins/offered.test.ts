import { readdirSync, readFileSync } from "node:fs"
import { afterAll, beforeAll, expect, test } from "vitest"
import { check } from "../check/check.ts"
import { openFile } from "../format/file.ts"
import { catalogueOf } from "../model/catalogueOf.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createTestThreads } from "../ports/sandbox/testing/testThreads.ts"
import { steps } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import { withPlugins } from "./pluginCatalogue.ts"
import { readPlugin } from "./readPlugin.ts"
import { tryExamples } from "./tryExamples.ts"

/* The plugins that come with Rivulet: each is read, and does what its examples say. */

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("offered-plugins") })
})
afterAll(() => sandbox.close())

const code = createCodePort({ sandbox: () => sandbox, time: () => ({ now: 0, timezone: "UTC" }) })
const folder = new URL("../../public/plugins/", import.meta.url)
const names = readdirSync(folder).filter(name => name.endsWith(".plugin.js"))
const taken = new Set(steps.map(({ kind }) => kind.split(".")[0] ?? kind))

test("there are three, and the modules are one of them", () => {
  expect(names).toEqual(["modules.plugin.js", "text.plugin.js", "weather.plugin.js"])
})

test.each(names)("%s", async name => {
  const text = readFileSync(new URL(name, folder), "utf8")
  const read = await readPlugin(text, {
    ...{ code, taken, hash: async () => "hash" },
    templateTrouble: async () => undefined,
  })
  if (!read.ok) throw new Error(read.error.message)
  const { manifest } = read.value
  expect(`${manifest.name}.plugin.js`).toBe(name)
  const tried = await tryExamples(read.value, code)
  expect(tried.filter(({ why }) => why !== undefined)).toEqual([])
  for (const [action, { examples, docs, outlets }] of Object.entries(manifest.actions)) {
    expect(examples.length, action).toBeGreaterThanOrEqual(2)
    for (const outlet of Object.keys(outlets)) expect(docs, action).toContain(`**${outlet}**`)
  }
  const catalogue = withPlugins(catalogueOf(steps, triggers), [read.value])
  expect(manifest.templates.length).toBeGreaterThan(0)
  for (const template of manifest.templates) {
    const file = openFile(template)
    expect([...file.problems, ...check(file.workflow, catalogue)]).toEqual([])
  }
})
