import { expect, test } from "vitest"
import { isUnheard, newestDay, news } from "./news.ts"

test("news is dated, the newest first, and says something", () => {
  const days = news.map(({ day }) => day)
  expect(days).toEqual([...new Set(days)].sort().reverse())
  for (const { day, title, points } of news) {
    expect(new Date(`${day}T00:00:00Z`).toISOString()).toContain(day)
    expect(title).not.toBe("")
    expect(points.length).toBeGreaterThan(0)
  }
})

test("news is told once after an update, and never on a first visit", () => {
  const entries = [
    { day: "2026-02-01", title: "b", points: [] },
    { day: "2026-01-01", title: "a", points: [] },
  ]
  expect(newestDay(entries)).toBe("2026-02-01")
  expect(isUnheard("2026-01-01", true, entries)).toBe(true)
  expect(isUnheard("2026-01-01", false, entries)).toBe(true)
  expect(isUnheard("2026-02-01", true, entries)).toBe(false)
  expect(isUnheard(null, false, entries)).toBe(false)
  // From before anything was kept of what somebody has heard.
  expect(isUnheard(null, true, entries)).toBe(true)
  expect(isUnheard("2026-02-01", true, [])).toBe(false)
})
