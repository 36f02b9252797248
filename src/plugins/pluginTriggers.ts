import { z } from "zod"
import { parseDuration } from "../lib/durations.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { misfitOf } from "../model/misfit.ts"
import type { Plugin, PluginTrigger } from "../model/plugins/manifest.ts"
import { fieldsReaderOf } from "../model/plugins/plainSchema.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import { powersOfUses } from "../model/plugins/uses.ts"
import type { CodePort, HttpPort } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import type { Hint } from "../model/step.ts"
import type { AnyTrigger, Polled, PollRequest } from "../model/trigger.ts"
import { createCodeCalls, methodsOf } from "../steps/code/codeCalls.ts"
import { declaredPorts, portsOfUses, refusedAs } from "./declaredPorts.ts"
import { pollBody } from "./pluginCode.ts"
import { kindOf } from "./pluginSteps.ts"

/** Where plugins' triggers look from. */
export interface PollPlace {
  readonly code: CodePort
  /** Requests as the workflow may send them. */
  readonly http: (workflow: string) => HttpPort | undefined
}

/**
 * The trigger types that a plugin brings. Each looks every so often, from where it is given one, and remembers what it
 * gave last; a page that only shows them has no such place.
 */
export function pluginTriggers(plugin: Plugin, place?: PollPlace): AnyTrigger[] {
  return Object.entries(plugin.manifest.triggers).map(([name, trigger]) => {
    const { title, summary, icon, card, docs, hints, uses } = trigger
    const every = parseDuration(trigger.every)
    return {
      ...{ type: kindOf(plugin.name, name), title, summary, icon, card, docs },
      hints: hints as { readonly [field: string]: Hint },
      input: fieldsReaderOf(trigger.input),
      output: fieldsReaderOf(trigger.output),
      powers: powersOfUses(uses),
      every: every.ok ? every.value : usualPause,
      ...(place && {
        poll: (input: JsonMap, request: PollRequest) => poll(plugin, name, trigger, input, request, place),
      }),
    }
  })
}

const usualPause = 900_000
const longestPoll = 30_000
const mostFirings = 20

const polled = z.strictObject({
  state: (z.json() as z.ZodType<Json>).default(null),
  fire: z
    .array(z.looseObject({ id: z.string().min(1).max(200) }).catchall(z.json()))
    .max(mostFirings)
    .default([]),
})

async function poll(
  plugin: Plugin,
  name: string,
  { uses, output }: PluginTrigger,
  input: JsonMap,
  { state, now, workflow }: PollRequest,
  place: PollPlace,
): Promise<Result<Polled, Problem>> {
  const type = kindOf(plugin.name, name)
  const names = portsOfUses(uses)
  const http = place.http(workflow)
  let refused: Problem | undefined
  const stop = new AbortController()
  const ran = await place.code.run({
    language: "javascript",
    source: pollBody(plugin.code, names),
    what: type,
    scope: { trigger: name, input, state, now },
    timeout: longestPoll,
    calls: methodsOf(names, "read"),
    onCall: createCodeCalls(declaredPorts(http ? { http } : {}, uses, input), names, stop.signal, {
      effect: "read",
      refused: problem => {
        refused = refusedAs(problem, uses, input)
        return refused
      },
    }),
  })
  // What it did not wait for is of no use to anybody.
  stop.abort()
  if (!ran.ok) return err(refused ?? ran.error)
  const malformed = (error: z.ZodError) =>
    err(pluginProblem("plugin_bad_poll", { type, ...misfitOf(error, "the whole") }))
  const read = polled.safeParse(ran.value ?? {})
  if (!read.success) return malformed(read.error)
  const fields = fieldsReaderOf(output)
  const firings: Polled["firings"][number][] = []
  for (const { id, ...seen } of read.data.fire) {
    const fits = fields.safeParse(seen)
    if (!fits.success) return malformed(fits.error)
    firings.push({ id, trigger: seen as JsonMap })
  }
  return ok({ state: read.data.state, firings })
}
