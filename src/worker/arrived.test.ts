import { expect, test } from "vitest"
import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { plan } from "../engine/core/plan.ts"
import type { Json } from "../lib/json.ts"
import { hasArrived } from "./arrived.ts"
import { testWorkflow } from "./testing/testEngine.ts"

const place = { in: "", step: "ask" }
const planned = plan(
  testWorkflow([
    { id: "ask", kind: "approve" },
    {
      id: "draft",
      kind: "state",
      next: [
        { to: "bin", on: { event: "drop" } },
        { to: "review", on: { person: "Submit" } },
        { to: "bin", on: { person: "Drop" } },
      ],
    },
    { id: "review", kind: "set" },
    { id: "bin", kind: "set" },
  ]),
  () => undefined,
)
const answer = { type: "answer", place, outlet: "yes", value: { by: "me", notes: [1] } } as const

const arrived = (given: Parameters<typeof hasArrived>[0], events: readonly RunEvent[]) =>
  hasArrived(given, events, planned)

const wait = { for: "person", ask: {} } as const

const answered = (more: Partial<EventOf<"step.answered">> = {}): RunEvent => ({
  ...{ type: "step.answered", at: 1, in: "", step: "ask", visit: 1 },
  ...{ outlet: "yes", value: { notes: [1], by: "me" } },
  ...more,
})

test("an answer has arrived that stands in the journal for its place and says the same", () => {
  expect(arrived(answer, [answered()])).toBe(true)
  expect(arrived(answer, [{ type: "batch", events: [answered() as never] }])).toBe(true)
  expect(arrived(answer, [])).toBe(false)
  expect(arrived(answer, [answered({ value: { by: "you", notes: [1] } })])).toBe(false)
  expect(arrived(answer, [answered({ outlet: "no" })])).toBe(false)
  expect(arrived(answer, [answered({ step: "other" })])).toBe(false)
  expect(arrived(answer, [answered({ in: "list.0" })])).toBe(false)
})

test("it has not that was for an earlier visit, or for another item", () => {
  const again: RunEvent = { ...{ type: "step.waiting", at: 2, in: "", step: "ask", visit: 2 }, wait }
  expect(arrived(answer, [answered(), again])).toBe(false)
  expect(arrived({ ...answer, place: { ...place, visit: 1 } }, [answered(), again])).toBe(true)
  expect(arrived({ ...answer, place: { ...place, task: 1 } }, [answered({ task: 0 })])).toBe(false)
  expect(arrived({ ...answer, place: { ...place, task: 1 } }, [answered({ task: 1 })])).toBe(true)
})

test("a choice has arrived where its wire, and no other, was enabled in that visit with the same value", () => {
  const chosen = {
    type: "answer",
    place: { in: "", step: "draft" },
    outlet: "Submit",
    value: { by: "me" },
  } as const
  const enabled = (wire: number, value: Json = { by: "me" }): RunEvent => ({
    ...{ type: "wire.enabled", at: 1, in: "", step: "draft", visit: 1 },
    ...{ wire, value },
  })
  expect(arrived(chosen, [enabled(1)])).toBe(true)
  for (const wire of [0, 2, 7]) expect(arrived(chosen, [enabled(wire)])).toBe(false)
  expect(arrived(chosen, [enabled(1, { by: "you" })])).toBe(false)
  const again: RunEvent = { type: "step.begun", at: 2, in: "", step: "draft", visit: 2, input: {} }
  expect(arrived(chosen, [enabled(1), again])).toBe(false)
  const { outlet: _, ...unsaid } = chosen
  expect(arrived(unsaid, [enabled(0)])).toBe(false)
})
