import { at, type Json } from "../../lib/json.ts"
import { fieldPath, holds } from "../../model/expectations.ts"
import type { Cassette } from "../../model/recording.ts"
import type { Expectation, Failure, TestCase, TestReport } from "../../model/testCase.ts"
import type { Workflow } from "../../model/workflow.ts"
import { workflowHash } from "../../model/workflowHash.ts"
import { factsOf } from "../core/facts.ts"
import type { RunState } from "../core/state.ts"
import { createTestClock } from "./clock.ts"
import { type Replayed, type ReplayParts, replayCassette } from "./replaying.ts"

/** What came out of a test, and the run that it was. */
export interface TestRun extends Replayed {
  readonly report: TestReport
}

/** Runs one test of the workflow: plays its cassette, and looks at what has to come out. */
export async function runTest(parts: ReplayParts, workflow: Workflow, test: TestCase): Promise<TestRun> {
  const { name, cassette, expect } = test
  const isSame = test.made === (await workflowHash(workflow))
  const replayed = await replayCassette(parts, workflow, cassette, { isSame })
  const { rest, state } = replayed
  const facts = factsOf(state, rest.type === "ended" ? rest.end.status : rest.type)
  const failures: Failure[] = []
  for (const each of expect) {
    const got = at(facts, fieldPath(each.at)) as Json | undefined
    if (!(await holds(each, got, fitsIn(parts)))) failures.push({ ...each, got })
  }
  const { problem } = state
  const report: TestReport = {
    ...{ name, passed: failures.length === 0, status: String(facts.status), failures },
    ...(problem === undefined ? {} : { problem: { code: problem.code, message: problem.message } }),
  }
  return { ...replayed, report }
}

/** Tries patterns where expressions are evaluated, which stops one that takes too long: then nothing fits it. */
function fitsIn(parts: ReplayParts): (pattern: string, text: string) => Promise<boolean> {
  return async (pattern, text) => {
    const evaluate = parts.evaluate(createTestClock({ start: 0 }))
    const source = '{{ new RegExp(inputs.pattern, "u").test(inputs.text) }}'
    const answer = await evaluate([source], { inputs: { pattern, text } })
    return answer.ok && answer.value[0] === true
  }
}

/** The run as a test: that it ends so, with that output. */
export async function testFrom(
  name: string,
  workflow: Workflow,
  cassette: Cassette,
  state: RunState,
  more: readonly Expectation[] = [],
): Promise<TestCase> {
  const output = state.output === undefined ? [] : [{ at: "output", is: state.output }]
  const expect = [{ at: "status", is: state.result ?? "waiting" }, ...(more.length > 0 ? more : output)]
  return { name, made: await workflowHash(workflow), cassette, expect }
}
