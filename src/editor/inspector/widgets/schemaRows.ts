import { t } from "../../../language/t.ts"
import { isList, isMap, type Json, type JsonMap } from "../../../lib/json.ts"

/*
 * The form of an answer, as steps have it: names with the type of each. What can be said with rows of names and types
 * is edited so; a form that says more (fields within fields, a JSON Schema in full) is edited as text.
 */

/** The type of a field, as a row shows it. */
export type RowType = "string" | "number" | "integer" | "boolean" | "texts" | "choice"

/** One field of an answer. */
export interface SchemaRow {
  readonly name: string
  readonly type: RowType
  /** The choices, parted by strokes; empty for other types. */
  readonly choices: string
  readonly isOptional: boolean
}

/** The types that a row offers, as people call them. */
export const rowTypes: readonly { readonly id: RowType; readonly label: string }[] = [
  { id: "string", label: t`Text` },
  { id: "number", label: t`Number` },
  { id: "integer", label: t`Whole number` },
  { id: "boolean", label: t`Yes or no` },
  { id: "choice", label: t`One of` },
  { id: "texts", label: t`List of texts` },
]

const plain = new Set<string>(["string", "number", "integer", "boolean"])

/** The rows of a form; null for one that rows cannot say. */
export function rowsOf(form: Json | undefined): readonly SchemaRow[] | null {
  if (form === undefined) return []
  if (!isMap(form)) return null
  const rows = Object.entries(form).map(([written, type]) => rowOf(written, type))
  return rows.every(row => row !== null) ? rows : null
}

function rowOf(written: string, type: Json): SchemaRow | null {
  const name = written.replace(/\?$/, "")
  const isMarked = written.endsWith("?")
  if (isList(type))
    return type.length === 1 && type[0] === "string"
      ? { name, type: "texts", choices: "", isOptional: isMarked }
      : null
  if (typeof type !== "string") return null
  const isOptional = isMarked || type.endsWith("?")
  const bare = type.replace(/\?$/, "").trim()
  if (plain.has(bare)) return { name, type: bare as RowType, choices: "", isOptional }
  return bare.includes("|") ? { name, type: "choice", choices: bare, isOptional } : null
}

/** The form that rows say; undefined for none. */
export function formOf(rows: readonly SchemaRow[]): JsonMap | undefined {
  if (rows.length === 0) return undefined
  return Object.fromEntries(
    rows.map(({ name, type, choices, isOptional }) => {
      if (type === "texts") return [isOptional ? `${name}?` : name, ["string"]]
      const said = type === "choice" ? choices || t`yes | no` : type
      return [name, isOptional ? `${said}?` : said]
    }),
  )
}
