import { known, language } from "./language.ts"

/*
 * Texts that were put together elsewhere come in English: problems and records of runs, kept in journals and read by
 * anybody, in any language. They are recognised by the sentence that they were made from, `{blanks}` and all.
 */

interface Pattern {
  readonly key: string
  readonly form: RegExp
}

/** Says a text that was made elsewhere in another language; as it is where no sentence is known that it was made from. */
export type Translate = (text: string) => string

/** Translates by these words, and by those that are added to them. */
export function translateBy(words: ReadonlyMap<string, string>): Translate {
  let patterns = new Map<string, Pattern[]>()
  let madeOf = 0

  /** The sentences that a text may have been made from, those that say most first. */
  function patternsFor(text: string): readonly Pattern[] {
    if (madeOf !== words.size) {
      patterns = makePatterns(words)
      madeOf = words.size
    }
    return [...(patterns.get(text.slice(0, beginning)) ?? []), ...(patterns.get("") ?? [])]
  }

  function translate(text: string): string {
    const own = words.get(text)
    if (own !== undefined) return own
    for (const { key, form } of patternsFor(text)) {
      const match = form.exec(text)
      if (match === null) continue
      let place = 0
      const blanks = new Map<string, string>()
      for (const { 1: name = "", index } of key.matchAll(blank)) {
        const filled = match[++place] ?? ""
        // What fills a blank may be a sentence of its own, such as the reason of a failure; what is quoted is a name.
        blanks.set(name, quotes.includes(key.charAt(index - 1)) ? filled : translate(filled))
      }
      return (words.get(key) ?? key).replace(blank, (_, name: string) => blanks.get(name) ?? "")
    }
    return text
  }
  return translate
}

const inSpoken = translateBy(known)

/** A text that was made elsewhere, in the language that is spoken. */
export function translated(text: string): string
export function translated(text: string | undefined): string | undefined
export function translated(text: string | undefined): string | undefined {
  return text === undefined || language() === "en" ? text : inSpoken(text)
}

const blank = /\{(\w+)\}/g
const quotes = ['"', "“", "`"]

/** How many letters of a sentence have to stand outside of its blanks, so that it is known again. */
const fewestLetters = 6
/** By how many first letters sentences are looked up. */
const beginning = 6

/** By their first letters; under none those that begin with a blank. */
function makePatterns(words: ReadonlyMap<string, string>): Map<string, Pattern[]> {
  const made = new Map<string, Pattern[]>()
  const keys = [...words.keys()].filter(key => key.search(blank) >= 0 && letters(key) >= fewestLetters)
  for (const key of keys.sort((a, b) => letters(b) - letters(a))) {
    const first = key.search(blank) >= beginning ? key.slice(0, beginning) : ""
    made.set(first, [...(made.get(first) ?? []), { key, form: formOf(key) }])
  }
  return made
}

function letters(key: string): number {
  return key.replace(blank, "").replace(/\W/g, "").length
}

function formOf(key: string): RegExp {
  const parts = key
    .split(blank)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&") : "([\\s\\S]*?)"))
  return new RegExp(`^${parts.join("")}$`)
}
