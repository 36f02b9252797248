import { isTimezone } from "../../lib/cron.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Limits } from "../../model/budget.ts"
import type { RunStatus, RunSummary } from "../../model/journal.ts"
import type { Meant } from "../../model/meant.ts"
import type { Problem } from "../../model/problems.ts"
import type { Cassette, Past, RunMode } from "../../model/recording.ts"
import type { Breakpoint } from "../../model/trialSchema.ts"
import type { Workflow } from "../../model/workflow.ts"
import { apply } from "../core/apply.ts"
import { awaitedGrants } from "../core/awaitedGrants.ts"
import { type Decision, type EventOf, eventVersion, type PinnedPlugin, type RunEvent } from "../core/event.ts"
import { meantBy } from "../core/meant.ts"
import { plan } from "../core/plan.ts"
import { newRun, type RunState, type Task, type Visit } from "../core/state.ts"
import { placeOfTask, taskAt, tasksOf, visitAt } from "../core/whereabouts.ts"
import { lookAtCalls } from "./calling.ts"
import { createLive, type Live, type Others } from "./live.ts"
import type { AnswerPlace, Asked, LoopParts, Owner, Rest, RunStart } from "./loopParts.ts"
import { loopProblem } from "./loopProblems.ts"
import { perform } from "./perform.ts"
import { killAttempts } from "./performStart.ts"
import { watches } from "./performWaiting.ts"

/*
 * A run as those see it who start, watch and steer it. It is started with its first event already on disk, or
 * taken up from its journal alone, after a crash or a freeze or a good night's sleep.
 */

/** A run that goes on here. */
export interface Run {
  readonly id: string
  readonly workflow: Workflow
  /** The state in memory: it may be ahead of the disk. Not to be changed. */
  state(): RunState
  /** How many events it has by now, those that are not yet on disk among them. */
  recorded(): number
  /** Ends once the run has ended, waits for someone, is held, or is lost to another owner. */
  resting(): Promise<Rest>
  /** Calls back with events once they are on disk; what it returns ends that. */
  watch(listener: (seq: number, events: readonly RunEvent[]) => void): () => void
  /** Lets it go on, once it is its turn. */
  go(): void
  /** Starts nothing more; what is under way goes on to its end. */
  pause(reason?: string): Asked
  /** Goes on after a pause, and after the journal could not be written. */
  resume(): Asked
  /** Goes on after a pause with one step, and stops before the next. */
  step(): Asked
  /** Stops at these places from now on, and at no others. */
  stopAt(breakpoints: readonly Breakpoint[]): Asked
  /** Makes the next attempt of a step now that would be made after a pause. */
  hurry(place: AnswerPlace): Asked
  /** Lets more be used than the file says, by a step or by the whole run; then it can be resumed. */
  raise(limits: Limits, step?: string): Asked
  /** Asks everything to stop, and sees to it after the grace period. */
  cancel(): Asked
  /** Stops everything by force, at once. */
  kill(): Asked
  /** Answers a step that waits, by an outlet or by the label of a resting state's wire. */
  answer(place: AnswerPlace, outlet?: string, value?: Json): Asked
  /** Says that the power was granted, or that it will not be: what was refused is attempted again, or fails. */
  granted(pattern: string, yes: boolean): Asked
  /** Says what became of an effect that is in doubt. */
  decide(place: AnswerPlace, decision: Decision): Asked
  /** Ends once all that has happened so far is strictly on disk. While the run is held it waits; once lost, for ever. */
  sure(): Promise<void>
  /** Another place has the run now: nothing more of it is done or heard here. */
  lose(): void
  /** Says goodbye in good order, once nothing is under way: another may take the run up at once. */
  leave(): Promise<void>
}

/** What a run has to do with those around it. */
export interface RunHooks {
  readonly others: Others
  readonly rested: (run: Run, rest: Rest) => void
}

/** Takeovers in a row without a commit between, after which a run is parked. */
const mostClaims = 3

/** Starts a run; it goes on once it is told to. */
export async function startRun(
  parts: LoopParts,
  start: RunStart,
  hooks: RunHooks,
): Promise<Result<Run, Problem>> {
  const { run, workflow } = start
  const plugins = start.plugins ?? (await parts.plugins?.pin(workflow)) ?? []
  const own = await withPlugins(parts, plugins)
  if (!own.ok) return own
  const cassette = await cassetteFor(parts, start)
  if (!cassette.ok) return cassette
  const event: EventOf<"run.started"> = {
    type: "run.started",
    v: eventVersion,
    at: parts.clock.now(),
    run,
    inputs: start.inputs ?? {},
    seed: start.seed,
    timezone: timezoneOf(start, cassette.value) ?? parts.clock.timezone,
    ...(start.hash === undefined ? {} : { workflow: start.hash }),
    ...(start.trigger === undefined ? {} : { trigger: start.trigger }),
    ...(start.entries === undefined ? {} : { entries: [...start.entries] }),
    ...(start.fork === undefined ? {} : { fork: start.fork }),
    ...(start.only === undefined ? {} : { only: start.only }),
    ...(start.mode === undefined || start.mode === "live" ? {} : { mode: start.mode }),
    ...(start.models === "live" ? { models: start.models } : {}),
    ...(start.past === undefined ? {} : { past: pastOf(start.past) }),
    ...(start.budget === undefined ? {} : { budget: start.budget }),
    ...(plugins.length === 0 ? {} : { plugins: [...plugins] }),
    ...(start.standIns === undefined ? {} : { standIns: { ...start.standIns } }),
    ...(start.breakpoints === undefined ? {} : { breakpoints: [...start.breakpoints] }),
    ...start.handed,
  }
  const planned = plan(workflow, own.value.kinds)
  const meant = meantBy(planned, event)
  const letGo = await parts.reserve?.(run)
  try {
    const created = await parts.journal.create(summaryOf(parts, start, meant), [event])
    if (!created.ok) return created
    const state = newRun(planned)
    apply(state, event)
    const fence = { seq: 1, epoch: created.value.epoch }
    return ok(createRun(own.value, state, fence, start.ancestors ?? [], cassette.value, hooks))
  } finally {
    letGo?.()
  }
}

/** The time zone that the run is to have: that of what it replays, else the one that the workflow names. */
function timezoneOf({ mode, workflow }: RunStart, cassette: Cassette | null): string | undefined {
  const recorded = mode === "replay" ? cassette?.timezone : undefined
  if (recorded !== undefined) return recorded
  const { timezone } = workflow.settings ?? {}
  return timezone !== undefined && isTimezone(timezone) ? timezone : undefined
}

function pastOf({ of, miss, ticked }: NonNullable<RunStart["past"]>): Past {
  return {
    of,
    ...(miss === undefined ? {} : { miss }),
    ...(ticked === undefined ? {} : { ticked: [...ticked] }),
  }
}

/** What the run looks back on, read once for as long as it goes on here. */
async function cassetteFor(
  parts: LoopParts,
  { past, mode }: { readonly past?: RunStart["past"] | Past; readonly mode?: RunMode | undefined },
): Promise<Result<Cassette | null, Problem>> {
  if (past === undefined) return ok(null)
  const found = await parts.cassette?.(past.of)
  if (found !== undefined) return ok(found)
  if (mode === "replay") return err(loopProblem("cassette_missing", { run: past.of }))
  // A workflow that only now came to be started was never tried: nothing of it was approved.
  return ok({ run: past.of, mode: "sandbox", startedAt: 0, seed: 0, inputs: {}, steps: {}, timers: [] })
}

/** The parts of a run whose steps may be of kinds that these plugins bring. */
async function withPlugins(
  parts: LoopParts,
  pinned: readonly PinnedPlugin[],
): Promise<Result<LoopParts, Problem>> {
  if (pinned.length === 0) return ok(parts)
  const kinds = await parts.plugins?.kinds(pinned)
  if (kinds === undefined) return err(loopProblem("plugins_not_here", { plugin: pinned[0]?.name ?? "" }))
  if (!kinds.ok) return kinds
  return ok({ ...parts, kinds: kind => kinds.value(kind) ?? parts.kinds(kind) })
}

/** Takes a run up from its journal, which begins with this event: whoever had it is fenced off. */
export async function takeUpRun(
  given: LoopParts,
  run: string,
  { workflow, first }: { readonly workflow: Workflow; readonly first: EventOf<"run.started"> },
  hooks: RunHooks,
  ancestors: readonly string[] = [],
): Promise<Result<Run, Problem>> {
  const own = await withPlugins(given, first.plugins ?? [])
  if (!own.ok) return own
  const parts = own.value
  const claimed = await parts.journal.claim(run)
  if (!claimed.ok) return claimed
  const { seq, epoch, claims, ended } = claimed.value
  // Whoever had it may have brought it to its end while it was asked for here.
  if (ended) return err(loopProblem("run_over", { run }))
  const state = newRun(plan(workflow, parts.kinds))
  for await (const chunk of parts.journal.read(run)) for (const event of chunk) apply(state, event)
  const cassette = await cassetteFor(parts, state)
  if (!cassette.ok) return cassette
  const taken = createRun(parts, state, { seq, epoch }, ancestors, cassette.value, hooks)
  taken.takeOver(epoch, claims)
  return ok(taken)
}

function createRun(
  parts: LoopParts,
  state: RunState,
  fence: { readonly seq: number; readonly epoch: number },
  ancestors: readonly string[],
  cassette: Cassette | null,
  hooks: RunHooks,
): Run & { takeOver(epoch: number, claims: number): void } {
  const listeners = new Set<(seq: number, events: readonly RunEvent[]) => void>()
  const owner: Owner = parts.owner?.(state.run, fence.epoch) ?? { isStillMine: () => true, letGo: () => {} }
  let status: RunStatus = "queued"
  let usd = state.used.usd ?? 0
  let asks = 0
  const show = (now: RunStatus, { commits }: Live): void => {
    const spent = state.used.usd ?? 0
    const waiting = asksOf(state)
    if (now === status && spent === usd && waiting === asks) return
    status = now
    usd = spent
    asks = waiting
    const { phase, problem } = state
    commits.summarise({
      ...{ status, usd, asks },
      ...(phase === "ended" ? { endedAt: parts.clock.now() } : {}),
      // A run is found by what went wrong with it, too.
      ...(phase === "ended" && problem !== undefined ? { problem: problem.message } : {}),
    })
  }
  const live: Live = createLive({
    ...{ run: state.run, parts, state, owner, fence, ancestors, cassette, perform },
    others: hooks.others,
    turned(each) {
      for (const watch of watches(each)) watch.look()
      lookAtCalls(each)
      show(statusOf(state, each.isInDoubt), each)
    },
    applied(each) {
      if (state.phase === "ended") show(statusOf(state, each.isInDoubt), each)
    },
    committed(seq, events) {
      for (const listener of listeners) listener(seq, events)
    },
    rested(_, rest) {
      if (rest.type === "ended" || rest.type === "lost") owner.letGo()
      hooks.rested(run, rest)
    },
  })

  const asked = (act: () => void): Asked => {
    if (live.isOver()) return err(loopProblem("run_over", { run: state.run }))
    act()
    return ok(undefined)
  }
  const turn = (type: "run.paused" | "run.resumed" | "run.cancel_asked", more: { reason?: string } = {}) =>
    live.record({ type, ...more }, "strict")

  const run: Run & { takeOver(epoch: number, claims: number): void } = {
    id: state.run,
    workflow: state.plan.workflow,
    state: () => state,
    resting: () => live.resting(),
    watch(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    go: () => live.go(),
    pause: reason =>
      asked(() => {
        if (state.phase === "running") turn("run.paused", reason === undefined ? {} : { reason })
      }),
    resume: () =>
      asked(() => {
        if (state.phase === "paused") turn("run.resumed")
        live.again()
      }),
    step: () =>
      asked(() => {
        if (state.phase === "paused") live.record({ type: "run.resumed", oneStep: true }, "strict")
        live.again()
      }),
    stopAt: breakpoints =>
      asked(() => live.record({ type: "run.breakpoints", breakpoints: [...breakpoints] }, "strict")),
    hurry(place) {
      if (live.isOver()) return err(loopProblem("run_over", { run: state.run }))
      const visit = visitFor(state, place)
      const task = visit === undefined ? undefined : taskThatIs(visit, place, "retrying")
      if (task === undefined) return err(loopProblem("not_retrying", { step: place.step }))
      live.record({ type: "step.hurried", ...placeOfTask(task) }, "strict")
      return ok(undefined)
    },
    raise: (limits, step) =>
      asked(() => {
        const whose = step === undefined ? {} : { of: step }
        live.record({ type: "run.budget_raised", limits, ...whose }, "strict")
      }),
    cancel: () =>
      asked(() => {
        if (!state.cancelling && state.phase !== "ended") turn("run.cancel_asked")
      }),
    kill: () =>
      asked(() => {
        if (!state.cancelling && state.phase !== "ended") turn("run.cancel_asked")
        // Asked for twice, a cancel ends what is always done as well.
        if (!state.isCutShort && !live.isOver()) turn("run.cancel_asked")
        killAttempts(live)
      }),
    answer(place, outlet, value) {
      if (live.isOver()) return err(loopProblem("run_over", { run: state.run }))
      const visit = visitFor(state, place)
      const chosen = [...watches(live)].some(
        ({ action, choose }) =>
          action.in === place.in &&
          action.step === place.step &&
          outlet !== undefined &&
          choose(outlet, value),
      )
      if (chosen) return ok(undefined)
      const task = visit === undefined ? undefined : taskThatIs(visit, place, "waiting")
      if (visit === undefined || task === undefined)
        return err(loopProblem("not_waiting", { step: place.step }))
      const { outlets } = task.called ?? visit.step
      if (outlet !== undefined && !outlets.includes(outlet)) {
        const kind = task.called?.kindName ?? visit.step.spec.kind
        return err(loopProblem("unknown_outlet", { outlet, kind }))
      }
      const answer = {
        ...(outlet === undefined ? {} : { outlet }),
        ...(value === undefined ? {} : { value }),
      }
      live.record({ type: "step.answered", ...placeOfTask(task), ...answer }, "strict")
      return ok(undefined)
    },
    granted(pattern, yes) {
      if (live.isOver()) return err(loopProblem("run_over", { run: state.run }))
      const tasks = awaitedGrants(state).find(grant => grant.pattern === pattern)?.tasks
      if (tasks === undefined) return err(loopProblem("no_grant_awaited", { pattern }))
      for (const task of tasks) {
        const refused = yes ? {} : { problem: loopProblem("grant_refused", { pattern }) }
        live.record({ type: "step.answered", ...placeOfTask(task), ...refused }, "strict")
      }
      return ok(undefined)
    },
    decide(place, decision) {
      if (live.isOver()) return err(loopProblem("run_over", { run: state.run }))
      const visit = visitFor(state, place)
      const task = visit === undefined ? undefined : taskThatIs(visit, place, "in_doubt")
      if (visit === undefined || task === undefined)
        return err(loopProblem("not_in_doubt", { step: place.step }))
      live.record({ type: "step.decided", ...placeOfTask(task), decision }, "strict")
      return ok(undefined)
    },
    recorded: live.commits.recorded,
    sure: () => live.commits.sure(),
    lose() {
      if (live.isOver()) return
      live.lose()
      live.stop()
    },
    async leave() {
      if (live.isOver()) return
      if (state.phase === "running") live.record({ type: "run.released" }, "strict")
      await live.commits.last()
      live.stop()
      await parts.journal.release(state.run, fence.epoch)
      owner.letGo()
    },
    takeOver(epoch, claims) {
      live.record({ type: "run.taken_over", epoch }, "strict")
      // The events of takeovers that never came to a commit are lost: the journal's head counts those.
      if (claims >= mostClaims && state.phase === "running") turn("run.paused", { reason: "parked" })
    },
  }
  return run
}

function visitFor(state: RunState, place: AnswerPlace): Visit | undefined {
  if (place.visit !== undefined) return visitAt(state, place.in, place.step, place.visit)
  const instance = state.instances.get(place.in)
  const step = instance?.scope.byId.get(place.step)
  return step === undefined ? undefined : instance?.visits[step.index]?.at(-1)
}

function taskThatIs(visit: Visit, place: AnswerPlace, status: Task["status"]): Task | undefined {
  const isNamed = place.task !== undefined || place.call !== undefined
  const tasks = isNamed ? [taskAt(visit, place.task, place.call)] : tasksOf(visit)
  return tasks.find(task => task?.status === status)
}

function statusOf(state: RunState, inDoubt: () => boolean): RunStatus {
  if (state.phase === "ended") return state.result ?? "failed"
  if (state.phase === "paused") return state.pausedFor === "parked" ? "parked" : "paused"
  if (state.busy > 0) return "running"
  return inDoubt() ? "in_doubt" : "waiting"
}

/** How much of the run waits for a person; one that somebody paused does not ask for anything. */
function asksOf({ phase, pausedFor, asking }: RunState): number {
  if (phase === "ended") return 0
  return asking.size + (phase === "paused" && (pausedFor === "budget" || pausedFor === "parked") ? 1 : 0)
}

function summaryOf(parts: LoopParts, start: RunStart, meant: Meant | undefined): RunSummary {
  const { run, workflow, trigger, ancestors, inputs, number, mode = "live" } = start
  const type = typeof trigger === "object" && trigger !== null && "type" in trigger ? trigger.type : "manual"
  return {
    run,
    workflow: workflow.id,
    name: workflow.name ?? workflow.id,
    status: "queued",
    trigger: typeof type === "string" ? type : "manual",
    mode,
    startedAt: parts.clock.now(),
    endedAt: null,
    usd: 0,
    tags: workflow.tags ?? [],
    text: textOf(inputs ?? {}),
    ...(meant === undefined ? {} : { meant: number === undefined ? meant : { ...meant, of: number } }),
    parent: ancestors?.at(-1) ?? null,
  }
}

/** The words of the input that the history is searched by. */
function textOf(inputs: JsonMap): string {
  return Object.values(inputs)
    .filter(value => typeof value === "string" || typeof value === "number")
    .join(" ")
    .slice(0, 2_000)
}
