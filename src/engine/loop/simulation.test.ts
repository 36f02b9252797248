import fc from "fast-check"
import { expect, test } from "vitest"
import { fold } from "../core/apply.ts"
import { eventSchema } from "../core/event.ts"
import { plan } from "../core/plan.ts"
import { createTestClock } from "./clock.ts"
import type { LoopParts } from "./loopParts.ts"
import { createRuns } from "./runs.ts"
import { arbitraryCalmRun, arbitraryRun, type ScriptedRun, scriptedKinds } from "./testing/arbitraryRun.ts"
import { type Faults, runInterrupted } from "./testing/interrupted.ts"
import { naiveRun } from "./testing/naive.ts"
import type { NaiveRun } from "./testing/naiveWorld.ts"
import {
  comparable,
  evaluateForTests,
  scriptedPeople,
  scriptedSteps,
  seenOf,
  standInEvaluate,
} from "./testing/scriptedEngine.ts"
import { createTestJournal, type TestJournal } from "./testJournal.ts"

function naively({ workflow, world, inputs }: ScriptedRun): NaiveRun {
  return naiveRun(workflow, scriptedKinds, world, standInEvaluate, { inputs })
}

async function engine(drawn: ScriptedRun, journal: TestJournal = createTestJournal()): Promise<NaiveRun> {
  const clock = createTestClock({ start: 0, scripted: true })
  const parts: LoopParts = {
    journal,
    kinds: scriptedSteps(drawn.world, clock),
    evaluate: evaluateForTests,
    ports: () => ({ ports: {} }),
    clock,
    workflows: { latest: async () => undefined, pinned: async () => drawn.workflow },
    outside: scriptedPeople(clock),
  }
  const runs = createRuns(parts)
  const started = await runs.start({ run: "r", seed: 1, workflow: drawn.workflow, inputs: drawn.inputs })
  if (!started.ok) throw new Error(started.error.message)
  for (let rest = await started.value.resting(); rest.type === "waiting" && clock.hasMore(); ) {
    await clock.breathe()
    rest = await started.value.resting()
  }
  return seenOf(started.value.state())
}

/** How many random runs each test draws: a sample, unless a long series was asked for. */
const draws = Number(process.env.SIM_RUNS ?? 100)
/** What a failure prints, to draw the same again: `SIM_REPLAY='{"seed":…,"path":"…"}'`. */
const replay = JSON.parse(process.env.SIM_REPLAY ?? "{}") as { seed?: number; path?: string }
const longest = 60_000 + draws * 100

test("[P1] the engine and the naive interpreter agree", { timeout: longest }, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, async drawn => {
      expect(comparable(await engine(drawn))).toEqual(comparable(naively(drawn)))
    }),
    { numRuns: draws, ...replay },
  )
})

const faults: fc.Arbitrary<Faults> = fc.record({
  crashes: fc.array(fc.record({ append: fc.nat(15), written: fc.boolean(), lost: fc.nat(4) }), {
    minLength: 1,
    maxLength: 5,
  }),
  full: fc.array(fc.nat(30), { maxLength: 3 }),
})

test("[E3] [E4] an interrupted run ends as one that was not, and nothing is done twice", {
  timeout: longest,
}, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryCalmRun, faults, async (drawn, given) => {
      const { state, wrong } = await runInterrupted(drawn, given)
      expect(wrong).toEqual([])
      expect(comparable(seenOf(state))).toEqual(comparable(naively(drawn)))
    }),
    { numRuns: draws, ...replay },
  )
})

test("[P2] whatever races there are, an interrupted run ends and its journal tells all of it", {
  timeout: longest,
}, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, faults, async (drawn, given) => {
      const { state, wrong, events } = await runInterrupted(drawn, given)
      expect(wrong).toEqual([])
      const told = fold(plan(drawn.workflow, scriptedSteps(drawn.world, createTestClock())), events)
      expect(seenOf(told)).toEqual(seenOf(state))
      expect(state.phase).toBe("ended")
      expect(events.filter(event => !eventSchema.safeParse(event).success)).toEqual([])
    }),
    { numRuns: draws, ...replay },
  )
})
