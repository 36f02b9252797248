import { labelOf } from "../editor/inspector/fieldOf.ts"
import { isMap, type JsonMap } from "../lib/json.ts"
import type { Catalogue, Docs } from "../model/catalogue.ts"
import { bundledNames } from "./bundledPlugins.ts"

/* The texts of the catalogue in another language: they are data, so the build says them, and the page finds them said. */

/** All texts of the catalogue, and of what is read about it, with the names of the plugins that come along. */
export function textsOf(catalogue: Catalogue, docs: Docs): string[] {
  const found = new Set(bundledNames())
  inWords({ catalogue, docs }, text => {
    found.add(text)
    return text
  })
  return [...found]
}

/** Properties of the catalogue and of its docs that people read. */
const read = new Set(["title", "summary", "description", "label", "help", "docs", "card"])
/** Properties whose values are data, whatever they are called. */
const data = new Set(["default", "enum", "const", "with", "outlets", "setup"])

/** The catalogue or docs with everything that people read said in other words; parameters without a title get one. */
export function inWords<T>(value: T, say: (text: string) => string): T {
  if (Array.isArray(value)) return value.map(item => inWords(item, say)) as T
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (data.has(name)) return [name, part]
      if (typeof part === "string" && read.has(name)) return [name, hasWords(part) ? say(part) : part]
      if (name === "properties" && isMap(part)) return [name, titled(part, say)]
      return [name, inWords(part, say)]
    }),
  ) as T
}

function titled(properties: JsonMap, say: (text: string) => string) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      isMap(schema) ? { title: say(labelOf(name, schema, undefined)), ...inWords(schema, say) } : schema,
    ]),
  )
}

/** Whether more than expressions stands in the text, which are the same in every language. */
function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replace(/\{\{.*?\}\}/g, ""))
}
