import { csvFunctions } from "./csv.ts"
import { dateFunctions } from "./dates.ts"
import { encodingFunctions } from "./encodings.ts"
import type { InPlace, LibraryEntry } from "./entry.ts"
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

const inPlace: ReadonlyMap<string, InPlace> = new Map(
  library.flatMap(entry => (entry.run === null ? [] : [[entry.name, { ...entry, run: entry.run }] as const])),
)

/** The names of all functions of the library. */
export const libraryNames: ReadonlySet<string> = new Set(library.map(({ name }) => name))

/** The function of the library with the name, if there is one that can be called in place. */
export function libraryFunction(name: string): InPlace | undefined {
  return inPlace.get(name)
}
