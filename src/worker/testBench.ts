import { fold } from "../engine/core/apply.ts"
import { cassetteOf } from "../engine/core/cassette.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { exercisedBy } from "../engine/core/exercised.ts"
import { kindsOfRun } from "../engine/core/pinnedKinds.ts"
import { plan } from "../engine/core/plan.ts"
import { lacksPast, withSharedPast } from "../engine/core/sharedPast.ts"
import { playBroken, playCalm } from "../engine/loop/breakRun.ts"
import type { Workflows } from "../engine/loop/loopParts.ts"
import type { ReplayParts } from "../engine/loop/replaying.ts"
import { runTest, testFrom } from "../engine/loop/runTest.ts"
import { err, ok } from "../lib/result.ts"
import { breakingsOf, type Trial } from "../model/breaking.ts"
import { hiddenTest } from "../model/hiding.ts"
import type { Journal } from "../model/journal.ts"
import type { Cassette } from "../model/recording.ts"
import type { TestReport } from "../model/testCase.ts"
import type { Workflow } from "../model/workflow.ts"
import { workflowHash } from "../model/workflowHash.ts"
import type { Played, TestBench } from "../runs/tests/testBench.ts"
import type { createTests } from "../storage/tests.ts"
import { workerProblem } from "./workerProblems.ts"

/*
 * Where a page keeps runs as tests, plays them to the workflow as it is now, and breaks their calls one by one. All of
 * it is offline and in memory: no run of it stands in the history.
 */

/** What it works with. */
export interface TestBenchParts {
  readonly tests: ReturnType<typeof createTests>
  readonly journal: Pick<Journal<RunEvent>, "read" | "history">
  readonly workflows: Pick<Workflows, "pinned">
  readonly replay: () => ReplayParts
  /** Takes out what must not leave. */
  readonly redact: <T>(value: T) => Promise<T>
}

/** So many of the latest runs count for what was exercised, and so many events of each. */
const mostRuns = 50
const mostEvents = 20_000

/** Makes the bench. */
export function createTestBench(parts: TestBenchParts): TestBench {
  const { tests, journal, workflows, replay, redact } = parts

  async function eventsOf(run: string): Promise<RunEvent[]> {
    const events: RunEvent[] = []
    for await (const chunk of journal.read(run)) events.push(...chunk)
    return events
  }

  async function pastOf(run: string) {
    const events = await eventsOf(run)
    const [first] = events
    const pinned = first?.type === "run.started" ? await workflows.pinned(first.workflow, run) : undefined
    const own = cassetteOf(events)
    if (pinned === undefined || own === undefined) return undefined
    const cassette = await withSharedPast(own, earlierCassette)
    return { pinned, cassette, state: fold(plan(pinned, kindsOfRun(replay().kinds, first)), events) }
  }

  async function earlierCassette(run: string): Promise<Cassette | undefined> {
    try {
      return cassetteOf(await eventsOf(run))
    } catch {
      // What a damaged journal held can no longer be played, as though that run were gone.
      return undefined
    }
  }

  async function cassetteFor(workflow: Workflow, played: Played): Promise<Cassette | undefined> {
    if ("run" in played) return (await pastOf(played.run))?.cassette
    return (await tests.readOne(workflow.id, played.test))?.cassette
  }

  const gone = (played: Played) =>
    err(workerProblem("run_unknown", { run: "run" in played ? played.run : played.test }))

  return {
    async keepTest(run, name, { expect = [], hide = [] } = {}) {
      const past = await pastOf(run)
      if (past === undefined) return err(workerProblem("run_unknown", { run }))
      const { pinned, cassette, state } = past
      if (state.phase !== "ended") return err(workerProblem("run_not_over"))
      const made = await testFrom(name, pinned, cassette, state)
      const whole = expect.length > 0 ? { ...made, expect: [...expect] } : made
      const kept = hiddenTest(await redact(whole), hide)
      await tests.put(pinned.id, [kept])
      return ok(kept)
    },

    async runTests(workflow, names) {
      const of = await workflowHash(workflow)
      const reports: TestReport[] = []
      for (const test of await tests.read(workflow.id)) {
        if (names === undefined || names.includes(test.name))
          reports.push((await runTest(replay(), workflow, test)).report)
      }
      await tests.reported(workflow.id, of, reports)
      return reports
    },

    async breakCalls(workflow, played) {
      const cassette = await cassetteFor(workflow, played)
      if (cassette === undefined) return gone(played)
      const calm = await playCalm(replay(), workflow, cassette)
      const trials: Trial[] = []
      for (const breaking of breakingsOf(cassette)) {
        trials.push((await playBroken(replay(), workflow, cassette, breaking, calm.state)).trial)
      }
      return ok({ trials, isPastGone: lacksPast(cassette) })
    },

    async playedEvents(workflow, played, breaking) {
      if (breaking === undefined && "test" in played) {
        const test = await tests.readOne(workflow.id, played.test)
        return test === undefined ? gone(played) : ok((await runTest(replay(), workflow, test)).events)
      }
      const cassette = await cassetteFor(workflow, played)
      if (cassette === undefined) return gone(played)
      const calm = await playCalm(replay(), workflow, cassette)
      if (breaking === undefined) return ok(calm.events)
      return ok((await playBroken(replay(), workflow, cassette, breaking, calm.state)).events)
    },

    async exercised(workflow) {
      const used = new Set<string>()
      for (const test of await tests.read(workflow.id)) {
        const { state } = await runTest(replay(), workflow, test)
        for (const outlet of exercisedBy(state)) used.add(outlet)
      }
      const { runs } = await journal.history({ workflow: workflow.id, most: mostRuns })
      for (const { run } of runs) {
        for (const outlet of await outletsOf(run)) used.add(outlet)
      }
      return used
    },
  }

  async function outletsOf(run: string): Promise<ReadonlySet<string>> {
    const events: RunEvent[] = []
    try {
      for await (const chunk of journal.read(run)) {
        events.push(...chunk)
        if (events.length > mostEvents) break
      }
    } catch {
      // A damaged journal proves nothing of the outlets behind the damage.
    }
    const [first] = events
    const pinned = first?.type === "run.started" ? await workflows.pinned(first.workflow, run) : undefined
    return pinned === undefined
      ? new Set()
      : exercisedBy(fold(plan(pinned, kindsOfRun(replay().kinds, first)), events))
  }
}
