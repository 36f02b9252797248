import { isMap, type Json } from "../../lib/json.ts"
import { countLines, lineDiff } from "../../lib/lineDiff.ts"
import { KeptChanges } from "../../model/keptChanges.ts"
import { entryOfChild, type FileState, fileEntryId, type RecordedChange } from "../../model/recording.ts"
import { childRunId } from "./childRunId.ts"
import type { SingleEvent } from "./event.ts"
import type { HeldEntry, ModelCall } from "./records.ts"
import type { RunState } from "./state.ts"

/** A file that a run would change, or has changed. */
export interface FileEntry {
  readonly id: string
  readonly path: string
  readonly how: "new" | "changed" | "deleted"
  readonly change: RecordedChange
  /** The workflow that would do it, where a run does that this one started. */
  readonly within?: string
}

/** What a run asked of one model. */
export interface ModelEntry {
  readonly model: string
  readonly calls: number
  readonly tokens: number
  /** Null where the price of one call is not known. */
  readonly usd: number | null
  readonly simulated: boolean
}

/** What a run would do, and what it took. */
export interface WouldDo {
  readonly files: readonly FileEntry[]
  readonly held: readonly HeldEntry[]
  readonly models: readonly ModelEntry[]
  /** The runs that it started, with the ids of their workflows. */
  readonly started: ReadonlyMap<string, string>
}

/** What the run would do, in the order of files' paths and of steps. */
export function wouldDo(state: RunState): WouldDo {
  const records = [...state.records.values()]
  return {
    files: fileEntries([...state.changes.values()].filter(({ applied }) => applied !== true)),
    held: records.flatMap(record => record.held),
    models: modelEntries(records.flatMap(record => record.models)),
    started: new Map([...state.started, ...startedOnFailure(state)]),
  }
}

function startedOnFailure({
  run,
  plan,
  trigger,
  phase,
  problem,
}: RunState): [run: string, workflow: string][] {
  const workflow = plan.workflow.settings?.onFailure
  const bornOfFailure = isMap(trigger) && trigger.type === "failure"
  const hasFailed = phase === "ended" && problem !== undefined
  return workflow === undefined || bornOfFailure || !hasFailed ? [] : [[childRunId(run, "failure"), workflow]]
}

/**
 * What the run would do together with what the runs would that it started, those behind their caller's: ticked and
 * applied with it. `find` gives what is known of such a run.
 */
export function wholeOutbox(would: WouldDo, find: (run: string) => WouldDo | undefined): WouldDo {
  const files = [...would.files]
  const held = [...would.held]
  const models = [...would.models]
  for (const [run, workflow] of would.started) {
    const own = find(run)
    if (own === undefined) continue
    const whole = wholeOutbox(own, find)
    const named = <Entry extends { readonly id: string; readonly within?: string }>(entry: Entry) => ({
      ...entry,
      id: entryOfChild(run, entry.id),
      within: entry.within ?? workflow,
    })
    files.push(...whole.files.map(named))
    held.push(...whole.held.map(named))
    models.push(...whole.models)
  }
  return { files, held, models: together(models), started: would.started }
}

/** The files that a live run has changed up to the moment, from what each of them was before to what it was then. */
export function filesChanged(events: readonly SingleEvent[], moment: number): readonly FileEntry[] {
  const changes = new KeptChanges()
  for (const event of events.slice(0, moment)) {
    if (!("changes" in event) || event.type === "run.started" || event.type === "step.answered") continue
    for (const change of event.changes ?? []) {
      if (change.applied === true) changes.keep(change)
    }
  }
  return fileEntries([...changes.values()])
}

/** Folders that are made on the way to a file say nothing by themselves. */
function fileEntries(changes: readonly RecordedChange[]): FileEntry[] {
  const onTheWay = new Set<string>()
  for (const { path } of changes)
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1))
      onTheWay.add(path.slice(0, at))
  return changes
    .filter(({ path, before, after }) => {
      return hashOf(before) !== hashOf(after) && (after !== "folder" || !onTheWay.has(path))
    })
    .map(change => ({ id: fileEntryId(change.path), path: change.path, how: howOf(change), change }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function howOf({ before, after }: RecordedChange): FileEntry["how"] {
  if (before === null) return "new"
  return after === null ? "deleted" : "changed"
}

function hashOf(state: FileState): string | null {
  return typeof state === "object" ? (state?.hash ?? null) : state
}

function modelEntries(calls: readonly ModelCall[]): ModelEntry[] {
  return together(calls.map(call => ({ ...call, calls: 1 })))
}

/** One entry for each model, simulated ones apart. */
function together(entries: readonly ModelEntry[]): ModelEntry[] {
  const byModel = new Map<string, ModelEntry>()
  for (const { model, calls, tokens, usd, simulated } of entries) {
    const name = `${model}\n${simulated}`
    const before = byModel.get(name) ?? { model, calls: 0, tokens: 0, usd: 0, simulated }
    byModel.set(name, {
      ...before,
      calls: before.calls + calls,
      tokens: before.tokens + tokens,
      usd: before.usd === null || usd === null ? null : before.usd + usd,
    })
  }
  return [...byModel.values()]
}

/** The text that a file's content stands for; undefined where it is none, or is not at hand. */
export function textOfContent(content: Json | undefined): string | undefined {
  return isMap(content) && typeof content.$text === "string" ? content.$text : undefined
}

/** The text of what stands at a path: empty where nothing does. */
export function textOfState(state: FileState): string | undefined {
  if (state === null || state === "folder") return ""
  return textOfContent(state.content)
}

/** How many lines a file would gain and lose; undefined where it is no text. */
export function linesOf({ before, after }: RecordedChange): ReturnType<typeof countLines> | undefined {
  const [old, now] = [textOfState(before), textOfState(after)]
  return old === undefined || now === undefined ? undefined : countLines(lineDiff(old, now))
}
