import { expect, test } from "vitest"
import { piecesOf } from "./pieces.ts"
import { createShares } from "./shares.ts"

const time = { now: 0, timezone: "UTC" }
const reads = [["inputs"], ["item"]]

function pieces(count: number, inputs: object) {
  const shares = createShares()
  const jobs = Array.from({ length: count }, (_, n) => ({
    source: "item + inputs.n",
    slots: shares.slots(reads, { inputs, item: n }),
  }))
  return { pieces: piecesOf(jobs, time), fresh: shares.takeNew() }
}

test("what the jobs of a piece name alike stands there once", () => {
  const { pieces: made } = pieces(3, { n: 1 })
  expect(made).toHaveLength(1)
  expect(made[0]?.sources).toEqual([{ source: "item + inputs.n", paths: [["inputs"], ["item"]] }])
  expect(JSON.parse(made[0]?.text ?? "")).toMatchObject({
    values: [{ n: 1 }, 0, 1, 2],
    jobs: [
      [0, 0, 1],
      [0, 0, 2],
      [0, 0, 3],
    ],
  })
})

test("many jobs are several pieces, each whole by itself", () => {
  const { pieces: made } = pieces(300, { n: 1 })
  expect(made.length).toBeGreaterThan(1)
  expect(made.reduce((sum, { count }) => sum + count, 0)).toBe(300)
  for (const { text, count } of made) {
    const { values, jobs } = JSON.parse(text) as { values: unknown[]; jobs: number[][] }
    expect(jobs).toHaveLength(count)
    expect(Math.max(...jobs.flat())).toBe(values.length - 1)
  }
})

test("a value that travelled a few times is sent once, under a number", () => {
  const { pieces: made, fresh } = pieces(10, { n: 1, text: "x".repeat(200) })
  expect(fresh).toEqual([[1, JSON.stringify({ n: 1, text: "x".repeat(200) })]])
  expect(made[0]?.shared).toEqual([1])
  const { jobs } = JSON.parse(made[0]?.text ?? "") as { jobs: number[][] }
  expect(jobs.map(([, inputs]) => inputs)).toEqual([0, 0, 0, -1, -1, -1, -1, -1, -1, -1])
  expect(pieces(10, { n: 1 }).fresh).toEqual([])
})
