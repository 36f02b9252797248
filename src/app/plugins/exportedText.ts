import type { PluginService } from "./installed.ts"

/** The text of a workflow as it leaves: with the plugins named that it needs, and else as it stands. */
export async function exportedText(text: string, { installed }: PluginService): Promise<string> {
  const { plugins } = installed.getState()
  if (plugins.length === 0) return text
  const [{ openFile, tryEdit }, { namingPlugins }] = await Promise.all([
    import("../../format/file.ts"),
    import("../../model/plugins/needed.ts"),
  ])
  const file = openFile(text)
  const named = tryEdit(file, namingPlugins(file.workflow, plugins))
  return named.ok ? named.value.text : text
}
