import type { RunEvent } from "./event.ts"
import type { KindLookup } from "./plan.ts"

/**
 * The kinds as a run knows them: what it was pinned to of plugins stands in its first event, so that its journal can
 * be folded wherever it is read, whatever is installed there.
 */
export function kindsOfRun(kinds: KindLookup, first: RunEvent | undefined): KindLookup {
  const plugins = (first?.type === "run.started" ? first.plugins : undefined) ?? []
  if (plugins.length === 0) return kinds
  const pinned = new Map(plugins.flatMap(plugin => Object.entries(plugin.kinds)))
  return kind => pinned.get(kind) ?? kinds(kind)
}
