import { readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { namesOf } from "../model/plugins/pluginNames.ts"

const folder = resolve("public/plugins")
const ending = ".plugin.js"

/** The plugins that come with the product, and where each stands. */
export const bundledPlugins = await Promise.all(
  readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .sort()
    .map(async name => {
      const file = join(folder, name)
      const { default: plugin } = await import(pathToFileURL(file).href)
      return { file, plugin }
    }),
)

/** What they, and what they bring, are called in lists. */
export function bundledNames(): string[] {
  return bundledPlugins.flatMap(({ plugin }) => namesOf(plugin))
}
