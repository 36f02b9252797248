import { z } from "zod"
import { isMap, type Json } from "../../lib/json.ts"
import type { Steer, Steered } from "../../model/control.ts"
import { defineStep } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

/** A state of a state machine: does something on entry, rests until a wire is taken, does something on exit. */
export const state = defineStep({
  kind: "state",
  version: 1,
  title: "State",
  summary: "Rests until a condition, a time, an event or a person moves it on",
  icon: "circle-dot",
  group: "flow",
  input: z.strictObject({}),
  output: anyJson,
  outlets: ["success"],
  effect: "pure",
  needs: [],
  holds: { scopes: ["enter", "exit"] },
  card: "",
  docs: `
Runs the steps under \`enter\`, then rests. Its wires say what moves it on: \`when\` a condition holds, \`after\` a
time since entry, \`at\` a date, \`on\` an event or a person's choice.

- **success**: the first wire that is enabled is taken, once it is validated and the steps under \`exit\` have run;
  the others die.

A state that no wire leaves is final: once its \`enter\` is done, so is the step.
`,
  examples: [
    {
      title: "A final state",
      with: {},
      around: { enter: [{ id: "note", kind: "set", with: { values: { state: "done" } } }] },
      outlets: { success: { state: "done" } },
    },
    {
      title: "Left at once, as its condition holds",
      with: {},
      around: { next: { to: "after_it", when: "{{ vars.state == undefined }}" } },
      outlets: { success: {} },
    },
  ],
  control: {
    begin: visit =>
      visit.has("enter") ? { open: [{ scope: "enter" }] } : restOrLeave(visit, visit.incoming),
    childDone(visit, child) {
      if (child.problem !== undefined) return { fail: child.problem }
      if (child.status !== "completed") return { gone: true }
      if (child.scope === "enter") return restOrLeave(visit, child.output)
      const leaving = isMap(visit.state) ? visit.state.leave : undefined
      return isMap(leaving) ? { leave: leaving } : { gone: true }
    },
    wake(visit, signal) {
      if (signal.type === "timeout") return { fail: signal.problem, cancel: true }
      if (signal.type === "cancelled") return visit.running > 0 ? { cancel: true } : { gone: true }
      const kept = isMap(visit.state) ? (visit.state.value ?? null) : null
      const leave = signal.type === "taken" ? { [signal.outlet]: signal.value ?? kept } : undefined
      if (visit.has("exit")) return { state: leave ? { leave } : null, open: [{ scope: "exit" }] }
      return leave ? { leave } : { gone: true }
    },
  },
})

function restOrLeave(visit: Steered, value: Json): Steer {
  return visit.wired ? { state: { value }, rest: true } : { leave: { success: value } }
}
