import { expect, test } from "vitest"
import type { Step } from "../../model/workflow.ts"
import type { Run } from "./run.ts"
import { modePlace } from "./testing/modePlace.ts"
import { endOf } from "./testing/testRun.ts"

/** Each asks claude once: 0.01 dollars and 15 tokens. */
const asks = (count: number, more: Partial<Step> = {}): Step[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `ask${at}`,
    kind: "ai.generate",
    with: { provider: "claude", prompt: `Question ${at}` },
    ...more,
  }))

/** How often a model was asked. */
function asked({ did }: ReturnType<typeof modePlace>): number {
  return did.filter(what => what.startsWith("ai ")).length
}

async function paused(run: Run): Promise<unknown> {
  expect((await run.resting()).type).toBe("waiting")
  expect(run.state()).toMatchObject({ phase: "paused", pausedFor: "budget" })
  return run.state().spent
}

test("[B1] [B2] [B3] a run pauses before the call that its budget does not allow, and goes on once it is raised", async () => {
  const place = modePlace()
  const run = await place.start("r", asks(4), { over: { settings: { budget: { usd: 0.02 } } } })
  expect(await paused(run)).toEqual({ what: "usd", limit: 0.02, used: 0.02 })
  expect(asked(place)).toBe(2)
  expect(run.resume().ok).toBe(true)
  expect(await paused(run)).toMatchObject({ what: "usd" })
  expect(asked(place)).toBe(2)
  run.raise({ usd: 0.03 })
  await run.sure()
  run.lose()
  const taken = await place.open().takeUp("r")
  if (!taken.ok) throw new Error(taken.error.message)
  taken.value.resume()
  expect(await paused(taken.value)).toMatchObject({ limit: 0.03 })
  expect(asked(place)).toBe(3)
  taken.value.raise({ usd: 1 })
  taken.value.resume()
  expect(endOf(await taken.value.resting()).status).toBe("completed")
  expect(asked(place)).toBe(4)
  expect(taken.value.state().used).toMatchObject({ inputTokens: 40, outputTokens: 20, requests: 4 })
})

test("[B2] a step has a budget of its own, and what it was answered is not asked again", async () => {
  const place = modePlace({ says: ["no form", '{"n":1}'] })
  const step: Step = {
    ...{ id: "form", kind: "ai.generate", budget: { requests: 1 } },
    with: { provider: "claude", prompt: "How many?", answer: { n: "integer" } },
  }
  const run = await place.start("r", [step])
  expect(await paused(run)).toEqual({ step: "form", what: "requests", limit: 1, used: 1 })
  run.raise({ requests: 5 }, "form")
  run.resume()
  expect(endOf(await run.resting())).toEqual({ status: "completed", output: { n: 1 } })
  expect(asked(place)).toBe(2)
})

test("[B1] tokens are counted, and a simulated model costs nothing", async () => {
  const place = modePlace()
  const over = { settings: { budget: { tokens: 10 } } }
  const run = await place.start("r", asks(2), { over })
  expect(await paused(run)).toMatchObject({ what: "tokens", used: 15 })
  const sandbox = await place.start("s", asks(2), { over, mode: "sandbox" })
  expect(endOf(await sandbox.resting()).status).toBe("completed")
  const given = await place.start("g", asks(2), { budget: { requests: 1 } })
  expect(await paused(given)).toMatchObject({ what: "requests" })
})

test("[B4] time counts what attempts take", async () => {
  const place = modePlace()
  const run = await place.start("r", asks(1), { over: { settings: { budget: { time: "0s" } } } })
  expect(await paused(run)).toMatchObject({ what: "time" })
  expect(asked(place)).toBe(0)
  run.raise({ time: 60_000 })
  run.resume()
  expect(endOf(await run.resting()).status).toBe("completed")
})

test("[B5] four fifths of a budget are told, once", async () => {
  const place = modePlace()
  const run = await place.start("r", asks(5), { over: { settings: { budget: { requests: 5 } } } })
  expect(endOf(await run.resting()).status).toBe("completed")
  const warning = { level: "warn", message: "80 % of the budget is used" }
  expect(place.notes).toEqual([warning.message])
  // It stands in the log of the attempt that used them, for whoever looks later.
  const said = (await place.eventsOf("r")).flatMap(
    event => ("said" in event ? event.said?.lines : undefined) ?? [],
  )
  expect(said).toMatchObject([warning])
})

test("[B5] of a budget of time too, again once it was raised, and not again by who takes the run over", async () => {
  const place = modePlace({ takes: 1_000 })
  const over = { settings: { budget: { time: "5s" } } }
  const run = await place.start("r", asks(9), { over })
  expect(await paused(run)).toMatchObject({ what: "time", used: 5_000 })
  expect(place.notes).toEqual(["80 % of the budget is used"])
  run.raise({ time: 7_000 })
  run.resume()
  expect(await paused(run)).toMatchObject({ used: 7_000 })
  expect(place.notes).toEqual(["80 % of the budget is used", "85 % of the budget is used"])
  run.raise({ time: 8_000 })
  await run.sure()
  run.lose()
  const taken = await place.open().takeUp("r")
  if (!taken.ok) throw new Error(taken.error.message)
  taken.value.resume()
  expect(await paused(taken.value)).toMatchObject({ used: 8_000 })
  expect(place.notes).toHaveLength(2)
})
