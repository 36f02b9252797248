import fc from "fast-check"
import { expect, test } from "vitest"
import { createTestClock } from "./clock.ts"
import type { LoopParts } from "./loopParts.ts"
import { createRuns } from "./runs.ts"
import { arbitraryRun, type ScriptedRun, scriptedKinds } from "./testing/arbitraryRun.ts"
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

test("the engine and the naive interpreter agree", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRun, async drawn => {
      expect(comparable(await engine(drawn))).toEqual(comparable(naively(drawn)))
    }),
    { numRuns: Number(process.env.SIM_RUNS ?? 100), ...JSON.parse(process.env.SIM_REPLAY ?? "{}") },
  )
})
