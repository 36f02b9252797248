import { createContext, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import type { JsonMap } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { createRunStore, type RunStore, type RunStoreState } from "./runStore.ts"
import type { Runs } from "./runsContext.ts"
import { looksByStep, type StepRow } from "./runView.ts"

/** Which run of the open workflow is looked at. */
export interface RunDesk {
  readonly workflow: string
  readonly store: StoreApi<{ readonly watched: RunStore | null; readonly isOpen: boolean }>
  /** Starts a run and looks at it; the problem, if it could not be started. */
  start(workflow: Workflow, inputs: JsonMap): Promise<Problem | undefined>
  /** Looks at a run. */
  look(run: string): void
  /** Opens or closes the panel; a run that goes on is not touched. */
  show(isOpen: boolean): void
  close(): void
}

/** Gives the desk of the open workflow to what is inside. */
export const RunDeskContext = createContext<RunDesk | null>(null)

/** Makes the desk of a workflow. */
export function createRunDesk({ service, kinds }: Runs, workflow: string): RunDesk {
  const store = createStore<{ watched: RunStore | null; isOpen: boolean }>(() => ({
    watched: null,
    isOpen: false,
  }))
  const look = (run: string): void => {
    const before = store.getState().watched
    if (before?.run !== run) {
      before?.close()
      store.setState({ watched: createRunStore(service, kinds, run) })
    }
    store.setState({ isOpen: true })
  }
  return {
    workflow,
    store,
    look,
    async start(document, inputs) {
      const started = await service.start({ workflow: document, inputs })
      if (!started.ok) return started.error
      look(started.value.run)
      return undefined
    },
    show: isOpen => store.setState({ isOpen }),
    close: () => store.getState().watched?.close(),
  }
}

/** The desk of the open workflow. */
export function useRunDesk(): RunDesk {
  return must(useContext(RunDeskContext), "a desk for runs around this component")
}

/** The run that is looked at; null where none is. */
export function useWatchedRun(): RunStore | null {
  return useStore(useRunDesk().store, ({ watched }) => watched)
}

const nothing = createStore<RunStoreState | null>(() => null)

/** How each step of the run that is looked at stands, by its id; empty where none is. The canvas draws from it. */
export function useStepLooks(): ReadonlyMap<string, StepRow> {
  const desk = useContext(RunDeskContext)
  const watched = useStore(desk?.store ?? noDesk, ({ watched }) => watched)
  const view = useStore(
    (watched?.store ?? nothing) as StoreApi<RunStoreState | null>,
    state => state?.view ?? null,
  )
  return view === null ? none : looksOf(view)
}

const noDesk = createStore<{ watched: RunStore | null }>(() => ({ watched: null }))
const none: ReadonlyMap<string, StepRow> = new Map()
const known = new WeakMap<object, ReadonlyMap<string, StepRow>>()

function looksOf(view: NonNullable<RunStoreState["view"]>): ReadonlyMap<string, StepRow> {
  const before = known.get(view)
  if (before !== undefined) return before
  const looks = looksByStep(view.rows)
  known.set(view, looks)
  return looks
}
