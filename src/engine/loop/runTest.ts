import { canonicalJson } from "../../lib/canonicalJson.ts"
import { at, type Json, type Path, sameJson } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { Cassette } from "../../model/recording.ts"
import type { Expectation, TestCase } from "../../model/testCase.ts"
import type { Workflow } from "../../model/workflow.ts"
import { outputValue } from "../core/instanceOutput.ts"
import type { RunState } from "../core/state.ts"
import { type Clock, createTestClock } from "./clock.ts"
import type { LoopParts, Rest } from "./loopParts.ts"
import { createRuns } from "./runs.ts"
import { createTestJournal } from "./testJournal.ts"

/*
 * Runs a test: a replay of its recording by the workflow as it is now, on a clock that begins when the recorded run
 * did and moves only while nothing is under way. Nobody is asked, and nothing is kept.
 */

/** What tests are run with. */
export interface TestParts {
  readonly kinds: LoopParts["kinds"]
  /** Expressions and ports, with the time of the test. */
  readonly evaluate: (clock: Clock) => LoopParts["evaluate"]
  readonly ports: (clock: Clock) => LoopParts["ports"]
}

/** What came out of a test. */
export interface TestReport {
  readonly name: string
  readonly passed: boolean
  readonly status: string
  readonly problem: Problem | undefined
  /** What did not come out as expected. */
  readonly failures: readonly (Expectation & { readonly got: Json | undefined })[]
}

/** Runs one test of the workflow. */
export async function runTest(parts: TestParts, workflow: Workflow, test: TestCase): Promise<TestReport> {
  const { name, cassette, expect } = test
  const isSame = test.made === (await workflowHash(workflow))
  const { rest, state } = await replay(parts, workflow, cassette, isSame)
  const facts = factsOf(state, rest)
  const failures = expect.flatMap(each => {
    const got = at(facts, fieldPath(each.at)) as Json | undefined
    return sameJson(got, each.is) ? [] : [{ ...each, got }]
  })
  const passed = failures.length === 0
  return { name, passed, status: String(facts.status), problem: state.problem, failures }
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

async function replay(
  parts: TestParts,
  workflow: Workflow,
  cassette: Cassette,
  isSame: boolean,
): Promise<{ readonly rest: Rest; readonly state: RunState }> {
  const clock = createTestClock({ start: cassette.startedAt })
  const runs = createRuns({
    kinds: parts.kinds,
    evaluate: parts.evaluate(clock),
    ports: parts.ports(clock),
    clock,
    journal: createTestJournal(),
    workflows: { latest: async () => undefined, pinned: async () => workflow },
    cassette: async () => cassette,
  })
  const { run, seed, inputs, trigger, entries } = cassette
  const started = await runs.start({
    ...{ run: `${run}-test`, seed, workflow, inputs, mode: "replay", past: { of: run } },
    ...(trigger === undefined ? {} : { trigger }),
    ...(entries === undefined ? {} : { entries }),
    ...(isSame && cassette.workflow !== undefined ? { hash: cassette.workflow } : {}),
  })
  if (!started.ok) throw new Error(started.error.message)
  const rest = await started.value.resting()
  if (rest.type === "waiting") await started.value.leave()
  return { rest, state: started.value.state() }
}

/** All of a run that a test can look at. */
function factsOf(state: RunState, rest: Rest) {
  const steps: Record<string, Json> = { __proto__: null } as never
  for (const instance of state.instances.values()) {
    for (const visits of instance.visits) {
      const visit = visits?.findLast(({ status }) => status !== "skipped") ?? visits?.at(-1)
      if (visit === undefined) continue
      const { outlets = {}, status, problem } = visit
      const code = problem === undefined ? {} : { problem: problem.code }
      steps[visit.step.id] = { status, output: outputValue(visit) ?? null, outlets, ...code }
    }
  }
  return {
    status: rest.type === "ended" ? rest.end.status : rest.type,
    output: state.output ?? null,
    problem: state.problem === undefined ? null : { code: state.problem.code },
    steps,
    variables: state.variables,
  }
}

/** The path of a field as it is written: `steps.review.output.findings[0]`. */
function fieldPath(text: string): Path {
  return text
    .split(/[.[\]]+/)
    .flatMap(part => (part === "" ? [] : [/^\d+$/.test(part) ? Number(part) : part]))
}

/** The hash by which a test knows whether the workflow is still the one that it was made of. */
export async function workflowHash(workflow: Workflow): Promise<string> {
  const text = canonicalJson(workflow as unknown as Json)
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("")
}
