import type { RunEvent } from "../../engine/core/event.ts"
import type { Result } from "../../lib/result.ts"
import type { Breaking, Trial } from "../../model/breaking.ts"
import type { Problem } from "../../model/problems.ts"
import type { Expectation, TestCase, TestReport } from "../../model/testCase.ts"
import type { Workflow } from "../../model/workflow.ts"

/** What is played: a test, or a run that nobody kept. */
export type Played = { readonly test: string } | { readonly run: string }

/** How a run is kept as a test. */
export interface Keeping {
  /** What is expected; how it ended and what it gave, where nothing is said. */
  readonly expect?: readonly Expectation[]
  /** Words that are taken out of all that is kept. */
  readonly hide?: readonly string[]
}

/** What became of the calls that were broken. */
export interface Trials {
  readonly trials: readonly Trial[]
  /** The run took something over from another one that is gone, and with it what that asked outside. */
  readonly isPastGone: boolean
}

/** Keeps, plays and breaks. */
export interface TestBench {
  /** Keeps the run as a test of its workflow. */
  keepTest(run: string, name: string, how?: Keeping): Promise<Result<TestCase, Problem>>
  /** Plays the tests of the workflow, or those named, and keeps what they came to. */
  runTests(workflow: Workflow, names?: readonly string[]): Promise<readonly TestReport[]>
  /** Breaks each call to the outside in turn. */
  breakCalls(workflow: Workflow, played: Played): Promise<Result<Trials, Problem>>
  /** The events of a test, or of one of its trials. */
  playedEvents(
    workflow: Workflow,
    played: Played,
    breaking?: Breaking,
  ): Promise<Result<readonly RunEvent[], Problem>>
  /** The outlets by which steps left in the tests and in the latest runs of the workflow. */
  exercised(workflow: Workflow): Promise<ReadonlySet<string>>
}

/** A test as it is listed. */
export interface ListedTest {
  readonly workflow: string
  readonly name: string
  readonly expect: readonly Expectation[]
  /** When it was kept, or changed. */
  readonly at: number
  /** What it came to last, and the hash of the workflow that was tested. */
  readonly last?: { readonly report: TestReport; readonly of: string; readonly at: number }
}

/** Where tests are kept. */
export interface TestHome {
  watch(workflow: string, hear: (tests: readonly ListedTest[]) => void): () => void
  /** The same for all workflows. */
  watchAll(hear: (tests: readonly ListedTest[]) => void): () => void
  /** The tests with what they were recorded from. */
  read(workflow: string): Promise<readonly TestCase[]>
  /** Keeps tests; one of the same name is replaced. */
  put(workflow: string, tests: readonly TestCase[]): Promise<void>
  expect(workflow: string, name: string, expect: readonly Expectation[]): Promise<void>
  /** False where there is one of that name. */
  rename(workflow: string, name: string, to: string): Promise<boolean>
  remove(workflow: string, names: readonly string[]): Promise<void>
}
