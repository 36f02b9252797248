const deepestJson = 200

/** Whether JSON text may be nested deeper than 200 levels. Brackets within its strings count too: a bound, not a count. */
export function isDeepJson(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === "[" || character === "{") depth++
    else if (character === "]" || character === "}") depth--
    if (depth > deepestJson) return true
  }
  return false
}
