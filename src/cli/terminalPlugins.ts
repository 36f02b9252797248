import type { CodePort, HttpPort } from "../model/ports.ts"
import { createPluginShelf, type PluginShelf } from "../plugins/pluginShelf.ts"
import { installedIn, keepText, readPluginText, textKept } from "./keptPlugins.ts"

/** The plugins of the data folder; the text of each that a run is pinned to is kept before the run begins. */
export function createTerminalPlugins(
  data: string,
  code: CodePort,
  http: () => HttpPort | undefined,
): PluginShelf {
  const shelf = createPluginShelf({
    installed: () => installedIn(data),
    kept: hash => textKept(data, hash),
    read: text => readPluginText(text, code),
    place: { code, http },
  })
  return {
    ...shelf,
    async pin(workflow) {
      const pinned = await shelf.pin(workflow)
      for (const { hash } of pinned) await keepText(data, hash, shelf.textOf(hash) ?? "")
      return pinned
    },
  }
}
