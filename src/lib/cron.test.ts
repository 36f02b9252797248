import fc from "fast-check"
import { describe, expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json"
import { isTimezone, parseCron } from "./cron.ts"

/** Cases about when a rule fires, and not about what may be written. */
const elsewhere = ["CR-019", "CR-020", "CR-022", "CR-023", "CR-025", "CR-026"]
const rules = corpus.filter(({ surface, id }) => surface === "cron" && !elsewhere.includes(id))

function firings(rule: string, timezone: string, from: string, count: number): string[] {
  const parsed = parseCron(rule)
  if (!parsed.ok) throw new Error(parsed.error)
  const found: string[] = []
  for (let at: number | null = Date.parse(from); at !== null && found.length <= count; ) {
    if (found.push(new Date(at).toISOString()) <= count) at = parsed.value.next(at, timezone)
  }
  return found.slice(1)
}

describe("what may be written", () => {
  test("the corpus is there", () => expect(rules.length).toBe(12))

  test.each(rules.map(({ id, input, expect: wanted }) => [id, input, wanted]))(
    "%s %s",
    (_, input, wanted) => {
      const parsed = parseCron(input ?? "")
      expect(parsed.ok).toBe(wanted?.startsWith("Accepted;"))
    },
  )

  test.each([
    ["60 * * * *", "minute"],
    ["* 24 * * *", "hour"],
    ["* * * * * *", "6 fields"],
    ["* * * *", "4 fields"],
    ["0 0 30 2 *", "never fires"],
    ["0 0 31 4,6 *", "never fires"],
    ["*/0 * * * *", "0"],
    ["5-1 * * * *", "larger"],
    ["@every 1s", "@hourly"],
    ["   ", "empty"],
    ["\u0660 * * * *", "digits"],
    ["? * * * *", "allowed"],
    [`${"0,".repeat(200)}0 * * * *`, "too long"],
  ])("%s is refused for its %s", (rule, why) => {
    const parsed = parseCron(rule)
    expect(parsed.ok ? "accepted" : parsed.error).toContain(why)
  })

  test("never throws", () => {
    const piece = fc.constantFrom(
      "*",
      "/",
      "-",
      ",",
      "5",
      "0",
      "60",
      "L",
      "#",
      "mon",
      "W",
      "@",
      " ",
      "x",
      "\0",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(parts => parts.join("")),
        ),
        text => {
          const parsed = parseCron(text)
          if (parsed.ok) expect(parsed.value.next(0, "UTC")).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe("when it fires", () => {
  test("a leap day waits for its year", () => {
    expect(firings("0 0 29 2 *", "UTC", "2026-01-01T00:00Z", 1)).toEqual(["2028-02-29T00:00:00.000Z"])
  })

  test("names of days and of rules are read in any case", () => {
    expect(firings("0 9 * * MON-fri", "UTC", "2026-01-02T10:00Z", 1)).toEqual(["2026-01-05T09:00:00.000Z"])
    expect(firings("@Daily", "UTC", "2026-01-02T10:00Z", 1)).toEqual(["2026-01-03T00:00:00.000Z"])
  })

  test("a local time that is left out fires once, at the next one there is", () => {
    const newYork = firings("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", 2)
    expect(newYork).toEqual(["2026-03-08T07:00:00.000Z", "2026-03-09T06:30:00.000Z"])
    const berlin = firings("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", 2)
    expect(berlin).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"])
    const lordHowe = firings("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T16:00Z", 2)
    expect(lordHowe).toEqual(["2026-10-03T15:30:00.000Z", "2026-10-04T15:15:00.000Z"])
  })

  test("a local time that comes twice fires once, from wherever one starts to look", () => {
    for (const from of ["2026-10-31T12:00Z", "2026-11-01T05:29:59Z"]) {
      const found = firings("30 1 * * *", "America/New_York", from, 2)
      expect(found).toEqual(["2026-11-01T05:30:00.000Z", "2026-11-02T06:30:00.000Z"])
    }
    const after = firings("30 1 * * *", "America/New_York", "2026-11-01T05:30Z", 1)
    expect(after).toEqual(["2026-11-02T06:30:00.000Z"])
    const twice = firings("0,30 1 * * *", "America/New_York", "2026-11-01T04:30Z", 3)
    expect(twice).toEqual([
      "2026-11-01T05:00:00.000Z",
      "2026-11-01T05:30:00.000Z",
      "2026-11-02T06:00:00.000Z",
    ])
  })

  test("a rule for every hour passes every hour, both times", () => {
    const found = firings("*/30 * * * *", "America/New_York", "2026-11-01T05:10Z", 4)
    expect(found.map(at => at.slice(11, 16))).toEqual(["05:30", "06:00", "06:30", "07:00"])
  })

  test("zones are known or not", () => {
    expect(isTimezone("Europe/Berlin")).toBe(true)
    expect(isTimezone("Mars/Olympus")).toBe(false)
    expect(isTimezone("")).toBe(false)
  })
})
