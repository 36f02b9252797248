import { t } from "../../language/t.ts"
import type { Json, Path } from "../../lib/json.ts"
import { keyIn } from "../../lib/keyForms.ts"
import type { ValuesAt } from "../../model/compare.ts"

const longest = 120
/** Fields whose plain values are nobody's business, whatever they look like. */
const secretNames = /(authorization|api[-_]?key|token|password|passphrase|secret|cookie)$/i

/** What stood in a field and what stands there now, in short. A key that was typed in is not shown, only that it changed. */
export function sayValues(path: Path, { was, is }: ValuesAt): readonly [was: string, is: string] {
  const name = String(path.at(-1) ?? "")
  return [said(name, was), said(name, is)]
}

function said(name: string, value: Json | undefined): string {
  if (value === undefined) return t`nothing`
  const text = typeof value === "string" ? value : JSON.stringify(value)
  if (keyIn(text) !== undefined || hidesPlain(name, value)) return t`hidden`
  const line = text.replace(/\s+/g, " ")
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}

/** A text with an expression names a secret and does not hold one. */
function hidesPlain(name: string, value: Json): boolean {
  return secretNames.test(name) && typeof value === "string" && !value.includes("{{")
}
