import { expect, test } from "vitest"
import { done, failed } from "../../model/step.ts"
import { endOf, give, statuses, testPlace } from "./testing/testRun.ts"

const ab = [
  { id: "a", kind: "give", with: { value: 2 } },
  { id: "b", kind: "twice" },
  { id: "c", kind: "twice" },
]
const twice = (_: unknown, { incoming }: { readonly incoming?: unknown }) => done(Number(incoming) * 2)

test("[D3] [D5] a run that has stopped is taken up where it was, goes one step, and then to its end", async () => {
  const workflow = { rivulet: 1 as const, id: "w", steps: ab }
  const first = testPlace({ give, twice })
  const run = await first.start(workflow, { breakpoints: [{ step: "b" }] })
  expect(await run.resting()).toEqual({ type: "waiting" })
  expect(statuses(run)).toMatchObject({ a: "completed", b: "ready" })

  const second = testPlace({ give, twice }, { journal: first.journal.restart(1_000) })
  const again = await second.take(workflow)
  await again.resting()
  expect(again.state().stops.map(({ visit }) => visit.step.id)).toEqual(["b"])
  expect(again.step().ok).toBe(true)
  await again.resting()
  expect(statuses(again)).toMatchObject({ b: "completed", c: "ready" })
  again.resume()
  expect(endOf(await again.resting())).toEqual({ status: "completed", output: 8 })
})

test("[D4] a condition is evaluated in the scope of the visit; one that cannot be stops and says why", async () => {
  const conditions = async (when: string) => {
    const place = testPlace({ give, twice })
    const run = await place.start({ rivulet: 1, id: "w", steps: ab }, { breakpoints: [{ step: "b", when }] })
    await run.resting()
    return run.state()
  }
  expect((await conditions("steps.a.output == 2")).phase).toBe("paused")
  expect((await conditions("{{ incoming == 3 }}")).phase).toBe("ended")
  const { phase, stops } = await conditions("nowhere.to.be.found()")
  expect(phase).toBe("paused")
  expect(stops[0]?.problem?.message).toBeTruthy()
})

test("[D7] breakpoints that are taken away while it stands at one do not let it go by themselves", async () => {
  const place = testPlace({ give, twice })
  const stopped = await place.start(
    { rivulet: 1, id: "w", steps: ab },
    { breakpoints: [{ step: "b" }, { step: "c" }] },
  )
  await stopped.resting()
  stopped.stopAt([])
  await stopped.resting()
  expect(stopped.state().phase).toBe("paused")
  stopped.resume()
  expect(endOf(await stopped.resting()).status).toBe("completed")
})

test("[W15] the pause before the next attempt is skipped; where none is waited for, that is said", async () => {
  let tries = 0
  const flaky = {
    effect: "read" as const,
    run: () =>
      tries++ === 0
        ? failed({ code: "busy", message: "Not now", severity: "error" as const, retryable: true })
        : done("there"),
  }
  const steps = [{ id: "a", kind: "flaky", retry: { attempts: 2, delay: "24h", jitter: "none" as const } }]
  const place = testPlace({ flaky })
  const run = await place.start({ rivulet: 1, id: "w", steps })
  while (run.state().instances.get("")?.visits[0]?.[0]?.status !== "retrying") await Promise.resolve()
  expect(run.hurry({ in: "", step: "a" }).ok).toBe(true)
  expect(run.hurry({ in: "", step: "a" })).toMatchObject({ error: { code: "not_retrying" } })
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: "there" })
  expect(place.clock.now()).toBeLessThan(1_000)
})

test("[D1] [D3] a body of pure steps is not run through where something in it stands in, or the run stops there", async () => {
  const inside = [{ id: "x", kind: "give" }]
  const each = { id: "each", kind: "foreach", with: { items: [1, 2] }, steps: inside }
  const workflow = { rivulet: 1 as const, id: "w", steps: [each] }
  const given = await testPlace({ give }).start(workflow, { standIns: { x: { outlets: { success: 9 } } } })
  expect(endOf(await given.resting())).toEqual({ status: "completed", output: [9, 9] })
  const stopped = await testPlace({ give }).start(workflow, { breakpoints: [{ step: "x" }] })
  await stopped.resting()
  expect(stopped.state().stops.map(({ visit }) => visit.instance.path)).toEqual(["each[0]#1"])
})
