import { expect, test } from "vitest"
import { isCron, timeAfter, timeOf } from "./times.ts"

const now = Date.UTC(2026, 0, 5, 9, 30)

test("a date names its own time, a cron line the next that fits, in the clock's timezone", () => {
  expect(timeOf("2026-03-01T09:00:00Z", now, "UTC")).toBe(Date.UTC(2026, 2, 1, 9))
  expect(timeOf("0 12 * * *", now, "UTC")).toBe(Date.UTC(2026, 0, 5, 12))
  expect(timeOf("0 12 * * *", now, "Europe/Berlin")).toBe(Date.UTC(2026, 0, 5, 11))
  expect(timeOf("0 9 * * 1-5", now, "UTC")).toBe(Date.UTC(2026, 0, 6, 9))
  expect(timeOf(now + 5, now, "UTC")).toBe(now + 5)
})

test("what names no time has none", () => {
  for (const text of ["soon", "", "99 99 * * *", "* * *", null, {}, true, `${"* ".repeat(5_000)}*`]) {
    expect(timeOf(text, now, "UTC"), String(text).slice(0, 20)).toBeUndefined()
  }
})

test("cron lines are told from dates", () => {
  expect(["0 9 * * 1-5", "*/5 * * * * *", "0 0 1 JAN *"].map(isCron)).toEqual([true, true, true])
  expect(["2026-03-01", "5", "2026-03-01T09:00:00Z", "* * *"].map(isCron)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test("a while is written as a duration or counted in milliseconds", () => {
  expect([timeAfter("1h30m", 10), timeAfter(250, 10)]).toEqual([5_400_010, 260])
  for (const text of ["soon", -1, null, Number.NaN]) expect(timeAfter(text, 10)).toBeUndefined()
})
