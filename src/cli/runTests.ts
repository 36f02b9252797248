import type { Clock } from "../engine/loop/clock.ts"
import { runTest, type TestParts, type TestReport } from "../engine/loop/runTest.ts"
import type { AnyStep } from "../model/step.ts"
import type { TestCase } from "../model/testCase.ts"
import type { Workflow } from "../model/workflow.ts"
import { createFiles } from "../ports/files/files.ts"
import { createMemoryHome } from "../ports/files/memoryHome.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { createNodeJobThreads } from "../ports/jobs/nodeJobThreads.ts"
import { modedPorts } from "../ports/modes/modedPorts.ts"
import { absentPorts } from "../ports/recording/absentPorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createNodeThreads } from "../ports/sandbox/nodeThread.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { kinds } from "./place.ts"
import { threadEntry } from "./threadEntry.ts"

/** Which tests of which workflow. */
export interface RunTestParts {
  readonly workflow: Workflow
  readonly tests: readonly TestCase[]
  /** The kinds that plugins bring. */
  readonly theirs: ReadonlyMap<string, AnyStep>
}

/** Runs the tests one after another, with nothing outside that could be reached. */
export async function* runTests({ workflow, tests, theirs }: RunTestParts): AsyncIterable<TestReport> {
  let sandbox: Sandbox | undefined
  const open = (): Sandbox => {
    sandbox ??= createSandbox({ spawn: createNodeThreads(threadEntry("guest")) })
    return sandbox
  }
  const jobs = createJobs({ spawn: createNodeJobThreads(threadEntry("job")) })
  const timeOf = (clock: Clock) => () => ({ now: clock.now(), timezone: clock.timezone })
  const parts: TestParts = {
    kinds: kind => kinds.get(kind) ?? theirs.get(kind),
    evaluate: clock => {
      const evaluate = createEvaluator({ sandbox: open, time: timeOf(clock) })
      return (texts, names) => {
        const answer = evaluate(texts, names)
        // Simulated time stands still while user code thinks.
        return answer instanceof Promise ? answer.finally(clock.hold("effect")) : answer
      }
    },
    ports: clock => {
      const home = createMemoryHome(() => clock.now())
      const code = createCodePort({ sandbox: open, time: timeOf(clock) })
      return ({ name, stance }, basic) =>
        modedPorts(
          name,
          stance,
          {
            home,
            over: over => ({ files: createFiles(over) }),
            others: { ...absentPorts, ...basic, code, jobs },
          },
          { now: () => clock.now() },
        )
    },
  }
  try {
    for (const test of tests) yield await runTest(parts, workflow, test)
  } finally {
    sandbox?.close()
    jobs.close()
  }
}
