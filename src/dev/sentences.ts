import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync, Visitor } from "vite"
import { keyOf } from "../language/t.ts"
import { labelOf } from "../editor/inspector/fieldOf.ts"
import { isMap, type JsonMap } from "../lib/json.ts"
import type { Catalogue, Docs } from "../model/catalogue.ts"

/*
 * What a language file must hold: every sentence that the source marks for people, found by reading the source as
 * the compiler does, and every text of the catalogue.
 */

/** A sentence of the source, and where it stands. */
export interface Sentence {
  readonly key: string
  readonly file: string
  /** Whether it is said while its module loads, so before any words could be brought. */
  readonly isSaidAtOnce: boolean
}

const tags = new Set(["t", "phrase", "english"])

/** Properties that hold sentences wherever they stand outside of the page: those of problems, and what is said of calls and of the library. */
const spoken = new Set(["say", "doc"])

/** All sentences that are marked in the files of the folder. */
export function sentencesIn(folder: string): Sentence[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      path => /\.tsx?$/.test(path) && !/\.(?:browser\.)?(?:test|bench)\.|(?:^|\/)(?:cli|dev)\//.test(path),
    )
    .flatMap(path => sentencesOf(path, readFileSync(join(folder, path), "utf8")))
}

function sentencesOf(file: string, source: string): Sentence[] {
  const found: Sentence[] = []
  let depth = 0
  const enter = () => void depth++
  const leave = () => void depth--
  const add = (key: string) => void found.push({ key, file, isSaidAtOnce: depth === 0 })
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type === "Identifier" && tags.has(tag.name))
        add(keyOf(quasi.quasis.map(({ value }) => value.cooked ?? "")))
    },
    Property({ key, value }) {
      if (key.type !== "Identifier" || !spoken.has(key.name)) return
      if (value.type === "Literal" && typeof value.value === "string") add(value.value)
      if (value.type === "TemplateLiteral") add(keyOf(value.quasis.map(part => part.value.cooked ?? "")))
    },
  }).visit(parseSync(file, source).program)
  return found
}

/** All texts of the catalogue, and of what is read about it. */
export function textsOf(catalogue: Catalogue, docs: Docs): string[] {
  const found = new Set<string>()
  inWords({ catalogue, docs }, text => {
    found.add(text)
    return text
  })
  return [...found]
}

/** Properties of the catalogue and of its docs that people read. */
const read = new Set(["title", "summary", "description", "label", "help", "docs"])
/** Properties whose values are data, whatever they are called. */
const data = new Set(["default", "enum", "const", "with", "outlets", "setup"])

/** The catalogue or docs with everything that people read said in other words; parameters without a title get one. */
export function inWords<T>(value: T, say: (text: string) => string): T {
  if (Array.isArray(value)) return value.map(item => inWords(item, say)) as T
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (data.has(name)) return [name, part]
      if (typeof part === "string" && read.has(name)) return [name, say(part)]
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
