import { type Expression, parseExpression } from "./expression.ts"
import type { Root } from "./names.ts"
import { type Reference, referencesOf } from "./references.ts"
import { parseTemplate } from "./template.ts"

/*
 * Rewriting changes the source of references and nothing else: comments, blanks and quotes stay byte for byte.
 * What cannot be read is given back unchanged, as nobody can say what it means.
 */

/** Whether a text is a template with holes or an expression without braces. */
export type TextForm = "template" | "expression"

/** What to write in place of a reference; undefined leaves it as it is. */
export type Replace = (reference: Reference) => string | undefined

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The template with the references replaced for which the function gives something. */
export function rewriteTemplate(text: string, replace: Replace): string {
  return editReferences(text, "template", whole(replace))
}

/** The bare expression with the references replaced for which the function gives something. */
export function rewriteExpression(source: string, replace: Replace): string {
  return editReferences(source, "expression", whole(replace))
}

/** The text with `steps.from…` turned into `steps.to…`, in whatever way it is written. */
export function renameStep(text: string, from: string, to: string, form: TextForm = "template"): string {
  return renameKey(text, "steps", from, to, form)
}

/** The text with `inputs.from…` turned into `inputs.to…`. */
export function renameInput(text: string, from: string, to: string, form: TextForm = "template"): string {
  return renameKey(text, "inputs", from, to, form)
}

/** The text with `vars.from…` turned into `vars.to…`. */
export function renameVariable(text: string, from: string, to: string, form: TextForm = "template"): string {
  return renameKey(text, "vars", from, to, form)
}

/** Ids are identifiers, so that the new one can stand wherever the old one stood, with or without quotes. */
function renameKey(text: string, root: Root, from: string, to: string, form: TextForm): string {
  if (!text.includes(root) || !/^[A-Za-z_$][\w$]*$/.test(to)) return text
  return editReferences(text, form, (reference, source) => {
    const [key] = reference.keys
    if (reference.root !== root || reference.path[0] !== from || key === undefined) return undefined
    const first = source.charAt(key.start)
    const quote = /["'`]/.test(first) ? first : ""
    return { start: key.start, end: key.end, text: `${quote}${to}${quote}` }
  })
}

/** Replaces a whole reference; where its name is a key as well, the key stays. */
function whole(replace: Replace) {
  return (reference: Reference, source: string): Edit | undefined => {
    const text = replace(reference)
    if (text === undefined) return undefined
    const { start, end, shorthand } = reference
    return { start, end, text: shorthand ? `${source.slice(start, end)}: ${text}` : text }
  }
}

function editReferences(
  text: string,
  form: TextForm,
  edit: (reference: Reference, source: string) => Edit | undefined,
): string {
  const edits: Edit[] = []
  for (const { offset, expression } of expressionsIn(text, form)) {
    for (const reference of referencesOf(expression)) {
      const made = edit(reference, expression.source)
      if (made) edits.push({ ...made, start: made.start + offset, end: made.end + offset })
    }
  }
  return splice(text, edits)
}

/** The expressions of a text, each with where its source begins; none where the text cannot be read. */
export function expressionsIn(text: string, form: TextForm): { offset: number; expression: Expression }[] {
  if (form === "expression") {
    const parsed = parseExpression(text)
    return parsed.ok ? [{ offset: 0, expression: parsed.value }] : []
  }
  const parsed = parseTemplate(text)
  if (!parsed.ok) return []
  return parsed.value.flatMap(part =>
    part.type === "hole" ? [{ offset: part.start, expression: part.expression }] : [],
  )
}

/** The text with the stretches replaced, which are in order and do not overlap. */
function splice(text: string, edits: readonly Edit[]): string {
  let result = ""
  let position = 0
  for (const edit of edits) {
    result += text.slice(position, edit.start) + edit.text
    position = edit.end
  }
  return result + text.slice(position)
}
