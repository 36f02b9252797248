/** The languages that the page speaks, each by the name that it gives itself. */
export const languages = { en: "English", de: "Deutsch" } as const

/** A language that the page speaks. */
export type Language = keyof typeof languages

/** The language as the parts of the page that are not ours know it. */
export const locales = { en: "en-US", de: "de-DE" } as const satisfies { readonly [L in Language]: string }

/** What a language file holds: for each English sentence, its values numbered or named in braces, its own. */
export interface Words {
  readonly [english: string]: string
}

let spoken: Language = "en"

/** The words of the language by their English. */
export const known = new Map<string, string>()

/** Speaks the language from here on, with these words beside those that it has. */
export function speak(language: Language, words: Words): void {
  spoken = language
  for (const [english, own] of Object.entries(words)) known.set(english, own)
}

/** The language that is spoken, for numbers and dates. */
export function language(): Language {
  return spoken
}

/** A sentence in the language that is spoken, its values still in braces; in English where the language has no word for it. */
export function said(english: string): string {
  return known.get(english) ?? english
}

/** Speaks English again, and nothing else. */
export function forget(): void {
  spoken = "en"
  known.clear()
}
