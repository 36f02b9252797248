import type { ReplayParts } from "../engine/loop/replaying.ts"
import type { Ports } from "../model/ports.ts"
import { createOfflinePorts } from "../ports/modes/offlinePorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { expressionLimits } from "../ports/sandbox/limits.ts"
import type { Sandbox } from "../ports/sandbox/sandbox.ts"

/** A machine that is busy decides no test. */
const limits = { ...expressionLimits, time: 10_000 }

/** What cassettes are played with, in the page and in the terminal: nothing outside can be reached. */
export function createReplayParts({
  kinds,
  sandbox,
  jobs,
}: {
  readonly kinds: ReplayParts["kinds"]
  readonly sandbox: () => Sandbox
  readonly jobs: Ports["jobs"]
}): ReplayParts {
  return {
    kinds,
    evaluate: clock => {
      const time = () => ({ now: clock.now(), timezone: clock.timezone })
      const evaluate = createEvaluator({ sandbox, time, limits })
      return (texts, names) => {
        const answer = evaluate(texts, names)
        // Simulated time stands still while user code thinks.
        return answer instanceof Promise ? answer.finally(clock.hold("effect")) : answer
      }
    },
    ports: (clock, spoil) => {
      const time = () => ({ now: clock.now(), timezone: clock.timezone })
      const code = createCodePort({ sandbox, time })
      const ports = createOfflinePorts({ code, jobs, now: clock.now, spoil })
      return ({ name, stance }, basic) => ports(name, stance, basic)
    },
  }
}
