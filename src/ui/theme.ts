import { createStore, type StoreApi } from "zustand/vanilla"
import { createPageMemory } from "./pageMemory.ts"

/** What a person may choose: one side, or whatever the system has. */
export type ThemeChoice = "system" | "light" | "dark"

/** The chosen theme, and which side that is now. */
export interface Theme {
  readonly choice: ThemeChoice
  readonly side: "light" | "dark"
  choose(choice: ThemeChoice): void
}

const key = "rivulet.theme"

/** The theme of the page: remembers the choice, follows the system, and marks the root so that the tokens turn. */
export function createTheme(page: Window): StoreApi<Theme> {
  const system = page.matchMedia("(prefers-color-scheme: dark)")
  const sideOf = (choice: ThemeChoice) => (choice === "system" ? (system.matches ? "dark" : "light") : choice)

  const memory = createPageMemory(page, key)
  const before = choiceOf(memory.read())

  const store = createStore<Theme>(set => ({
    choice: before,
    side: sideOf(before),
    choose(choice) {
      memory.write(choice)
      set({ choice, side: sideOf(choice) })
      mark(page, choice)
    },
  }))
  system.addEventListener("change", () => store.setState(({ choice }) => ({ side: sideOf(choice) })))
  mark(page, store.getState().choice)
  return store
}

function mark(page: Window, choice: ThemeChoice) {
  const root = page.document.documentElement
  if (choice === "system") delete root.dataset.theme
  else root.dataset.theme = choice
}

function choiceOf(kept: string | null): ThemeChoice {
  return kept === "light" || kept === "dark" ? kept : "system"
}
