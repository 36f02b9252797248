import type { Plugin } from "../model/plugins/manifest.ts"
import { sayUsesOf } from "../model/plugins/uses.ts"
import type { CodePort } from "../model/ports.ts"
import { kindOf } from "../plugins/pluginSteps.ts"
import { tryExamples } from "../plugins/tryExamples.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createNodeThreads } from "../ports/sandbox/nodeThread.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import type { Io } from "./io.ts"
import { installedIn, installIn, readPluginText, removeFrom } from "./keptPlugins.ts"
import { printable } from "./printable.ts"
import { readText } from "./readText.ts"
import { dataFolder, dataOption, dataTrouble } from "./run.ts"
import { oneLine, painter } from "./say.ts"
import { threadEntry } from "./threadEntry.ts"

/** What an act works with: what was named after it, and the data folder. */
interface Asked {
  readonly name: string | undefined
  readonly data: string
  readonly json: boolean
  readonly io: Io
  readonly code: CodePort
}

const acts: { readonly [name: string]: (asked: Asked) => Promise<number> } = {
  list: listPlugins,
  add: addPlugin,
  remove: removePlugin,
  test: testPlugin,
}

/** Looks at plugins, installs and removes them, and tries their examples. */
export const plugins: Command = {
  name: "plugins",
  summary: "List, add, remove and test plugins",
  takes: `${Object.keys(acts).join("|")} [FILE|NAME]`,
  options: { data: dataOption, json: { say: "One JSON object a line" } },
  notes: [
    "list          the plugins that are installed, with what they bring and what they may ask for",
    "add FILE      installs a plugin, or puts another version in its place; runs under way end with theirs",
    "remove NAME   takes a plugin away",
    "test FILE     tries the examples of its actions, walled in and offline",
    "",
    "Steps of a plugin are of kinds such as weather.forecast. What they need is granted with --grant as ever,",
    "and what the plugin did not declare is refused whatever was granted.",
    "Exits with 0 if all is well, 1 if an example fails, 2 if a file or a name cannot be used.",
  ],
  async run(given: Arguments, io) {
    const [act = "", name, ...more] = given.files
    const does = Object.hasOwn(acts, act) ? acts[act] : undefined
    if (does === undefined || more.length > 0 || (act !== "list" && name === undefined)) {
      io.complain("Say what to do with which plugin.\nSee rivulet plugins --help.\n")
      return exit.unusable
    }
    const sandbox = createSandbox({ spawn: createNodeThreads(threadEntry("guest")) })
    const time = () => ({ now: Date.now(), timezone: "UTC" })
    const code = createCodePort({ sandbox: () => sandbox, time })
    const { folder: data } = dataFolder(given)
    try {
      return await does({ name, data, json: given.flags.has("json"), io, code })
    } catch (cause) {
      return sayProblem(io, dataTrouble(data, cause))
    } finally {
      sandbox.close()
    }
  },
}

async function listPlugins({ data, json, io }: Asked): Promise<number> {
  const installed = await installedIn(data)
  for (const plugin of installed) io.out(json ? asJson(plugin) : asText(plugin))
  if (installed.length === 0 && !json)
    io.out("No plugins are installed. Add one with: rivulet plugins add FILE\n")
  return exit.fine
}

async function addPlugin({ name = "", data, json, io, code }: Asked): Promise<number> {
  const text = await readText(name, io)
  const read = text.ok ? await readPluginText(text.value, code) : text
  if (!read.ok) return sayProblem(io, read.error)
  const before = (await installedIn(data)).find(plugin => plugin.name === read.value.name)
  await installIn(data, read.value)
  if (json) io.out(asJson(read.value))
  else {
    io.out(asText(read.value))
    io.out(before === undefined ? "Installed.\n" : `Installed in the place of ${before.version}.\n`)
  }
  return exit.fine
}

async function removePlugin({ name = "", data, io }: Asked): Promise<number> {
  if (!(await removeFrom(data, name)))
    return sayProblem(io, problem("plugin_not_installed", { name, folder: data }))
  io.out("Removed.\n")
  return exit.fine
}

async function testPlugin({ name = "", json, io, code }: Asked): Promise<number> {
  const text = await readText(name, io)
  const read = text.ok ? await readPluginText(text.value, code) : text
  if (!read.ok) return sayProblem(io, read.error)
  const paint = painter(io.colours)
  const tried = await tryExamples(read.value, code)
  for (const { kind, title, why } of tried) {
    if (json) {
      io.out(
        `${JSON.stringify({ type: "example", kind, title, passed: why === undefined, ...(why && { why }) })}\n`,
      )
      continue
    }
    const mark = why === undefined ? paint("good", "passed") : paint("bad", "FAILED")
    io.out(`${mark}  ${printable(kind)}  ${oneLine(title)}\n`)
    if (why !== undefined) io.out(`        ${oneLine(why, 300)}\n`)
  }
  const failed = tried.filter(({ why }) => why !== undefined).length
  if (!json) io.out(`${tried.length - failed} passed${failed > 0 ? `, ${failed} failed` : ""}.\n`)
  return failed > 0 ? exit.problems : exit.fine
}

function kindsOf({ name, manifest }: Plugin) {
  return {
    kinds: Object.keys(manifest.actions).map(action => kindOf(name, action)),
    triggers: Object.keys(manifest.triggers).map(trigger => kindOf(name, trigger)),
    powers: sayUsesOf(manifest),
  }
}

function asJson(plugin: Plugin): string {
  const { name, version, hash } = plugin
  return `${JSON.stringify({ type: "plugin", name, version, hash, ...kindsOf(plugin) })}\n`
}

function asText(plugin: Plugin): string {
  const { kinds, triggers, powers } = kindsOf(plugin)
  const { title, summary } = plugin.manifest
  const lines = [
    `${plugin.name} ${plugin.version}  ${oneLine(title)}: ${oneLine(summary, 200)}`,
    ...(kinds.length > 0 ? [`  steps     ${kinds.join(", ")}`] : []),
    ...(triggers.length > 0 ? [`  triggers  ${triggers.join(", ")}`] : []),
    ...powers.map((power, index) => `  ${index === 0 ? "may" : "   "}       ${oneLine(power, 200)}`),
    ...(powers.length === 0 ? ["  needs nothing from outside"] : []),
  ]
  return `${lines.join("\n")}\n`
}
