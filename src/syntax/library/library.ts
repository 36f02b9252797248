import { csvFunctions } from "./csv.ts"
import { dateFunctions } from "./dates.ts"
import { encodingFunctions } from "./encodings.ts"
import type { LibraryEntry } from "./entry.ts"
import { listFunctions } from "./lists.ts"
import { queryFunctions } from "./queries.ts"
import { textFunctions } from "./text.ts"

/** The small library that every expression may use besides JavaScript itself: the one table of its functions. */
export const library: readonly LibraryEntry[] = [
  ...dateFunctions,
  ...textFunctions,
  ...listFunctions,
  ...encodingFunctions,
  ...csvFunctions,
  ...queryFunctions,
]

const byName: ReadonlyMap<string, LibraryEntry> = new Map(library.map(entry => [entry.name, entry]))

/** The names of all functions of the library. */
export const libraryNames: ReadonlySet<string> = new Set(byName.keys())

/** The function of the library with the name, if there is one. */
export function libraryFunction(name: string): LibraryEntry | undefined {
  return byName.get(name)
}
