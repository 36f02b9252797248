import { useState } from "react"
import { useStore } from "zustand"
import { createStore } from "zustand/vanilla"
import type { Typed } from "./inputFields.ts"
import type { RunStore } from "./runStore.ts"
import type { Question } from "./runWaits.ts"

/*
 * What is typed for an answer stays for as long as the page is open: wherever the question is shown, and whatever is
 * looked at meanwhile, such as what the run did before it asked.
 */

const drafts = createStore<{ readonly [question: string]: Typed }>(() => ({}))

/** What is typed for the answer to the question, and what changes it. */
export function useAnswerDraft(
  run: RunStore,
  { key }: Question,
  first: () => Typed,
): [Typed, (typed: Typed) => void] {
  const name = JSON.stringify([run.run, key])
  const [begun] = useState(first)
  const typed = useStore(drafts, all => all[name] ?? begun)
  return [typed, next => drafts.setState({ [name]: next })]
}
