import { z } from "zod"
import { ok } from "../../lib/result.ts"
import type { Journal } from "../../model/journal.ts"
import { type AnyStep, defineStep, done, type StepContext } from "../../model/step.ts"
import type { Step, Workflow } from "../../model/workflow.ts"
import { controlKinds } from "../../steps/flow/controlKinds.ts"
import type { RunEvent } from "../core/event.ts"
import { createClock } from "./clock.ts"
import { createRuns } from "./runs.ts"
import { createTestJournal } from "./testJournal.ts"

/** How a benchmark reports one figure. */
type Report = (line: { name: string; value: number; unit: string; wanted?: string }) => void

/** The loop over a journal in memory: what is left once neither disk nor effects take time. */
export default async function bench(report: Report): Promise<void> {
  await timed(chain(1_000))
  const chained = await timed(chain(10_000))
  report({ name: "chain of 10,000 pure steps", value: 10_000 / chained, unit: "steps/s", wanted: "> 10,000" })

  const most = 50
  const ideal = (1_000 / most) * 0.01
  const sides = [await timed(parallel(1_000, most)), await timed(parallel(1_000, most))]
  const side = Math.min(...sides, await timed(parallel(1_000, most)))
  const ratio = side / ideal
  report({
    name: "1,000 steps of 10 ms, 50 side by side, to the ideal, best of 3",
    value: ratio,
    unit: "×",
    wanted: "≤ 1.5",
  })
  const timers = await bareTimers(1_000, most)
  report({ name: "the same by timers alone, to the ideal", value: timers / ideal, unit: "×" })
  report({ name: "1,000 steps of 10 ms, 50 side by side", value: side * 1_000, unit: "ms" })

  const items = await timed(foreach(100_000))
  report({
    name: "foreach over 100,000 pure items",
    value: 100_000 / items,
    unit: "items/s",
    wanted: "≥ 50,000",
  })
}

/** What a machine's timers make of it with nothing else to do, in seconds. */
async function bareTimers(count: number, most: number): Promise<number> {
  const before = performance.now()
  let left = count
  const work = async () => {
    while (left-- > 0) await new Promise(go => setTimeout(go, 10))
  }
  await Promise.all(Array.from({ length: most }, work))
  return (performance.now() - before) / 1_000
}

function chain(length: number): Workflow {
  const steps = Array.from({ length }, (_, n): Step => ({ id: `s${n}`, kind: "count" }))
  return { rivulet: 1, id: "chain", steps }
}

function parallel(count: number, most: number): Workflow {
  const steps: Step[] = [{ id: "all", kind: "rest", each: "{{ list }}", concurrency: count, with: { count } }]
  return { rivulet: 1, id: "parallel", steps, settings: { parallel: most } }
}

function foreach(count: number): Workflow {
  const steps: Step[] = [{ id: "one", kind: "count" }]
  const all: Step = { id: "all", kind: "foreach", with: { items: "{{ list }}", concurrency: 16 }, steps }
  return { rivulet: 1, id: "foreach", steps: [all], output: count }
}

/** How many seconds the run takes. */
async function timed(workflow: Workflow): Promise<number> {
  const kinds = new Map<string, AnyStep>(controlKinds.map(kind => [kind.kind, kind]))
  kinds.set(
    "count",
    kindThat("count", (_, { incoming }) => done(typeof incoming === "number" ? incoming + 1 : 0)),
  )
  kinds.set(
    "rest",
    kindThat("rest", () => new Promise(go => setTimeout(() => go(done(null)), 10))),
  )
  const count = workflow.id === "parallel" ? 1_000 : 100_000
  const list = Array.from({ length: count }, (_, n) => n)
  const runs = createRuns({
    journal: keepingJournal(),
    clock: createClock("UTC"),
    kinds: kind => kinds.get(kind),
    evaluate: texts => ok(texts.map(() => list)),
    ports: () => ({ ports: {} }),
    workflows: { latest: async () => undefined, pinned: async () => undefined },
  })
  const before = performance.now()
  const started = await runs.start({ run: "r", seed: 1, workflow })
  if (!started.ok) throw new Error(started.error.message)
  const rest = await started.value.resting()
  if (rest.type !== "ended" || rest.end.status !== "completed") throw new Error(JSON.stringify(rest))
  return (performance.now() - before) / 1_000
}

/** A journal that keeps what it is given and no copy of it: the cost of copying is the disk's. */
function keepingJournal(): Journal<RunEvent> {
  const kept: RunEvent[] = []
  return {
    ...createTestJournal(),
    async append(_, __, events) {
      kept.push(...events)
      return ok(undefined)
    },
  }
}

function kindThat(kind: string, run: NonNullable<AnyStep["run"]>): AnyStep {
  return defineStep({
    ...{ kind, version: 1, title: kind, summary: kind, icon: "flask", group: "flow" },
    ...{ input: z.strictObject({ count: z.number().optional() }), output: z.any(), outlets: ["success"] },
    ...{ effect: "pure", needs: [], card: "", docs: "", examples: [] },
    run: (input, context) => run(input, context as unknown as StepContext<never>),
  })
}
