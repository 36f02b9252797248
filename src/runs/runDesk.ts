import { createContext, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { type AskedPower, askedPowers } from "./grants/askedPowers.ts"
import type { StartRequest } from "./runService.ts"
import { createRunStore, type RunStore, type RunStoreState } from "./runStore.ts"
import type { Runs } from "./runsContext.ts"
import type { RunView } from "./runView.ts"

/** A visit of a step that is looked at. */
export interface ChosenVisit {
  readonly step: string
  /** Its key in the run. */
  readonly key: string
}

/** What is looked at, and how the panel is laid. */
export interface RunDeskState {
  readonly watched: RunStore | null
  readonly isOpen: boolean
  /** Only the status line shows. */
  readonly isFolded: boolean
  /** The run has the page to itself: there is nothing to fold it away from. */
  readonly isAlone: boolean
  /** The height of the panel. */
  readonly height: number
  /** The sheet of the panel that shows. */
  readonly sheet: string
  /** The keys of the rows that somebody opened or closed. */
  readonly turned: ReadonlySet<string>
  readonly chosen: ChosenVisit | null
  /** What a workflow asks to be granted before its run starts. */
  readonly asking: Asking | null
}

/** Powers that a person is asked for, and how to answer: with what is allowed, or null if the run is not to start. */
export interface Asking {
  readonly workflow: Workflow
  readonly powers: readonly AskedPower[]
  readonly answer: (allowed: readonly string[] | null) => void
}

/** Which run of the open workflow is looked at. */
export interface RunDesk {
  readonly workflow: string
  readonly store: StoreApi<RunDeskState>
  /** Asks for the powers that are missing, starts a run and looks at it; the problem, if it could not be started. */
  start(request: StartRequest): Promise<Problem | undefined>
  /** Looks at a run. */
  look(run: string): void
  /** Looks at a run that stands in no history. */
  watch(run: RunStore): void
  /** Looks at a visit of a step. */
  choose(chosen: ChosenVisit | null): void
  /** Opens or closes the panel; a run that goes on is not touched. */
  show(isOpen: boolean): void
  close(): void
}

/** Gives the desk of the open workflow to what is inside. */
export const RunDeskContext = createContext<RunDesk | null>(null)

const usualHeight = 264

/** Makes the desk of a workflow. */
export function createRunDesk({ service, kinds, catalogue, grants }: Runs, workflow: string): RunDesk {
  const store = createStore<RunDeskState>(() => ({
    ...{ watched: null, isOpen: false, isFolded: false, isAlone: false, height: usualHeight },
    ...{ sheet: "timeline", turned: new Set(), chosen: null, asking: null },
  }))
  /** What was left off before, so that it is not asked for again and again. */
  const leftOff = new Set<string>()

  /** Whether the run may start: with what is granted, or was just now. */
  async function mayStart(document: Workflow): Promise<boolean> {
    const granted = [...grants.given, ...(await grants.of(document.id))]
    const powers = askedPowers(document, catalogue, granted)
    if (powers.every(({ pattern }) => leftOff.has(pattern))) return true
    const allowed = await new Promise<readonly string[] | null>(answer =>
      store.setState({ asking: { workflow: document, powers, answer } }),
    )
    store.setState({ asking: null })
    if (allowed === null) return false
    for (const { pattern } of powers) if (!allowed.includes(pattern)) leftOff.add(pattern)
    await grants.allow(document.id, allowed)
    return true
  }

  const watch = (watched: RunStore): void => {
    store.getState().watched?.close()
    store.setState({ watched, turned: new Set(), chosen: null, isOpen: true, isFolded: false })
  }
  const look = (run: string): void => {
    if (store.getState().watched?.run !== run) watch(createRunStore(service, kinds, run))
    store.setState({ isOpen: true })
  }
  return {
    workflow,
    store,
    look,
    watch,
    async start(request) {
      // A sandbox run does little of it for real, and asks for that where it comes to it.
      if (request.mode !== "sandbox" && !(await mayStart(request.workflow))) return undefined
      const started = await service.start(request)
      if (!started.ok) return started.error
      look(started.value.run)
      store.setState(({ sheet }) => ({ isFolded: false, sheet: sheet === "runs" ? "timeline" : sheet }))
      return undefined
    },
    choose: chosen => store.setState({ chosen }),
    show: isOpen => store.setState({ isOpen }),
    close: () => store.getState().watched?.close(),
  }
}

/** The desk of the open workflow. */
export function useRunDesk(): RunDesk {
  return must(useContext(RunDeskContext), "a desk for runs around this component")
}

/** A part of what the desk holds. */
export function useRunDeskState<T>(select: (state: RunDeskState) => T): T {
  return useStore(useRunDesk().store, select)
}

/** The run that is looked at; null where none is. */
export function useWatchedRun(): RunStore | null {
  return useRunDeskState(({ watched }) => watched)
}

const nothing = createStore<RunStoreState | null>(() => null)

/** A part of what is known of the run that is looked at; undefined where none is. */
export function useWatched<T>(select: (state: RunStoreState) => T): T | undefined {
  const watched = useWatchedRun()
  const store = (watched?.store ?? nothing) as StoreApi<RunStoreState | null>
  return useStore(store, state => (state === null ? undefined : select(state)))
}

/** What is shown of the run that is looked at; null where nothing is. */
export function useWatchedView(): RunView | null {
  return useWatched(({ view }) => view) ?? null
}
