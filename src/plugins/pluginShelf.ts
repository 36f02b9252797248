import type { PinnedPlugin } from "../engine/core/event.ts"
import type { Plugins } from "../engine/loop/loopParts.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type Plugin, type PluginId, parsePlugin } from "../model/plugins/manifest.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import type { Problem } from "../model/problems.ts"
import type { AnyStep } from "../model/step.ts"
import type { AnyTrigger } from "../model/trigger.ts"
import { pluginSteps } from "./pluginSteps.ts"
import { type PollPlace, pluginTriggers } from "./pluginTriggers.ts"

/** Plugins as runs need them: those that are installed, and any that a run is pinned to. */
export interface PluginShelf extends Plugins {
  /** The text of a plugin that a run was just pinned to, by its hash. */
  textOf(hash: string): string | undefined
  /** The trigger types that installed plugins bring, each able to look. */
  triggers(): Promise<readonly AnyTrigger[]>
}

/** What a shelf is handed. */
export interface PluginShelfParts {
  /** The plugins that are installed, as they are kept. */
  readonly installed: () => Promise<readonly unknown[]>
  /** The text that a run keeps under the hash. */
  readonly kept: (hash: string) => Promise<string | undefined>
  /** Reads a plugin from its text. */
  readonly read: (text: string) => Promise<Result<Plugin, Problem>>
  /** Where triggers look from. */
  readonly place: PollPlace
}

interface Ready {
  readonly plugin: Plugin
  readonly kinds: ReadonlyMap<string, AnyStep>
}

/**
 * Makes the shelf. What a run is pinned to is read from the text that the run keeps with it when that version is no
 * longer installed: an upgrade, or its removal, changes nothing for a run under way.
 */
export function createPluginShelf({ installed, kept, read, place }: PluginShelfParts): PluginShelf {
  const ready = new Map<string, Ready>()

  const put = (plugin: Plugin): Ready => {
    const known = ready.get(plugin.hash)
    if (known !== undefined) return known
    const made = { plugin, kinds: new Map(pluginSteps(plugin).map(step => [step.kind, step])) }
    ready.set(plugin.hash, made)
    return made
  }

  const installedNow = async (): Promise<readonly Ready[]> =>
    (await installed()).flatMap(row => {
      const plugin = parsePlugin(row)
      return plugin === undefined ? [] : [put(plugin)]
    })

  const find = async ({ name, version, hash }: PluginId): Promise<Result<Ready, Problem>> => {
    const known = ready.get(hash) ?? (await installedNow()).find(({ plugin }) => plugin.hash === hash)
    if (known !== undefined) return ok(known)
    const text = await kept(hash)
    if (text === undefined) return err(pluginProblem("plugin_not_kept", { plugin: name, version }))
    const plugin = await read(text)
    return plugin.ok ? ok(put({ ...plugin.value, hash })) : plugin
  }

  return {
    triggers: async () => (await installedNow()).flatMap(({ plugin }) => pluginTriggers(plugin, place)),
    textOf: hash => ready.get(hash)?.plugin.text,
    async pin(workflow) {
      const text = JSON.stringify(workflow)
      return (await installedNow())
        .filter(({ plugin }) => mentions(text, plugin.name))
        .map(({ plugin, kinds }): PinnedPlugin => {
          const { name, version, hash } = plugin
          return { name, version, hash, kinds: Object.fromEntries([...kinds].map(foldedOf)) }
        })
    },
    async kinds(pinned) {
      const all = new Map<string, AnyStep>()
      for (const each of pinned) {
        const found = await find(each)
        if (!found.ok) return found
        for (const [kind, step] of found.value.kinds) all.set(kind, step)
      }
      return ok(kind => all.get(kind))
    },
  }
}

/** Whether some text of the workflow may name a kind of the plugin: a step's, a validator's, a tool's. */
function mentions(text: string, plugin: string): boolean {
  return text.includes(`"${plugin}.`)
}

/** What the fold must know of a kind. */
function foldedOf([kind, { outlets, effect }]: readonly [string, AnyStep]): [
  kind: string,
  folded: PinnedPlugin["kinds"][string],
] {
  return [kind, { outlets: [...outlets], effect: typeof effect === "string" ? effect : "once" }]
}
