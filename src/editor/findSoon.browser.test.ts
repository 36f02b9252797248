import { expect, test, vi } from "vitest"
import { openFile } from "../format/file.ts"
import type { CheckInParts, Findings } from "./facts.ts"
import { findSoon } from "./findSoon.ts"
import { testCatalogue as catalogue } from "./testing/testCatalogue.ts"

/** A check of a hundred parts, each of which takes a while, and how many of them were done. */
function slowCheck(after = (_parts: number) => {}) {
  const done = { parts: 0 }
  const check: CheckInParts = function* () {
    for (let part = 0; part < 100; part++) {
      yield
      const until = performance.now() + 2
      while (performance.now() < until);
      after(++done.parts)
    }
    return []
  }
  return { done, check }
}

const file = () => openFile("rivulet: 1\nid: a\nsteps: []\n")
const soon = { timeout: 30_000, interval: 5 }
const turn = () => new Promise(go => setTimeout(go, 30))

test("what is wrong is found bit by bit, and the page does other things meanwhile", async () => {
  const { done, check } = slowCheck()
  let turns = 0
  const timer = setInterval(() => turns++)
  const found = await new Promise<Findings>(go => findSoon(file(), { catalogue, check }, go))
  clearInterval(timer)
  expect([found.isChecked, done.parts]).toEqual([true, 100])
  expect(turns).toBeGreaterThan(5)
})

test("whoever looks for the same shares the search, which ends when nobody waits any more", async () => {
  const stops: (() => void)[] = []
  const { done, check } = slowCheck(parts => {
    if (parts === 10) stops.pop()?.()
    if (parts === 20) stops.pop()?.()
  })
  const same = file()
  for (const _ of [1, 2]) stops.push(findSoon(same, { catalogue, check }, () => {}))
  await vi.waitFor(() => expect(stops).toEqual([]), soon)
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(done.parts).toBe(20)
})

test("a page that goes away finishes what it has begun, and puts nothing off any more", () => {
  const { done, check } = slowCheck()
  const found: Findings[] = []
  findSoon(file(), { catalogue, check }, each => found.push(each))
  expect(found).toEqual([])
  window.dispatchEvent(new Event("pagehide"))
  expect([found.length, done.parts]).toEqual([1, 100])
  findSoon(file(), { catalogue, check }, each => found.push(each))
  expect([found.length, done.parts]).toEqual([2, 200])
  window.dispatchEvent(new Event("pageshow"))
})
