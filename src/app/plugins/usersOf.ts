import type { KeptWorkflow } from "../stores.ts"

/** The workflows whose text names a kind or a trigger type of the plugin. */
export function usersOf(plugin: string, rows: readonly KeptWorkflow[]): readonly KeptWorkflow[] {
  // A plugin's name holds letters, digits and dashes, none of which means anything in a pattern here.
  const named = new RegExp(`(?:^|[\\s"'\\[,{:])${plugin}\\.[a-z][a-z0-9-]*`, "m")
  return rows.filter(({ text }) => named.test(text))
}
