import { t } from "../../language/t.ts"
import type { Json, Path } from "../../lib/json.ts"
import type { ValuesAt } from "../../model/compare.ts"
import { withoutHidden } from "../hiddenValues.ts"

const longest = 120

/** What stood in a field and what stands there now, in short. A key that was typed in is not shown, only that it changed. */
export function sayValues(path: Path, { was, is }: ValuesAt): readonly [was: string, is: string] {
  const name = String(path.at(-1) ?? "")
  return [said(name, was), said(name, is)]
}

function said(name: string, value: Json | undefined): string {
  if (value === undefined) return t`nothing`
  const shown = withoutHidden(name, value, t`hidden`)
  const line = (typeof shown === "string" ? shown : JSON.stringify(shown)).replace(/\s+/g, " ")
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
