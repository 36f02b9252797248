import { expect, test } from "vitest"
import type { RunHead } from "../model/journal.ts"
import type { HeartbeatRow } from "../storage/database.ts"
import { createOwnership } from "./ownership.ts"

/** A place beside another one that has a run; its clock and its timers go on when they are told to. */
async function beside(other: string, run: string) {
  let time = 0
  const rows = new Map<string, HeartbeatRow>()
  const works: (() => void)[] = []
  const stolen: string[] = []
  const head: RunHead = { run, seq: 1, epoch: 1, claims: 0, ended: false }
  const beat = (at: number) => rows.set(other, { place: other, at, runs: [run] })
  beat(0)
  const ownership = createOwnership({
    place: "here",
    locks: {
      request: async (name: string, options: LockOptions) => {
        if (options.steal) stolen.push(name)
        return new Promise(() => {})
      },
    } as unknown as LockManager,
    heartbeats: {
      beat: async row => void rows.set(row.place, row),
      forget: async place => void rows.delete(place),
      all: async () => [...rows.values()],
    },
    journal: { head: async () => head, unfinished: async () => [head] },
    channel: new EventTarget() as BroadcastChannel,
    now: () => time,
    every: (_, work) => {
      works.push(work)
      return () => {}
    },
    adopt: async () => {},
    lost: () => {},
  })
  await ownership.start()
  return {
    stolen,
    beat,
    /** What is to be done again and again is done at that time. */
    async at(milliseconds: number) {
      time = milliseconds
      for (const work of works) work()
      await new Promise(go => setTimeout(go, 0))
    },
  }
}

test("after a computer has slept nothing is taken from a place that wakes a little later", async () => {
  const { stolen, beat, at } = await beside("there", "r")
  await at(2_000)
  await at(3_600_000)
  await at(3_600_500)
  expect(stolen).toEqual([])
  beat(3_601_500)
  await at(3_602_000)
  await at(3_604_000)
  expect(stolen).toEqual([])
})

test("what a place has that stays silent while others look again is taken", async () => {
  const { stolen, at } = await beside("there", "r")
  for (const time of [2_000, 4_000, 6_000, 8_000, 10_000]) await at(time)
  expect(stolen).toEqual([])
  await at(12_000)
  expect(stolen).toEqual(["run:r"])
})
