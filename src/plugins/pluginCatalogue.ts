import type { Catalogue, Docs } from "../model/catalogue.ts"
import { catalogueOf, docsOf } from "../model/catalogueOf.ts"
import type { Plugin } from "../model/plugins/manifest.ts"
import { pluginSteps } from "./pluginSteps.ts"
import { pluginTriggers } from "./pluginTriggers.ts"

/** The catalogue with what these plugins bring; what comes with Rivulet is never replaced. */
export function withPlugins(catalogue: Catalogue, plugins: readonly Plugin[]): Catalogue {
  if (plugins.length === 0) return catalogue
  const theirs = catalogueOf(
    plugins.flatMap(plugin => pluginSteps(plugin)),
    plugins.flatMap(plugin => pluginTriggers(plugin)),
  )
  return {
    kinds: { ...catalogue.kinds, ...theirs.kinds, ...catalogue.kinds },
    triggers: { ...catalogue.triggers, ...theirs.triggers, ...catalogue.triggers },
  }
}

/** What there is to read about what these plugins bring. */
export function docsOfPlugins(plugins: readonly Plugin[]): Docs {
  return docsOf(
    plugins.flatMap(plugin => pluginSteps(plugin)),
    plugins.flatMap(plugin => pluginTriggers(plugin)),
  )
}
