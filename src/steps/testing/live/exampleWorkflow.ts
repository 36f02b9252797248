import { z } from "zod"
import { isMap, type Json } from "../../../lib/json.ts"
import { type AnyStep, defineStep, done, type Example } from "../../../model/step.ts"
import { emptyWorkflow, type Step, type Workflow } from "../../../model/workflow.ts"
import { anyJson } from "../../anyJson.ts"

/** Hands on its parameter: what arrives at the step of an example. */
export const given: AnyStep = defineStep({
  kind: "test.given",
  version: 1,
  title: "Given",
  summary: "Hands on what it was given",
  icon: "box",
  group: "flow",
  input: z.strictObject({ value: anyJson }),
  output: anyJson,
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "",
  docs: "",
  examples: [],
  run: ({ value }) => done(value as Json),
})

/** The workflow in which the step `it` is in the example's situation. */
export function workflowOf(
  step: AnyStep,
  { with: parameters, around = {}, scope, memory, problem }: Example,
): Workflow {
  const it: Step = {
    ...{ id: "it", kind: step.kind, with: parameters, ...around },
    ...(step.divides ? { emptyOutlets: true } : {}),
  }
  // What it remembers it has from a visit before; what goes wrong leaves by its own outlet, and the run goes on.
  const again = { [step.outlets[0] ?? ""]: { to: "it", when: "{{ visit < 2 }}" } }
  const next =
    around.next ??
    (problem === undefined ? (memory === undefined ? undefined : again) : { failure: "after_it" })
  const here: Step = next === undefined ? it : { ...it, next }
  const after: Step[] =
    next === undefined || next === again ? [] : [{ id: "after_it", kind: "log", with: { message: "." } }]
  const workflow = emptyWorkflow("example")
  const incoming = scope?.incoming
  if (incoming === undefined) return { ...workflow, steps: [here, ...after] }
  const inlets =
    Array.isArray(step.inlets) && isMap(incoming) ? Object.entries(incoming) : [["", incoming] as const]
  const before = inlets.map(
    ([inlet, value]): Step => ({
      id: inlet === "" ? "before" : `before_${inlet}`,
      kind: given.kind,
      with: { value },
      next: inlet === "" ? "it" : { to: "it", inlet },
    }),
  )
  return { ...workflow, steps: [...before, here, ...after] }
}
