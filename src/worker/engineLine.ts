import { expose, wrap } from "comlink"
import type { Preview, PreviewRequest } from "../editor/expression/previewService.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { must } from "../lib/assert.ts"
import type { Json } from "../lib/json.ts"
import type { HistoryPage, HistoryQuery, KeptChunk } from "../model/journal.ts"
import type { Signal } from "../model/trigger.ts"
import type { WhyQuestion } from "../model/why.ts"
import type { Workflow } from "../model/workflow.ts"
import type { Commanded, RunCommand, RunNews, StartRequest } from "../runs/runService.ts"
import type { RunStatistics } from "../runs/runStatistics.ts"
import type { ReadShared } from "../runs/sharedRun.ts"
import type { TestBench } from "../runs/tests/testBench.ts"
import { type AiLine, offerAi } from "./aiLine.ts"
import type { FeedNews } from "./feeds.ts"
import type { Insight } from "./insight.ts"
import type { Page } from "./page.ts"
import type { PageEngine } from "./pageEngine.ts"
import type { SharedReader } from "./sharedReader.ts"

/*
 * The line between a page and the engine in its worker. Questions and answers go through Comlink; news of a run
 * comes over a port of its own. The worker holds a lock for as long as it lives, so that the page hears of its end.
 */

/** What the page asks through the line. */
export interface EngineLine extends AiLine, TestBench {
  /**
   * Begins to work under the name, which no other engine has. The port leads to what only the page can do. Questions wait
   * until it is at work.
   */
  open(place: string, page: MessagePort): Promise<void>
  start(run: string, request: StartRequest): Promise<Commanded>
  command(run: string, command: RunCommand): Promise<Commanded>
  /** Sends the news of the run, from event number `from` on, over the port; whatever comes back ends that. */
  watch(run: string, from: number, port: MessagePort): void
  watchHistory(port: MessagePort): void
  workflowOf(run: string): Promise<Workflow | undefined>
  value(hash: string): Promise<Json | undefined>
  readonly readShared: ReadShared
  history(query: HistoryQuery): Promise<HistoryPage>
  remove(runs: readonly string[]): Promise<void>
  statistics(workflow: string): Promise<RunStatistics>
  eventsOf(run: string): Promise<readonly RunEvent[] | undefined>
  /** Tells of something that may fire a trigger; told twice with the id, it fires once. */
  signal(signal: Signal, id: string): Promise<void>
  why(question: WhyQuestion): ReturnType<Insight["why"]>
  preview(name: string, request: PreviewRequest): Promise<Preview | null>
  endPreview(name: string): void
  fieldsAt: Insight["fieldsAt"]
}

/** News of a run on their way: the events as text, which a page reads in half the time that a copy of them takes. */
export interface SentNews extends Omit<FeedNews, "events" | "chunks"> {
  /** Each a list of events, and the number of its first. */
  readonly chunks: readonly Pick<KeptChunk, "seq" | "events">[]
}

/** News as they are sent: what is text already stays as it is. */
export function sentNews({ events, chunks = [], ...others }: FeedNews): SentNews {
  if (events.length === 0) return { ...others, chunks }
  const seq = chunks.reduce((at, { count }) => at + count, others.seq)
  return { ...others, chunks: [...chunks, { seq, events: JSON.stringify(events) }] }
}

/** News as they were before they were sent; of what cannot be read, what is wrong with it, and nothing that follows. */
export function receivedNews({ chunks, unread, ...others }: SentNews): RunNews {
  const events: RunEvent[] = []
  for (const { seq, events: text } of chunks) {
    try {
      events.push(...(JSON.parse(text) as RunEvent[]))
    } catch (cause) {
      const { more: _, run, ...told } = others
      return {
        ...told,
        run,
        events,
        problem: { ...must(unread, "what is wrong"), data: { run, seq, why: String(cause) } },
      }
    }
  }
  return { ...others, events }
}

/** The lock that the engine of this name holds while it lives. */
export function lifeLock(place: string): string {
  return `engine:${place}`
}

/**
 * Offers the engine, made once its name is known, and the reader of shared runs to the page that started this worker.
 * What is asked of the history waits for no engine.
 */
export function offerEngine(
  make: (place: string, page: Page) => Promise<PageEngine>,
  shared: SharedReader,
  history: (query: HistoryQuery) => Promise<HistoryPage>,
): void {
  let opened: Promise<PageEngine> | undefined
  const engine = async (): Promise<PageEngine> => {
    if (opened === undefined) throw new Error("Expected the engine to be opened before it is asked")
    return opened
  }
  const line: EngineLine = {
    ...offerAi(async () => (await engine()).ai),
    keepTest: async (...given) => (await engine()).bench.keepTest(...given),
    runTests: async (...given) => (await engine()).bench.runTests(...given),
    breakCalls: async (...given) => (await engine()).bench.breakCalls(...given),
    playedEvents: async (...given) => (await engine()).bench.playedEvents(...given),
    exercised: async (...given) => (await engine()).bench.exercised(...given),
    async open(place, page) {
      await holdForLife(lifeLock(place))
      opened = make(place, wrap<Page>(page) as unknown as Page).then(async made => {
        await made.open()
        return made
      })
      // Whoever asks hears what went wrong.
      opened.catch(() => {})
    },
    start: async (run, request) => (await engine()).start(run, request),
    command: async (run, command) => (await engine()).command(run, command),
    async watch(run, from, port) {
      const end = (await engine()).watch(run, from, news => port.postMessage(sentNews(news)))
      port.onmessage = end
    },
    async watchHistory(port) {
      const end = (await engine()).watchHistory(() => port.postMessage(null))
      port.onmessage = end
    },
    workflowOf: async run => (await engine()).workflowOf(run),
    async value(hash) {
      const text = shared.value(hash)
      return text === undefined ? (await engine()).value(hash) : (JSON.parse(text) as Json)
    },
    readShared: shared.read,
    signal: async (signal, id) => (await engine()).signal(signal, id),
    history,
    why: async question => (await engine()).why(question),
    preview: async (name, request) => (await engine()).preview(name, request),
    endPreview: async name => (await engine()).endPreview(name),
    fieldsAt: async request => (await engine()).fieldsAt(request),
    remove: async runs => (await engine()).remove(runs),
    statistics: async workflow => (await engine()).statistics(workflow),
    eventsOf: async run => (await engine()).eventsOf(run),
  }
  expose(line)
}

function holdForLife(lock: string): Promise<void> {
  return new Promise(held => {
    void navigator.locks.request(lock, () => {
      held()
      return new Promise(() => {})
    })
  })
}
