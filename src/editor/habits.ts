import { createContext, useContext } from "react"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import { isMap } from "../lib/json.ts"
import type { PageMemory } from "../ui/pageMemory.ts"

/** What letting a new wire go in the open does: a step is asked for that comes there, or nothing happens. */
export const openEnds = ["ask", "nothing"] as const
/** What letting a new wire go in the open does. */
export type OpenEnd = (typeof openEnds)[number]

/** How the canvas answers a hand, as a person likes it on this device. */
export interface Habits {
  readonly openEnd: OpenEnd
  /** The same while Shift is held. */
  readonly openEndWithShift: OpenEnd
}

/** What holds where nobody has chosen: Shift gets one out of being asked. */
export const usualHabits: Habits = { openEnd: "ask", openEndWithShift: "nothing" }

/** Keeps habits. */
export interface HabitMemory {
  readonly store: StoreApi<Habits>
  choose(change: Partial<Habits>): void
}

/** Makes the memory from what was kept; what cannot be read counts as not chosen. */
export function createHabits(home: PageMemory): HabitMemory {
  const store = createStore<Habits>(() => parseHabits(home.read()))
  return {
    store,
    choose(change) {
      store.setState(change)
      home.write(JSON.stringify(store.getState()))
    },
  }
}

function parseHabits(text: string | null): Habits {
  try {
    const read: unknown = JSON.parse(text ?? "{}")
    if (!isMap(read)) return usualHabits
    const chosen = (name: keyof Habits) => openEnds.find(each => each === read[name]) ?? usualHabits[name]
    return { openEnd: chosen("openEnd"), openEndWithShift: chosen("openEndWithShift") }
  } catch {
    return usualHabits
  }
}

/** Gives the habits to the builder. */
export const HabitsContext = createContext<HabitMemory | null>(null)

/** The habits around this component. */
export function useHabits(): HabitMemory {
  return must(useContext(HabitsContext), "habits around this component")
}
