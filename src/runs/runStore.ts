import { createStore, type StoreApi } from "zustand/vanilla"
import { eventVersion, type RunEvent, type SingleEvent } from "../engine/core/event.ts"
import { kindsOfRun } from "../engine/core/pinnedKinds.ts"
import { type KindLookup, plan } from "../engine/core/plan.ts"
import { newRun, type RunState } from "../engine/core/state.ts"
import { type FileEntry, filesChanged } from "../engine/core/wouldDo.ts"
import { must } from "../lib/assert.ts"
import { longestText, sayWritten } from "../model/note.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { createEntered } from "./entered.ts"
import { nextTask } from "./nextTask.ts"
import { createPace } from "./pace.ts"
import { createRunLog, placeIn, type SaidLine, sayEvent } from "./runLog.ts"
import type { Commanded, RunCommand, RunNews, RunNote, RunService } from "./runService.ts"
import { runsProblem } from "./runsProblems.ts"
import { applyTraced, newTrace } from "./runTrace.ts"
import { pathAround, type RunView, runView, type Sight, wholeSight } from "./runView.ts"
import { keepSame } from "./sameView.ts"
import { type Timeline, type Traced, timelineOf } from "./timeline.ts"
import { detailOf, type VisitDetail, type VisitList, visitsOf } from "./visitDetail.ts"
import { keyIn } from "./visitKey.ts"

/** What a page knows of a run that it watches. */
export interface RunStoreState {
  readonly run: string
  /** The workflow as the run has pinned it; null until it has come. */
  readonly workflow: Workflow | null
  /** Null until the first events have come. */
  readonly view: RunView | null
  readonly sight: Sight
  /** How many lines the log has. */
  readonly lines: number
  /** What steps under way have streamed, by step. */
  readonly texts: ReadonlyMap<string, string>
  /** How far steps under way are, by step: from 0 to 1. */
  readonly shares: ReadonlyMap<string, number>
  /** So much happens that what changes is motion enough. */
  readonly isRushing: boolean
  /** Why nothing can be shown, or what became of the last command. */
  readonly problem: Problem | undefined
}

/** A run that a page watches. */
export interface RunStore {
  readonly run: string
  /** It is over and stands in no history here: it can be looked through, and told nothing. */
  readonly isRecord: boolean
  readonly store: StoreApi<RunStoreState>
  /** The rows of the run over time, at the moment that is shown. */
  timeline(turned: ReadonlySet<string>): Timeline
  /** The last visits of the steps with these ids, at the moment that is shown. */
  visits(steps: readonly string[]): VisitList
  /** The path of the instance in which the step stands, as it is looked at; undefined where the run has none. */
  around(step: string): string | undefined
  /** All that is known of the visit with the key. */
  detail(key: string): VisitDetail | undefined
  /** The files that it has changed for real, at the moment that is shown. */
  filesChanged(): readonly FileEntry[]
  /** A line of the log. */
  line(index: number): SaidLine
  /** The event with the number; the first is 1. */
  event(number: number): SingleEvent | undefined
  /** Shows the run as it was after an event, or as it is; and the instance that is looked at. */
  see(sight: Partial<Sight>): void
  /** Tells the run something; what went wrong stands in the store. */
  tell(command: RunCommand): Promise<Commanded>
  /** Takes the problem of the last command off the page. */
  forgive(): void
  close(): void
}

/** So many visits of a step can be chosen from: the last ones. */
const mostVisits = 10_000
/** How often what is shown is made anew. */
const viewPace = { pause: 100, part: 1 / 10, longest: 2_000 }
/** What steps say is seen with the next frame. */
const wordPace = { pause: 16, part: 1 / 8, longest: 100 }
const lettersOfWord = 4
/** With so many events and words a second a run rushes. */
const rush = 100
/** So long, in milliseconds, events are taken in at a stroke: then the page may answer to people, and draw. */
const longestStroke = 8

/** Watches a run: folds its events as the engine does, and makes of them what is shown. */
export function createRunStore(service: RunService, kinds: KindLookup, run: string): RunStore {
  const store = createStore<RunStoreState>(() => ({
    ...{ run, workflow: null, view: null, sight: wholeSight, lines: 0 },
    ...{ texts: new Map(), shares: new Map(), isRushing: false, problem: undefined },
  }))
  /** What was told and is not taken in yet, and how many events of the first are. */
  const due: RunNews[] = []
  let taken = 0
  const trace = newTrace()
  const entered = createEntered(trace)
  const log = createRunLog()
  const texts = new Map<string, string>()
  const shares = new Map<string, number>()
  let traced: Traced | undefined
  let isOpen = true
  /** Ends the rush when no more is heard. */
  let calm: ReturnType<typeof setTimeout> | undefined
  /** Events or another sight came since the view was made. */
  let isStale = false
  let isTaking = false
  /** All that had happened when the run was opened was taken in: nothing of it is shown as if it were now. */
  let isCaughtUp = false

  const said = () => ({ lines: log.lines.length, texts: new Map(texts), shares: new Map(shares) })
  // What is said makes no view anew: it is shown with the next frame, and not only when a view is due.
  const saying = createPace(() => store.setState({ ...said(), isRushing: isRushing() }), wordPace)
  const momentShown = () => store.getState().sight.moment ?? trace.events.length
  const viewing = createPace(() => {
    if (traced === undefined) return
    const { sight, view: before } = store.getState()
    const view = isStale ? keepSame(before, runView(traced.state, trace, sight)) : before
    isStale = false
    // What had happened before it was looked at is no rush.
    if (before === null) counted = { at: performance.now(), heard }
    store.setState({ view, ...said(), isRushing: isRushing() })
  }, viewPace)
  /** What was heard of the run, its words as well, and how much of it when that was last counted. */
  let heard = 0
  let counted = { at: 0, heard: 0 }
  /** Whether more happens than can be followed. */
  const isRushing = (): boolean => {
    if (traced?.state.phase === "ended") return false
    const now = performance.now()
    const each = (now - counted.at) / 1_000
    if (each < 0.1) return store.getState().isRushing
    const rushes = heard - counted.heard > rush * each
    counted = { at: now, heard }
    clearTimeout(calm)
    if (rushes) calm = setTimeout(() => store.setState({ isRushing: false }), 1_000)
    return rushes
  }
  const refresh = (): void => {
    if (traced !== undefined && isOpen && isCaughtUp) viewing.now()
  }
  const refreshSoon = (): void => {
    if (traced?.state.phase === "ended") refresh()
    else if (traced !== undefined && isOpen && isCaughtUp) viewing.soon()
  }
  const take = (news: RunNews): void => {
    if (news.problem !== undefined) store.setState({ problem: news.problem })
    if (news.problem?.code === "journal_damaged") {
      trace.isCut = true
      isStale = true
    }
    due.push(news)
    if (isUnknown && hasBegun()) void askWorkflow()
    if (!isTaking) takeIn()
  }
  /** Takes in what is due, a stroke at a time. */
  const takeIn = (): void => {
    const until = performance.now() + longestStroke
    isTaking = false
    for (let [news] = due; news !== undefined && isOpen; [news] = due) {
      traced ??= begun(due.flatMap(({ events }) => events[0] ?? [])[0])
      if (traced === undefined) return
      while (taken < news.events.length) {
        fold(traced.state, news.events[taken++] as RunEvent)
        if (taken % 32 > 0 || performance.now() < until) continue
        isTaking = true
        nextTask(takeIn)
        refreshSoon()
        return
      }
      if (news.anew === true) for (const map of [texts, shares]) map.clear()
      for (const note of news.notes) hear(note)
      if (news.notes.length > 0) saying.soon()
      isCaughtUp ||= news.more !== true
      due.shift()
      taken = 0
    }
    if (isStale) refreshSoon()
  }
  const fold = (state: RunState, event: RunEvent): void => {
    isStale = true
    heard += event.type === "batch" ? event.events.length : 1
    applyTraced(state, trace, event)
    for (; logged < trace.events.length; logged++) {
      const single = trace.events[logged] as SingleEvent
      if (single.type === "step.started") beginAnew(single.step)
      log.take(single)
    }
  }
  /** The state before anything happened, once it is known what the run is made of. */
  const begun = (first: RunEvent | undefined): Traced | undefined => {
    const { workflow } = store.getState()
    if (workflow === null || first === undefined) return undefined
    if (first.type === "run.started" && first.v > eventVersion)
      store.setState({ problem: runsProblem("run_newer") })
    return { state: newRun(plan(workflow, kindsOfRun(kinds, first))), trace, entered }
  }
  let logged = 0
  /** What an earlier attempt had streamed, and how far it had come, is no part of this one. */
  const beginAnew = (step: string): void => {
    texts.delete(step)
    shares.delete(step)
  }
  const hear = ({ note, ...place }: RunNote): void => {
    const { step } = place
    heard += note.type === "text" ? note.text.length / lettersOfWord : 1
    if (note.type === "begun") {
      beginAnew(step)
      trace.underWay.add(keyIn(place))
      isStale = true
    } else if (note.type === "progress") shares.set(step, note.share)
    else if (note.type === "text") texts.set(step, `${texts.get(step) ?? ""}${note.text}`.slice(-longestText))
    else log.hear({ ...place, note })
  }

  const hasBegun = (): boolean => due.some(({ events }) => events.length > 0)
  /** Who started the run names it before it stands in the journal: what is not known is asked for once more when it does. */
  let isUnknown = false
  const askWorkflow = async (mayComeYet = false): Promise<void> => {
    isUnknown = false
    const workflow = await service.workflowOf(run)
    if (!isOpen) return
    if (workflow !== undefined) {
      store.setState(({ problem }) => ({
        workflow,
        problem: problem?.code === "run_unreadable" ? undefined : problem,
      }))
      takeIn()
    } else if (mayComeYet && hasBegun()) void askWorkflow()
    else {
      isUnknown = mayComeYet
      // What is wrong with the journal itself says more.
      store.setState(({ problem }) => ({ problem: problem ?? runsProblem("run_unreadable") }))
    }
  }
  void askWorkflow(true)
  const end = service.watch(run, take)

  return {
    run,
    isRecord: service.isRecord === true,
    store,
    timeline(turned) {
      return timelineOf(must(traced, "events"), { moment: store.getState().sight.moment, turned })
    },
    visits: steps => visitsOf(must(traced, "events"), steps, momentShown(), mostVisits),
    around: step =>
      traced === undefined ? undefined : pathAround(traced.state, store.getState().sight, step),
    detail: key => (traced === undefined ? undefined : detailOf(traced, key, momentShown())),
    filesChanged: () => filesChanged(trace.events, momentShown()),
    line(index) {
      const line = log.lines[index] ?? 0
      if (typeof line !== "number") {
        const { after, step, level, at } = line
        return { level, at, step, text: sayWritten(line), moment: after }
      }
      const event = trace.events[line - 1]
      if (event === undefined) return { level: "debug", at: null, step: "", text: "", moment: 0 }
      return { ...sayEvent(event), at: event.at, step: placeIn(event), moment: line }
    },
    event: number => trace.events[number - 1],
    see(sight) {
      const next = { ...store.getState().sight, ...sight }
      // The last moment is now: there the run is followed again.
      const isLast = next.moment !== null && next.moment >= trace.events.length
      store.setState({ sight: isLast ? { ...next, moment: null } : next })
      isStale = true
      refresh()
    },
    async tell(command) {
      const told = await service.command(run, command)
      store.setState({ problem: told.ok ? undefined : told.error })
      return told
    },
    forgive: () => store.setState({ problem: undefined }),
    close() {
      isOpen = false
      clearTimeout(calm)
      viewing.stop()
      saying.stop()
      end()
    },
  }
}
