import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import type { Plugin } from "vite"
import { checkInParts } from "../check/check.ts"
import { summaryOf } from "../editor/summarise.ts"
import { openFile } from "../format/file.ts"
import type { Words } from "../language/language.ts"
import { catalogueOf, docsOf } from "../model/catalogueOf.ts"
import { steps } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"
import { bundledNames, bundledPlugins } from "./bundledPlugins.ts"
import { inWords } from "./catalogueWords.ts"
import { readTemplates } from "./templates.ts"

/**
 * Gives the page what the registries and templates say, as data: `virtual:catalogue`, `virtual:trigger-icons`,
 * `virtual:step-icons`, `virtual:docs`, and `virtual:templates` summed up beforehand. The code of the kinds stays out of the page, and
 * what reads YAML stays out of its first part.
 */
export function catalogueModules(): Plugin {
  const modules: { readonly [id: string]: () => string | Promise<string> } = {
    "virtual:catalogue": () => `export const catalogue = ${asJson(catalogueOf(steps, triggers))}`,
    "virtual:trigger-icons": triggerIconsModule,
    "virtual:step-icons": stepIconsModule,
    "virtual:templates": templatesModule,
    "virtual:template-texts": () => `export const texts = ${asJson(Object.fromEntries(readTemplates()))}`,
    "virtual:plugins": pluginsModule,
    "virtual:plugin-names/de": () =>
      `export const names = ${asJson(Object.fromEntries(bundledNames().map(name => [name, inGerman(name)])))}`,
    "virtual:docs": () => `export const docs = ${asJson(docsOf(steps, triggers))}`,
    "virtual:catalogue/de": () =>
      `export const catalogue = ${asJson(inWords(catalogueOf(steps, triggers), inGerman))}`,
    "virtual:docs/de": () => `export const docs = ${asJson(inWords(docsOf(steps, triggers), inGerman))}`,
  }
  return {
    name: "rivulet-catalogue",
    resolveId: id => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: id => (id.startsWith("\0virtual:") ? modules[id.slice(1)]?.() : undefined),
  }
}

const german: Words = JSON.parse(readFileSync(resolve("src/language/de/kinds.json"), "utf8"))

function inGerman(english: string): string {
  return german[english] ?? english
}

function triggerIconsModule(): string {
  return iconsModule(Object.values(catalogueOf(steps, triggers).triggers).map(entry => entry.icon))
}

function stepIconsModule(): string {
  const { kinds } = catalogueOf(steps, triggers)
  return iconsModule(["life-buoy", "circle-help", ...Object.values(kinds).map(entry => entry.icon)])
}

function iconsModule(named: readonly string[]): string {
  const names = [...new Set(["zap", ...named])].sort()
  return [
    ...names.map((name, index) => `import icon${index} from "lucide-react/icons/${name}"`),
    `export const icons = { ${names.map((name, index) => `"${name}": icon${index}`).join(", ")} }`,
  ].join("\n")
}

function templatesModule(): string {
  const catalogue = catalogueOf(steps, triggers)
  const templates = readTemplates().map(([id, text]) => ({
    id,
    summary: summaryOf(openFile(text), catalogue, checkInParts),
  }))
  return `export const templates = ${asJson(templates)}`
}

/** The plugins that come with the product: what lists show of them, and each text in a part of its own. */
function pluginsModule(): string {
  const offered = bundledPlugins.map(({ plugin: { name, title, summary } }) => ({ name, title, summary }))
  const texts = bundledPlugins.map(
    ({ file, plugin }) => `${JSON.stringify(plugin.name)}: () => import(${JSON.stringify(`${file}?raw`)})`,
  )
  return `export const offered = ${asJson(offered)}
const texts = { ${texts.join(", ")} }
export const textOf = async name => (await texts[name]()).default`
}

/** Parsed at once by the browser, where a literal of this size is not. */
function asJson(value: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
}
