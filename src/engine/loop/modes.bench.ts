import { middle } from "../../lib/middle.ts"
import { modePlace } from "./testing/modePlace.ts"

/** How a benchmark reports one figure. */
type Report = (line: { name: string; value: number; unit: string; wanted?: string }) => void

const [few, many, rounds, most] = [300, 3_000, 5, 1.5]

/**
 * A sandbox run that writes many files against as many writes in runs of few: each attempt begins with what those
 * before it came to, and must not take longer for it. Each round gives a ratio of its own, and the one in the middle
 * counts; so what else the machine does meanwhile is no more in the one than in the other.
 */
export default async function bench(report: Report): Promise<void> {
  await perWrite(many)
  const ratios: number[] = []
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = await manyInFew()
    const long = await perWrite(many)
    const after = await manyInFew()
    ratios.push((2 * long) / (before + after))
    times.push(long)
  }
  const ratio = middle(ratios)
  const name = "each of 3,000 writes of a sandbox run to each of 300"
  report({ name, value: ratio, unit: "×", wanted: `≤ ${most}` })
  report({ name: "each of 3,000 writes of a sandbox run", value: middle(times), unit: "ms" })
  if (ratio > most) throw new Error(`Expected a write to take at most ${most} times as long, not ${ratio}`)
}

/** The same for half as many writes as are many, in runs of few. */
async function manyInFew(): Promise<number> {
  const runs = many / few / 2
  let sum = 0
  for (let at = 0; at < runs; at++) sum += await perWrite(few)
  return sum / runs
}

/** How many milliseconds a write takes in a sandbox run of so many. */
async function perWrite(count: number): Promise<number> {
  const place = modePlace()
  const items = Array.from({ length: count }, (_, at) => ({
    path: `out/${at}.txt`,
    content: `text ${at}`,
  }))
  const write = { path: "{{ item.path }}", content: "{{ item.content }}" }
  const started = performance.now()
  const run = await place.start(
    "r",
    [
      {
        ...{ id: "all", kind: "foreach", with: { items, concurrency: 1 } },
        steps: [{ id: "one", kind: "file.write", with: write }],
      },
    ],
    { mode: "sandbox" },
  )
  const rest = await run.resting()
  if (rest.type !== "ended" || rest.end.status !== "completed") throw new Error(JSON.stringify(rest))
  if (run.state().changes.size < count) throw new Error("Expected all writes to be kept")
  return (performance.now() - started) / count
}
