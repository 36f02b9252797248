import { afterEach, expect, test, vi } from "vitest"
import type { Workflow } from "../model/workflow.ts"
import { createEngineClient, type EngineClient } from "./engineClient.ts"
import { createPage } from "./page.ts"
import { createListener, testWorkflow } from "./testing/testEngine.ts"

const soon = { timeout: 15_000, interval: 10 }
const clients: EngineClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

/** The engine of the page itself, and a way to end its thread from outside. */
function page() {
  const workers: Worker[] = []
  const client = createEngineClient({
    spawn() {
      const worker = new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" })
      workers.push(worker)
      return worker
    },
    page: createPage({ document, secrets: { find: async () => undefined, values: async () => [] } }),
    locks: navigator.locks,
    newId: () => crypto.randomUUID(),
  })
  clients.push(client)
  return { client, workers, kill: () => workers.at(-1)?.terminate() }
}

const through = (pause: Workflow["steps"][number]) =>
  testWorkflow(
    [
      {
        id: "before",
        kind: "set",
        with: { values: { n: "{{ inputs.n * 2 }}" } },
        next: { success: [pause.id] },
      },
      pause,
      {
        id: "write",
        kind: "file.write",
        with: { path: "out.txt", content: "{{ vars.n }}" },
        next: { success: ["read"] },
      },
      { id: "read", kind: "file.read", with: { path: "out.txt" } },
    ],
    { variables: { n: 0 }, inputs: { n: { type: "number" } }, output: "{{ steps.read.output.content }}" },
  )
const waiting = through({ id: "pause", kind: "wait", with: { for: "700ms" }, next: { success: ["write"] } })
const asking = through({ id: "ask", kind: "approve", with: { title: "Go?" }, next: { approved: ["write"] } })

test("a run goes through in the engine's own thread, its files and expressions with it", async () => {
  const { client } = page()
  const started = await client.start({ workflow: waiting, inputs: { n: 21 } })
  const run = started.ok ? started.value.run : ""
  const listener = createListener()
  client.watch(run, listener.hear)
  await vi.waitFor(() => expect(listener.types()).toContain("run.ended"), soon)
  expect(listener.events().at(-1)).toMatchObject({ status: "completed", output: "42\n" })
  expect(await client.workflowOf(run)).toEqual(waiting)
  const { runs } = await client.history({ workflow: "test", most: 100 })
  expect(runs.find(each => each.run === run)).toMatchObject({ status: "completed" })
})

test("an engine that is ended from outside is started again within two seconds, and its runs go on", async () => {
  const { client, workers, kill } = page()
  const started = await client.start({ workflow: asking, inputs: { n: 4 } })
  const run = started.ok ? started.value.run : ""
  const listener = createListener()
  client.watch(run, listener.hear)
  await vi.waitFor(() => expect(listener.types()).toContain("step.waiting"), soon)
  const killed = performance.now()
  kill()
  await vi.waitFor(() => expect(listener.types()).toContain("run.taken_over"), soon)
  expect(performance.now() - killed).toBeLessThan(4_000)
  expect(workers).toHaveLength(2)
  const answer = { type: "answer", place: { in: "", step: "ask" }, outlet: "approved" } as const
  expect(await client.command(run, answer)).toMatchObject({ ok: true })
  await vi.waitFor(() => expect(listener.types()).toContain("run.ended"), soon)
  expect(listener.isWhole()).toBe(true)
  expect(listener.events().at(-1)).toMatchObject({ status: "completed", output: "8\n" })
})

test("what is asked while the engine is down is answered: a start once, a command with a problem", async () => {
  const { client, kill } = page()
  await client.history({ most: 1 })
  kill()
  const [started, commanded] = await Promise.all([
    client.start({ workflow: testWorkflow([{ id: "a", kind: "set", with: { values: {} } }]) }),
    client.command("none", { type: "pause" }),
  ])
  expect(started).toMatchObject({ ok: true })
  expect(["engine_restarted", "run_unknown"]).toContain(commanded.ok ? "" : commanded.error.code)
})

test("an event that a step emits reaches a run of another tab", async () => {
  const [a, b] = [page().client, page().client]
  const name = `paid.${crypto.randomUUID()}`
  const waits = testWorkflow([{ id: "hear", kind: "wait", with: { event: name } }], {
    output: "{{ steps.hear.output }}",
  })
  const started = await a.start({ workflow: waits })
  const run = started.ok ? started.value.run : ""
  const listener = createListener()
  b.watch(run, listener.hear)
  await vi.waitFor(() => expect(listener.types()).toContain("step.waiting"), soon)
  await b.start({ workflow: testWorkflow([{ id: "say", kind: "event.emit", with: { name, value: 5 } }]) })
  await vi.waitFor(() => expect(listener.types()).toContain("run.ended"), soon)
  expect(listener.events().at(-1)).toMatchObject({ status: "completed", output: 5 })
})
