import { type Completions, nameOf } from "../../check/completion.ts"
import type { SeenField } from "./previewService.ts"

/** The completions with the fields that a run had: what it held there is shown, and what no schema says comes first. */
export function withFields(completions: Completions, fields: readonly SeenField[]): Completions {
  const { typed, options } = completions
  const seen = new Map(fields.map(field => [field.name, field]))
  const known = new Set(options.map(({ label }) => label))
  const told = options.map(option => {
    const field = option.sort === "field" ? seen.get(option.label) : undefined
    return field === undefined ? option : { ...option, detail: field.type, doc: field.shown }
  })
  const more = fields
    .filter(({ name }) => !known.has(name) && name.toLowerCase().includes(typed.toLowerCase()))
    .map(({ name, type, shown }) => ({ ...nameOf(name, "field"), detail: type, doc: shown }))
  return { ...completions, options: [...more, ...told] }
}
