import { createContext, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import { isList, isMap, own } from "../lib/json.ts"
import type { PageMemory } from "../ui/pageMemory.ts"

/*
 * Which keys run which command: each command's own, unless the person has chosen others. What was chosen is kept on
 * this device, for it belongs to a keyboard and not to a workflow.
 */

/** The keys that a person has chosen, by command; an empty list is a command without keys. */
export interface Keymap {
  readonly chosen: { readonly [command: string]: readonly string[] }
}

/** The keys of commands, and the way to change them. */
export interface Keys {
  readonly store: StoreApi<Keymap>
  /** Gives a command its keys; null gives it its own again. */
  choose(command: string, keys: readonly string[] | null): void
}

/** Makes the keymap from what was chosen before; what cannot be read counts as nothing chosen. */
export function createKeymap(home: PageMemory): Keys {
  const store = createStore<Keymap>(() => ({ chosen: parseChosen(home.read()) }))
  return {
    store,
    choose(command, keys) {
      const { [command]: _, ...others } = store.getState().chosen
      const chosen = keys === null ? others : { ...others, [command]: keys }
      store.setState({ chosen })
      home.write(JSON.stringify(chosen))
    },
  }
}

function parseChosen(text: string | null): Keymap["chosen"] {
  if (text === null) return {}
  try {
    const read: unknown = JSON.parse(text)
    if (!isMap(read)) return {}
    const entries = Object.entries(read).filter(
      ([, keys]) => isList(keys) && keys.every(key => typeof key === "string" && key.length < 40),
    )
    return Object.fromEntries(entries) as unknown as Keymap["chosen"]
  } catch {
    return {}
  }
}

/** The keys of a command. */
export function keysFor(
  command: { readonly id: string; readonly keys: readonly string[] },
  { chosen }: Keymap,
) {
  return own(chosen, command.id) ?? command.keys
}

/** Gives the keymap to the builder. */
export const KeymapContext = createContext<Keys | null>(null)

/** The keymap around this component. */
export function useKeymap(): Keys {
  return must(useContext(KeymapContext), "a keymap around this component")
}

/** What has been chosen, now. */
export function useChosenKeys(): Keymap {
  return useStore(useKeymap().store)
}
