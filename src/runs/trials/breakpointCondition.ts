import { translated } from "../../language/translated.ts"
import { parseExpression } from "../../syntax/expression.ts"
import { parseTemplate } from "../../syntax/template.ts"

/** Why the condition of a breakpoint cannot be read; loaded when one was typed, for what reads expressions is large. */
export function whyUnreadable(text: string): string | undefined {
  if (text.trim() === "") return undefined
  const read = text.includes("{{") ? parseTemplate(text) : parseExpression(text)
  return read.ok ? undefined : translated(read.error.message)
}
