import { type Language, language } from "./language.ts"

const numbers = new Map<number, Intl.NumberFormat>()

/** A number as the language writes it, with so many digits after the point. */
export function sayNumber(value: number, digits = 0): string {
  let format = numbers.get(digits)
  if (format === undefined) {
    format = new Intl.NumberFormat(language(), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    numbers.set(digits, format)
  }
  return format.format(value)
}

/** The number that somebody typed, who may write it as the language does; NaN where it is none. */
export function typedNumber(text: string): number {
  return Number(language() === "de" && !text.includes(".") ? text.replace(",", ".") : text)
}

/** What is made for the language once it is known which that is, and then kept. */
export function inLanguage<T>(make: (language: Language) => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make(language())
    return made
  }
}

/** The locale for planned times: English ones with 24 hours, as cron rules have them. */
export function timetableLocale(): string {
  return language() === "en" ? "en-GB" : language()
}

/** Words that stand alone elsewhere, within a sentence: a state begins small. */
export function stateWithin(state: string): string {
  return state.charAt(0).toLowerCase() + state.slice(1)
}

/** A name in quotes, as the language writes them. */
export function quoted(name: string): string {
  return language() === "de" ? `„${name}“` : `“${name}”`
}

/** The name of a thing within a sentence, as the language writes nouns there. */
export function nameWithin(name: string): string {
  return language() === "de" ? name : name.toLowerCase()
}

/** A text that stands on its own, with a full stop where it has no end yet: plugins write theirs with one or without. */
export function asSentence(text: string): string {
  return /[.?!:…]$/.test(text) ? text : `${text}.`
}
