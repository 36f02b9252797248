import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import type { Catalogue, Docs, KindEntry } from "../model/catalogue.ts"
import { groups } from "./groups.ts"

/** The kinds of one group that match a search. */
export interface LibraryGroup {
  readonly id: string
  readonly title: string
  readonly kinds: readonly KindEntry[]
}

/**
 * The kinds by group, those that have every word of the search. What is only said in the docs comes last, in a group
 * of its own: who looks for a name finds it first.
 */
export function libraryOf(catalogue: Catalogue, search: string, docs: Docs | null = null): LibraryGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string) => words.every(word => text.includes(word))
  const all = Object.values(catalogue.kinds)
  const named = all.filter(entry => has(`${entry.title} ${entry.kind} ${entry.summary}`.toLowerCase()))
  const told =
    docs === null || words.length === 0
      ? []
      : all.filter(
          entry => !named.includes(entry) && has((own(docs.kinds, entry.kind)?.docs ?? "").toLowerCase()),
        )
  return [
    ...groups.map(({ id, title }) => ({ id, title, kinds: named.filter(entry => entry.group === id) })),
    { id: "told", title: t`Said in their docs`, kinds: told },
  ].filter(group => group.kinds.length > 0)
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
