import type { Added, BuiltIn } from "../app/plugins/installed.ts"
import { checkInParts } from "../check/check.ts"
import { summaryOf } from "../editor/summarise.ts"
import { openFile } from "../format/file.ts"
import type { Plugin } from "../model/plugins/manifest.ts"
import { renamedPlugin } from "../model/plugins/pluginNames.ts"
import { docsOfPlugins, withPlugins } from "../plugins/pluginCatalogue.ts"
import { pluginNames } from "./pluginNames.ts"

/** What these plugins add to what comes with Rivulet, their names said in the words of whoever reads them. */
export async function additionsOf(builtIn: BuiltIn, installed: readonly Plugin[]): Promise<Added> {
  const say = await pluginNames()
  const plugins = installed.map(plugin => renamedPlugin(plugin, say))
  const catalogue = withPlugins(builtIn.catalogue, plugins)
  const brought = plugins.flatMap(({ name, manifest }) =>
    manifest.templates.map((text, index) => ({ id: `${name}/${index}`, text })),
  )
  return {
    catalogue,
    templates: [
      ...builtIn.templates,
      ...brought.map(({ id, text }) => ({ id, summary: summaryOf(openFile(text), catalogue, checkInParts) })),
    ],
    docs: docsOfPlugins(plugins),
    texts: Object.fromEntries(brought.map(({ id, text }) => [id, text])),
  }
}
