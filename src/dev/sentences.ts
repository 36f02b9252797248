import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync, Visitor } from "vite"
import { keyOf } from "../language/t.ts"

/*
 * What a language file must hold of the source: every sentence that is marked for people, found by reading it as the
 * compiler does.
 */

/** A sentence of the source, and where it stands. */
export interface Sentence {
  readonly key: string
  readonly file: string
  /** Whether it is said while its module loads, so before any words could be brought. */
  readonly isSaidAtOnce: boolean
  /** Whether it is said in the language of the page there, and not kept in English to be said later. */
  readonly isMarked: boolean
}

const tags = new Set(["t", "phrase"])

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
  const add = (key: string, isMarked: boolean) =>
    void found.push({ key, file, isSaidAtOnce: depth === 0, isMarked })
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type === "Identifier" && tags.has(tag.name))
        add(keyOf(quasi.quasis.map(({ value }) => value.cooked ?? "")), true)
    },
    Property({ key, value }) {
      if (key.type !== "Identifier" || !spoken.has(key.name)) return
      if (value.type === "Literal" && typeof value.value === "string") add(value.value, false)
      if (value.type === "TemplateLiteral")
        add(keyOf(value.quasis.map(part => part.value.cooked ?? "")), false)
    },
  }).visit(parseSync(file, source).program)
  return found
}
