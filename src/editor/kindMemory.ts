import { createContext, useContext } from "react"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import { isList, isMap } from "../lib/json.ts"
import type { PageMemory } from "../ui/pageMemory.ts"
import type { Editor } from "./editor.ts"
import { factsOf } from "./facts.ts"

/** The kinds of steps that a person likes and has used last, on this device. */
export interface LikedKinds {
  readonly favourites: readonly string[]
  /** The last used first. */
  readonly recent: readonly string[]
}

/** Remembers which kinds of steps a person likes and uses. */
export interface KindMemory {
  readonly store: StoreApi<LikedKinds>
  favour(kind: string, isFavourite: boolean): void
  /** Notes the kinds of the steps that are added to the workflow, in whatever way; gives the way to stop. */
  follow(editor: Editor): () => void
}

const mostRecent = 6

/** Makes the memory from what was kept; what cannot be read counts as nothing. */
export function createKindMemory(home: PageMemory): KindMemory {
  const store = createStore<LikedKinds>(() => parseLiked(home.read()))

  function keep(liked: LikedKinds) {
    store.setState(liked)
    home.write(JSON.stringify(liked))
  }

  return {
    store,
    favour(kind, isFavourite) {
      const { favourites, recent } = store.getState()
      const others = favourites.filter(each => each !== kind)
      keep({ favourites: isFavourite ? [...others, kind] : others, recent })
    },
    follow(editor) {
      return editor.store.subscribe((state, before) => {
        // What is added is selected: looking at what is selected anew spares looking at all steps at every edit.
        if (state.file === before.file || state.selection === before.selection) return
        const steps = factsOf(state.file, editor.catalogue).steps
        const old = factsOf(before.file, editor.catalogue).steps
        const added = [...state.selection].flatMap(id =>
          old.has(id) ? [] : (steps.get(id)?.step.kind ?? []),
        )
        if (added.length === 0) return
        const { favourites, recent } = store.getState()
        keep({ favourites, recent: [...new Set([...added.reverse(), ...recent])].slice(0, mostRecent) })
      })
    },
  }
}

function parseLiked(text: string | null): LikedKinds {
  const namesIn = (value: unknown) =>
    isList(value) ? value.filter((name): name is string => typeof name === "string") : []
  try {
    const kept: unknown = JSON.parse(text ?? "null")
    return isMap(kept)
      ? { favourites: namesIn(kept.favourites), recent: namesIn(kept.recent).slice(0, mostRecent) }
      : { favourites: [], recent: [] }
  } catch {
    return { favourites: [], recent: [] }
  }
}

/** Gives the memory to what is inside. */
export const KindMemoryContext = createContext<KindMemory | null>(null)

/** Which kinds of steps a person likes and uses. */
export function useKindMemory(): KindMemory {
  return must(useContext(KindMemoryContext), "a memory of kinds around this component")
}
