import { createContext, useContext } from "react"
import type { KindLookup } from "../engine/core/plan.ts"
import { must } from "../lib/assert.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { PageMemory } from "../ui/pageMemory.ts"
import type { GrantHome } from "./grants/grantHome.ts"
import type { RunService } from "./runService.ts"
import type { TestBench, TestHome } from "./tests/testBench.ts"
import type { TrialHome } from "./trials/trialHome.ts"

/** What the page hands to everything that shows runs. */
export interface Runs {
  readonly service: RunService
  readonly kinds: KindLookup
  readonly catalogue: Catalogue
  readonly grants: GrantHome
  /** The tests of workflows: where they are kept, and where they are played. */
  readonly tests: TestHome & TestBench
  /** What is tried out with workflows. */
  readonly trials: TrialHome
  readonly now: () => number
  /** Hands a text to the person as a file. */
  readonly save: (fileName: string, text: string, type: string) => void
  /** What was entered last, on this device. */
  readonly remembered: (key: string) => PageMemory
}

/** Gives what shows runs to the pages. */
export const RunsContext = createContext<Runs | null>(null)

/** What shows runs. */
export function useRuns(): Runs {
  return must(useContext(RunsContext), "runs around this component")
}
