import { expect, test } from "vitest"
import { isMap, type JsonMap } from "../../lib/json.ts"
import type { Step } from "../../model/workflow.ts"
import { steps } from "../../steps/registry.ts"
import { createTestPorts } from "../../steps/testing/createTestPorts.ts"
import { seenOf } from "./testing/scriptedEngine.ts"
import { testPlace } from "./testing/testRun.ts"

const kinds = new Map(steps.map(step => [step.kind, step]))
const steering = steps.filter(step => step.control)
const cases = steering.flatMap(step =>
  step.examples.map(example => [step.kind, example.title, example] as const),
)

test("there are kinds that steer", () => {
  expect(steering.length).toBeGreaterThan(5)
})

test.each(cases)(
  "%s: %s",
  async (kind, _title, { with: parameters, around = {}, scope = {}, outlets, problem }) => {
    const place = testPlace(
      {},
      { kinds: name => kinds.get(name), ports: () => ({ ports: createTestPorts() }) },
    )
    const before: Step = { id: "before_it", kind: "set", with: { values: {} } }
    const handed = JSON.stringify(parameters).replaceAll("incoming", "inputs.incoming")
    const it: Step = { id: "it", kind, with: JSON.parse(handed) as JsonMap, ...around }
    const after: Step = { id: "after_it", kind: "log", with: { message: "after" } }
    const workflow = {
      rivulet: 1,
      id: "example",
      inputs: { incoming: {} },
      steps: [{ ...before, next: "it" }, it, after],
    }
    const run = await place.start(workflow, { inputs: scope })
    await run.resting()
    const [visit] = seenOf(run.state()).steps.it ?? []
    if (problem === undefined) expect(visit?.outlets).toMatchObject(outlets ?? {})
    else expect(isMap(visit?.outlets.failure) ? visit.outlets.failure.code : visit?.problem).toBe(problem)
  },
)
