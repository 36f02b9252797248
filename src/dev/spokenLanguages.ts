import type { Plugin } from "vite"
import { locales } from "../language/language.ts"

const spoken: readonly string[] = Object.values(locales)

const words = /react-(?:aria|aria-components|stately)\/dist\/.*\/intl\/(?:.*\/)?([a-z]{2}-[A-Z]{2})\.mjs$/

/** Leaves out what components would say in languages that the page does not speak: a quarter of their weight. */
export function spokenLanguages(): Plugin {
  return {
    name: "rivulet-spoken-languages",
    enforce: "pre",
    load(id) {
      const language = words.exec(id)?.[1]
      return language === undefined || spoken.includes(language) ? undefined : "export default undefined"
    },
  }
}
