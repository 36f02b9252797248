import Dexie from "dexie"
import { steps } from "../../../src/steps/registry.ts"
import { createPageEngine } from "../../../src/worker/pageEngine.ts"

/** What a browser's worker does in a second. */
export interface Speeds {
  /** Events that a bare Dexie writes, 100 rows at a time. */
  readonly bare: number
  /** Events of a chain of pure steps, each run, folded, and on disk. */
  readonly chain: number
}

const length = 10_000

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

async function chainSpeed(): Promise<number> {
  const engine = createPageEngine(crypto.randomUUID(), null, steps, {
    databaseName: `chain-${crypto.randomUUID()}`,
  })
  const workflow = {
    rivulet: 1 as const,
    id: "chain",
    steps: Array.from({ length }, (_, at) => ({ id: `s${at}`, kind: "set", with: { values: { n: at } } })),
  }
  const run = crypto.randomUUID()
  let told = 0
  const ended = new Promise<void>(go => {
    engine.watch(run, 0, ({ events }) => {
      told += events.length
      if (events.at(-1)?.type === "run.ended") go()
    })
  })
  const started = performance.now()
  await engine.start(run, { workflow })
  await ended
  const took = performance.now() - started
  if (told !== length + 2) throw new Error(`Expected ${length + 2} events but got ${told}`)
  return told / (took / 1_000)
}

// Once to warm up, then in turn, so that neither has a quieter machine than the other.
await bareSpeed()
await chainSpeed()
const bare = [await bareSpeed()]
const chain = [await chainSpeed()]
bare.push(await bareSpeed())
chain.push(await chainSpeed())
const speeds: Speeds = { bare: Math.max(...bare), chain: Math.max(...chain) }
postMessage(speeds)
