import fc from "fast-check"
import { expect, test } from "vitest"
import { apply, fold } from "./apply.ts"
import { decide } from "./decide.ts"
import { eventSchema } from "./event.ts"
import { newRun } from "./state.ts"
import { runAtRandom, seeds, workflows } from "./testing/randomRun.ts"
import { snapshot } from "./testing/snapshot.ts"

const runs = { numRuns: 150 }

test("[P1] a run comes to its end, whatever its steps do: nothing waits for what cannot come", () => {
  fc.assert(
    fc.property(workflows, seeds, (workflow, seed) => {
      const { state, events } = runAtRandom(workflow, seed, { most: 2_000 })
      if (events.length < 2_000) expect(state.phase).toBe("ended")
    }),
    runs,
  )
})

test("[P2] folding the journal gives the live state, after every event", () => {
  fc.assert(
    fc.property(workflows, seeds, (workflow, seed) => {
      const driver = runAtRandom(workflow, seed, { most: 60, crashes: true })
      const replay = newRun(driver.plan)
      for (const [index, event] of driver.events.entries()) {
        apply(replay, JSON.parse(JSON.stringify(event)))
        if (index % 7 !== 0) continue
        expect(snapshot(fold(driver.plan, driver.events.slice(0, index + 1)))).toEqual(snapshot(replay))
      }
      expect(snapshot(replay)).toEqual(snapshot(driver.state))
    }),
    runs,
  )
})

test("[P3] after any prefix of the journal, nothing that has ended is asked for again", () => {
  fc.assert(
    fc.property(workflows, seeds, fc.nat(), (workflow, seed, cut) => {
      const driver = runAtRandom(workflow, seed, { most: 80, crashes: true })
      const prefix = driver.events.slice(0, 1 + (cut % driver.events.length))
      const ended = new Set(
        prefix.flatMap(event =>
          event.type === "step.completed" ? [`${event.in}/${event.step}#${event.visit}.${event.task}`] : [],
        ),
      )
      for (const action of decide(fold(driver.plan, prefix))) {
        if (action.type !== "start") continue
        expect(ended).not.toContain(`${action.in}/${action.step}#${action.visit}.${action.task}`)
      }
    }),
    runs,
  )
})

test("[P4] when a run has ended no slot is taken and nothing is outstanding", () => {
  fc.assert(
    fc.property(workflows, seeds, (workflow, seed) => {
      const { state } = runAtRandom(workflow, seed, { most: 1_000, crashes: true })
      if (state.phase !== "ended") return
      expect([state.busy, decide(state), state.timers.size]).toEqual([0, [], 0])
    }),
    runs,
  )
})

test("[P5] every event of a run is plain data that its schema knows", () => {
  fc.assert(
    fc.property(workflows, seeds, (workflow, seed) => {
      const { events } = runAtRandom(workflow, seed, { most: 60, crashes: true })
      for (const event of events) expect(eventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    }),
    { numRuns: 100 },
  )
})
