import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RunEvent } from "../engine/core/event.ts"
import { createClock } from "../engine/loop/clock.ts"
import { createRuns } from "../engine/loop/runs.ts"
import type { Step, Workflow } from "../model/workflow.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createFileJournal } from "../storage/fileJournal.ts"
import { kinds } from "./place.ts"

/** How a benchmark reports one figure. */
type Report = (line: { name: string; value: number; unit: string; wanted?: string }) => void

/** Runs of pure steps in Node, with their whole journal flushed to the disk. */
export default async function bench(report: Report): Promise<void> {
  report({
    name: "Node: chain of 10,000 pure steps, on disk",
    value: await chainSpeed(),
    unit: "steps/s",
    wanted: "twice Chromium",
  })
  for (const [what, body] of Object.entries(bodies)) {
    const items = await bestOf(3, () => timed(foreach(100_000, body)))
    report({
      name: `Node: foreach over 100,000 items, on disk, ${what}, best of 3`,
      value: 100_000 / items.seconds,
      unit: "items/s",
      wanted: "≥ 50,000",
    })
    report({ name: "  memory kept for each", value: items.kept / 100_000, unit: "bytes" })
  }
}

/** Steps that a chain of 10,000 takes in a second: the best of three, for others may use the machine as well. */
export async function chainSpeed(): Promise<number> {
  await timed(chain(1_000))
  return 10_000 / (await bestOf(3, () => timed(chain(10_000)))).seconds
}

async function bestOf<T extends { readonly seconds: number }>(
  rounds: number,
  measure: () => Promise<T>,
): Promise<T> {
  let best = await measure()
  for (let round = 1; round < rounds; round++) {
    const next = await measure()
    if (next.seconds < best.seconds) best = next
  }
  return best
}

const bodies: { readonly [what: string]: readonly Step[] } = {
  "one step": [{ id: "one", kind: "set", with: { values: { n: 1 } } }],
  "a step that reads its item": [{ id: "one", kind: "set", with: { values: { n: "{{ item }}" } } }],
  "a condition and a step": [
    { id: "if", kind: "condition", with: { if: "{{ item % 2 == 0 }}" }, next: { true: "one" } },
    { id: "one", kind: "set", with: { values: { n: "{{ index + 1 }}" } } },
  ],
}

function chain(length: number): Workflow {
  const steps = Array.from(
    { length },
    (_, n): Step => ({ id: `s${n}`, kind: "set", with: { values: { n } } }),
  )
  return { rivulet: 1, id: "chain", steps }
}

function foreach(count: number, steps: readonly Step[]): Workflow {
  const items = Array.from({ length: count }, (_, n) => n)
  const all: Step = { id: "all", kind: "foreach", with: { items, concurrency: 16 }, steps: [...steps] }
  return { rivulet: 1, id: "foreach", steps: [all], output: count }
}

/** How many seconds the run takes, and how many bytes its state keeps. */
async function timed(workflow: Workflow): Promise<{ readonly seconds: number; readonly kept: number }> {
  const folder = await mkdtemp(join(tmpdir(), "rivulet-bench-"))
  const journal = createFileJournal<RunEvent>(folder)
  const clock = createClock("UTC")
  try {
    const runs = createRuns({
      ...{ journal, clock, kinds: kind => kinds.get(kind) },
      evaluate: createEvaluator({
        sandbox: () => {
          throw new Error("Expected nothing that needs the sandbox")
        },
        time: () => ({ now: clock.now(), timezone: "UTC" }),
      }),
      ports: () => ({ ports: {} }),
      workflows: { latest: async () => undefined, pinned: async () => undefined },
    })
    const heap = usedHeap()
    const began = performance.now()
    const started = await runs.start({ run: "r", seed: 1, workflow })
    if (!started.ok) throw new Error(started.error.message)
    const rest = await started.value.resting()
    const seconds = (performance.now() - began) / 1_000
    if (rest.type !== "ended" || rest.end.status !== "completed") throw new Error(JSON.stringify(rest))
    return { seconds, kept: usedHeap() - heap }
  } finally {
    await journal.close()
    // What was noted of the run's end may still be on its way.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function usedHeap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
