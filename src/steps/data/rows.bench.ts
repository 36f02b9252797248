import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isMap } from "../../lib/json.ts"
import type { AnyStep, StepContext } from "../../model/step.ts"
import { createFiles } from "../../ports/files/files.ts"
import { createNodeHome } from "../../ports/files/nodeHome.ts"
import { createJobs } from "../../ports/jobs/jobs.ts"
import { createNodeJobThreads } from "../../ports/jobs/nodeJobThreads.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { fileCsv } from "../file/csv.ts"
import { dataFilter } from "./filter.ts"
import { dataGroup } from "./group.ts"
import { dataMerge } from "./merge.ts"
import { dataSort } from "./sort.ts"

type Report = (line: { name: string; value: number; unit: string; wanted?: string }) => void

const rounds = 7

/** What a step is handed that runs alone. */
const situation = {
  signal: new AbortController().signal,
  ...{ key: "", attempt: 1, incoming: undefined, arrivals: [], memory: undefined },
  ...{ log() {}, progress() {}, stream() {} },
}

/** Lists of 100,000 rows against plain JavaScript, and CSV of 50 MB in a thread while this one goes on. */
export default async function bench(report: Report) {
  const rows = Array.from({ length: 100_000 }, (_, id) => ({
    id,
    k: (id * 7919) % 1000,
    name: `n${id % 977}`,
  }))
  const half = rows.slice(0, 50_000)
  const cases: readonly (readonly [string, AnyStep, object, () => unknown])[] = [
    [
      "filter",
      dataFilter,
      { items: rows, where: [{ field: "k", operator: "less", value: 500 }] },
      () => filtered(rows),
    ],
    ["sort", dataSort, { items: rows, by: [{ field: "k" }] }, () => [...rows].sort((a, b) => a.k - b.k)],
    [
      "group by",
      dataGroup,
      { items: rows, by: ["name"], compute: [{ as: "sum", what: "sum", field: "k" }] },
      () => grouped(rows),
    ],
    [
      "join by key",
      dataMerge,
      { how: "by_key", key: ["id"], first: rows, second: half },
      () => {
        const byId = new Map(half.map((row, index) => [row.id, index]))
        const origins: number[][] = []
        const joined = rows.flatMap((row, index) => {
          const other = byId.get(row.id)
          if (other === undefined) return []
          origins.push([index, rows.length + other])
          return [{ ...row, ...half[other] }]
        })
        return [joined, origins]
      },
    ],
  ]
  for (const [name, step, parameters, plain] of cases) {
    const value = await ratio(step, parameters, plain)
    report({ name: `${name}, 100,000 rows against plain JavaScript`, value, unit: "x", wanted: "≤ 3" })
  }
  await csv(report)
}

/** The best of a few rounds of both, taken in turn. */
async function ratio(step: AnyStep, parameters: object, plain: () => unknown): Promise<number> {
  const input = step.input.parse(parameters)
  const context = { ...situation, ports: { jobs: jobsHere } }
  const best = { step: Number.POSITIVE_INFINITY, plain: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    await step.run?.(input, context as never)
    const between = performance.now()
    plain()
    best.step = Math.min(best.step, between - started)
    best.plain = Math.min(best.plain, performance.now() - between)
  }
  return best.step / best.plain
}

/** What the step does too: both lists, and where each item came from. */
function filtered(rows: readonly { readonly k: number }[]) {
  const [kept, dropped]: [unknown[], unknown[]] = [[], []]
  const origins: [number[][], number[][]] = [[], []]
  rows.forEach((row, index) => {
    ;(row.k < 500 ? kept : dropped).push(row)
    origins[row.k < 500 ? 0 : 1].push([index])
  })
  return [kept, dropped, origins]
}

function grouped(rows: readonly { readonly name: string; readonly k: number }[]) {
  const groups = new Map<string, { sum: number; from: number[] }>()
  rows.forEach(({ name, k }, index) => {
    const group = groups.get(name) ?? { sum: 0, from: [] }
    group.sum += k
    group.from.push(index)
    groups.set(name, group)
  })
  return [...groups].map(([name, { sum }]) => ({ name, sum }))
}

/** A file of 50 MB through the step, from the disk to lines of JSON on the disk. */
async function csv(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rows-"))
  const line = "12345,Ada Lovelace,ada@example.com,London,1815-12-10,42.5\n"
  const count = Math.ceil(50_000_000 / line.length)
  writeFileSync(join(folder, "a.csv"), `id,name,email,city,born,score\n${line.repeat(count)}`)
  const jobs = createJobs({ spawn: createNodeJobThreads(new URL("./job.js", import.meta.url)) })
  let [longest, before, told] = [0, performance.now(), 0]
  const heart = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - before)
    before = now
  }, 5)
  const started = performance.now()
  const read = await fileCsv.run?.(fileCsv.input.parse({ path: "a.csv", to: "a.jsonl" }) as never, {
    ...({
      ...situation,
      ports: { files: createFiles(createNodeHome(folder)), jobs },
    } as never as StepContext),
    progress: () => void told++,
  })
  clearInterval(heart)
  jobs.close()
  rmSync(folder, { recursive: true })
  const rows = read?.type === "done" && isMap(read.outlets.success) ? read.outlets.success.count : 0
  if (rows !== count) throw new Error(`Expected ${count} rows but got ${rows}`)
  report({ name: "CSV of 50 MB, to lines of JSON", value: (performance.now() - started) / 1_000, unit: "s" })
  report({ name: "longest pause of this thread meanwhile", value: longest, unit: "ms", wanted: "< 200" })
  report({ name: "times that progress was told", value: told, unit: "", wanted: "> 5" })
}
