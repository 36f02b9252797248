import fc from "fast-check"
import { expect, test } from "vitest"
import type { Workflow } from "../../model/workflow.ts"
import { apply, fold } from "./apply.ts"
import { decide } from "./decide.ts"
import { eventSchema } from "./event.ts"
import type { StepPlan } from "./plan.ts"
import { newRun } from "./state.ts"
import {
  endingWorkflows,
  forkAtRandom,
  nestedWorkflows,
  runAtRandom,
  seeds,
  workflows,
} from "./testing/randomRun.ts"
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

/** A run of any kind, and one that goes another way from it, to its end or to the most events. */
function forkedRun(workflow: Workflow, seed: number, most: number, crashes = false) {
  const parent = runAtRandom(workflow, seed, { most: 30 + (seed % 300), crashes: seed % 3 === 0 })
  const forked = forkAtRandom(parent, seed)
  if (forked === undefined) return undefined
  return {
    ...forked,
    parent,
    driver: runAtRandom(workflow, seed + 1, { most, crashes, started: forked.started }),
  }
}

test("[P1] [P4] a run that goes another way comes to its end, and holds nothing then", () => {
  fc.assert(
    fc.property(nestedWorkflows, seeds, (workflow, seed) => {
      const { driver } = forkedRun(workflow, seed, 2_000) ?? {}
      if (driver === undefined || driver.events.length >= 2_000) return
      const { phase, busy, timers } = driver.state
      expect([phase, busy, decide(driver.state), timers.size]).toEqual(["ended", 0, [], 0])
    }),
    { numRuns: 400 },
  )
})

test("[P2] [P3] [P5] folding the journal of a run that goes another way gives its state, and nothing is asked for again", () => {
  fc.assert(
    fc.property(endingWorkflows, seeds, fc.nat(), (workflow, seed, cut) => {
      const { driver } = forkedRun(workflow, seed, 60, true) ?? {}
      if (driver === undefined) return
      const events = driver.events.map(event => eventSchema.parse(JSON.parse(JSON.stringify(event))))
      expect(events).toEqual(driver.events)
      expect(snapshot(fold(driver.plan, events))).toEqual(snapshot(driver.state))
      const prefix = events.slice(0, 1 + (cut % events.length))
      const done = new Set(prefix.flatMap(event => (event.type === "step.completed" ? [taskOf(event)] : [])))
      for (const action of decide(fold(driver.plan, prefix)))
        if (action.type === "start") expect(done).not.toContain(taskOf(action))
    }),
    { numRuns: 200 },
  )
})

test("[F6] [F7] [F10] [F11] [F14] a narrow run does nothing but what it is for", () => {
  let narrow = 0
  let atEnd = 0
  fc.assert(
    fc.property(endingWorkflows, seeds, (workflow, seed) => {
      const { driver, scope, parent } = forkedRun(workflow, seed, 500) ?? {}
      if (driver === undefined || scope === undefined || parent === undefined) return
      if (scope.type !== "step" && scope.type !== "upTo" && scope.type !== "iteration") return
      const path = scope.in ?? ""
      for (const container of driver.state.narrow?.entered.keys() ?? [])
        expect(container.status).not.toBe("completed")
      for (const event of driver.events) {
        if (event.type !== "step.completed" && event.type !== "step.failed") continue
        narrow++
        if (path.startsWith("!")) atEnd++
        // What is done at the end of a run stands apart from its steps.
        else expect(event.in.startsWith("!")).toBe(false)
        // What runs stands in the instance that it is for, or in a container there.
        expect(`${event.in}/`.startsWith(path === "" ? "" : `${path}/`)).toBe(true)
        if (scope.type === "iteration" || event.in !== path) continue
        if (scope.type === "step") expect(event.step).toBe(scope.step)
        const target = parent.state.instances.get(path)?.scope.byId.get(scope.step)
        expect(target && leadsTo(event.step, target)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(narrow).toBeGreaterThan(100)
  expect(atEnd).toBeGreaterThan(10)
})

function taskOf({
  in: path,
  step,
  visit,
  task,
}: {
  in: string
  step: string
  visit: number
  task?: number | undefined
}) {
  return `${path}/${step}#${visit}.${task}`
}

function leadsTo(id: string, target: StepPlan): boolean {
  const from = target.scope.byId.get(id)
  const reached = new Set(from === undefined ? [] : [from])
  for (const step of reached) for (const wire of step.out) reached.add(wire.to)
  return reached.has(target)
}
