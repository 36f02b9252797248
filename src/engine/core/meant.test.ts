import { afterEach, expect, test } from "vitest"
import german from "../../language/de/page.json" with { type: "json" }
import { forget, speak } from "../../language/language.ts"
import { sayMeant } from "../../model/meant.ts"
import { type ForkScope, forkOf } from "./fork.ts"
import { meantBy } from "./meant.ts"
import { type Driver, run } from "./testing/driver.ts"
import { flow, steps } from "./testing/flow.ts"
import { wayFromStart } from "./way.ts"

afterEach(forget)

//  a ──▶ each[ b ──▶ c ]
const workflow = flow([
  { id: "a", kind: "do", name: "First", next: "each" },
  { id: "each", kind: "foreach", with: { items: [1, 2] }, steps: steps("b>c", { c: { name: "Send" } }) },
])

function ended(): Driver {
  const parent = run(workflow).step("a").completes()
  for (const index of [0, 1]) for (const id of ["b", "c"]) parent.step(`each[${index}]#1/${id}`).completes()
  return parent.expectEnded("completed")
}

test("a run that goes another way says what it is for, in the words of whoever reads it, and names stay names", () => {
  const parent = ended()
  const meant = (scope: ForkScope) => {
    const begun = forkOf(parent.state, scope, { at: 0, run: "r2", seed: 9 })
    return meantBy(parent.plan, JSON.parse(JSON.stringify(begun))) ?? { is: "apply" as const }
  }
  const all = [
    { ...meant({ type: "step", step: "a" }), of: 3 },
    meant({ type: "upTo", in: "each[1]#1", step: "c" }),
    meant({ type: "iteration", in: "each[1]#1" }),
    { ...meant({ type: "from", step: "a" }), of: 12 },
    meant({ type: "change", step: "a", visit: 1, outlets: {} }),
    meant({ type: "changes", values: [{ step: "a", visit: 1, outlets: {} }], again: [] }),
    { ...meant({ type: "changes", values: [], again: ["a"] }), of: 2 },
    meant({ type: "changes", values: [], again: ["a"] }),
    { ...meant({ type: "retry" }), of: 2 },
  ]
  expect(all.map(sayMeant)).toEqual([
    "Step “First” alone, fork of run 3",
    "Up to step “Send”",
    "“each”, iteration 2 alone",
    "From step “First” on, fork of run 12",
    "With “First” changed",
    "With “First” changed",
    "Fork of run 2",
    "Fork of another run",
    "What had failed, again, fork of run 2",
  ])
  speak("de", german)
  expect(all.map(sayMeant).slice(0, 2)).toEqual([
    "Nur Schritt „First“, Abzweigung von Lauf 3",
    "Bis Schritt „Send“",
  ])
})

test("so does one without an earlier run, and one that applies another; others have nothing to say", () => {
  const { plan } = run(workflow)
  const alone = meantBy(plan, wayFromStart(plan, "a", "step"))
  expect(alone && sayMeant(alone)).toBe("Step “First” alone")
  const inside = meantBy(plan, wayFromStart(plan, "b", "upTo"))
  expect(inside && sayMeant(inside)).toBe("Up to step “b”")
  const grouped = run(flow([{ id: "group", kind: "group", steps: steps("x>y") }])).plan
  const [own, led] = (["step", "upTo"] as const).map(type =>
    meantBy(grouped, wayFromStart(grouped, "x", type)),
  )
  expect([own, led]).toEqual([
    { is: "step", name: "x" },
    { is: "upTo", name: "x" },
  ])
  const applying = meantBy(plan, { past: { of: "r1" } })
  expect(applying && sayMeant({ ...applying, of: 7 })).toBe("Applies run 7")
  expect(meantBy(plan, { past: { of: "r1" }, mode: "replay" })).toBeUndefined()
  expect(meantBy(plan, { past: { of: "r1" }, mode: "sandbox" })).toBeUndefined()
  expect(meantBy(plan, {})).toBeUndefined()
})
