import type { Catalogue } from "../model/catalogue.ts"
import { catalogueOf } from "../model/catalogueOf.ts"
import { withPlugins } from "../plugins/pluginCatalogue.ts"
import { steps } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import { installedIn } from "./keptPlugins.ts"

/** Every kind and trigger type that comes with the terminal. */
export const builtIn: Catalogue = catalogueOf(steps, triggers)

/** The same with what the plugins bring that are installed in the data folder. */
export async function catalogueIn(data: string): Promise<Catalogue> {
  return withPlugins(builtIn, await installedIn(data))
}
