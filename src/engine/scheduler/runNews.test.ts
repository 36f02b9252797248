import { expect, test } from "vitest"
import { newsId, runNews } from "./runNews.ts"

const at = 0
const place = { in: "", step: "ask", visit: 1 }

test("an end is news, alone and within a batch", () => {
  const problem = { code: "x", severity: "error", message: "It broke.", retryable: false } as const
  const ended = { type: "run.ended", at, status: "failed", problem } as const
  const news = [{ name: "failed", value: { output: null, error: { code: "x", message: "It broke." } } }]
  expect(runNews(ended)).toEqual(news)
  expect(runNews({ type: "batch", events: [{ type: "run.paused", at }, ended] })).toEqual(news)
})

test("what waits for somebody is news, what waits for time is none", () => {
  const waits = (wait: object) =>
    runNews({ type: "step.waiting", at, ...place, wait } as Parameters<typeof runNews>[0]).map(
      ({ name }) => name,
    )
  expect(waits({ for: "person", ask: {} })).toEqual(["waiting"])
  expect(waits({ for: "grant", pattern: "http:https://a.test", say: "" })).toEqual(["waiting"])
  expect(waits({ for: "time", until: 5 })).toEqual([])
  expect(runNews({ type: "step.doubted", at, ...place })).toMatchObject([{ name: "waiting" }])
})

test("each news has an id of its own", () => {
  expect([newsId("r", 3, 0), newsId("r", 3, 1)]).toEqual(["r:3", "r:3.1"])
})
