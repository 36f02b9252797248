import type { z } from "zod"
import { parseDuration } from "../lib/durations.ts"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import { missingGrant } from "../model/grants.ts"
import { misfitOf } from "../model/misfit.ts"
import type { Action, Plugin } from "../model/plugins/manifest.ts"
import { fieldsReaderOf, readerOf } from "../model/plugins/plainSchema.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import { powersOfUses } from "../model/plugins/uses.ts"
import type { PortName, Ports } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import {
  type AnyStep,
  type Example,
  failed,
  type Hint,
  type Outcome,
  type StepContext,
} from "../model/step.ts"
import { createCodeCalls, methodsOf } from "../steps/code/codeCalls.ts"
import { declaredPorts, portsOfUses, refusedAs } from "./declaredPorts.ts"
import { actionBody } from "./pluginCode.ts"

/** The kinds that a plugin brings, as if each were a file of ours. */
export function pluginSteps(plugin: Plugin): AnyStep[] {
  return Object.entries(plugin.manifest.actions).map(([name, action]) => stepOf(plugin, name, action))
}

/** The kind of a plugin's action. */
export function kindOf(plugin: string, action: string): string {
  return `${plugin}.${action}`
}

function stepOf(plugin: Plugin, name: string, action: Action): AnyStep {
  const { title, summary, icon, group, effect, uses, card, docs, examples, outlets } = action
  const kind = kindOf(plugin.name, name)
  const ports = portsOfUses(uses)
  const outputs = Object.fromEntries(
    Object.entries(outlets).map(([outlet, schema]) => [outlet, readerOf(schema)] as const),
  )
  return {
    ...{ kind, version: 1, title, summary, icon, group, effect, card, docs },
    hints: action.hints as { readonly [field: string]: Hint },
    input: fieldsReaderOf(action.input),
    output: outputs,
    outlets: Object.keys(outlets),
    needs: ["code", "clock", ...ports] satisfies PortName[],
    powers: powersOfUses(uses),
    examples: examples as readonly Example[],
    run: (input: JsonMap, context: StepContext) => runAction(plugin, name, action, outputs, input, context),
  }
}

async function runAction(
  plugin: Plugin,
  name: string,
  action: Action,
  outputs: { readonly [outlet: string]: z.ZodType },
  input: JsonMap,
  context: StepContext,
): Promise<Outcome> {
  const { ports, signal, log, incoming, key, attempt } = context
  const { uses, effect } = action
  const kind = kindOf(plugin.name, name)
  const names = portsOfUses(uses)
  const heard = createHeard(effect)
  const limit = parseDuration(action.timeout)
  const declared: Partial<Ports> = declaredPorts(ports, uses, input)
  const answer = createCodeCalls(declared, names, signal, {
    effect,
    done: heard.done,
    refused: problem => heard.refused(refusedAs(problem, uses, input)),
  })
  const ran = await ports.code.run({
    language: "javascript",
    source: actionBody(plugin.code, names),
    what: kind,
    scope: { action: name, input, incoming: incoming ?? null, key, attempt, now: ports.clock.now() },
    ...(limit.ok ? { timeout: limit.value } : {}),
    signal,
    onLog: log,
    calls: methodsOf(names, effect),
    onCall: answer,
  })
  if (!ran.ok) return failed(heard.causeOf(ran.error))
  return outcomeOf(kind, outputs, ran.value)
}

/**
 * What a plugin's calls came to. Where one of them is why it failed, that problem says more than the sandbox's: a grant
 * that is missing is asked for, and what may be tried again is. But nothing that cannot be repeated is made again for
 * want of a grant.
 */
function createHeard(effect: Action["effect"]): {
  done(): void
  refused(problem: Problem): Problem
  causeOf(failure: Problem): Problem
} {
  let isDone = false
  const problems: Problem[] = []
  return {
    done() {
      isDone = true
    },
    refused(problem) {
      problems.push(problem)
      return problem
    },
    causeOf(failure) {
      const cause = problems.find(({ message }) => failure.message.includes(message.slice(0, shownOfCause)))
      if (cause === undefined || failure.code !== "code_threw") return failure
      return isDone && effect === "once" && missingGrant(cause) !== null ? failure : cause
    },
  }
}

/** The letters of an error that are sure to stand in the problem that the sandbox makes of it. */
const shownOfCause = 60

function outcomeOf(kind: string, outputs: { readonly [outlet: string]: z.ZodType }, given: Json): Outcome {
  const names = Object.keys(outputs)
  const left = isMap(given) ? given : {}
  const outlet = typeof left.outlet === "string" ? left.outlet : (names[0] ?? "success")
  const schema = own(outputs, outlet)
  if (schema === undefined)
    return failed(pluginProblem("plugin_no_outlet", { kind, outlet, outlets: names.join(", ") }))
  const value = left.value ?? null
  const read = schema.safeParse(value)
  if (read.success) return { type: "done", outlets: { [outlet]: value } }
  return failed(pluginProblem("plugin_bad_output", { kind, outlet, ...misfitOf(read.error, "the whole") }))
}
