import { isMap, type Json } from "../../lib/json.ts"
import { err, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { entryOfChild, type FileState, type Handed } from "../../model/recording.ts"
import type { Wait } from "../../model/step.ts"
import type { Workflow } from "../../model/workflow.ts"
import { childRunId, seedOfChild } from "../core/childRunId.ts"
import { eventVersion, type RunEvent, type SingleEvent } from "../core/event.ts"
import { handedBack, rowsApart } from "../core/records.ts"
import { singlesOf } from "../core/singles.ts"
import { evaluateAll } from "./evaluating.ts"
import type { ChildAnswer, Live, Others } from "./live.ts"
import type { LoopParts, RunEnd, RunStart } from "./loopParts.ts"
import { loopProblem } from "./loopProblems.ts"
import { createRetention } from "./retention.ts"
import { type Run, type RunHooks, startRun, takeUpRun } from "./run.ts"
import { createRunQueue } from "./runQueue.ts"

/*
 * All runs that go on in one place: a worker, a terminal. It starts them within the limits of their workflows,
 * takes up what an earlier place left behind, starts the runs that steps wait for, and the workflow that is to be
 * started when one fails. A run that another run starts gets its id from the key of the step that started it, so
 * that after a crash it is found again and not started twice.
 */

/** All runs that go on here. */
export interface Runs {
  /** Starts a run, at once or when its workflow has room for it. */
  start(start: RunStart): Promise<Result<Run, Problem>>
  /** Takes up a run from its journal. */
  takeUp(run: string): Promise<Result<Run, Problem>>
  /** Takes up every run that has not ended; the problems of those that cannot be. */
  takeUpAll(): Promise<readonly { readonly run: string; readonly problem: Problem }[]>
  /** The run, if it goes on here. */
  get(run: string): Run | undefined
  /** Ends with how the run ended, whoever has it then. */
  ended(run: Run): Promise<RunEnd>
  /** Lets go of what the history keeps no longer. */
  tidy(): Promise<void>
  /** Leaves all runs in good order. */
  leave(): Promise<void>
}

/** Workflows may start one another so deeply. */
const deepestRuns = 16

/** A place in which runs go on. */
export function createRuns(parts: LoopParts): Runs {
  const here = new Map<string, Run>()
  const coming = new Map<string, Promise<Result<Run, Problem>>>()
  const ends = new Map<string, Promise<RunEnd>>()
  const tellEnd = new Map<string, (end: RunEnd) => void>()
  const restListeners = new Map<string, () => void>()
  const ancestorsOf = new Map<string, readonly string[]>()
  const queue = createRunQueue()
  const retention = createRetention(parts.journal, {
    now: parts.clock.now,
    latest: async id => (await parts.workflows.latest(id))?.workflow,
    usual: parts.usualKeep,
  })

  const others: Others = {
    child: (live, key, wait, resting) => {
      const run = childRunId(live.run, key)
      restListeners.set(run, resting)
      return {
        answer: child(live, run, key, wait),
        cancel() {
          if (wait.detached !== true) here.get(run)?.cancel()
        },
      }
    },
    failing: (live, problem) => {
      const { trigger, plan, narrow } = live.state
      const workflow = plan.workflow.settings?.onFailure
      const bornOfFailure = isMap(trigger) && trigger.type === "failure"
      if (workflow === undefined || bornOfFailure || live.state.mode === "replay") return null
      // What is for no more than a step tells whoever looks at it.
      if (narrow !== undefined) return null
      return startOnFailure(live, workflow, problem)
    },
  }
  const hooks: RunHooks = {
    others,
    rested(run, rest) {
      if (rest.type === "waiting") restListeners.get(run.id)?.()
      if (rest.type !== "ended" && rest.type !== "lost") return
      here.delete(run.id)
      ancestorsOf.delete(run.id)
      restListeners.delete(run.id)
      queue.leave(run.id)
      if (rest.type === "ended") {
        tellEnd.get(run.id)?.(rest.end)
        retention.ended(run.workflow)
      }
      tellEnd.delete(run.id)
      ends.delete(run.id)
    },
  }

  const admit = async (
    run: Run,
    workflow: Workflow,
    ancestors: readonly string[],
  ): Promise<Result<Run, Problem>> => {
    const limits = workflow.settings?.concurrency
    here.set(run.id, run)
    ancestorsOf.set(run.id, ancestors)
    ends.set(run.id, new Promise(tell => tellEnd.set(run.id, tell)))
    const entrant = {
      ...{ run: run.id, workflow: workflow.id, ancestors },
      key: await keyOf(limits?.key, run),
      max: limits?.max ?? Number.POSITIVE_INFINITY,
      overflow: limits?.overflow ?? "queue",
    }
    const place = queue.enter(entrant, () => run.cancel())
    if (place === "skipped") {
      run.cancel()
      run.go()
    } else void place.then(() => run.go())
    return { ok: true, value: run }
  }

  const keyOf = async (key: string | undefined, run: Run): Promise<string> => {
    if (key === undefined) return ""
    const { inputs, trigger } = run.state()
    const evaluated = await evaluateAll([key], { inputs, trigger }, parts.evaluate)
    return evaluated.ok ? JSON.stringify(evaluated.value[0] ?? null) : ""
  }

  const start = async (given: RunStart): Promise<Result<Run, Problem>> => {
    const started = await startRun(parts, given, hooks)
    return started.ok ? admit(started.value, given.workflow, given.ancestors ?? []) : started
  }

  /** A run that two ask for at once (its parent, and whoever takes up all) is taken up once. */
  const takeUp = (run: string, ancestors: readonly string[] = []): Promise<Result<Run, Problem>> => {
    const known = here.get(run)
    if (known !== undefined) return Promise.resolve({ ok: true, value: known })
    const taking = coming.get(run) ?? takeUpNow(run, ancestors).finally(() => coming.delete(run))
    coming.set(run, taking)
    return taking
  }

  const takeUpNow = async (run: string, ancestors: readonly string[]): Promise<Result<Run, Problem>> => {
    const first = await firstEvent(run)
    if (first?.type !== "run.started") return err(loopProblem("run_not_found", { run }))
    if (first.v > eventVersion) return err(loopProblem("run_newer"))
    const workflow = await parts.workflows.pinned(first.workflow, run)
    if (workflow === undefined) return err(loopProblem("workflow_not_found", { workflow: run }))
    const taken = await takeUpRun(parts, run, { workflow, first }, hooks, ancestors)
    return taken.ok ? admit(taken.value, workflow, ancestors) : taken
  }

  const firstEvent = async (run: string): Promise<RunEvent | undefined> => {
    for await (const [first] of parts.journal.read(run)) return first
    return undefined
  }

  const child = async (
    live: Live,
    run: string,
    key: string,
    wait: Extract<Wait, { for: "run" }>,
  ): Promise<ChildAnswer> => {
    const ancestors = [...live.ancestors, live.run]
    if (ancestors.length > deepestRuns)
      return { problem: loopProblem("too_deep_runs", { most: deepestRuns }) }
    const head = await parts.journal.head(run)
    const answer = async (end: RunEnd): Promise<ChildAnswer> => ({
      ...answerOf(wait.workflow, end),
      ...(isApart(live) ? await handedBack(eventsFrom(run)) : {}),
    })
    if (head?.ended === true) return answer(await endFrom(run))
    const began =
      head === undefined ? await begin(live, run, key, wait, ancestors) : await takeUp(run, ancestors)
    if (!began.ok) return { problem: began.error }
    if (wait.detached === true) return { value: { run } }
    return answer(await (ends.get(run) ?? endFrom(run)))
  }

  const begin = async (
    live: Live,
    run: string,
    key: string,
    wait: Extract<Wait, { for: "run" }>,
    ancestors: readonly string[],
  ): Promise<Result<Run, Problem>> => {
    const found = await parts.workflows.latest(wait.workflow)
    if (found === undefined) return err(loopProblem("workflow_not_found", { workflow: wait.workflow }))
    const { inputs } = wait
    const trigger = { type: "workflow", run: live.run, inputs }
    return start({
      run,
      seed: seedOfChild(run),
      ...found,
      inputs,
      trigger,
      ancestors,
      ...stanceOf(live, key),
    })
  }

  const startOnFailure = async (live: Live, id: string, problem: Problem | undefined): Promise<void> => {
    const found = await parts.workflows.latest(id)
    if (found === undefined) return
    const run = childRunId(live.run, "failure")
    const error = { code: problem?.code ?? "failed", message: problem?.message ?? "" }
    const trigger: Json = { type: "failure", run: live.run, workflow: live.state.plan.workflow.id, error }
    await start({ run, seed: seedOfChild(run), ...found, inputs: {}, trigger, ...stanceOf(live, "failure") })
  }

  /** How a run ended that ended before: its last event says it. */
  const endFrom = async (run: string): Promise<RunEnd> => {
    const head = await parts.journal.head(run)
    for await (const event of eventsFrom(run, (head?.seq ?? 1) - 1)) {
      if (event.type !== "run.ended") continue
      const { status, output = null, problem } = event
      return { status, output, ...(problem === undefined ? {} : { problem }) }
    }
    return { status: "failed", output: null }
  }

  async function* eventsFrom(run: string, from = 0): AsyncIterable<SingleEvent> {
    for await (const chunk of parts.journal.read(run, from))
      for (const event of chunk) yield* singlesOf(event)
  }

  return {
    start,
    takeUp: run => takeUp(run),
    async takeUpAll() {
      const failed: { run: string; problem: Problem }[] = []
      for (const { run } of await parts.journal.unfinished()) {
        const taken = await takeUp(run)
        if (!taken.ok) failed.push({ run, problem: taken.error })
      }
      return failed
    },
    get: run => here.get(run),
    ended: run => ends.get(run.id) ?? endFrom(run.id),
    tidy: retention.everywhere,
    async leave() {
      await retention.settled()
      await Promise.all([...here.values()].map(run => run.leave()))
      here.clear()
    },
  }
}

function answerOf(workflow: string, end: RunEnd): ChildAnswer {
  if (end.status === "completed") return { value: end.output }
  const why = end.problem?.message ?? (end.status === "cancelled" ? "it was cancelled" : "it gave no reason")
  return { problem: loopProblem("run_failed", { workflow, why }) }
}

/** Whether the run keeps things apart: those that it starts go on with them. */
function isApart({ state }: Live): boolean {
  return state.mode === "sandbox" || (state.mode === "live" && state.past !== undefined)
}

/** What a run keeps apart, as one that it starts is to see it. What was applied stands in the workspace itself. */
function handedOn({ state }: Live): Handed {
  const changes = [...state.seenChanges.values()].map(change =>
    change.applied ? { ...change, before: hashOnly(change.before), after: hashOnly(change.after) } : change,
  )
  const rows = rowsApart(state)
  return { ...(changes.length === 0 ? {} : { changes }), ...(rows.length === 0 ? {} : { rows }) }
}

function hashOnly(state: FileState): FileState {
  return typeof state === "object" && state !== null ? { hash: state.hash, size: state.size } : state
}

/**
 * A run that is started from within another acts as that one does, goes on with what that one keeps apart, and looks
 * back on what that one's past started.
 */
function stanceOf(live: Live, key: string): Pick<RunStart, "mode" | "models" | "past" | "handed"> {
  const { state } = live
  const { mode, models, past } = state
  const handed = isApart(live) ? handedOn(live) : {}
  if (past === undefined) return { mode, models, handed }
  const theirKey = key.startsWith(`${state.run}:`) ? `${past.of}${key.slice(state.run.length)}` : key
  const of = childRunId(past.of, theirKey)
  const theirs = entryOfChild(of, "")
  const ticked = past.ticked?.flatMap(id => (id.startsWith(theirs) ? [id.slice(theirs.length)] : []))
  const { miss } = past
  return {
    ...{ mode, models, handed },
    past: { of, ...(miss === undefined ? {} : { miss }), ...(ticked === undefined ? {} : { ticked }) },
  }
}
