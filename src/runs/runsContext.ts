import { createContext, useContext, useMemo } from "react"
import type { KindLookup } from "../engine/core/plan.ts"
import { must } from "../lib/assert.ts"
import { own } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { PageMemory } from "../ui/pageMemory.ts"
import type { GrantHome } from "./grants/grantHome.ts"
import type { RunService } from "./runService.ts"
import type { ReadShared } from "./sharedRun.ts"
import type { TestBench, TestHome } from "./tests/testBench.ts"
import type { TrialHome } from "./trials/trialHome.ts"

/** What the page hands to everything that shows runs, before it is known what kinds of steps there are. */
export interface RunAccess {
  readonly service: RunService
  readonly grants: GrantHome
  /** The tests of workflows: where they are kept, and where they are played. */
  readonly tests: TestHome & TestBench
  /** What is tried out with workflows. */
  readonly trials: TrialHome
  readonly readShared: ReadShared
  readonly now: () => number
  /** Hands a text to the person as a file. */
  readonly save: (fileName: string, text: string, type: string) => void
  /** What was entered last, on this device. */
  readonly remembered: (key: string) => PageMemory
}

/** The same, where the kinds are known. */
export interface Runs extends RunAccess {
  readonly kinds: KindLookup
  readonly catalogue: Catalogue
}

/** Gives what shows runs to the pages. */
export const RunsContext = createContext<RunAccess | null>(null)

/** Gives the kinds to the pages that know them; the list of workflows does without, and is there sooner. */
export const CatalogueContext = createContext<Catalogue | null>(null)

/** What shows runs without a look at their steps. */
export function useRunAccess(): RunAccess {
  return must(useContext(RunsContext), "runs around this component")
}

/** What shows runs. */
export function useRuns(): Runs {
  const access = useRunAccess()
  const catalogue = must(useContext(CatalogueContext), "a catalogue around this component")
  return useMemo(
    () => ({ ...access, catalogue, kinds: kind => own(catalogue.kinds, kind) }),
    [access, catalogue],
  )
}
