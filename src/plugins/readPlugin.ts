import { isMap, type Json, own } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { misfitOf } from "../model/misfit.ts"
import { type Manifest, manifestSchema, type Plugin, pluginFormat } from "../model/plugins/manifest.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import type { CodePort } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import { compilePlugin, longestPlugin, manifestBody } from "./pluginCode.ts"

/** What reading a plugin takes. */
export interface ReadingParts {
  readonly code: CodePort
  readonly hash: (text: string) => Promise<string>
  /** The words that kinds and trigger types of ours begin with: no plugin may be called so. */
  readonly taken: ReadonlySet<string>
  /** Why the text is no workflow that can be offered as a template; undefined where it is. */
  readonly templateTrouble: (text: string) => Promise<string | undefined>
}

const longestManifest = 512_000

/**
 * Reads a plugin from its text. The module is run once, in the sandbox and with no power at all, to hear what it says
 * of itself; that is what is shown, kept and held against it from then on, and it is not asked again.
 */
export async function readPlugin(text: string, parts: ReadingParts): Promise<Result<Plugin, Problem>> {
  if (text.length > longestPlugin)
    return err(pluginProblem("plugin_too_large", { size: text.length, most: longestPlugin }))
  const code = await compilePlugin(text)
  if (!code.ok) return err(pluginProblem("plugin_unreadable", { why: code.error }))
  const said = await parts.code.run({
    ...{ language: "javascript", source: manifestBody(code.value), scope: {}, what: "The plugin" },
    ...{ timeout: 4_000, memory: 64 * 2 ** 20 },
  })
  if (!said.ok) return said
  const manifest = manifestOf(said.value, parts.taken)
  if (!manifest.ok) return manifest
  for (const [index, template] of manifest.value.templates.entries()) {
    const why = await parts.templateTrouble(template)
    if (why !== undefined) return err(pluginProblem("plugin_bad_template", { number: index + 1, why }))
  }
  const { name, version } = manifest.value
  const hash = await parts.hash(text)
  return ok({ name, version, hash, text, code: code.value, manifest: manifest.value })
}

function manifestOf(said: Json, taken: ReadonlySet<string>): Result<Manifest, Problem> {
  const given = isMap(said) ? own(said, "manifest") : undefined
  if (!isMap(given) || own(given, "plugin") === undefined) return err(pluginProblem("plugin_no_manifest"))
  const { plugin: version } = given
  if (typeof version === "number" && version > pluginFormat)
    return err(pluginProblem("plugin_newer", { version }))
  if (JSON.stringify(given).length > longestManifest)
    return err(
      pluginProblem("plugin_malformed", {
        path: "the whole",
        why: `it is longer than ${longestManifest} letters`,
      }),
    )
  const read = manifestSchema.safeParse(given)
  if (!read.success) return err(pluginProblem("plugin_malformed", misfitOf(read.error, "the whole")))
  const { name, actions, triggers } = read.data
  if (taken.has(name)) return err(pluginProblem("plugin_name_taken", { name }))
  const lacks = (all: object, able: string, has: Json | undefined) => {
    const missing = Object.keys(all).find(each => !(Array.isArray(has) && has.includes(each)))
    return missing === undefined ? undefined : ([missing, able] as const)
  }
  const lacking =
    lacks(actions, "run", isMap(said) ? said.runs : undefined) ??
    lacks(triggers, "poll", isMap(said) ? said.polls : undefined)
  if (lacking === undefined) return ok(read.data)
  const [path, able] = lacking
  return err(pluginProblem("plugin_malformed", { path, why: `it has no function “${able}”` }))
}
