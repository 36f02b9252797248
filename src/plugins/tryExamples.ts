import { isMap, type Json, sameJson } from "../lib/json.ts"
import type { Plugin } from "../model/plugins/manifest.ts"
import type { CodePort } from "../model/ports.ts"
import type { AnyStep, Example } from "../model/step.ts"
import { runStep } from "../steps/testing/runExample.ts"
import { pluginSteps } from "./pluginSteps.ts"

/** What an example of a plugin came to: why it is not as it says, where it is not. */
export interface Tried {
  readonly kind: string
  readonly title: string
  readonly why?: string
}

/**
 * Tries the examples of a plugin's actions: for real in the sandbox, over a workspace in memory, with ports that answer
 * what the example prepares. What an example does not say is not compared.
 */
export async function tryExamples(plugin: Plugin, code: CodePort): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  for (const step of pluginSteps(plugin)) {
    for (const example of step.examples) {
      const why = await tryExample(step, example, code)
      tried.push({ kind: step.kind, title: example.title, ...(why === undefined ? {} : { why }) })
    }
  }
  return tried
}

async function tryExample(step: AnyStep, example: Example, code: CodePort): Promise<string | undefined> {
  const { with: parameters, ...situation } = example
  const given = step.input.safeParse(parameters)
  if (!given.success) return `its parameters do not fit: ${given.error.issues[0]?.message}`
  const { outcome, ports } = await runStep(step, parameters, { ...situation, ports: { code } })
  if (outcome.type === "waiting") return "it waits"
  if (outcome.type === "failed")
    return outcome.problem.code === example.problem ? undefined : outcome.problem.message
  if (example.problem !== undefined) return `it does not fail with ${example.problem}`
  const [outlet] = Object.keys(outcome.outlets)
  const wanted = Object.keys(example.outlets ?? {})
  if (!sameJson(wanted, [outlet])) return `it leaves by ${outlet}, and not by ${wanted.join(", ")}`
  if (!holds(outcome.outlets, example.outlets ?? {}))
    return `it gives ${JSON.stringify(outcome.outlets).slice(0, 400)}`
  const files = ports.files.all()
  if (example.filesAfter !== undefined && !sameJson(files, example.filesAfter))
    return `the files after it are ${JSON.stringify(files).slice(0, 400)}`
  return undefined
}

/** Whether the value has all that is wanted of it. */
function holds(value: Json | undefined, wanted: Json): boolean {
  if (!isMap(wanted)) return sameJson(value, wanted)
  return isMap(value) && Object.entries(wanted).every(([key, each]) => holds(value[key], each))
}
