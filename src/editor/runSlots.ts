import { createContext, type ReactNode, useContext } from "react"

/** What the builder shows of runs. Others make it, for the builder itself knows only the document. */
export interface RunSlots {
  /** Stands in the header: the button that runs the workflow. */
  readonly controls: ReactNode
  /** Stands beside the canvas while a run is looked at; null otherwise. */
  readonly panel: ReactNode
  /** How the steps of the run that is looked at stand, by id. */
  readonly states: ReadonlyMap<string, StepState>
}

/** How a step stands in a run, as its card shows it. */
export interface StepState {
  readonly say: string
  readonly look: "plain" | "good" | "warn" | "bad"
  /** How long it took, once it has ended. */
  readonly time: string
}

/** Gives the builder what it shows of runs. */
export const RunSlotsContext = createContext<RunSlots>({ controls: null, panel: null, states: new Map() })

/** What the builder shows of runs. */
export function useRunSlots(): RunSlots {
  return useContext(RunSlotsContext)
}
