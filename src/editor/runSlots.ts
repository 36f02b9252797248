import { type ComponentType, createContext, type ReactNode, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"

/** What the builder shows of runs. Others make it, for the builder itself knows only the document. */
export interface RunSlots {
  /** Stands in the header: the button that runs the workflow. */
  readonly controls: ReactNode
  /** Stands below the workflow while runs are looked at; null otherwise. */
  readonly panel: ReactNode
  /** How steps and wires stand in the run that is looked at. It changes often, so each box takes its own from it. */
  readonly marks: StoreApi<RunMarks>
  /** Sheets of the inspector about a step in the run that is looked at. */
  readonly sheets: readonly StepSheet[]
  /** What the steps gave in the run that is looked at, to be used in parameters; null where runs are not shown. */
  readonly Earlier: ComponentType<{ readonly steps: readonly string[] }> | null
  /** Answers what a step asks a person, where it stands; null where nothing can be asked. */
  readonly Answer: ComponentType<{ readonly step: string }> | null
}

/** A sheet of the inspector that others make. */
export interface StepSheet {
  readonly id: string
  readonly title: string
  readonly Content: ComponentType<{ readonly step: string }>
}

/** How the canvas shows a run. */
export interface RunMarks {
  /** By the step's id. */
  readonly states: ReadonlyMap<string, StepState>
  /** By `wireName`. */
  readonly wires: ReadonlyMap<string, WireState>
  /** Counts how often somebody wanted to see what the selected step gave. */
  readonly reveals: number
}

/** How a step stands in a run, as its card shows it. */
export interface StepState {
  readonly say: string
  readonly icon: "ready" | "running" | "waiting" | "retrying" | "doubt" | "done" | "failed" | "none"
  readonly look: "plain" | "good" | "warn" | "bad"
  /** It takes no part in what the run does. */
  readonly isAside: boolean
  /** How long it took, which try it was, what it cost: what is worth saying. */
  readonly facts: string
  /** The last words that it streamed; empty once it has ended. */
  readonly text: string
  /** How far it is, from 0 to 1, where it says so. */
  readonly share: number | null
  readonly isAsking: boolean
  /** Why what the run gave no longer holds; empty where it does. */
  readonly stale: string
}

/** The run went along the wire, goes along it now, or does not. */
export type WireState = "taken" | "flowing" | "dead"

/** Names a wire between two steps. */
export function wireName(from: string, outlet: string, to: string): string {
  return `${from}\n${outlet}\n${to}`
}

/** No run is looked at. */
export const noMarks: RunMarks = { states: new Map(), wires: new Map(), reveals: 0 }

/** Gives the builder what it shows of runs. */
export const RunSlotsContext = createContext<RunSlots>({
  controls: null,
  panel: null,
  marks: createStore(() => noMarks),
  sheets: [],
  Earlier: null,
  Answer: null,
})

/** What the builder shows of runs. */
export function useRunSlots(): RunSlots {
  return useContext(RunSlotsContext)
}

/** How the step stands in the run that is looked at. */
export function useStepState(id: string): StepState | undefined {
  return useStore(useRunSlots().marks, ({ states }) => states.get(id))
}

/** How the wire stands in the run that is looked at. */
export function useWireState(name: string): WireState | undefined {
  return useStore(useRunSlots().marks, ({ wires }) => wires.get(name))
}
