import { language, said } from "./language.ts"

/**
 * A sentence of the page in the language that is spoken: ``t`Replace all ${places}` ``. English stands in the code
 * and is the key, `Replace all {0}`, under which a language file has its own.
 */
export function t(english: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return language() === "en" ? plain(english, values) : filledIn(said(keyOf(english)), values)
}

/**
 * A sentence that is made where no language is spoken, such as in the engine, and kept in English: `translated`
 * says it in the language of whoever reads it.
 */
export function english(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return plain(parts, values)
}

/** The key of a sentence: its text with the places of its values numbered. */
export function keyOf(parts: readonly string[]): string {
  return parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`)
}

function plain(parts: readonly string[], values: readonly (string | number)[]): string {
  return parts.reduce((text, part, index) => `${text}${values[index - 1]}${part}`)
}

function filledIn(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (_, place) => String(values[Number(place)]))
}
