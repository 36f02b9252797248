import { expect, test } from "vitest"
import { flow, steps } from "../engine/core/testing/flow.ts"
import type { Workflow } from "../model/workflow.ts"
import { type StaleFacts, staleSteps } from "./staleSteps.ts"

const nothing: StaleFacts = { kinds: {}, gave: new Map(), pins: {} }
const stale = (then: Workflow, now: Workflow, facts: Partial<StaleFacts> = {}) => [
  ...staleSteps(then, now, { ...nothing, ...facts }),
]

test("a step that was changed is stale, and all that follows from it; names and notes make no difference", () => {
  const then = flow(steps("a>b b>c d>e"))
  const now = flow(steps("a>b b>c d>e", { b: { with: { x: 1 } }, d: { name: "Another", note: "new" } }))
  expect(stale(then, now)).toEqual([
    ["b", "Changed since this run"],
    ["c", "“b”, which leads here, was changed since this run"],
  ])
  expect(stale(then, then)).toEqual([])
})

test("within a container as outside it, and the container with what it holds", () => {
  const then = flow([{ id: "g", kind: "group", steps: steps("x>y") }])
  const now = flow([{ id: "g", kind: "group", steps: steps("x>y", { x: { with: { n: 2 } } }) }])
  expect(stale(then, now)).toEqual([
    ["x", "Changed since this run"],
    ["y", "“x”, which leads here, was changed since this run"],
    ["g", "“x”, inside, was changed since this run"],
  ])
  const emptied = flow([{ id: "g", kind: "group", steps: steps("x") }])
  expect(stale(then, emptied)).toEqual([["g", "What is inside was changed since this run"]])
})

test("a step put between two dirties the one behind it, and not the one before", () => {
  const then = flow(steps("a>c c>d"))
  expect(stale(then, flow(steps("a>b b>c c>d")))).toEqual([
    ["c", "“b” was put before it since this run"],
    ["d", "What leads to “c” was changed since this run, and that leads here"],
  ])
  // In list order nothing writes a wire, and the same holds.
  const [a, b, c] = [
    { id: "a", kind: "do" },
    { id: "b", kind: "do" },
    { id: "c", kind: "do" },
  ]
  expect(stale(flow([a, c]), flow([a, b, c]))).toEqual([["c", "“b” was put before it since this run"]])
})

test("a step taken away dirties the one behind it, joined or not", () => {
  const then = flow(steps("a>b b>c"))
  const gone = [["c", "“b”, which led here, was taken away since this run"]]
  expect(stale(then, flow(steps("a>c")))).toEqual(gone)
  expect(stale(then, flow(steps("a c")))).toEqual(gone)
})

test("a wire that is led elsewhere dirties both its ends, and not where it begins; naming the first outlet changes nothing", () => {
  const then = flow(steps("a>b c>d"))
  const why = "Other wires lead here than in this run"
  const led = stale(then, flow(steps("a>d c>d b")))
  expect(new Map(led)).toEqual(
    new Map([
      ["b", why],
      ["d", why],
    ]),
  )
  const named = flow(steps("a.success>b a.no>e c>d"))
  expect(stale(then, named)).toEqual([])
})

test("a step that is switched off or on is dirty, and what follows it", () => {
  const then = flow(steps("a>b"))
  expect(stale(then, flow(steps("a>b", { a: { disabled: true } })))).toEqual([
    ["a", "Switched off since this run"],
    ["b", "“a”, which leads here, was changed since this run"],
  ])
})

test("unpinning dirties the step, pinning something else dirties what follows", () => {
  const here = flow(steps("a>b"))
  const pinned = { outlets: { success: 1 }, isPinned: true }
  const gave = new Map([["a", pinned]])
  expect(stale(here, here, { gave })).toEqual([
    ["a", "Unpinned since this run"],
    ["b", "“a”, which leads here, was changed since this run"],
  ])
  expect(stale(here, here, { gave, pins: { a: { success: 1 } } })).toEqual([])
  expect(stale(here, here, { gave, pins: { a: { success: 2 } } })).toEqual([
    ["b", "“a”, which leads here, was pinned since this run"],
  ])
})

//   a ──▶ b ──▶ c ──▶ d
//         ▲     │
//         └─────┘
test("in a loop the head is dirty, and with it the whole loop", () => {
  const then = flow(steps("a>b b>c c>b c.no>d"))
  const now = flow(steps("a>b b>c c>b c.no>d", { c: { with: { n: 1 } } }))
  expect(new Map(stale(then, now))).toEqual(
    new Map([
      ["c", "Changed since this run"],
      ["b", "“c”, in the loop that begins here, was changed since this run"],
      ["d", "“c”, which leads here, was changed since this run"],
    ]),
  )
})

test("the steps of the handler of failures are as any others", () => {
  const then = flow(steps("a"), { failure: steps("f") })
  const now = flow(steps("a"), { failure: steps("f", { f: { with: { n: 1 } } }) })
  expect(stale(then, now)).toEqual([["f", "Changed since this run"]])
})
