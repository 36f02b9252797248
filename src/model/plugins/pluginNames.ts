import type { Plugin } from "./manifest.ts"

/*
 * What lists show of plugins in words. Those that come with Rivulet have them in other languages too; everything else
 * that a plugin says, and all of a plugin of somebody else, stays as its author wrote it.
 */

interface Named {
  readonly title: string
  readonly summary: string
}

interface NamedPlugin extends Named {
  readonly actions?: { readonly [name: string]: Named }
  readonly triggers?: { readonly [name: string]: Named }
}

/** The names and summaries of a plugin, and of all that it brings. */
export function namesOf({ title, summary, actions = {}, triggers = {} }: NamedPlugin): string[] {
  const parts = [...Object.values(actions), ...Object.values(triggers)]
  return [title, summary, ...parts.flatMap(part => [part.title, part.summary])]
}

/** The plugin with its names said in other words. */
export function renamedPlugin(plugin: Plugin, say: (name: string) => string): Plugin {
  const { manifest } = plugin
  const said = <One extends Named>(one: One): One => ({
    ...one,
    title: say(one.title),
    summary: say(one.summary),
  })
  const allSaid = <One extends Named>(all: { readonly [name: string]: One }) =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [name, said(one)]))
  return {
    ...plugin,
    manifest: {
      ...said(manifest),
      actions: allSaid(manifest.actions),
      triggers: allSaid(manifest.triggers),
    },
  }
}
