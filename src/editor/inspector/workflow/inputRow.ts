import { t } from "../../../language/t.ts"
import type { Json } from "../../../lib/json.ts"
import type { InputSpec } from "../../../model/workflow.ts"

/** What an input takes, as its row shows it. */
export type InputSort = NonNullable<InputSpec["type"]> | "choice"

/** What an input may take, as people call it. */
export const inputSorts: readonly { readonly id: InputSort; readonly label: string }[] = [
  { id: "string", label: t`Text` },
  { id: "number", label: t`Number` },
  { id: "integer", label: t`Whole number` },
  { id: "boolean", label: t`Yes or no` },
  { id: "choice", label: t`One of` },
  { id: "file", label: t`File` },
  { id: "array", label: t`List` },
  { id: "object", label: t`Map` },
  { id: "any", label: t`Anything` },
]

/** What an input takes: as it says, else as its default shows. */
export function sortOf(spec: InputSpec): InputSort {
  if (spec.enum !== undefined) return "choice"
  if (spec.type !== undefined) return spec.type
  if (typeof spec.default === "number") return "number"
  return typeof spec.default === "boolean" ? "boolean" : "string"
}

/** The input as one of another sort. What fitted the old one alone goes. */
export function asSort(spec: InputSpec, sort: InputSort): InputSpec {
  const { enum: _, default: first, ...rest } = spec
  if (sort === "choice") return { ...rest, type: "string", enum: [t`yes`, t`no`] }
  const keeps = first !== undefined && isText(sortOf(spec)) && isText(sort)
  return { ...rest, type: sort, ...(keeps ? { default: first } : {}) }
}

function isText(sort: InputSort): boolean {
  return sort === "string" || sort === "file"
}

/** The choices as they are typed: parted by strokes. */
export function choicesText(spec: InputSpec): string {
  return (spec.enum ?? []).map(each => (typeof each === "string" ? each : JSON.stringify(each))).join(" | ")
}

/** Whether a text says choices. */
export function areChoices(text: string): boolean {
  return text.split("|").every(choice => choice.trim() !== "")
}

/** The input with these choices; a default that is none of them goes. */
export function withChoices(spec: InputSpec, text: string): InputSpec {
  const { default: first, ...rest } = spec
  const choices = text.split("|").map((choice): Json => {
    const known = (spec.enum ?? []).find(
      each => typeof each !== "string" && JSON.stringify(each) === choice.trim(),
    )
    return known ?? choice.trim()
  })
  return {
    ...rest,
    enum: choices,
    ...(first !== undefined && choices.includes(first) ? { default: first } : {}),
  }
}
