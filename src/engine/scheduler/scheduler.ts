import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { AnyTrigger, Signal, Standing } from "../../model/trigger.ts"
import type { Trigger, Workflow } from "../../model/workflow.ts"
import { schedulerProblem } from "./schedulerProblems.ts"
import { lookAt } from "./ticks.ts"

/*
 * Starts runs by themselves: when a time has come, or when something was heard. It keeps nothing of its own and knows
 * no timer; whoever has it asks it to look every so often, and tells it what is heard.
 *
 *     look() ──▶ ticks due ──▶ start(run id made from the tick) ──▶ standing kept
 *     hear(signal) ──▶ triggers that hear it ──▶ start(run id made from the signal)
 *
 * A trigger that looks for itself is let look beside all this, for its look may take a while, and is never let look
 * twice at once.
 *
 * The id of a run is made from workflow, trigger and tick. To start a run twice under one id starts it once, so that
 * a crash between start and standing, or two tabs that look at one moment, fire a tick once.
 */

/** A workflow whose triggers fire. */
export interface Enabled {
  readonly workflow: Workflow
  /** When it was switched on: what was due before does not count as missed. */
  readonly since: number
}

/** What is asked to start a run. */
export interface TriggeredStart {
  readonly workflow: Workflow
  readonly inputs: JsonMap
  readonly trigger: Json
  readonly entries?: readonly string[]
}

/** What a scheduler is handed. */
export interface SchedulerParts {
  readonly types: (type: string) => AnyTrigger | undefined
  readonly enabled: () => Promise<readonly Enabled[]>
  readonly standings: StandingStore
  /** Starts a run; once, however often it is asked with the same id. */
  readonly start: (run: string, request: TriggeredStart) => Promise<Result<unknown, Problem>>
  /** Evaluates the templates in what a trigger gives to the inputs. */
  readonly evaluate: (given: JsonMap, names: JsonMap) => Promise<Result<JsonMap, Problem>>
  readonly clock: { now(): number; readonly timezone: string }
  /** Hears of what fired, and of what could not. */
  readonly told?: (news: Fired) => void
}

/** Where it is kept how far each trigger has come. */
export interface StandingStore {
  read(workflow: string, trigger: string): Promise<Standing | undefined>
  write(workflow: string, trigger: string, standing: Standing): Promise<void>
}

/** What became of a tick or a signal. */
export interface Fired {
  readonly workflow: string
  readonly trigger: string
  readonly run: string
  readonly problem?: Problem
}

/** Starts runs by themselves. */
export interface Scheduler {
  /** Fires the ticks that are due and as old as this at least; gives when the next is due. */
  look(patience?: number): Promise<number | null>
  /**
   * Fires the triggers that hear the signal. The id is the signal's own: told twice, it fires once. `depth` counts
   * the runs that led to it, each started by the one before; `isFor` says which workflows it concerns, all if left out.
   */
  hear(signal: Signal, id: string, depth?: number, isFor?: (workflow: string) => boolean): Promise<void>
  /** Ends when no trigger is looking for itself any more. */
  polled(): Promise<void>
  /** When each trigger of a workflow fires next. */
  nextTimes(workflow: Workflow, most: number): readonly NextTime[]
}

/** When a trigger is due. */
export interface NextTime {
  readonly trigger: string
  readonly at: number
}

/** So many runs may start one another by what they say and write; the next is not started. */
export const mostDepth = 10

/** How long a trigger that looks for itself waits, unless it says how long. */
const usualPause = 900_000

/** A trigger that hears more than this within a minute is started no more until the minute is over. */
export const mostPerMinute = 60

/** Makes a scheduler. */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const { clock, standings, types, told } = parts
  /** When signals started each trigger, within the last minute. */
  const lately = new Map<string, number[]>()
  const polls = new Map<string, Promise<void>>()
  let turn: Promise<unknown> = Promise.resolve()

  /** One look after another: two at once would both see a tick as due. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }

  async function look(patience: number): Promise<number | null> {
    const now = clock.now() - patience
    let earliest: number | null = null
    for (const { workflow, since } of await parts.enabled()) {
      for (const trigger of triggersOf(workflow)) {
        const type = types(trigger.type)
        const input = type?.input.safeParse(trigger.with ?? {})
        if (type === undefined || !input?.success) continue
        if (type.poll !== undefined) {
          const next = await pollIfDue(workflow, trigger, type, input.data, now)
          if (earliest === null || next < earliest) earliest = next
        }
        if (type.due === undefined) continue
        const kept = await standings.read(workflow.id, trigger.id)
        const from = { since: Math.max(kept?.since ?? since, since) }
        const timezone = workflow.settings?.timezone ?? clock.timezone
        const missed = trigger.missed ?? "skip"
        const found = lookAt(type, input.data, from, { now, timezone, missed })
        for (const { id, trigger: seen } of found.fire) await fire(workflow, trigger, id, seen, 0)
        if (found.fire.length > 0 || kept === undefined || isLongAgo(kept, found.standing))
          await standings.write(workflow.id, trigger.id, found.standing)
        if (found.next !== null && (earliest === null || found.next < earliest)) earliest = found.next
      }
    }
    return earliest
  }

  /** Lets the trigger look if it is time; gives when it is next. */
  async function pollIfDue(
    workflow: Workflow,
    trigger: Trigger,
    type: AnyTrigger,
    input: unknown,
    now: number,
  ): Promise<number> {
    const every = type.every ?? usualPause
    const kept = await standings.read(workflow.id, trigger.id)
    const due = kept === undefined ? now : Math.min(kept.since, now) + every
    const key = `${workflow.id}\n${trigger.id}`
    if (due > now) return due
    if (!polls.has(key)) {
      const looking = poll(workflow, trigger, type, input, kept?.state ?? null)
      polls.set(
        key,
        looking.finally(() => polls.delete(key)),
      )
    }
    return now + every
  }

  async function poll(
    workflow: Workflow,
    trigger: Trigger,
    type: AnyTrigger,
    input: unknown,
    state: Json,
  ): Promise<void> {
    const since = clock.now()
    const looked = await type.poll?.(input, { state, now: since, workflow: workflow.id })
    if (looked?.ok !== true) {
      const run = runOf(workflow.id, trigger.id, `poll:${since}`)
      if (looked !== undefined)
        told?.({ workflow: workflow.id, trigger: trigger.id, run, problem: looked.error })
      await standings.write(workflow.id, trigger.id, { since, state })
      return
    }
    for (const { id, trigger: seen } of looked.value.firings)
      await fire(workflow, trigger, `poll:${id}`, seen, 0)
    await standings.write(workflow.id, trigger.id, { since, state: looked.value.state })
  }

  async function fire(
    workflow: Workflow,
    trigger: Trigger,
    tick: string,
    seen: JsonMap,
    depth: number,
  ): Promise<void> {
    const run = runOf(workflow.id, trigger.id, tick)
    const asked = await requestOf(workflow, trigger, seen, depth)
    const started = asked.ok ? await parts.start(run, asked.value) : asked
    told?.({
      ...{ workflow: workflow.id, trigger: trigger.id, run },
      ...(started.ok ? {} : { problem: started.error }),
    })
  }

  async function requestOf(
    workflow: Workflow,
    trigger: Trigger,
    seen: JsonMap,
    depth: number,
  ): Promise<Result<TriggeredStart, Problem>> {
    const passed: JsonMap = { type: trigger.type, id: trigger.id, ...seen, ...(depth > 0 ? { depth } : {}) }
    const given = await parts.evaluate(trigger.inputs ?? {}, { trigger: passed })
    if (!given.ok) return given
    const inputs: Record<string, Json> = {}
    for (const [name, spec] of Object.entries(workflow.inputs ?? {})) {
      const value = own(given.value, name) ?? spec.default
      if (value !== undefined) inputs[name] = value
      else if (spec.required === true)
        return err(schedulerProblem("trigger_no_input", { trigger: trigger.id, input: name }))
    }
    const entries = trigger.next === undefined ? undefined : [trigger.next].flat()
    return ok({ workflow, inputs, trigger: passed, ...(entries === undefined ? {} : { entries }) })
  }

  function isTooOften(key: string): boolean {
    const now = clock.now()
    const times = (lately.get(key) ?? []).filter(at => now - at < 60_000 && at <= now)
    if (times.length < mostPerMinute) times.push(now)
    else return true
    lately.set(key, times)
    return false
  }

  return {
    look: (patience = 0) => inTurn(() => look(patience)),

    async hear(signal, id, depth = 0, isFor = () => true) {
      for (const { workflow } of await parts.enabled()) {
        if (!isFor(workflow.id)) continue
        for (const trigger of triggersOf(workflow)) {
          const seen = heardBy(types(trigger.type), trigger, signal)
          if (seen === null) continue
          const tick = `${signal.source}:${id}`
          const refused =
            depth >= mostDepth
              ? schedulerProblem("trigger_too_deep", { trigger: trigger.id, most: mostDepth })
              : isTooOften(`${workflow.id}\n${trigger.id}`)
                ? schedulerProblem("trigger_too_often", { trigger: trigger.id, most: mostPerMinute })
                : null
          if (refused === null) await fire(workflow, trigger, tick, seen, depth + 1)
          else {
            const run = runOf(workflow.id, trigger.id, tick)
            told?.({ workflow: workflow.id, trigger: trigger.id, run, problem: refused })
          }
        }
      }
    },

    async polled() {
      await Promise.allSettled(polls.values())
    },

    nextTimes: (workflow, most) => nextTimes(workflow, most, types, clock),
  }
}

/** When each trigger of a workflow that time fires is due next, in order of time. */
export function nextTimes(
  workflow: Workflow,
  most: number,
  types: SchedulerParts["types"],
  clock: SchedulerParts["clock"],
): NextTime[] {
  const found: NextTime[] = []
  for (const trigger of triggersOf(workflow)) {
    const type = types(trigger.type)
    const input = type?.input.safeParse(trigger.with ?? {})
    if (!type?.due || !input?.success) continue
    const timezone = workflow.settings?.timezone ?? clock.timezone
    let from = clock.now()
    for (let count = 0; count < most; count++) {
      const { next } = type.due(input.data, { since: from, now: from, timezone, most: 0 })
      if (next === null) break
      found.push({ trigger: trigger.id, at: next })
      from = next
    }
  }
  return found.sort((a, b) => a.at - b.at).slice(0, most)
}

/** The triggers of a workflow that may fire. */
function triggersOf(workflow: Workflow): readonly Trigger[] {
  return (workflow.triggers ?? []).filter(({ enabled }) => enabled !== false)
}

function heardBy(type: AnyTrigger | undefined, trigger: Trigger, signal: Signal): JsonMap | null {
  const input = type?.hears && type.input.safeParse(trigger.with ?? {})
  if (!input?.success) return null
  const seen: unknown = type?.hears?.(input.data, signal)
  return isMap(seen) ? seen : null
}

/** Standings move on with time; that nothing was due is written down now and then, not at every look. */
function isLongAgo(kept: Standing, now: Standing): boolean {
  return Math.abs(now.since - kept.since) >= 600_000
}

/** The id of the run that a tick starts: the same whoever fires it. */
function runOf(workflow: string, trigger: string, tick: string): string {
  const text = `${workflow}\n${trigger}\n${tick}`
  return `${trigger.slice(0, 40)}-${hash(text, 0x811c9dc5)}${hash(text, 0x1b873593)}${hash(text, 0x2545f491)}`
}

function hash(text: string, from: number): string {
  let mixed = from
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193) >>> 0
  return mixed.toString(36)
}
