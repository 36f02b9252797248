import type { Catalogue, KindEntry } from "../model/catalogue.ts"
import { groups } from "./groups.ts"

/** The kinds of one group that match a search. */
export interface LibraryGroup {
  readonly id: string
  readonly title: string
  readonly hue: string
  readonly kinds: readonly KindEntry[]
}

/** The kinds by group, those that have every word of the search. */
export function libraryOf(catalogue: Catalogue, search: string): LibraryGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const kinds = Object.values(catalogue.kinds).filter(entry => {
    const text = `${entry.title} ${entry.kind} ${entry.summary}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
  return groups
    .map(group => ({ ...group, kinds: kinds.filter(entry => entry.group === group.id) }))
    .filter(group => group.kinds.length > 0)
}

/** The kind that a search means first: the one whose title begins with it, else has it, else the first of all. */
export function bestKind(catalogue: Catalogue, search: string): KindEntry | null {
  const kinds = libraryOf(catalogue, search).flatMap(group => group.kinds)
  const text = search.trim().toLowerCase()
  const title = (entry: KindEntry) => entry.title.toLowerCase()
  return (
    kinds.find(entry => title(entry).startsWith(text)) ??
    kinds.find(entry => title(entry).includes(text)) ??
    kinds[0] ??
    null
  )
}
