import { createContext, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import type { ForkScope, StepMeant } from "../engine/core/fork.ts"
import { must } from "../lib/assert.ts"
import type { Problem } from "../model/problems.ts"
import type { Miss } from "../model/recording.ts"
import { noTrials } from "../model/trial.ts"
import type { Trials } from "../model/trialSchema.ts"
import type { Workflow } from "../model/workflow.ts"
import { readRemembered, writeRemembered } from "./dialog/lastTyped.ts"
import type { AskedPower } from "./grants/askedPowers.ts"
import type { Commanded, StartRequest, Toward } from "./runService.ts"
import type { RunStore, RunStoreState } from "./runStore.ts"
import type { Runs } from "./runsContext.ts"
import type { RunView } from "./runView.ts"
import { isOver } from "./statusLooks.ts"

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
  /** Whoever uses the keyboard asked to be in the panel. */
  readonly isSummoned: boolean
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
  /** The workflow as it is in the builder now; null where there is no builder. */
  readonly document: Workflow | null
  /** The run that was asked for last, elsewhere than by its button: each time another object. */
  readonly wanted: Wanted | null
  /** What is tried out with the runs of the workflow. */
  readonly trials: Trials
  /** Whether runs that are started here use what is pinned. */
  readonly usesPins: boolean
}

/** A run that is to be started, as the button does it; for one step, where one is named. */
export interface Wanted {
  readonly mode: "live" | "sandbox"
  readonly toward?: Toward
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
  /** Starts a run from the recording of another one alone, and looks at it. */
  replay(run: string, miss: Miss): Promise<Problem | undefined>
  /** Starts a run that shares the past of the one that is looked at, in the workflow as it is now, and looks at it. */
  fork(scope: ForkScope): Promise<void>
  /** Runs the step alone, or what leads to it and it: from the run that is looked at, else in one that has no past. */
  runToward(type: Toward["type"], meant: StepMeant): void
  /** Changes what is tried out; a run that is looked at stops at what are its breakpoints now. */
  tryOut(edit: (trials: Trials) => Trials): void
  setUsesPins(isOn: boolean): void
  /** Follows what is tried out in other tabs; gives the way to stop. */
  follow(): () => void
  /** Looks at a run. */
  look(run: string): void
  /** Looks at a run that stands in no history. */
  watch(run: RunStore): void
  /** Looks at a visit of a step. */
  choose(chosen: ChosenVisit | null): void
  /** Opens or closes the panel; a run that goes on is not touched. */
  show(isOpen: boolean): void
  /** There are these kinds from now on: plugins come and go. */
  know(known: Pick<Runs, "kinds" | "catalogue">): void
  close(): void
}

/** Gives the desk of the open workflow to what is inside. */
export const RunDeskContext = createContext<RunDesk | null>(null)

const usualHeight = 264

/** Makes the desk of a workflow. */
export function createRunDesk(runs: Runs, workflow: string): RunDesk {
  const { service, grants } = runs
  let { kinds, catalogue } = runs
  const memory = runs.remembered(workflow)
  const store = createStore<RunDeskState>(() => ({
    ...{
      watched: null,
      isOpen: false,
      isFolded: false,
      isSummoned: false,
      isAlone: false,
      height: usualHeight,
    },
    ...{ sheet: "timeline", turned: new Set(), chosen: null, asking: null },
    ...{ document: null, wanted: null, trials: noTrials, usesPins: readRemembered(memory).usesPins },
  }))
  /** What was left off before, so that it is not asked for again and again. */
  const leftOff = new Set<string>()

  const mayStart = async (request: StartRequest): Promise<boolean> => {
    const { allowedTo } = await import("./grants/allowedTo.ts")
    return allowedTo(request, { catalogue, grants, leftOff, ask: asking => store.setState({ asking }) })
  }

  /** The run that is to be looked at, while what follows runs is being loaded. */
  let coming: string | null = null

  const watch = (watched: RunStore): void => {
    coming = null
    store.getState().watched?.close()
    store.setState({ watched, turned: new Set(), chosen: null, isOpen: true, isFolded: false })
  }
  const look = (run: string): void => {
    store.setState({ isOpen: true })
    coming = store.getState().watched?.run === run ? null : run
    if (coming === null) return
    void import("./runStore.ts").then(({ createRunStore }) => {
      if (coming === run) watch(createRunStore(service, kinds, run))
    })
  }
  const lookAtNew = (started: Commanded): Problem | undefined => {
    if (!started.ok) return started.error
    look(started.value.run)
    store.setState(({ sheet }) => ({ isFolded: false, sheet: sheet === "runs" ? "timeline" : sheet }))
    return undefined
  }
  const fork = async (scope: ForkScope): Promise<void> => {
    const { goAnotherWay } = await import("./goAnotherWay.ts")
    const told = await goAnotherWay(scope, store.getState(), { catalogue, mayStart })
    if (told?.ok) look(told.value.run)
  }
  return {
    know(known) {
      kinds = known.kinds
      catalogue = known.catalogue
    },
    workflow,
    store,
    look,
    watch,
    async start(request) {
      // A sandbox run does little of it for real, and asks for that where it comes to it.
      if (request.mode !== "sandbox" && !(await mayStart(request))) return undefined
      const { breakpoints } = store.getState().trials
      const stops = breakpoints.length === 0 ? {} : { breakpoints }
      return lookAtNew(await service.start({ ...request, ...stops }))
    },
    replay: async (run, miss) => lookAtNew(await service.command(run, { type: "replay", miss })),
    fork,
    runToward(type, meant) {
      if (store.getState().watched !== null) void fork({ type, ...meant })
      else store.setState({ wanted: { mode: "live", toward: { type, step: meant.step } } })
    },
    tryOut(edit) {
      const { trials, watched } = store.getState()
      const next = edit(trials)
      if (next === trials) return
      store.setState({ trials: next })
      void runs.trials.write(workflow, next)
      const view = watched?.store.getState().view
      if (next.breakpoints !== trials.breakpoints && view && view.endedAt === null && !isOver(view.status))
        void watched?.tell({ type: "breakpoints", breakpoints: next.breakpoints })
    },
    setUsesPins(isOn) {
      store.setState({ usesPins: isOn })
      writeRemembered(memory, { ...readRemembered(memory), usesPins: isOn })
    },
    follow: () => runs.trials.watch(workflow, trials => store.setState({ trials })),
    choose: chosen => store.setState({ chosen }),
    show: isOpen => store.setState({ isOpen }),
    close() {
      coming = null
      store.getState().watched?.close()
    },
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
