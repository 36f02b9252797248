import { expect, test } from "vitest"
import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { hasArrived } from "./arrived.ts"

const place = { in: "", step: "ask" }
const answer = { type: "answer", place, outlet: "yes", value: { by: "me", notes: [1] } } as const

const wait = { for: "person", ask: {} } as const

const answered = (more: Partial<EventOf<"step.answered">> = {}): RunEvent => ({
  ...{ type: "step.answered", at: 1, in: "", step: "ask", visit: 1 },
  ...{ outlet: "yes", value: { notes: [1], by: "me" } },
  ...more,
})

test("an answer has arrived that stands in the journal for its place and says the same", () => {
  expect(hasArrived(answer, [answered()])).toBe(true)
  expect(hasArrived(answer, [{ type: "batch", events: [answered() as never] }])).toBe(true)
  expect(hasArrived(answer, [])).toBe(false)
  expect(hasArrived(answer, [answered({ value: { by: "you", notes: [1] } })])).toBe(false)
  expect(hasArrived(answer, [answered({ outlet: "no" })])).toBe(false)
  expect(hasArrived(answer, [answered({ step: "other" })])).toBe(false)
  expect(hasArrived(answer, [answered({ in: "list.0" })])).toBe(false)
})

test("it has not that was for an earlier visit, or for another item", () => {
  const again: RunEvent = { ...{ type: "step.waiting", at: 2, in: "", step: "ask", visit: 2 }, wait }
  expect(hasArrived(answer, [answered(), again])).toBe(false)
  expect(hasArrived({ ...answer, place: { ...place, visit: 1 } }, [answered(), again])).toBe(true)
  expect(hasArrived({ ...answer, place: { ...place, task: 1 } }, [answered({ task: 0 })])).toBe(false)
  expect(hasArrived({ ...answer, place: { ...place, task: 1 } }, [answered({ task: 1 })])).toBe(true)
})
