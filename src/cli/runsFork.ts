import { beginningOf } from "../engine/core/beginning.ts"
import { type ChangedVisit, type ForkScope, forkOf } from "../engine/core/fork.ts"
import type { RunState } from "../engine/core/state.ts"
import { placeOf } from "../engine/core/whereabouts.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { textsOf } from "../model/texts.ts"
import type { Workflow } from "../model/workflow.ts"
import { parseExpression } from "../syntax/expression.ts"
import { referencesOf } from "../syntax/references.ts"
import { parseTemplate } from "../syntax/template.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { conduct, sayProblem } from "./conduct.ts"
import { fitsPattern } from "./fitsPattern.ts"
import { readWay } from "./forkWays.ts"
import type { Io } from "./io.ts"
import { type PastRun, readPastRun } from "./pastRun.ts"
import type { Data } from "./place.ts"
import { parseJson } from "./readData.ts"
import { readInputs } from "./readInputs.ts"
import { newRunId } from "./run.ts"
import { pathOfVisit } from "./runPaths.ts"
import { keepRunPlace } from "./runPlace.ts"
import { prepare } from "./runsSteer.ts"
import { stepResults } from "./stepResults.ts"

/** Runs again what failed, and what depends on it, in a new run that takes over the rest. */
export async function retryRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  const { run, summary } = past
  if (!past.head.ended) return sayProblem(io, problem("run_not_ended", { run }))
  if (summary.status === "completed") return sayProblem(io, problem("run_not_failed", { run }))
  return startFork(given, data, found, io, past, { type: "retry" }, past.state.inputs)
}

/** Runs with another past: with other values of steps or inputs, or from, to or at one step. */
export async function forkRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  const way = readWay(given, past.state)
  if (!way.ok) return sayProblem(io, way.error)
  if (way.value !== undefined) return startFork(given, data, found, io, past, way.value, past.state.inputs)
  const sets = given.values.get("set") ?? []
  const words = given.values.get("input") ?? []
  if (sets.length + words.length === 0) return sayProblem(io, problem("fork_changes_nothing"))
  const values = readValues(sets)
  if (!values.ok) return sayProblem(io, values.error)
  const { workflow } = past.state.plan
  const inputs = await readInputs(workflow, { words, file: past.state.inputs }, fitsPattern)
  if (!inputs.ok) {
    for (const one of inputs.error) sayProblem(io, one)
    return 2
  }
  const names = words.map(word => word.slice(0, word.indexOf("=")))
  const again = stepsReading(workflow, names)
  const changed = changedVisits(past.state, values.value)
  if (!changed.ok) return sayProblem(io, changed.error)
  const scope: ForkScope = { type: "changes", values: changed.value, again: [...again] }
  return startFork(given, data, found, io, past, scope, inputs.value)
}

async function startFork(
  given: Arguments,
  data: Data,
  found: string,
  io: Io,
  past: PastRun,
  scope: ForkScope,
  inputs: JsonMap,
): Promise<number> {
  const prepared = await prepare(given, data, past)
  if ("code" in prepared) return sayProblem(io, prepared)
  const { seed, workflow: hash } = past.started
  const run = newRunId()
  const forked = forkOf(past.state, scope, { at: Date.now(), run, seed, inputs })
  const json = given.flags.has("json")
  if (!json) io.out(`${past.summary.name} (run ${run}, forked from ${past.run})\n`)
  return conduct(io, data, {
    run,
    texts: past.texts,
    ...{ found, json, ...prepared, standIns: forked.standIns },
    ...(given.flags.has("fast-forward") ? { fastForwardFrom: Date.now() } : {}),
    async start({ runs }) {
      await keepRunPlace(data.folder, run, prepared.place)
      const { workflow } = past.state.plan
      const started = await runs.start({
        ...{ run, seed, workflow },
        ...beginningOf(forked),
        ...(hash === undefined ? {} : { hash }),
      })
      return started.ok ? started.value : started.error
    },
  })
}

/** New values of steps, by path: `review`, `each[2].review`. They leave by the outlet named, or by their first. */
type Values = ReadonlyMap<string, { readonly outlet?: string; readonly value: Json }>

/** The latest visits of the steps that have other values. */
function changedVisits(state: RunState, values: Values): Result<readonly ChangedVisit[], Problem> {
  const found: ChangedVisit[] = []
  const unknown = new Set(values.keys())
  for (const instance of state.instances.values()) {
    for (const visits of instance.visits) {
      const last = visits?.findLast(visit => visit.status !== "skipped")
      const path = last === undefined ? "" : pathOfVisit(last)
      const change = values.get(path)
      if (last === undefined || change === undefined) continue
      unknown.delete(path)
      const outlet = change.outlet ?? last.step.outlets[0] ?? "success"
      found.push({ ...placeOf(last), outlets: { [outlet]: change.value } })
    }
  }
  const [step] = unknown
  if (step === undefined) return ok(found)
  const meant = nearest(step, Object.keys(stepResults(state)))
  const hint = meant === undefined ? "" : ` Did you mean “${meant}”?`
  return err(problem("fork_unknown_step", { step, meant: hint }))
}

/** `STEP=JSON`, or `STEP=OUTLET:JSON`. */
function readValues(words: readonly string[]): Result<Values, Problem> {
  const values = new Map<string, { outlet?: string; value: Json }>()
  for (const text of words) {
    const [, step, outlet, json] = /^([^=]+)=(?:([a-z][A-Za-z0-9_]*):)?([\s\S]+)$/.exec(text) ?? []
    if (step === undefined || json === undefined) {
      const why = "Write STEP=JSON, or STEP=OUTLET:JSON."
      return err(problem("option_unreadable", { option: "set", text, why }))
    }
    const value = parseJson(json)
    if (!value.ok) return err(problem("option_unreadable", { option: "set", text, why: value.error.message }))
    values.set(step, { value: value.value, ...(outlet === undefined ? {} : { outlet }) })
  }
  return ok(values)
}

/** The steps whose texts mention one of these inputs, or all of them at once. */
function stepsReading(workflow: Workflow, inputs: readonly string[]): ReadonlySet<string> {
  const steps = new Set<string>()
  for (const { text, form, step } of textsOf(workflow)) {
    if (step === undefined) continue
    const references = form === "expression" ? referencesInExpression(text) : referencesInTemplate(text)
    const reads = references.some(
      ({ root, path: [name] }) =>
        (root === "inputs" || root === "trigger") && (typeof name !== "string" || inputs.includes(name)),
    )
    if (reads) steps.add(step.id)
  }
  return steps
}

function referencesInExpression(text: string) {
  const parsed = parseExpression(text)
  return parsed.ok ? referencesOf(parsed.value) : []
}

function referencesInTemplate(text: string) {
  const parsed = parseTemplate(text)
  if (!parsed.ok) return []
  return parsed.value.flatMap(part => (part.type === "hole" ? referencesOf(part.expression) : []))
}
