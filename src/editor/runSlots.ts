import { type ComponentType, createContext, type ReactNode, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import { outletName } from "../engine/core/exercised.ts"
import { isSamePlace } from "../model/trial.ts"
import type { Breakpoint, Trials } from "../model/trialSchema.ts"
import type { SceneWire } from "./scene.ts"

/** What the builder shows of runs. Others make it, for the builder itself knows only the document. */
export interface RunSlots {
  /** Stands in the header: the button that runs the workflow. */
  readonly controls: ReactNode
  /** Stands below the workflow while runs are looked at; null otherwise. */
  readonly panel: ReactNode
  /** Stands beside the canvas while one asks why a value is like it is, in the library's place where there is room; null otherwise. */
  readonly aside: ReactNode
  /** Floats over the canvas while runs are looked at; null otherwise. */
  readonly afloat: ReactNode
  /** How steps and wires stand in the run that is looked at. It changes often, so each box takes its own from it. */
  readonly marks: StoreApi<RunMarks>
  /** The outlets that tests and runs have exercised, by `outletName`; null while nobody wants to see it. */
  readonly exercised: StoreApi<ReadonlySet<string> | null>
  /** Sheets of the inspector about a step in the run that is looked at. */
  readonly sheets: readonly StepSheet[]
  /** What the steps gave in the run that is looked at, to be used in parameters; null where runs are not shown. */
  readonly Earlier: ComponentType<{ readonly steps: readonly string[] }> | null
  /** What a person can do at a step where it stands: answer it, let it go on; null where nothing can be done. */
  readonly Act: ComponentType<{ readonly step: string }> | null
  /** Asks for the breakpoint at the place to be changed, or for what is pinned to a step; null where that cannot be. */
  readonly tryOut: TryOut | null
}

/** Runs the workflow, and changes what is tried out with runs: what is pinned to steps, and where runs stop. */
export interface TryOut {
  /** Runs the workflow, as the button in the header does. */
  run(mode: "live" | "sandbox"): void
  /** Whether the step can run alone, or with what leads to it. */
  canRunToward(type: "step" | "upTo", step: string): boolean
  /** Runs it so, from the run that is looked at. */
  runToward(type: "step" | "upTo", step: string): void
  /** Goes with the keyboard to the run that is looked at. */
  goToRun(): void
  /** Pins what the step gave in the run that is looked at, or nothing any more. */
  pin(step: string): void
  /** Puts a breakpoint there, or takes it away. */
  toggleBreakpoint(place: Breakpoint): void
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
  /** What steps under way say, by step. It is another one with every frame, so only who shows words takes it. */
  readonly said: ReadonlyMap<string, StepWords>
  /** What is pinned, by step. */
  readonly pins: Trials["pins"]
  readonly breakpoints: readonly Breakpoint[]
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
  /** There is something that a person can do here. */
  readonly isAsking: boolean
  /** What stood in for it, in the run that is looked at; empty where it was done. */
  readonly standIn: "pinned" | "made_up" | ""
  /** Why what the run gave no longer holds; empty where it does. */
  readonly stale: string
}

/** What a step says while it is under way. */
export interface StepWords {
  /** The last words that it streamed. */
  readonly text: string
  /** How far it is, from 0 to 1, where it says so. */
  readonly share: number | null
}

/** The run went along the wire, goes along it now, or does not. */
export type WireState = "taken" | "flowing" | "dead"

/** Names a wire between two steps. */
export function wireName(from: string, outlet: string, to: string): string {
  return `${from}\n${outlet}\n${to}`
}

/** No run is looked at. */
export const noMarks: RunMarks = {
  states: new Map(),
  said: new Map(),
  wires: new Map(),
  pins: {},
  breakpoints: [],
  reveals: 0,
}

/** Gives the builder what it shows of runs. */
export const RunSlotsContext = createContext<RunSlots>({
  controls: null,
  panel: null,
  aside: null,
  afloat: null,
  marks: createStore(() => noMarks),
  exercised: createStore(() => null),
  sheets: [],
  Earlier: null,
  Act: null,
  tryOut: null,
})

/** What the builder shows of runs. */
export function useRunSlots(): RunSlots {
  return useContext(RunSlotsContext)
}

/** How the step stands in the run that is looked at. */
export function useStepState(id: string): StepState | undefined {
  return useStore(useRunSlots().marks, ({ states }) => states.get(id))
}

/** What the step says while it is under way. */
export function useStepWords(id: string): StepWords | undefined {
  return useStore(useRunSlots().marks, ({ said }) => said.get(id))
}

/** Whether it is to be seen that nothing has ever left the step by this outlet. */
export function useIsUntried(step: string, outlet: string): boolean {
  return useStore(useRunSlots().exercised, seen => seen !== null && !seen.has(outletName(step, outlet)))
}

/** How the wire stands in the run that is looked at. */
export function useWireState(name: string): WireState | undefined {
  return useStore(useRunSlots().marks, ({ wires }) => wires.get(name))
}

/** The breakpoint that stands on a wire. */
export function breakpointOn({ from, outlet, to }: Pick<SceneWire, "from" | "outlet" | "to">): Breakpoint {
  return { step: to, by: { step: from, outlet } }
}

/** Whether something is pinned to the step. */
export function useIsPinned(id: string): boolean {
  return useStore(useRunSlots().marks, ({ pins }) => Object.hasOwn(pins, id))
}

/** The breakpoint at the place. */
export function useBreakpointAt(place: Breakpoint): Breakpoint | undefined {
  return useStore(useRunSlots().marks, ({ breakpoints }) =>
    breakpoints.find(each => isSamePlace(each, place)),
  )
}
