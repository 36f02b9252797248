import { beginningOf } from "../engine/core/beginning.ts"
import { cassetteOf } from "../engine/core/cassette.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { kindsOfRun } from "../engine/core/pinnedKinds.ts"
import { plan } from "../engine/core/plan.ts"
import { placeOf } from "../engine/loop/answering.ts"
import type { LoopParts, RunStart } from "../engine/loop/loopParts.ts"
import type { Run } from "../engine/loop/run.ts"
import { createRuns } from "../engine/loop/runs.ts"
import type { Json } from "../lib/json.ts"
import { err, ok } from "../lib/result.ts"
import type { HistoryPage, HistoryQuery, Journal } from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import type { Cassette } from "../model/recording.ts"
import type { Workflow } from "../model/workflow.ts"
import type { PluginShelf } from "../plugins/pluginShelf.ts"
import type { Commanded, RunCommand, StartRequest } from "../runs/runService.ts"
import type { RunStatistics } from "../runs/runStatistics.ts"
import type { Heartbeats } from "../storage/heartbeats.ts"
import { hasArrived } from "./arrived.ts"
import { type Channel, createCalls } from "./calls.ts"
import { createFeeds, type FeedNews } from "./feeds.ts"
import type { HistoryIndex } from "./historyIndex.ts"
import { createInsight, type Insight, type InsightParts } from "./insight.ts"
import { withLargeValues } from "./largeValues.ts"
import { createOwnership } from "./ownership.ts"
import { forkRequest, narrowed, statisticsOf } from "./pastRuns.ts"
import { createPins } from "./pins.ts"
import { createSaidElsewhere } from "./saidElsewhere.ts"
import { createSaidSoFar } from "./saidSoFar.ts"
import { workerProblem } from "./workerProblems.ts"

/*
 * The engine of one tab. It starts runs, takes up those that no tab has, and answers what is asked about any run:
 * of its own it knows; of others it reads the journal, and passes on what they are told.
 *
 *     page ──▶ engine ──▶ runs here ──▶ journal ──▶ feeds ──▶ page
 *                └──▶ other tabs' engines ──▶ …        └─ hears what others commit
 */

/** What an engine works with. */
export interface EngineParts {
  /** The name of this engine, which no other has. */
  readonly place: string
  readonly journal: Journal<RunEvent>
  /** The history of that journal. */
  readonly index: HistoryIndex
  /** What the loop needs besides the journal. */
  readonly loop: Omit<LoopParts, "journal" | "workflows" | "plugins" | "owner" | "note" | "cassette">
  /** What questions about values are answered with. */
  readonly insight: Pick<InsightParts, "sandbox" | "time">
  /** Why what was ticked of a sandbox run cannot be done: what has changed in the workspace since. */
  readonly refuses?: (
    sandbox: Cassette,
    ticked: readonly string[] | undefined,
    /** The id of the workflow. */
    workflow: string,
  ) => Promise<Problem | undefined>
  /** A workflow as it is kept now. */
  readonly workflow: (id: string) => Promise<Workflow | undefined>
  /** The plugins that are installed, and those that runs are pinned to. */
  readonly plugins?: PluginShelf
  readonly locks: Pick<LockManager, "request">
  readonly heartbeats: Heartbeats
  /** Engines tell one another of runs to wait for. */
  readonly ownershipChannel: Channel
  /** Engines tell one another of commits and commands. */
  readonly callChannel: Channel
  readonly now: () => number
  readonly every: (milliseconds: number, work: () => void) => () => void
  readonly after: (milliseconds: number, work: () => void) => () => void
  /** A number by chance, below 2^32. */
  readonly seed: () => number
  readonly newId: () => string
  readonly beatEvery?: number
  readonly expiry?: number
}

/** The engine of one tab. */
export interface Engine extends Insight {
  /** Takes up what no tab has, now and from now on. */
  open(): Promise<void>
  /** Starts a run under the id: asked twice, as after a crash, it is started once. */
  start(run: string, request: StartRequest): Promise<Commanded>
  command(run: string, command: RunCommand): Promise<Commanded>
  /** Calls back with the events of the run from number `from` on. */
  watch(run: string, from: number, hear: (news: FeedNews) => void): () => void
  workflowOf(run: string): Promise<Workflow | undefined>
  value(hash: string): Promise<Json | undefined>
  history(query: HistoryQuery): Promise<HistoryPage>
  remove(runs: readonly string[]): Promise<void>
  statistics(workflow: string): Promise<RunStatistics>
  eventsOf(run: string): Promise<readonly RunEvent[] | undefined>
  watchHistory(changed: () => void): () => void
  /** Leaves all runs in good order. */
  close(): Promise<void>
}

/** Whoever was taken up so often with nothing done in between is left alone until a person resumes it. */
const mostClaims = 3
/** How long a command waits for a tab that has the run, or for one that takes it over. */
const patience = 20_000
/** How often it asks. */
const askEvery = 500

/** Makes the engine of this tab. */
export function createEngine(parts: EngineParts): Engine {
  const { journal, index, now, every, after } = parts
  const soFar = createSaidSoFar()
  const feeds = createFeeds({ journal, saidSoFar: soFar.of, now, after })
  const pins = createPins(withLargeValues(journal), parts.workflow, parts.plugins?.textOf)
  const historyListeners = new Set<() => void>()
  /** Runs that a person wants taken up although that failed before. */
  const wanted = new Set<string>()
  let closed = false

  const ownership = createOwnership({
    ...{ place: parts.place, locks: parts.locks, heartbeats: parts.heartbeats, journal, now, every },
    ...(parts.beatEvery === undefined ? {} : { beatEvery: parts.beatEvery }),
    ...(parts.expiry === undefined ? {} : { expiry: parts.expiry }),
    channel: parts.ownershipChannel,
    adopt,
    lost(run) {
      soFar.forget(run)
      elsewhere.forget(run)
      runs.get(run)?.lose()
    },
  })
  const runs = createRuns({
    ...parts.loop,
    journal: { ...pins.journal, remove },
    workflows: pins.workflows,
    ...(parts.plugins === undefined ? {} : { plugins: parts.plugins }),
    reserve: ownership.reserve,
    owner: (run, epoch) => ownership.own(run, epoch),
    cassette: async run => cassetteOf(await eventsOf(run)),
    note({ run, ...place }, note) {
      const said = { ...placeOf(place), note }
      const behind = runs.get(run)?.recorded() ?? 0
      soFar.note(run, said, behind)
      feeds.note(run, said, behind)
      elsewhere.note(run, said)
    },
  })
  const calls = createCalls({
    channel: parts.callChannel,
    after,
    committed(run, seq) {
      feeds.committedElsewhere(run, seq)
      index.touch(run)
      tellHistory()
    },
    watched(run, begins) {
      if (runs.get(run) !== undefined) elsewhere.watched(run, begins)
    },
    said: feeds.saidElsewhere,
    perform(run, command) {
      const here = runs.get(run)
      return here === undefined ? undefined : perform(here, command)
    },
  })
  const elsewhere = createSaidElsewhere({ now, after, saidSoFar: soFar.of, tell: calls.tellSaid })
  const tellWatching = (run: string, begins = false) => {
    if (!closed && runs.get(run) === undefined) calls.tellWatching(run, begins)
  }
  const tellCommits = createTold(parts, (run, seq) => {
    if (closed) return
    calls.tellCommitted(run, seq)
    index.touch(run)
    tellHistory()
  })
  const endings = [
    journal.watch((run, seq, events) => {
      soFar.committed(run, seq, events)
      elsewhere.committed(run, seq + events.length)
      if (events.at(-1)?.type === "run.ended") for (const each of [soFar, elsewhere]) each.forget(run)
      tellCommits(run, seq + events.length)
    }),
    every(1_000, () => feeds.watched().forEach(run => void tellWatching(run))),
    every(2_000, feeds.look),
  ]

  async function adopt(run: string): Promise<void> {
    const head = await journal.head(run)
    if (head === undefined || (head.claims >= mostClaims && !wanted.delete(run))) return
    try {
      const taken = await runs.takeUp(run)
      if (!taken.ok) console.warn(taken.error.message)
    } catch (cause) {
      // Its history is damaged: it counts as taken up with nothing done, and is left alone in the end.
      console.warn(cause)
    }
  }

  /** Takes runs out of the journal, and out of what lists show. */
  async function remove(gone: readonly string[]): Promise<void> {
    await journal.remove(gone)
    index.forget(gone)
    // Other tabs look these runs up again, and find them gone.
    for (const run of gone) calls.tellCommitted(run, 0)
    tellHistory()
  }

  function tellHistory(): void {
    for (const tell of historyListeners) tell()
  }

  async function eventsOf(run: string): Promise<RunEvent[]> {
    const events: RunEvent[] = []
    for await (const chunk of pins.journal.read(run)) events.push(...chunk)
    return events
  }

  async function begin(
    run: string,
    request: StartRequest,
    back: Pick<RunStart, "past" | "plugins"> & { readonly seed?: number } = {},
  ): Promise<Commanded> {
    const pinned = await pins.pin(request.workflow)
    const { inputs, trigger, entries, fork, only, mode, models, budget, standIns, breakpoints } = narrowed(
      request,
      parts.loop.kinds,
    )
    const origin = back.past?.of ?? fork?.of
    const number = origin === undefined ? undefined : await numberOf(origin)
    const started = await runs.start({
      ...{ run, seed: parts.seed(), ...pinned, inputs: inputs ?? {}, number, ...back },
      ...(mode === undefined ? {} : { mode }),
      ...(models === undefined ? {} : { models }),
      trigger: trigger ?? { type: "manual", ...inputs },
      ...(entries === undefined ? {} : { entries }),
      ...(fork === undefined ? {} : { fork }),
      ...(only === undefined ? {} : { only }),
      ...(budget === undefined ? {} : { budget }),
      ...(standIns === undefined ? {} : { standIns }),
      ...(breakpoints === undefined ? {} : { breakpoints }),
    })
    const isThere = !started.ok && started.error.code === "run_exists"
    return started.ok || isThere ? ok({ run }) : started
  }

  /** What people call the run, as long as it is in the history. */
  async function numberOf(run: string): Promise<number | undefined> {
    return (await index.history({ run, most: 1 })).runs[0]?.number
  }

  /** What a run that has begun was, from its journal: its events, and the workflow that it is pinned to. */
  async function past(run: string) {
    const events = await eventsOf(run)
    const [first] = events
    if (first?.type !== "run.started") return err(workerProblem("run_unknown", { run }))
    const workflow = await pins.workflows.pinned(first.workflow, run)
    if (workflow === undefined) return err(workerProblem("workflow_unpinned", { run }))
    return ok({ events, first, workflow })
  }

  async function fork(run: string, way: Extract<RunCommand, { type: "fork" }>): Promise<Commanded> {
    const known = await past(run)
    if (!known.ok) return known
    const { events, first, workflow } = known.value
    const request = forkRequest(events, workflow, parts.loop.kinds, way)
    // What was no more than a trial is tried another way, and made real by nobody.
    // In the workflow as it was, the plugins are as they were too.
    const back = way.now === undefined ? { plugins: first.plugins ?? [] } : {}
    return begin(parts.newId(), first.mode === undefined ? request : { ...request, mode: first.mode }, back)
  }

  /** Starts a run that looks back on this one: with its workflow, its inputs and its chance. */
  async function lookBack(
    run: string,
    command: Extract<RunCommand, { type: "apply" | "replay" }>,
  ): Promise<Commanded> {
    const events = await eventsOf(run)
    const [first] = events
    if (first?.type !== "run.started") return err(workerProblem("run_unknown", { run }))
    const workflow = await pins.workflows.pinned(first.workflow, run)
    const cassette = cassetteOf(events)
    if (workflow === undefined || cassette === undefined)
      return err(workerProblem("workflow_unpinned", { run }))
    const isApplying = command.type === "apply"
    if (isApplying && first.mode !== "sandbox") return err(workerProblem("run_no_sandbox"))
    const refused = isApplying ? await parts.refuses?.(cassette, command.ticked, workflow.id) : undefined
    if (refused !== undefined) return err(refused)
    return begin(
      parts.newId(),
      { workflow, mode: isApplying ? "live" : "replay", ...beginningOf(first) },
      { seed: first.seed, past: pastOf(run, command), plugins: first.plugins ?? [] },
    )
  }

  /** Tells whoever has the run, here or in another tab. */
  async function reach(run: string, command: RunCommand): Promise<Commanded> {
    if (command.type === "fork") return fork(run, command)
    const id = parts.newId()
    for (const until = now() + patience; ; ) {
      const here = await calls.once(id, run, command)
      if (here !== undefined) return here
      const head = await journal.head(run)
      if (head === undefined) return err(workerProblem("run_unknown", { run }))
      if (head.ended) {
        if (command.type === "retry") return fork(run, { type: "fork", scope: { type: "retry" } })
        if (command.type === "apply" || command.type === "replay") return lookBack(run, command)
        return err(workerProblem("run_over"))
      }
      if (startsAnother(command)) return err(workerProblem("run_not_over"))
      if (command.type === "resume" && head.claims >= mostClaims) wanted.add(run)
      const answer = await calls.ask(id, run, command, askEvery)
      if (answer !== undefined) return answer
      if (closed || now() > until) return err(workerProblem("run_unreached"))
    }
  }

  /** The events of the run, where it is there and can be read. */
  async function eventsIfRead(run: string): Promise<RunEvent[] | undefined> {
    try {
      const events = await eventsOf(run)
      return events.length === 0 ? undefined : events
    } catch {
      return undefined
    }
  }

  return {
    ...createInsight({
      ...{ ...parts.insight, kinds: parts.loop.kinds },
      ...{ journal: pins.journal, workflows: pins.workflows },
    }),

    async open() {
      await ownership.start()
      void runs.tidy()
    },

    start: begin,

    async command(run, command) {
      const answer = await reach(run, command)
      if (answer.ok || command.type !== "answer") return answer
      const known = await past(run).catch(() => undefined)
      if (!known?.ok) return answer
      const { events, first, workflow } = known.value
      const planned = plan(workflow, kindsOfRun(parts.loop.kinds, first))
      return hasArrived(command, events, planned) ? ok({ run }) : answer
    },

    watch(run, from, hear) {
      const end = feeds.watch(run, from, hear)
      tellWatching(run, true)
      return end
    },

    async workflowOf(run) {
      try {
        for await (const [first] of journal.read(run)) {
          return first?.type === "run.started" ? await pins.workflows.pinned(first.workflow, run) : undefined
        }
      } catch {
        // Whoever watches the run hears what is wrong with its journal.
      }
      return undefined
    },

    async value(hash) {
      const text = await journal.blob(hash)
      return text === undefined ? undefined : (JSON.parse(text) as Json)
    },

    history: index.history,
    statistics: workflow => statisticsOf(index, journal, workflow, now()),

    remove,

    eventsOf: eventsIfRead,

    watchHistory(changed) {
      historyListeners.add(changed)
      // What came while nobody listened yet.
      if (index.isStale()) changed()
      return () => {
        historyListeners.delete(changed)
      }
    },

    async close() {
      closed = true
      for (const end of endings.splice(0)) end()
      await runs.leave()
      await ownership.close()
      calls.close()
      feeds.close()
    },
  }
}

function startsAnother({ type }: RunCommand): boolean {
  return type === "retry" || type === "apply" || type === "replay"
}

function pastOf(
  of: string,
  command: Extract<RunCommand, { type: "apply" | "replay" }>,
): NonNullable<RunStart["past"]> {
  if (command.type === "replay") return { of, ...(command.miss === undefined ? {} : { miss: command.miss }) }
  return { of, ...(command.ticked === undefined ? {} : { ticked: command.ticked }) }
}

/**
 * Does what the run is told; the answer comes once that is on disk. Undefined where nothing was done, since another
 * place has the run by now.
 */
async function perform(run: Run, command: RunCommand): Promise<Commanded | undefined> {
  const asked = askedOf(run, command)
  if (!asked.ok) return asked
  const rest = await Promise.race([run.sure(), run.resting()])
  if (rest === undefined || !("problem" in rest)) return ok({ run: run.id })
  return rest.type === "lost" ? undefined : err(rest.problem)
}

function askedOf(run: Run, command: RunCommand): ReturnType<Run["pause"]> {
  switch (command.type) {
    case "answer":
      return run.answer(command.place, command.outlet, command.value)
    case "decide":
      return run.decide(command.place, command.decision)
    case "breakpoints":
      return run.stopAt(command.breakpoints)
    case "hurry":
      return run.hurry(command.place)
    case "granted":
    case "refused":
      return run.granted(command.pattern, command.type === "granted")
    case "raise": {
      const raised = run.raise(command.limits, command.step)
      return raised.ok && run.state().phase === "paused" ? run.resume() : raised
    }
    case "retry":
    case "fork":
    case "apply":
    case "replay":
      return err(workerProblem("run_not_over"))
    default:
      return run[command.type]()
  }
}

/** Tells the last of what comes for each name, at most once for each frame. */
function createTold(
  { after }: Pick<EngineParts, "after">,
  tell: (run: string, seq: number) => void,
): (run: string, seq: number) => void {
  const last = new Map<string, number>()
  return (run, seq) => {
    if (!last.has(run)) {
      after(16, () => {
        const latest = last.get(run) ?? seq
        last.delete(run)
        tell(run, latest)
      })
    }
    last.set(run, seq)
  }
}
