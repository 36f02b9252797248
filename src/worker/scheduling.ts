import type { RunEvent } from "../engine/core/event.ts"
import { type Evaluate, evaluateAll } from "../engine/loop/evaluating.ts"
import { newsId, runNews } from "../engine/scheduler/runNews.ts"
import { createScheduler, type Enabled, type Fired } from "../engine/scheduler/scheduler.ts"
import { isMap, own } from "../lib/json.ts"
import { err, ok } from "../lib/result.ts"
import type { Journal } from "../model/journal.ts"
import type { AnyTrigger, Signal } from "../model/trigger.ts"
import type { Workflow } from "../model/workflow.ts"
import type { EventBus } from "../ports/events/eventBus.ts"
import type { Switches } from "../storage/switches.ts"
import type { Engine } from "./engine.ts"
import type { HearFileFor } from "./watchFolders.ts"

/*
 * Lets runs start by themselves while a tab is open. One tab, whoever holds the lock, looks at once when a tick is
 * due; the others look too, but leave it the ticks that are young, and so step in only for a tab that is stuck. That
 * they might fire one tick together does no harm, since its run has an id of its own.
 *
 * What is heard is heard in the tab in which it happens: an event where the step is that emits it, a run's end where
 * the run goes on. Files are watched by the owner alone.
 */

/** What scheduling is handed. */
export interface SchedulingParts {
  readonly engine: Pick<Engine, "start">
  readonly journal: Journal<RunEvent>
  readonly switches: Pick<Switches, "all" | "standings">
  readonly types: readonly AnyTrigger[]
  /** The types that plugins bring, as they are now. */
  readonly pluginTypes?: () => Promise<readonly AnyTrigger[]>
  /** The workflow as it is to run; its text decides whether it is read anew. */
  readonly workflow: (id: string) => Promise<Workflow | undefined>
  /** The id of the workflow that a run is of. */
  readonly workflowOf: (run: string) => Promise<string | undefined>
  readonly evaluate: Evaluate
  readonly events: EventBus
  /** Calls back with what happened to files of workspaces; what it returns ends that. */
  readonly watchFiles: (hear: HearFileFor) => () => void
  readonly locks: Pick<LockManager, "request">
  readonly lockName: string
  readonly clock: { now(): number; readonly timezone: string }
  readonly after: (milliseconds: number, work: () => void) => () => void
  readonly told?: (news: Fired) => void
}

/** Runs that start by themselves. */
export interface Scheduling {
  open(): void
  /** Tells of something that may fire a trigger. */
  hear(signal: Signal, id: string): Promise<void>
  close(): void
}

/** A sleeping tab's timers come late, and a clock may jump: so the time is looked at this often at least. */
const lookEvery = 20_000
/** How old a tick must be before a tab that is not the owner fires it. */
const patience = 45_000

/** Makes the scheduling of one tab. */
export function createScheduling(parts: SchedulingParts): Scheduling {
  const { engine, journal, switches, clock, after } = parts
  const ours = new Map(parts.types.map(type => [type.type, type]))
  let types: ReadonlyMap<string, AnyTrigger> = ours
  const scheduler = createScheduler({
    types: type => types.get(type),
    enabled,
    standings: switches.standings,
    start: (run, request) => engine.start(run, request),
    async evaluate(given, names) {
      const evaluated = await evaluateAll([given], names, parts.evaluate)
      if (!evaluated.ok) return err(evaluated.error)
      const [value] = evaluated.value
      return ok(isMap(value) ? value : {})
    },
    clock,
    told(news) {
      if (news.problem !== undefined) console.warn(news.problem.message)
      parts.told?.(news)
    },
  })
  const endings: (() => void)[] = []
  let release: (() => void) | undefined
  let isOwner = false
  let closed = false
  let offFiles: (() => void) | undefined
  let offTimer = (): void => {}

  async function enabled(): Promise<readonly Enabled[]> {
    const found: Enabled[] = []
    for (const { workflow: id, since } of await switches.all()) {
      const workflow = await parts.workflow(id)
      if (workflow !== undefined) found.push({ workflow, since })
    }
    await lookUpTypes(found)
    watchFilesFor(found)
    return found
  }

  /** What plugins bring is looked up only where a trigger may be of it, for they come and go. */
  async function lookUpTypes(found: readonly Enabled[]): Promise<void> {
    const all = found.flatMap(({ workflow }) => workflow.triggers ?? [])
    if (parts.pluginTypes === undefined || all.every(({ type }) => ours.has(type))) return
    types = new Map([...(await parts.pluginTypes()).map(type => [type.type, type] as const), ...ours])
  }

  /** Files are watched by the owner alone, and only while a trigger hears of them. */
  function watchFilesFor(found: readonly Enabled[]): void {
    const isWanted =
      isOwner &&
      !closed &&
      found.some(({ workflow }) => workflow.triggers?.some(({ type }) => types.get(type)?.hearsFiles))
    if (isWanted) {
      offFiles ??= parts.watchFiles((path, event, id, isFor) => {
        void scheduler.hear({ source: "files", name: event, value: { path } }, id, 0, isFor)
      })
    } else {
      offFiles?.()
      offFiles = undefined
    }
  }

  async function look(): Promise<void> {
    offTimer()
    if (closed) return
    let next: number | null = null
    try {
      next = await scheduler.look(isOwner ? 0 : patience)
    } catch (cause) {
      // The database may be busy or closing; the next look tries again.
      console.warn(cause)
    }
    if (closed) return
    const wait = next === null || !isOwner ? lookEvery : Math.min(lookEvery, Math.max(0, next - clock.now()))
    offTimer()
    offTimer = after(wait, () => void look())
  }

  /** How many runs led to this one, each started by the one before; and whether what it does is real. */
  async function birthOf(run: string): Promise<{ readonly depth: number; readonly isLive: boolean }> {
    for await (const [first] of journal.read(run)) {
      if (first?.type !== "run.started") break
      const { trigger, mode } = first
      const depth = isMap(trigger) ? own(trigger, "depth") : undefined
      return { depth: typeof depth === "number" ? depth : 0, isLive: mode === undefined }
    }
    return { depth: 0, isLive: true }
  }

  async function hearOfRun(run: string, seq: number, events: readonly RunEvent[]): Promise<void> {
    for (const [at, event] of events.entries()) {
      for (const [nth, { name, value: said }] of runNews(event).entries()) {
        const { depth, isLive } = await birthOf(run)
        // What a trial came to starts nothing.
        if (!isLive) return
        const value = { workflow: (await parts.workflowOf(run)) ?? "", run, ...said }
        await scheduler.hear({ source: "runs", name, value }, newsId(run, seq + at, nth), depth)
      }
    }
  }

  function takeOver(): void {
    isOwner = true
    void look()
  }

  return {
    open() {
      endings.push(
        parts.events.listen(null, async ({ name, value, id }) => {
          const run = id.slice(0, id.indexOf(":"))
          await scheduler.hear({ source: "events", name, value }, id, (await birthOf(run)).depth)
        }),
        journal.watch((run, seq, events) => void hearOfRun(run, seq, events)),
      )
      void parts.locks.request(parts.lockName, () => {
        if (closed) return
        takeOver()
        return new Promise<void>(go => {
          release = go
        })
      })
      void look()
    },
    hear: (signal, id) => scheduler.hear(signal, id),
    close() {
      closed = true
      offTimer()
      offFiles?.()
      release?.()
      for (const end of endings.splice(0)) end()
    },
  }
}
