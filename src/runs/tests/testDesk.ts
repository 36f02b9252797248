import { createContext, useContext } from "react"
import { useStore } from "zustand"
import { createStore, type StoreApi } from "zustand/vanilla"
import { must } from "../../lib/assert.ts"
import type { Breaking, Trial } from "../../model/breaking.ts"
import type { Problem } from "../../model/problems.ts"
import type { Workflow } from "../../model/workflow.ts"
import { workflowHash } from "../../model/workflowHash.ts"
import type { RunDesk } from "../runDesk.ts"
import type { Runs } from "../runsContext.ts"
import type { ListedTest, Played, Trials } from "./testBench.ts"

/** What is known of the tests of the open workflow. */
export interface TestDeskState {
  readonly workflow: Workflow
  /** Of the workflow as it is now; null until it is worked out, which it is only where there are tests. */
  readonly hash: string | null
  readonly tests: readonly ListedTest[]
  /** Tests are being played, or calls broken. */
  readonly isBusy: boolean
  /** The outlets that tests and runs have exercised, while the canvas shows what none has. */
  readonly exercised: ReadonlySet<string> | null
  /** What became of the calls that were broken. */
  readonly broken: Broken | null
  readonly problem: Problem | undefined
}

/** Calls that were broken, and the trial that the canvas shows. */
export interface Broken extends Trials {
  readonly played: Played
  readonly shown: Trial | null
}

/** The tests of the open workflow, and what can be done with them. */
export interface TestDesk {
  readonly store: StoreApi<TestDeskState>
  /** Follows the tests as they are kept; gives the way to stop. */
  follow(): () => void
  /** The workflow has become this. */
  edited(workflow: Workflow): void
  /** There are these kinds from now on: plugins come and go. */
  know(known: Pick<Runs, "kinds">): void
  /** Plays all tests, or those named. */
  run(names?: readonly string[]): Promise<void>
  /** Breaks each call to the outside of a test or a run in turn. */
  breakCalls(played: Played): Promise<void>
  /** Shows a test, or one of the trials, on the canvas. */
  show(played: Played, trial?: Trial): Promise<void>
  /** Back to the list. */
  leaveTrials(): void
  /** Lets the canvas show which outlets nothing has exercised yet, or no longer. */
  showExercised(isShown: boolean): Promise<void>
}

/** Gives the tests of the open workflow to what is inside; null where there is no builder around. */
export const TestDeskContext = createContext<TestDesk | null>(null)

/** Makes the desk. */
export function createTestDesk(runs: Runs, runDesk: RunDesk, workflow: Workflow): TestDesk {
  const { tests } = runs
  let { kinds } = runs
  const store = createStore<TestDeskState>(() => ({
    ...{ workflow, hash: null, tests: [], isBusy: false, exercised: null, broken: null },
    problem: undefined,
  }))
  const id = workflow.id
  const now = () => store.getState().workflow

  async function busily(work: () => Promise<Problem | undefined>): Promise<void> {
    store.setState({ isBusy: true, problem: undefined })
    store.setState({ problem: await work(), isBusy: false })
  }

  async function lookAgain(): Promise<void> {
    if (store.getState().exercised !== null) store.setState({ exercised: await tests.exercised(now()) })
  }

  const edited = (next: Workflow): void => {
    store.setState({ workflow: next })
    if (store.getState().tests.length === 0) return
    void workflowHash(next).then(hash => now() === next && store.setState({ hash }))
  }

  return {
    store,
    know(known) {
      kinds = known.kinds
    },
    edited,
    follow: () =>
      tests.watch(id, listed => {
        store.setState({ tests: listed })
        edited(now())
      }),
    run: names =>
      busily(async () => {
        await tests.runTests(now(), names)
        await lookAgain()
        return undefined
      }),
    breakCalls: played =>
      busily(async () => {
        const broken = await tests.breakCalls(now(), played)
        if (!broken.ok) return broken.error
        store.setState({ broken: { played, ...broken.value, shown: null } })
        return undefined
      }),
    async show(played, trial) {
      const breaking: Breaking | undefined = trial && { call: trial.call, fault: trial.fault }
      const document = now()
      const events = await tests.playedEvents(document, played, breaking)
      if (!events.ok) {
        store.setState({ problem: events.error })
        return
      }
      const { broken } = store.getState()
      if (broken !== null) store.setState({ broken: { ...broken, shown: trial ?? null } })
      const name = `${"test" in played ? played.test : played.run} ${trial?.call.task ?? ""} ${trial?.fault ?? ""}`
      const [{ serviceOfShared }, { createRunStore }] = await Promise.all([
        import("../sharedRun.ts"),
        import("../runStore.ts"),
      ])
      const service = serviceOfShared({ workflow: document, events: events.value }, async () => undefined)
      runDesk.watch(createRunStore(service, kinds, name))
    },
    leaveTrials: () => store.setState({ broken: null }),
    async showExercised(isShown) {
      store.setState({ exercised: isShown ? await tests.exercised(now()) : null })
    },
  }
}

/** The tests of the open workflow. */
export function useTestDesk(): TestDesk {
  return must(useContext(TestDeskContext), "tests around this component")
}

/** A part of what is known of them. */
export function useTestDeskState<T>(select: (state: TestDeskState) => T): T {
  return useStore(useTestDesk().store, select)
}
