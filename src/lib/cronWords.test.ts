import { expect, test } from "vitest"
import { sayCron } from "./cronWords.ts"

test("a rule is said as people say it", () => {
  const said = {
    "0 9 * * 1-5": "At 09:00, on Monday to Friday",
    "30 8,17 * * *": "At 08:30 and 17:30",
    "*/15 * * * *": "Every 15 minutes",
    "*/5 8-17 * * mon,wed": "Every 5 minutes from 08:00 to 17:59, on Monday and Wednesday",
    "* * * * *": "Every minute",
    "@hourly": "Every hour",
    "20 */4 * * *": "Every 4 hours, 20 minutes past",
    "0 0 1 * *": "At 00:00, on day 1 of the month",
    "0 6 1,15 jan-mar 7": "At 06:00, on day 1 and 15 of the month or Sunday, in January to March",
  }
  expect(Object.keys(said).map(sayCron)).toEqual(Object.values(said))
})

test("a rule that words would not make clearer has none", () => {
  for (const rule of ["", "nonsense", "0 9 * *", "1-5 9 * * *", "0 9 * * 1#2", "0 9 */2 * *", "0 9 * foo *"])
    expect(sayCron(rule)).toBeNull()
})
