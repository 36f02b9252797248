import { expect, test } from "vitest"
import { createClock, createTestClock } from "./clock.ts"

test("[L22] simulated time jumps from timer to timer, in order of time and then of asking", async () => {
  const clock = createTestClock({ start: 0 })
  const seen: string[] = []
  await new Promise<void>(done => {
    clock.at(86_400_000, () => {
      seen.push(`a day at ${clock.now()}`)
      done()
    })
    clock.at(5, () => seen.push("second of five"))
    clock.at(3, () => seen.push(`three at ${clock.now()}`))
    clock.at(5, () => seen.push("third of five"))
    clock.at(4, () => seen.push("called off"))()
    clock.at(3, () => clock.at(4, () => seen.push("four, asked for at three")))
  })
  expect(seen).toEqual([
    "three at 3",
    "four, asked for at three",
    "second of five",
    "third of five",
    "a day at 86400000",
  ])
})

test("[L22] simulated time stands still while something is under way", async () => {
  const clock = createTestClock({ start: 0 })
  let fired = false
  const release = clock.hold("effect")
  const other = clock.hold("journal")
  clock.at(10, () => {
    fired = true
  })
  await clock.breathe()
  release()
  release()
  await clock.breathe()
  await clock.breathe()
  expect(fired).toBe(false)
  other()
  await clock.breathe()
  await clock.breathe()
  expect(fired).toBe(true)
})

test("a scripted effect rests on the clock itself, until its time or its abort", async () => {
  const clock = createTestClock({ start: 0, scripted: true })
  clock.hold("effect")
  await clock.rest(50)
  expect(clock.now()).toBe(50)
  const stop = new AbortController()
  clock.at(60, () => stop.abort())
  await clock.rest(1_000_000, stop.signal)
  expect(clock.now()).toBe(60)
  await clock.rest(1_000_000, stop.signal)
  expect(clock.now()).toBe(60)
})

test("ten thousand timers set at random fire in order", async () => {
  const clock = createTestClock({ start: 0 })
  const seen: number[] = []
  let seed = 7
  await new Promise<void>(done => {
    for (let n = 0; n < 10_000; n++) {
      seed = (seed * 48_271) % 2_147_483_647
      const time = seed % 5_000
      clock.at(time, () => seen.push(time))
    }
    clock.at(5_000, done)
  })
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.length).toBe(10_000)
})

test("the real clock wakes at its time, and a timer that is called off never fires", async () => {
  const clock = createClock("UTC")
  let wrong = false
  clock.at(clock.now() + 5, () => {
    wrong = true
  })()
  const due = clock.now() + 15
  await new Promise<void>(done => clock.at(due, done))
  expect(clock.now()).toBeGreaterThanOrEqual(due)
  expect(wrong).toBe(false)
})

test("the real clock takes a wait that is longer than a browser's timer can be", () => {
  const clock = createClock("UTC")
  let fired = false
  const callOff = clock.at(clock.now() + 2 ** 40, () => {
    fired = true
  })
  callOff()
  expect(fired).toBe(false)
})
