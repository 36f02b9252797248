import Dexie from "dexie"
import { z } from "zod"
import { type AnyStep, defineStep, done } from "../../../src/model/step.ts"
import { steps } from "../../../src/steps/registry.ts"
import { createPageEngine } from "../../../src/worker/pageEngine.ts"

/** What a browser's worker does in a second. */
export interface Speeds {
  /** Events that a bare Dexie writes, 100 rows at a time. */
  readonly bare: number
  /** Events of a chain of pure steps, each run, folded, and on disk. */
  readonly chain: number
  /** Steps of the same chain. */
  readonly steps: number
  /** Pairs of commits that a bare Dexie makes one after the other, as a step that is not pure needs them. */
  readonly barePairs: number
  /** Steps that are not pure, one after the other, each with its intent and its outcome on disk. */
  readonly unsafe: number
}

const length = 10_000
const unsafeLength = 1_000

/** Writes, as far as the engine knows, and does nothing: what is left is its two commits. */
const write: AnyStep = defineStep({
  ...{ kind: "bench.write", version: 1, title: "Write", summary: "Nothing", icon: "flask", group: "data" },
  ...{ input: z.strictObject({ n: z.number() }), output: z.any(), outlets: ["success"], effect: "write" },
  ...{ needs: [], card: "", docs: "", examples: [] },
  run: async ({ n }) => done({ n }),
})

async function bareSpeed(): Promise<number> {
  const database = new Dexie(`bare-${crypto.randomUUID()}`)
  database.version(1).stores({ events: "[run+seq]" })
  const table = database.table("events")
  const rounds = 40
  const started = performance.now()
  for (let round = 0; round < rounds; round++) {
    await table.bulkAdd(
      Array.from({ length: 100 }, (_, at) => ({
        ...{ run: "r", seq: round * 100 + at, type: "step.completed", at: Date.now(), in: "", visit: 1 },
        ...{ step: `s${at}`, outlets: { success: { n: at } } },
      })),
    )
  }
  const took = performance.now() - started
  database.close()
  return (rounds * 100) / (took / 1_000)
}

/** What the journal does for a step: the head is looked at, what happened is added, the head moves on. Twice. */
async function barePairsSpeed(): Promise<number> {
  const database = new Dexie(`pairs-${crypto.randomUUID()}`, { chromeTransactionDurability: "strict" })
  database.version(1).stores({ events: "[run+seq]" })
  const table = database.table("events")
  await table.put({ run: "r", seq: -1, head: { seq: 0 } })
  const commit = (seq: number, event: object) =>
    database.transaction("rw", table, async () => {
      await table.get(["r", -1])
      await table.add({ run: "r", seq, events: JSON.stringify([event]) })
      await table.put({ run: "r", seq: -1, head: { seq: seq + 1 } })
    })
  const pairs = 500
  const started = performance.now()
  for (let pair = 0; pair < pairs; pair++) {
    const step = { in: "", step: `s${pair}`, visit: 1 }
    await commit(2 * pair, { type: "step.started", at: Date.now(), ...step, attempt: 1, input: { n: pair } })
    await commit(2 * pair + 1, {
      type: "step.completed",
      at: Date.now(),
      ...step,
      outlets: { success: { n: pair } },
    })
  }
  const took = performance.now() - started
  database.close()
  return pairs / (took / 1_000)
}

/** Runs a chain of steps; seconds, and how many events there were. */
async function timed(
  kind: string,
  count: number,
): Promise<{ readonly seconds: number; readonly told: number }> {
  const engine = createPageEngine(crypto.randomUUID(), null, [...steps, write], {
    databaseName: `chain-${crypto.randomUUID()}`,
  })
  const parameters = (n: number) => (kind === write.kind ? { n } : { values: { n } })
  const workflow = {
    rivulet: 1 as const,
    id: "chain",
    steps: Array.from({ length: count }, (_, at) => ({ id: `s${at}`, kind, with: parameters(at) })),
  }
  const run = crypto.randomUUID()
  let told = 0
  const ended = new Promise<string>(go => {
    engine.watch(run, 0, ({ events }) => {
      told += events.length
      const last = events.at(-1)
      if (last?.type === "run.ended") go(last.status)
    })
  })
  const started = performance.now()
  await engine.start(run, { workflow })
  const status = await ended
  const seconds = (performance.now() - started) / 1_000
  if (status !== "completed") throw new Error(`Expected a completed run but got ${status}`)
  return { seconds, told }
}

async function chainSpeed(): Promise<Pick<Speeds, "chain" | "steps">> {
  const { seconds, told } = await timed("set", length)
  if (told !== length + 2) throw new Error(`Expected ${length + 2} events but got ${told}`)
  return { chain: told / seconds, steps: length / seconds }
}

async function unsafeSpeed(): Promise<number> {
  return unsafeLength / (await timed(write.kind, unsafeLength)).seconds
}

// Once to warm up, then in turn, so that none has a quieter machine than the others; the best of each counts.
await bareSpeed()
await chainSpeed()
const rounds: Speeds[] = []
for (let round = 0; round < 3; round++) {
  const bare = await bareSpeed()
  const chain = await chainSpeed()
  rounds.push({ bare, ...chain, barePairs: await barePairsSpeed(), unsafe: await unsafeSpeed() })
}
const best = (of: (round: Speeds) => number) => Math.max(...rounds.map(of))
const speeds: Speeds = {
  bare: best(({ bare }) => bare),
  chain: best(({ chain }) => chain),
  steps: best(({ steps }) => steps),
  barePairs: best(({ barePairs }) => barePairs),
  unsafe: best(({ unsafe }) => unsafe),
}
postMessage(speeds)
