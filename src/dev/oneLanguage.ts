import type { Plugin } from "vite"

/** The languages that the page speaks; `main.tsx` tells the components which one. */
const spoken = ["en-US"]

const words = /react-(?:aria|aria-components|stately)\/dist\/.*\/intl\/(?:.*\/)?([a-z]{2}-[A-Z]{2})\.mjs$/

/** Leaves out what components would say in languages that the page does not speak: a quarter of their weight. */
export function oneLanguage(): Plugin {
  return {
    name: "rivulet-one-language",
    enforce: "pre",
    load(id) {
      const language = words.exec(id)?.[1]
      return language === undefined || spoken.includes(language) ? undefined : "export default undefined"
    },
  }
}
