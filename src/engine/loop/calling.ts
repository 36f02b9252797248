import type { JsonMap } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Spent } from "../../model/budget.ts"
import type { CallOptions, StepResult, StepsPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { StartAction } from "../core/action.ts"
import { mayNotCall } from "../core/calls.ts"
import { firstValue } from "../core/instanceOutput.ts"
import type { Task } from "../core/state.ts"
import { isOver } from "../core/tasks.ts"
import { isExecuting, taskAt, visitAt } from "../core/whereabouts.ts"
import { placeOf } from "./answering.ts"
import type { Attempt } from "./attempt.ts"
import type { Live } from "./live.ts"
import { loopProblem } from "./loopProblems.ts"
import { toPlainJson } from "./plainJson.ts"
import { timeAfter } from "./times.ts"

/*
 * The port by which code of a step calls other steps. An attempt that is repeated after a crash calls again from
 * its beginning: each call finds its own outcome in the journal, by what it asks for and how often that was asked
 * for before, and only what is new is done.
 *
 *     const turn = await ports.steps.call("ai.generate", { prompt })   // journaled: paid for once
 *     const read = await ports.steps.call("file.read", { path })       // read again only if it had not ended
 */

/** The calls of one attempt. */
export interface Calling {
  readonly port: StepsPort
  /** Lets the attempt rest whenever it waits for calls; what it returns ends that. */
  attend(attempt: Attempt): () => void
  /** Ends once all that was called is over, or is to be stopped. */
  over(): Promise<void>
  /** The attempt has ended or is to end: it calls nothing more, and waits for no call. */
  close(): void
}

/** A call that the attempt waits for. */
interface Awaited {
  readonly name: string
  readonly tell: (task: Task | undefined) => void
  readonly onHeld: CallOptions["onHeld"]
}

/** An attempt that calls more often has no end. */
const mostCalls = 10_000

const looksOf = new WeakMap<Live, Set<() => void>>()

/** Lets attempts that called see what became of their calls. */
export function lookAtCalls(live: Live): void {
  for (const look of [...(looksOf.get(live) ?? [])]) look()
}

/** The calls of the attempt that this action starts. */
export function createCalling(live: Live, action: StartAction): Calling {
  const place = placeOf(action)
  const prefix = action.call === undefined ? "" : `${action.call}.`
  const earlier = callsByRequest(callerIn(live, place))
  const awaited = new Set<Awaited>()
  const overListeners = new Set<() => void>()
  const looks = looksOf.get(live) ?? new Set()
  looksOf.set(live, looks)
  let attending: { readonly attempt: Attempt; done: (() => void) | null } | null = null
  let closed = false
  let toldOf: Spent | undefined

  const look = (): void => {
    const caller = callerIn(live, place)
    for (const each of awaited) {
      const task = callNamed(live, place, each.name)
      if (task?.status === "queued") tellHeld(each)
      if (task === undefined || !isOver(task)) continue
      awaited.delete(each)
      rest(caller)
      each.tell(task)
    }
    rest(caller)
    if (caller?.lending?.open !== 0) return
    for (const tell of overListeners) tell()
    overListeners.clear()
  }

  /** A budget holds what is waited for: that is said once each time. */
  const tellHeld = ({ onHeld }: Awaited): void => {
    const { pausedFor, spent } = live.state
    if (pausedFor !== "budget" || spent === undefined || spent === toldOf) return
    toldOf = spent
    onHeld?.(spent)
  }

  /** What it waits for is under way in its place; while all that only waits, its own limit of time rests too. */
  const rest = (caller: Task | undefined): void => {
    if (attending === null) return
    const { attempt, done } = attending
    const waits = awaited.size > 0 && caller !== undefined
    if (waits) {
      done?.()
      attending.done = null
    } else attending.done ??= live.begin()
    attempt.rest(waits ? (isExecuting(caller) ? "on work" : "on a wait") : "not")
  }

  const ended = (name: string, onHeld: CallOptions["onHeld"]): Promise<Task | undefined> => {
    const task = callNamed(live, place, name)
    if (task !== undefined && isOver(task)) return Promise.resolve(task)
    return new Promise(tell => {
      awaited.add({ name, tell, onHeld })
      rest(callerIn(live, place))
    })
  }

  /** The journaled call that this one is, if it is one; else, or where it is to be done again, its name. */
  const nameOf = (caller: Task, request: string): { readonly name: string; readonly isAsked: boolean } => {
    const known = earlier.get(request)?.shift()
    if (known?.called === undefined) {
      return { name: `${prefix}${caller.lending?.calls.length ?? 0}`, isAsked: false }
    }
    return { name: known.called.name, isAsked: !isAskedAgain(known, caller) }
  }

  const call = async (
    kind: string,
    parameters: JsonMap,
    { retry, timeout, within, refuseUngranted, onHeld }: CallOptions = {},
  ): Promise<Result<StepResult, Problem>> => {
    const definition = live.parts.kinds(kind)
    if (definition === undefined) return err(loopProblem("unknown_kind", { kind }))
    if (definition.control !== undefined) return err(loopProblem("not_callable", { kind }))
    for (const [path, limit] of Object.entries({ timeout, within })) {
      if (limit !== undefined && timeAfter(limit, 0) === undefined)
        return err(loopProblem("bad_parameters", { path, why: "it is no duration" }))
    }
    const plain = toPlainJson(parameters)
    if (!plain.ok) return plain
    const input = plain.value as JsonMap
    const caller = callerIn(live, place)
    if (caller === undefined || closed || live.isOver() || mayNotCall(caller)) {
      return err(loopProblem("call_stopped", { kind }))
    }
    if ((caller.lending?.calls.length ?? 0) >= mostCalls) {
      return err(loopProblem("too_many_calls", { most: mostCalls }))
    }
    const { name, isAsked } = nameOf(caller, requestOf(kind, input))
    if (!isAsked) {
      const how = {
        ...(retry === undefined ? {} : { retry }),
        ...(timeout === undefined ? {} : { timeout }),
        ...(within === undefined ? {} : { within }),
        ...(refuseUngranted ? { refuseUngranted } : {}),
      }
      live.record({ type: "step.called", ...place, call: name, kind, input, ...how })
    }
    const task = await ended(name, onHeld)
    if (task === undefined) return err(loopProblem("call_stopped", { kind }))
    if (task.effect !== "pure") await live.commits.sure()
    return resultOf(task)
  }

  return {
    port: { call },
    attend(attempt) {
      attending = { attempt, done: live.begin() }
      looks.add(look)
      rest(callerIn(live, place))
      return () => {
        looks.delete(look)
        attending?.done?.()
        attending = null
      }
    },
    over: () =>
      new Promise(go => {
        if (closed || (callerIn(live, place)?.lending?.open ?? 0) === 0) go()
        else overListeners.add(go)
      }),
    close() {
      closed = true
      for (const each of [...awaited]) each.tell(undefined)
      awaited.clear()
      for (const tell of overListeners) tell()
      overListeners.clear()
      rest(callerIn(live, place))
    },
  }
}

type CallerPlace = ReturnType<typeof placeOf>

function callerIn(live: Live, place: CallerPlace): Task | undefined {
  return callNamed(live, place, place.call)
}

function callNamed(live: Live, place: CallerPlace, name: string | undefined): Task | undefined {
  const visit = visitAt(live.state, place.in, place.step, place.visit)
  return visit === undefined ? undefined : taskAt(visit, place.task, name)
}

function requestOf(kind: string, input: JsonMap): string {
  return `${kind}\n${JSON.stringify(input)}`
}

/** What attempts before this one called, in order, by what they asked for. */
function callsByRequest(caller: Task | undefined): Map<string, Task[]> {
  const found = new Map<string, Task[]>()
  for (const task of caller?.lending?.calls ?? []) {
    const request = requestOf(task.called?.kindName ?? "", (task.input ?? {}) as JsonMap)
    const known = found.get(request)
    if (known === undefined) found.set(request, [task])
    else known.push(task)
  }
  return found
}

/** One that was stopped, or on whose failure the attempt that asked for it ended, is asked for again by the next. */
function isAskedAgain(task: Task, caller: Task): boolean {
  if (task.status === "stopped") return true
  if (task.status === "in_doubt") return task.called?.open === false
  if (task.status !== "failed" || (task.called?.asked ?? 0) >= caller.attempt) return false
  return !caller.lending?.calls.some(other => (other.called?.since ?? 0) > task.endedBy)
}

function resultOf(task: Task): Result<StepResult, Problem> {
  const { called, outlets, problem } = task
  if (outlets !== undefined)
    return ok({ outlets, output: firstValue(outlets, called?.outlets ?? []), took: called?.worked ?? 0 })
  return err(problem ?? loopProblem("call_stopped", { kind: called?.kindName ?? "" }))
}
