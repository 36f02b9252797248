import { expect, test } from "vitest"
import { flow, steps } from "../../engine/core/testing/flow.ts"
import { noTrials } from "../../model/trial.ts"
import { afterRenames, pinsOf, withBreakpoint, withoutBreakpoint, withPin } from "./trialEdits.ts"

const wire = { step: "b", by: { step: "a", outlet: "success" } }

test("a breakpoint takes the place of the one that stands there, and no other's", () => {
  const both = withBreakpoint(withBreakpoint(noTrials, { step: "b" }), wire)
  const changed = withBreakpoint(both, { ...wire, when: "incoming > 1" })
  expect(changed.breakpoints).toEqual([{ step: "b" }, { ...wire, when: "incoming > 1" }])
  expect(withoutBreakpoint(changed, { step: "b" }).breakpoints).toEqual([{ ...wire, when: "incoming > 1" }])
})

test("only pins of steps that are there and on stand in, and not for the step that is meant to run", () => {
  const pinned = ["a", "b", "off", "gone"].reduce((all, id) => withPin(all, id, { success: id }), noTrials)
  const workflow = flow(steps("a>b b>off", { off: { disabled: true } }))
  expect(pinsOf(pinned, workflow)).toEqual({
    standIns: {
      a: { outlets: { success: "a" }, pinned: true },
      b: { outlets: { success: "b" }, pinned: true },
    },
  })
  expect(Object.keys(pinsOf(pinned, workflow, "a").standIns ?? {})).toEqual(["b"])
  expect(pinsOf(withPin(noTrials, "gone", { success: 1 }), workflow)).toEqual({})
  expect(withPin(pinned, "a", null).pins).not.toHaveProperty("a")
})

test("what is tried out goes along with a step's id, and stays when steps come and go", () => {
  const trials = withBreakpoint(withPin(noTrials, "a", { success: 1 }), wire)
  const before = flow(steps("a>b"))
  expect(afterRenames(trials, before, flow(steps("first>b")))).toEqual({
    pins: { first: { success: 1 } },
    breakpoints: [{ step: "b", by: { step: "first", outlet: "success" } }],
  })
  expect(afterRenames(trials, before, flow(steps("a>c"))).breakpoints[0]).toMatchObject({ step: "c" })
  expect(afterRenames(trials, before, flow(steps("b")))).toBe(trials)
  expect(afterRenames(trials, before, flow(steps("x>b", { x: { kind: "read" } })))).toBe(trials)
})
