import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createNodeThreads } from "../ports/sandbox/nodeThread.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import type { FitsPattern } from "./readInputs.ts"
import { threadEntry } from "./threadEntry.ts"

/** Tries a pattern where it is stopped when it takes too long: then, and where it is no pattern, nothing fits it. */
export const fitsPattern: FitsPattern = async (pattern, text) => {
  const sandbox = createSandbox({ spawn: createNodeThreads(threadEntry("guest")) })
  const evaluate = createEvaluator({
    sandbox: () => sandbox,
    time: () => ({ now: Date.now(), timezone: "UTC" }),
  })
  const source = '{{ new RegExp(inputs.pattern, "u").test(inputs.text) }}'
  const answer = await evaluate([source], { inputs: { pattern, text } })
  sandbox.close()
  return answer.ok && answer.value[0] === true
}
