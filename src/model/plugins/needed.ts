import { eachStep } from "../places.ts"
import type { Workflow } from "../workflow.ts"
import { pluginOf } from "./pluginName.ts"

/**
 * The workflow with the plugins named that it needs, each with the version that is here: whoever gets the file learns
 * what to install. What it names besides, and has not here, is left as it says.
 */
export function namingPlugins(
  workflow: Workflow,
  installed: readonly { readonly name: string; readonly version: string }[],
): Workflow {
  const kinds = [
    ...[...eachStep(workflow)].map(({ step }) => step.kind),
    ...(workflow.triggers ?? []).map(({ type }) => type),
  ]
  const used = new Set(kinds.map(pluginOf))
  const needed = installed.filter(({ name }) => used.has(name))
  if (needed.every(({ name, version }) => workflow.plugins?.[name] === version)) return workflow
  const named = Object.fromEntries(needed.map(({ name, version }) => [name, version]))
  return { ...workflow, plugins: { ...workflow.plugins, ...named } }
}
