import { expect, test } from "vitest"
import type { Workflow } from "../../model/workflow.ts"
import { forkOf } from "../core/fork.ts"
import { type Acts, endOf, give, testPlace } from "./testing/testRun.ts"
import { createTestJournal } from "./testJournal.ts"

const acts: Acts = {
  give,
  flow: {
    effect: "write",
    run: ({ workflow }) => ({
      type: "waiting",
      wait: { for: "run", workflow: String(workflow), inputs: {} },
    }),
  },
  ask: () => ({ type: "waiting", wait: { for: "person", ask: {} } }),
}

function workflow(id: string, kind: string, more: Partial<Workflow> = {}): Workflow {
  return { rivulet: 1, id, steps: [{ id: "a", kind, with: { workflow: "child" } }], ...more }
}

test("[L19] as a run ends, those beyond what its workflow keeps go", async () => {
  const place = testPlace(acts)
  const keeping = workflow("w", "give", { settings: { retention: { runs: 2 } } })
  for (const run of ["r1", "r2", "r3", "r4"]) {
    await place.clock.rest(1_000)
    await (await place.start(keeping, { run })).resting()
    await place.runs.leave()
  }
  const { runs } = await place.journal.history({ most: 10 })
  expect(runs.map(({ run }) => run)).toEqual(["r4", "r3"])
})

test("[L19] at a start the runs of all workflows are looked through, and old ones go", async () => {
  const place = testPlace(acts)
  await (await place.start(workflow("w", "give"), { run: "old" })).resting()
  await place.clock.rest(91 * 86_400_000)
  await (await place.start(workflow("v", "give"), { run: "new" })).resting()
  await place.runs.tidy()
  expect((await place.journal.history({ most: 10 })).runs.map(({ run }) => run)).toEqual(["new"])
})

test("[L19] what a person chose holds for workflows whose settings do not say it", async () => {
  const place = testPlace(acts, { usualKeep: async () => ({ runs: 1, days: 90 }) })
  for (const run of ["r1", "r2"]) {
    await place.clock.rest(1_000)
    await (await place.start(workflow("w", "give"), { run })).resting()
    await (
      await place.start(workflow("v", "give", { settings: { retention: { runs: 5 } } }), { run: `v${run}` })
    ).resting()
    await place.runs.leave()
  }
  const { runs } = await place.journal.history({ most: 10 })
  expect(runs.map(({ run }) => run).sort()).toEqual(["r2", "vr1", "vr2"])
})

test("[L19] a child stays until its parent has ended, and a fork holds what it took over", async () => {
  const journal = createTestJournal()
  const child = workflow("child", "give", { settings: { retention: { runs: 0 } } })
  const place = testPlace(acts, { journal, others: [child] })
  const parent = await place.start({
    ...workflow("w", "flow", { settings: { retention: { runs: 0 } } }),
    steps: [
      { id: "a", kind: "flow", with: { workflow: "child" }, next: "b" },
      { id: "b", kind: "ask" },
    ],
  })
  expect(await parent.resting()).toEqual({ type: "waiting" })
  await place.runs.tidy()
  expect((await journal.history({ most: 10 })).runs.map(({ workflow: id }) => id).sort()).toEqual([
    "child",
    "w",
  ])
  const { fork } = forkOf(parent.state(), { type: "retry" }, { at: 0, run: "f", seed: 1 })
  const forked = await place.start(parent.workflow, { run: "f", ...(fork === undefined ? {} : { fork }) })
  parent.answer({ in: "", step: "b" })
  expect(endOf(await parent.resting()).status).toBe("completed")
  await place.runs.tidy()
  expect(await journal.head("r"), "the parent is gone").toBeUndefined()
  expect(await forked.resting()).toEqual({ type: "waiting" })
  forked.answer({ in: "", step: "b" }, "success", "end")
  expect(endOf(await forked.resting())).toEqual({ status: "completed", output: "end" })
})
