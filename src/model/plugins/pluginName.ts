/** The name of the plugin that a kind or trigger type would belong to. */
export function pluginOf(kind: string): string | undefined {
  const dot = kind.indexOf(".")
  return dot < 1 ? undefined : kind.slice(0, dot)
}
