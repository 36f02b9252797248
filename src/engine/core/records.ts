import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { KeptChanges } from "../../model/keptChanges.ts"
import { entryId, type Handed, type PortCall } from "../../model/recording.ts"
import { nameOf } from "./cassette.ts"
import { childRunId } from "./childRunId.ts"
import type { EventOf, SingleEvent } from "./event.ts"
import type { RunState, Task } from "./state.ts"
import { visitName } from "./whereabouts.ts"

/*
 * What outcomes carry of the world outside, as far as the run itself goes on with it: the files that it keeps apart,
 * what it would have done, and what a model was asked. The answers of calls stay in the journal.
 */

/** One thing that a run would have done, or what it asked of a model. */
export interface HeldEntry {
  readonly id: string
  readonly step: string
  readonly port: string
  readonly what: string
  readonly with: Json
  readonly say: string
  /** The workflow that would do it, where a run does that this one started. */
  readonly within?: string
}

/** What a run asked of a model, and what that took. */
export interface ModelCall {
  readonly step: string
  readonly model: string
  readonly tokens: number
  /** Null where the price is not known. */
  readonly usd: number | null
  readonly simulated: boolean
}

/** What a task leaves behind of the world outside. */
export interface TaskRecord {
  readonly held: readonly HeldEntry[]
  readonly models: readonly ModelCall[]
  /** What another run would have changed in tables, as it was handed over. */
  readonly rows?: readonly Json[]
}

/** The name of a task within its run: the same in every run of the workflow. */
export function taskName({ visit, number, called }: Task): string {
  const item = number === undefined ? "" : `.${number}`
  return `${visitName(visit)}${item}${called === undefined ? "" : `~${called.name}`}`
}

type Outcome = EventOf<
  "step.completed" | "step.failed" | "step.stopped" | "step.waiting" | "step.doubted" | "step.held"
>

/** Takes in what an outcome carries. Another attempt at the same task takes the place of the first. */
export function keepRecord(state: RunState, task: Task, event: Outcome): void {
  const { calls, changes } = event
  const isPlain = calls === undefined && changes === undefined && state.before.size === 0
  if (isPlain && state.mode !== "replay") return
  const name = taskName(task)
  const isToldAgain =
    event.type === "step.held" || (event.type === "step.doubted" && event.differs !== undefined)
  if (isToldAgain) state.before.set(name, [...(state.before.get(name) ?? []), ...(calls ?? [])])
  else state.before.delete(name)
  if (state.mode === "replay") state.outcomes.set(name, (state.outcomes.get(name) ?? 0) + 1)
  if (calls === undefined && changes === undefined) return
  const { step } = event
  if (calls !== undefined) {
    const held = calls.flatMap(call => heldIn(call, step))
    const models = calls.flatMap(call => modelIn(call, step))
    if (held.length > 0 || models.length > 0 || state.records.has(name)) {
      const records = held.map((entry, at) => ({ ...entry, id: entryId(name, at) }))
      state.records.set(name, { held: records, models })
    }
  }
  for (const change of changes ?? []) {
    state.changes.keep(change)
    state.seenChanges.keep(change)
  }
}

/** Takes in what another run keeps apart: this one goes on with it, and would do nothing of it itself. */
export function keepHanded(
  state: RunState,
  from: string,
  { changes, rows }: { [field in keyof Handed]: Handed[field] | undefined },
): void {
  for (const change of changes ?? []) state.seenChanges.keep(change)
  if (rows !== undefined) state.records.set(from, { held: [], models: [], rows })
}

/** What the run keeps apart of tables, and those around it, in order. */
export function rowsApart({ records }: RunState): Json[] {
  return [...records.values()].flatMap(({ held, rows = [] }) => [
    ...rows,
    ...held.flatMap(({ port, with: asked }) => (port === "tables" ? [asked] : [])),
  ])
}

/** What a run hands back to the one that waited for it: what it came to, and those that it waited for itself. */
export async function handedBack(events: AsyncIterable<SingleEvent>): Promise<Handed> {
  const changes = new KeptChanges()
  const rowsOf = new Map<string, readonly Json[]>()
  for await (const event of events) {
    if (event.type === "run.started") continue
    if ("changes" in event) for (const change of event.changes ?? []) changes.keep(change)
    if (event.type === "step.answered" && event.rows !== undefined)
      rowsOf.set(`${nameOf(event)}>`, event.rows)
    if ("calls" in event) rowsOf.set(nameOf(event), heldRows(event.calls ?? []))
  }
  const rows = [...rowsOf.values()].flat()
  return {
    ...(changes.size === 0 ? {} : { changes: [...changes.values()] }),
    ...(rows.length === 0 ? {} : { rows }),
  }
}

function heldRows(calls: readonly PortCall[]): Json[] {
  return calls.flatMap(({ port, held }) => (port === "tables" && held !== undefined ? [held.with] : []))
}

/** Takes in that a task starts a run: what that one would do belongs to what this one would. */
export function keepStarted(state: RunState, { key }: Task, workflow: string): void {
  if (state.mode === "sandbox") state.started.set(childRunId(state.run, key), workflow)
}

function heldIn({ port, what, held }: PortCall, step: string): Omit<HeldEntry, "id">[] {
  return held === undefined ? [] : [{ step, port, what, with: held.with, say: held.say }]
}

function modelIn({ port, answer, simulated }: PortCall, step: string): ModelCall[] {
  if (port !== "ai" || !isMap(answer) || !isMap(answer.usage)) return []
  const { inputTokens, outputTokens, usd } = answer.usage
  return [
    {
      step,
      model: typeof answer.model === "string" ? answer.model : "",
      tokens: numberIn(inputTokens) + numberIn(outputTokens),
      usd: typeof usd === "number" ? usd : null,
      simulated: simulated === true,
    },
  ]
}

function numberIn(value: Json | undefined): number {
  return typeof value === "number" ? value : 0
}

/** What was decided about differences. */
export function keepChoices(state: RunState, choices: { readonly [id: string]: "do" | "leave" }): void {
  for (const [id, choice] of Object.entries(choices)) state.choices.set(id, choice)
}

/** What is asked with, as a map: of an entry that was put away elsewhere, nothing. */
export function askedOf({ with: asked }: HeldEntry): JsonMap {
  return isMap(asked) ? asked : {}
}
