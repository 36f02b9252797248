import { describe, expect, test } from "vitest"
import { schedule } from "./schedule.ts"

const days = 86_400_000
const at = (text: string) => Date.parse(text)

function due(cron: string, since: number, now: number, more: { timezone?: string; most?: number } = {}) {
  const input = schedule.input.parse({ cron, ...(more.timezone ? { timezone: more.timezone } : {}) })
  const answer = schedule.due?.(input, { since, now, timezone: "UTC", most: more.most ?? 10 })
  if (!answer) throw new Error("Expected a schedule to say what is due")
  return answer
}

describe("what may be written", () => {
  test("a rule that cannot be read says why", () => {
    const parsed = schedule.input.safeParse({ cron: "0 0 30 2 *" })
    expect(parsed.error?.issues[0]).toMatchObject({
      message: "bad_cron",
      params: { why: expect.stringContaining("never") },
    })
  })

  test("a zone must be one, and missed ticks are not a parameter", () => {
    expect(schedule.input.safeParse({ cron: "@daily", timezone: "Nowhere/X" }).success).toBe(false)
    expect(schedule.input.safeParse({ cron: "@daily", missed: "skip" }).success).toBe(false)
  })
})

describe("what is due", () => {
  test("the firings since then, in order, and the next", () => {
    const { firings, next } = due("0 * * * *", at("2026-01-01T00:00Z"), at("2026-01-01T02:30Z"))
    expect(firings.map(({ trigger }) => trigger.at)).toEqual([
      "2026-01-01T01:00:00.000Z",
      "2026-01-01T02:00:00.000Z",
    ])
    expect(next).toBe(at("2026-01-01T03:00Z"))
  })

  test("a firing at this very moment is due, and then not again", () => {
    const now = at("2026-01-01T01:00Z")
    expect(due("0 * * * *", at("2026-01-01T00:30Z"), now).firings).toHaveLength(1)
    expect(due("0 * * * *", now, now).firings).toHaveLength(0)
  })

  test("nothing is due before the first", () => {
    expect(due("@daily", at("2026-01-01T00:00Z"), at("2026-01-01T23:59Z")).firings).toEqual([])
  })

  test("a tick has the same id whoever asks and from wherever", () => {
    const wide = due("*/5 * * * *", at("2026-01-01T00:00Z"), at("2026-01-01T01:00Z"), { most: 100 }).firings
    const narrow = due("*/5 * * * *", at("2026-01-01T00:54Z"), at("2026-01-01T00:59Z")).firings
    expect(wide).toHaveLength(12)
    expect(new Set(wide.map(({ id }) => id)).size).toBe(12)
    expect(wide).toContainEqual(narrow[0])
    const berlin = due("*/5 * * * *", at("2026-01-01T00:54Z"), at("2026-01-01T00:59Z"), {
      timezone: "Europe/Berlin",
    })
    expect(berlin.firings[0]?.id).toBe(narrow[0]?.id)
  })

  test("three days away from a rule for every minute give the latest few, not 4,320 (CR-022)", () => {
    const now = at("2026-01-04T00:00Z")
    const { firings } = due("* * * * *", now - 3 * days, now, { most: 2 })
    expect(firings.map(({ trigger }) => trigger.due)).toEqual([now - 60_000, now])
    expect(due("* * * * *", now - 3 * days, now, { most: 0 }).firings).toEqual([])
  })

  test("years away from a rare rule find it all the same", () => {
    const { firings, next } = due("0 0 29 2 *", at("2023-01-01T00:00Z"), at("2026-01-01T00:00Z"), { most: 1 })
    expect(firings.map(({ trigger }) => trigger.at)).toEqual(["2024-02-29T00:00:00.000Z"])
    expect(next).toBe(at("2028-02-29T00:00Z"))
  })

  test("a clock that was set back fires nothing again (CR-023)", () => {
    const last = at("2026-01-01T12:00Z")
    const { firings, next } = due("0 * * * *", last, last - 2 * 3_600_000)
    expect(firings).toEqual([])
    expect(next).toBe(last + 3_600_000)
  })

  test("sleeping over the time fires once on waking (CR-025)", () => {
    const { firings } = due("0 9 * * *", at("2026-01-01T08:00Z"), at("2026-01-01T11:17Z"))
    expect(firings.map(({ at: time }) => time)).toEqual([at("2026-01-01T09:00Z")])
  })

  test("the days when clocks change (CR-019, CR-020)", () => {
    const timezone = "America/New_York"
    const spring = due("30 2 * * *", at("2026-03-08T05:00Z"), at("2026-03-09T04:00Z"), { timezone })
    expect(spring.firings.map(({ trigger }) => trigger.at)).toEqual(["2026-03-08T07:00:00.000Z"])
    const autumn = due("30 1 * * *", at("2026-11-01T04:00Z"), at("2026-11-02T05:00Z"), { timezone })
    expect(autumn.firings.map(({ trigger }) => trigger.at)).toEqual(["2026-11-01T05:30:00.000Z"])
  })

  test("an unknown zone of the workflow is nothing due, and no crash", () => {
    const input = schedule.input.parse({ cron: "@daily" })
    const answer = schedule.due?.(input, { since: 0, now: days * 3, timezone: "Nowhere/X", most: 5 })
    expect(answer).toEqual({ firings: [], next: null })
  })

  test("what a run sees is what the type says", () => {
    const { firings } = due("@daily", 0, days * 2)
    for (const { trigger } of firings) expect(schedule.output.safeParse(trigger).success).toBe(true)
  })
})
