import { at, type JsonMap } from "../lib/json.ts"

const longest = 120
const blank = /\{\{\s*([\w.]{1,64})\s*\}\}/g

/**
 * The second line of a card: the kind's template filled with the step's own parameters as the file has them, so
 * that it says what the step will really do. Empty where none of them is set.
 */
export function cardLine(template: string, parameters: JsonMap | undefined): string {
  let isFilled = false
  const line = template.replace(blank, (_, path: string) => {
    const value = at(parameters, path.split("."))
    if (value === undefined || value === "") return ""
    isFilled = true
    return typeof value === "string" ? value : JSON.stringify(value)
  })
  if (!isFilled && blank.test(template)) return ""
  const flat = line.replace(/\s+/g, " ").trim()
  return flat.length > longest ? `${flat.slice(0, longest)}…` : flat
}
