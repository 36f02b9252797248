import { type Language, languages, speak, type Words } from "./language.ts"
import { type Translate, translateBy } from "./translated.ts"

/*
 * Where the words of a language are, as JSON, English to its own: `first.json` for what is seen before anything else is
 * loaded, `page.json` for the rest of the page. Those of the kinds of steps are put into the catalogue by the build.
 */

interface WordFiles {
  first(): Promise<{ readonly default: Words }>
  rest(): Promise<{ readonly default: Words }>
}

const files: { readonly [L in Exclude<Language, "en">]: WordFiles } = {
  de: { first: () => import("./de/first.json"), rest: () => import("./de/page.json") },
}

let rest: Promise<void> = Promise.resolve()

/**
 * Brings the first words of the language, and then the others; a page that cannot get them speaks English. Whoever asks
 * for a part of the page while the first are still on their way waits for all of them, too.
 */
export function bringWords(language: Language): Promise<void> {
  if (language === "en") return Promise.resolve()
  const { first, rest: others } = files[language]
  const speaks = async (words: ReturnType<WordFiles["first"]>) => speak(language, (await words).default)
  const begun = speaks(first())
  rest = begun.then(() => speaks(others())).catch(() => undefined)
  return begun.catch(() => undefined)
}

/** Loads a part of the page after the words of what it says. */
export function worded<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    await rest
    return load()
  }
}

/** Says what was made in English as the page does in the language, for whoever does not speak it themselves. */
export async function translatorInto(language: Language): Promise<Translate> {
  if (language === "en") return text => text
  const { first, rest } = files[language]
  const parts = await Promise.all([first(), rest()])
  return translateBy(new Map(parts.flatMap(part => Object.entries(part.default))))
}

/** The language that was chosen, or the first of those that the person reads and the page speaks. */
export function languageFor(chosen: string | null, read: readonly string[]): Language {
  const wanted = [chosen ?? "", ...read.map(tag => tag.slice(0, 2))]
  return wanted.find(isLanguage) ?? "en"
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text)
}
