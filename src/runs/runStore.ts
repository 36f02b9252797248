import { createStore, type StoreApi } from "zustand/vanilla"
import { apply } from "../engine/core/apply.ts"
import { type KindLookup, plan } from "../engine/core/plan.ts"
import { newRun, type RunState } from "../engine/core/state.ts"
import type { Problem } from "../model/problems.ts"
import type { Commanded, RunCommand, RunNews, RunNote, RunService } from "./runService.ts"
import { runsProblem } from "./runsProblems.ts"
import { type RunView, runView } from "./runView.ts"

/** A line that a step wrote while it ran. */
export interface LogLine {
  readonly key: number
  readonly step: string
  readonly level: "debug" | "info" | "warn" | "error"
  readonly message: string
}

/** What a page knows of a run that it watches. */
export interface RunStoreState {
  readonly run: string
  /** Null until the first events have come. */
  readonly view: RunView | null
  /** The last lines of the log. */
  readonly log: readonly LogLine[]
  /** What steps under way have streamed, by step. */
  readonly texts: ReadonlyMap<string, string>
  /** How far steps under way are, by step: from 0 to 1. */
  readonly shares: ReadonlyMap<string, number>
  /** Why nothing can be shown, or what became of the last command. */
  readonly problem: Problem | undefined
}

/** A run that a page watches. */
export interface RunStore {
  readonly run: string
  readonly store: StoreApi<RunStoreState>
  /** Tells the run something; what went wrong stands in the store. */
  tell(command: RunCommand): Promise<Commanded>
  /** Takes the problem of the last command off the page. */
  forgive(): void
  close(): void
}

/** The last lines that are kept. */
const mostLines = 500
/** The last characters of a streamed text that are kept. */
const longestText = 20_000

/** Watches a run: folds its events as the engine does, and makes of them what is shown. */
export function createRunStore(service: RunService, kinds: KindLookup, run: string): RunStore {
  const store = createStore<RunStoreState>(() => ({
    ...{ run, view: null, log: [], texts: new Map(), shares: new Map(), problem: undefined },
  }))
  const waiting: RunNews[] = []
  let state: RunState | undefined
  let lines = 0
  let isOpen = true

  const take = (news: RunNews): void => {
    if (state === undefined) {
      waiting.push(news)
      return
    }
    for (const event of news.events) apply(state, event)
    const before = store.getState()
    const told = news.notes.length === 0 ? before : noted(before, news.notes)
    store.setState({
      log: told.log,
      texts: told.texts,
      shares: told.shares,
      ...(news.events.length === 0 ? {} : { view: runView(state) }),
      ...(news.problem === undefined ? {} : { problem: news.problem }),
    })
  }
  const noted = (before: RunStoreState, notes: readonly RunNote[]) => {
    const texts = new Map(before.texts)
    const shares = new Map(before.shares)
    const log = [...before.log]
    for (const { step, note } of notes) {
      if (note.type === "progress") shares.set(step, note.share)
      else if (note.type === "text")
        texts.set(step, `${texts.get(step) ?? ""}${note.text}`.slice(-longestText))
      else log.push({ key: lines++, step, level: note.level, message: note.message })
    }
    return { texts, shares, log: log.slice(-mostLines) }
  }

  void service.workflowOf(run).then(workflow => {
    if (!isOpen) return
    if (workflow === undefined) {
      store.setState({ problem: runsProblem("run_unreadable") })
      return
    }
    state = newRun(plan(workflow, kinds))
    for (const news of waiting.splice(0)) take(news)
  })
  const end = service.watch(run, take)

  return {
    run,
    store,
    async tell(command) {
      const told = await service.command(run, command)
      store.setState({ problem: told.ok ? undefined : told.error })
      return told
    },
    forgive: () => store.setState({ problem: undefined }),
    close() {
      isOpen = false
      end()
    },
  }
}
