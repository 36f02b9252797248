import { afterEach, beforeEach, expect, test } from "vitest"
import { type ModelServer, serveModels } from "../../../e2e/doubles/modelServer.ts"
import { singlesOf } from "../../engine/core/singles.ts"
import { endOf } from "../../engine/loop/testing/testRun.ts"
import { createTestJournal, type TestJournal } from "../../engine/loop/testJournal.ts"
import { type JsonMap, own } from "../../lib/json.ts"
import type { Workflow } from "../../model/workflow.ts"
import { canary, modelPlace } from "./testing/modelPlace.ts"

/* What a model is told of the run: on request alone, and the same after a crash, as the journal has it. */

let double: ModelServer
beforeEach(async () => {
  double = await serveModels({ key: canary })
})
afterEach(() => double.close())

const workflow = (includeContext: boolean): Workflow => ({
  ...{ rivulet: 1, id: "w", variables: { mood: "curious" } },
  steps: [
    { id: "read", kind: "file.read", with: { path: "a.md" } },
    { id: "long", kind: "file.read", with: { path: "long.txt" } },
    { id: "note", kind: "set", with: { values: { mood: "calm" } } },
    {
      id: "look",
      kind: "ai.analyse",
      with: { provider: "claude", prompt: "What happened?", content: "this alone", includeContext },
    },
  ],
})
const files = { "a.md": "Orders from far away", "long.txt": "x".repeat(1_000_000) }
const place = (journal: TestJournal) =>
  modelPlace(double, { journal, files, granted: ["ai", "secret:key", "http:local"] })
const told = () => double.asked.map(({ body }) => JSON.stringify(body.messages))

/** The context as the journal has it for the step: what people see as its input. */
function journaled(journal: TestJournal): unknown {
  const events = journal.events("r").flatMap(singlesOf)
  const started = events.find(event => event.type === "step.started" && event.step === "look")
  return started?.type === "step.started" ? own(started.input as JsonMap, "context") : undefined
}

test("the run is told on request alone, bounded, and shown word for word as the step's input", async () => {
  const journal = createTestJournal()
  const run = await place(journal).start(workflow(false), { inputs: { who: "Ada" } })
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(told().join()).toContain("this alone")
  expect(told().join()).not.toContain("Orders from far away")
  expect(journaled(journal)).toBeUndefined()

  const other = createTestJournal()
  const asking = await place(other).start(workflow(true), { inputs: { who: "Ada" } })
  expect(endOf(await asking.resting()).status).toBe("completed")
  const [, sent = ""] = told()
  expect(sent.length).toBeLessThan(60_000)
  expect(sent).toContain("more letters)")
  expect(journaled(other)).toMatchObject({
    ...{ inputs: { who: "Ada" }, variables: { mood: "calm" } },
    steps: { read: { output: { content: "Orders from far away" } }, note: expect.anything() },
  })
  const written = JSON.stringify(JSON.stringify(journaled(other), null, 2)).slice(1, -1)
  expect(sent).toContain(written)
  expect(sent + JSON.stringify(other.events("r"))).not.toContain(canary)
})

test("a file that names the first version sends what it sent then: what arrived, and nothing of the run", async () => {
  const journal = createTestJournal()
  const { steps = [], ...rest } = workflow(true)
  const old = steps.map(step => ({ ...step, version: 1 }))
  const run = await place(journal).start({ ...rest, steps: old })
  expect(endOf(await run.resting()).status).toBe("completed")
  expect(told()).toHaveLength(1)
  expect(told()[0]).toContain("calm")
  expect(told()[0]).not.toContain("Orders from far away")
  expect(journaled(journal)).toEqual([{ from: "note", outlet: "success", value: { mood: "calm" } }])
})

test("a crash while the model is asked changes nothing of what it is told", async () => {
  double.tell({ hang: true })
  const journal = createTestJournal()
  await place(journal).start(workflow(true))
  await expect.poll(() => double.asked.length).toBe(1)
  const run = await place(journal.restart(0)).take(workflow(true))
  expect(endOf(await run.resting()).status).toBe("completed")
  const [first, second] = told()
  expect(second).toBe(first)
  expect(first).toContain("Orders from far away")
})

test("a sandbox run tells it to the simulated model alone", async () => {
  const journal = createTestJournal()
  const { runs } = place(journal)
  const start = { seed: 1, workflow: workflow(true), hash: "w" }
  const sandbox = await runs.start({ ...start, run: "r", mode: "sandbox" })
  if (!sandbox.ok) throw new Error(sandbox.error.message)
  expect(endOf(await sandbox.value.resting()).status).toBe("completed")
  expect(journaled(journal)).toMatchObject({ steps: { read: expect.anything() } })
  expect(double.asked).toEqual([])
})
