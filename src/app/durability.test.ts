import { expect, test } from "vitest"
import { createDurability, isCopyDue, sayBytes } from "./durability.ts"

const day = 86_400_000

function memory(kept: string | null = null) {
  return {
    read: () => kept,
    write(text: string) {
      kept = text
    },
  }
}

function durability({ copied = memory(), reminder = memory() } = {}) {
  const clock = { now: 100 * day }
  const storage = {
    persisted: async () => true,
    persist: async () => true,
    estimate: async () => ({ usage: 1_500, quota: 2_000_000 }),
  }
  const made = createDurability({ storage, memory: copied, reminder, now: () => clock.now })
  const isDue = (oldest: number | null) => isCopyDue(made.store.getState(), oldest, clock.now)
  return { ...made, clock, isDue }
}

test("a person is reminded of a copy when the last one, or what was never copied, grows old", () => {
  const { isDue, copied, clock } = durability()
  expect([isDue(null), isDue(99 * day), isDue(80 * day)]).toEqual([false, false, true])
  copied()
  expect(isDue(80 * day)).toBe(false)
  clock.now += 15 * day
  expect(isDue(80 * day)).toBe(true)
})

test("when to be reminded is chosen, remembered, and may be never", () => {
  const reminder = memory()
  durability({ reminder }).remindAfter(30)
  const later = durability({ reminder })
  expect(later.isDue(80 * day)).toBe(false)
  expect(later.isDue(60 * day)).toBe(true)
  later.remindAfter(0)
  expect(durability({ reminder }).isDue(0)).toBe(false)
  expect(durability({ reminder: memory("soon") }).store.getState().remindAfter).toBe(14)
})

test("bytes are said as people say them", () => {
  expect([0, 999, 1_500, 14_800, 5_400_000_000].map(sayBytes)).toEqual([
    ...["0 bytes", "999 bytes", "1.5 kB", "14.8 kB", "5.4 GB"],
  ])
})
