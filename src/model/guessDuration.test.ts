import { expect, test } from "vitest"
import { guessDuration } from "./guessDuration.ts"

test.each([
  [30, "30s"],
  ["30", "30s"],
  ["3 min", "3m"],
  ["3 minutes", "3m"],
  ["1.5 hours", "1h30m"],
  ["2 hrs, 5 secs", "2h5s"],
  ["1 hour and 30 minutes", "1h30m"],
  ["10 MS", "10ms"],
  ["30m 1h", "1h30m"],
  ["2 weeks", "14d"],
  ["90s", "1m30s"],
])("%s was meant as %s", (written, meant) => {
  expect(guessDuration(written)).toBe(meant)
})

test.each([
  "",
  "soon",
  "-5",
  "5 parsecs",
  "1e300",
  "s",
  "P1D",
  null,
  {},
  "9".repeat(1000),
  `1${" ".repeat(5000)}x`,
])("nobody knows what %s was meant as", written => {
  expect(guessDuration(written)).toBeUndefined()
})
