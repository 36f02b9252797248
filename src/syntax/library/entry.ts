import type { Json, JsonMap } from "../../lib/json.ts"
import { isList, isMap } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"

/*
 * One function of the library is one entry: its name, how it is called, what it gives, examples that are tests, and
 * the function itself. Functions take and give plain JSON and nothing else, so that both lanes call the very same;
 * null stands for an argument that is left out. What they make is bounded.
 */

/** The run's own clock and time zone. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly timezone: string
}

/** A function of the library. */
export interface LibraryEntry {
  readonly name: string
  /** How it is called: `truncate(text, length, end = "…")`. */
  readonly signature: string
  /** One sentence: what it gives. */
  readonly doc: string
  /** Expressions with the values that they give. */
  readonly examples: readonly { readonly expression: string; readonly gives: Json }[]
  /** Null where only the sandbox can do it: the function is then a program of its own behind the walls. */
  readonly run: ((given: readonly unknown[], clock: Clock) => Result<Json, string>) | null
}

/** A function that can be called in place, and not in the sandbox alone. */
export type InPlace = LibraryEntry & { readonly run: NonNullable<LibraryEntry["run"]> }

/** The longest text that a function of the library makes. */
export const longestText = 4_000_000
/** The longest list that a function of the library makes. */
export const longestList = 100_000

/** Declares a function; `run` may end with `badArgument`. */
export function libraryEntry(
  entry: Omit<LibraryEntry, "run"> & { readonly run: (given: Arguments, clock: Clock) => Json },
): InPlace {
  return {
    ...entry,
    run: (given, clock) => {
      try {
        return ok(entry.run(new Arguments(given), clock))
      } catch (cause) {
        if (cause instanceof BadArgument) return err(`${entry.signature}: ${cause.message}`)
        throw cause
      }
    },
  }
}

class BadArgument extends Error {}

/** Ends a function because it cannot work with what it was given: one sentence, with what to do. */
export function badArgument(message: string): never {
  throw new BadArgument(message)
}

/** What a function was given, each argument checked where it is asked for. */
export class Arguments {
  readonly #given: readonly unknown[]
  constructor(given: readonly unknown[]) {
    this.#given = given
  }

  any(index: number): Json {
    return (this.#given[index] ?? null) as Json
  }

  has(index: number): boolean {
    return this.any(index) !== null
  }

  /** Text; numbers and booleans are written as text. */
  text(index: number, otherwise?: string): string {
    const value = this.any(index)
    if (value === null && otherwise !== undefined) return otherwise
    if (typeof value === "number" || typeof value === "boolean") return String(value)
    if (typeof value !== "string") badArgument(`argument ${index + 1} must be text, but is ${nameOf(value)}.`)
    if (value.length > longestText) badArgument(`argument ${index + 1} is longer than 4 million characters.`)
    return value
  }

  number(index: number, otherwise?: number): number {
    const value = this.any(index)
    if (value === null && otherwise !== undefined) return otherwise
    if (typeof value !== "number")
      badArgument(`argument ${index + 1} must be a number, but is ${nameOf(value)}.`)
    return value
  }

  /** A whole number within bounds. */
  whole(index: number, least: number, most: number, otherwise?: number): number {
    const value = this.number(index, otherwise)
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      badArgument(`argument ${index + 1} must be a whole number from ${least} to ${most}.`)
    }
    return value
  }

  list(index: number): readonly Json[] {
    const value = this.any(index)
    if (!isList(value)) return badArgument(`argument ${index + 1} must be a list, but is ${nameOf(value)}.`)
    if (value.length > longestList) badArgument(`argument ${index + 1} has more than 100,000 items.`)
    return value
  }

  map(index: number, otherwise?: JsonMap): JsonMap {
    const value = this.any(index)
    if (value === null && otherwise !== undefined) return otherwise
    return isMap(value) ? value : badArgument(`argument ${index + 1} must be a map, but is ${nameOf(value)}.`)
  }

  /** One of the words. */
  word<const Word extends string>(index: number, words: readonly Word[], otherwise?: Word): Word {
    const value = this.text(index, otherwise)
    return (
      words.find(word => word === value) ??
      badArgument(`argument ${index + 1} must be ${words.join(" or ")}.`)
    )
  }
}

function nameOf(value: Json): string {
  if (value === null) return "missing"
  if (Array.isArray(value)) return "a list"
  return typeof value === "object" ? "a map" : `a ${typeof value}`
}

/** A map without a prototype, so that every key is a plain one. */
export function newMap<T extends Json>(entries: Iterable<readonly [string, T]> = []): { [key: string]: T } {
  const map = Object.create(null) as { [key: string]: T }
  for (const [key, value] of entries) map[key] = value
  return map
}

/** The text, unless it has become too long. */
export function boundedText(text: string): string {
  return text.length <= longestText
    ? text
    : badArgument("the text would be longer than 4 million characters.")
}

/** The list, unless it has become too long. */
export function boundedList<T>(list: readonly T[]): readonly T[] {
  return list.length <= longestList ? list : badArgument("the list would have more than 100,000 items.")
}
