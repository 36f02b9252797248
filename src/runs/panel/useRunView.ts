import { useStore } from "zustand"
import { must } from "../../lib/assert.ts"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"

/** A part of what is shown of a run that has come: whoever shows it is told when that part has changed, and not before. */
export function useRunView<T>(run: RunStore, select: (view: RunView) => T): T {
  return useStore(run.store, ({ view }) => select(must(view, "a run that has come")))
}
