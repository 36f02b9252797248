import { offered, textOf } from "virtual:plugins"
import type { OfferedPlugin } from "../app/plugins/installed.ts"
import { language } from "../language/language.ts"

/** Says the names of the plugins that come along in the language that is spoken. */
export async function pluginNames(): Promise<(name: string) => string> {
  if (language() !== "de") return name => name
  const { names } = await import("virtual:plugin-names/de")
  return name => names[name] ?? name
}

/** The plugins that come along, as lists show them. */
export async function offeredPlugins(): Promise<readonly OfferedPlugin[]> {
  const say = await pluginNames()
  return offered.map(({ name, title, summary }) => ({ name, title: say(title), summary: say(summary) }))
}

/** The text of one of them, by its name. */
export const textOfOffered = textOf
