import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Result } from "../lib/result.ts"
import { type Plugin, parsePlugin } from "../model/plugins/manifest.ts"
import { pluginOf } from "../model/plugins/pluginName.ts"
import type { CodePort } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import type { AnyStep } from "../model/step.ts"
import { pluginSteps } from "../plugins/pluginSteps.ts"
import { readPlugin } from "../plugins/readPlugin.ts"
import { builtIn } from "./catalogue.ts"

/*
 * Plugins in the data folder: those that are installed, each as one file under its name, and the texts of those that
 * runs are pinned to, under their hashes.
 *
 *     plugins/weather.json     { "name": "weather", "version": "1.0.0", "text": "…", "manifest": { … }, … }
 *     pins/5f2c….plugin.js     the text
 */

const folderOf = (data: string) => join(data, "plugins")
const pinOf = (data: string, hash: string) => join(data, "pins", `${hash}.plugin.js`)

/** The plugins that are installed in the data folder, by name. What cannot be read is as if it were not there. */
export async function installedIn(data: string): Promise<readonly Plugin[]> {
  const names = (await readdir(folderOf(data)).catch(() => [])).filter(name => name.endsWith(".json"))
  const texts = await Promise.all(
    names.sort().map(name => readFile(join(folderOf(data), name), "utf8").catch(() => "")),
  )
  return texts.flatMap(text => {
    try {
      return parsePlugin(JSON.parse(text)) ?? []
    } catch {
      return []
    }
  })
}

/** The kinds of the plugins that are installed in the data folder. */
export async function pluginKindsIn(data: string): Promise<ReadonlyMap<string, AnyStep>> {
  const steps = (await installedIn(data)).flatMap(plugin => pluginSteps(plugin))
  return new Map(steps.map(step => [step.kind, step]))
}

/** Keeps the plugin, in the place of another version of it. */
export async function installIn(data: string, plugin: Plugin): Promise<void> {
  await writeWhole(join(folderOf(data), `${plugin.name}.json`), JSON.stringify(plugin))
}

/** Takes the plugin away; whether there was one. */
export async function removeFrom(data: string, name: string): Promise<boolean> {
  const installed = await installedIn(data)
  if (!installed.some(plugin => plugin.name === name)) return false
  await rm(join(folderOf(data), `${name}.json`), { force: true })
  return true
}

/** Keeps the text of a plugin that a run is pinned to. */
export async function keepText(data: string, hash: string, text: string): Promise<void> {
  if ((await textKept(data, hash)) !== text) await writeWhole(pinOf(data, hash), text)
}

/** The text of a plugin that a run is pinned to. */
export async function textKept(data: string, hash: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return undefined
  return readFile(pinOf(data, hash), "utf8").catch(() => undefined)
}

/** Reads a plugin from its text. */
export function readPluginText(text: string, code: CodePort): Promise<Result<Plugin, Problem>> {
  const names = [...Object.keys(builtIn.kinds), ...Object.keys(builtIn.triggers)]
  return readPlugin(text, {
    code,
    hash: async given => createHash("sha256").update(given).digest("hex"),
    taken: new Set(names.map(name => pluginOf(name) ?? name)),
    async templateTrouble(template) {
      const { openFile } = await import("../format/file.ts")
      const { problems, workflow } = openFile(template)
      const problem = problems.find(({ severity }) => severity === "error")
      return problem?.message ?? (workflow.steps.length > 0 ? undefined : "It has no steps.")
    },
  })
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true })
  const draft = `${file}.${process.pid}.part`
  await writeFile(draft, text, { flush: true })
  await rename(draft, file)
}
