import { expose, transfer, wrap } from "comlink"
import type { PreviewService } from "../editor/expression/previewService.ts"
import { err } from "../lib/result.ts"
import type { AiService } from "../model/ai/aiService.ts"
import type { Signal } from "../model/trigger.ts"
import type { Commanded, RunService } from "../runs/runService.ts"
import type { ReadShared } from "../runs/sharedRun.ts"
import type { TestBench } from "../runs/tests/testBench.ts"
import { aiOver } from "./aiLine.ts"
import { type EngineLine, lifeLock, receivedNews, type SentNews } from "./engineLine.ts"
import type { Page } from "./page.ts"
import { workerProblem } from "./workerProblems.ts"

/** What the page needs to have an engine. */
export interface EngineClientParts {
  /** What goes before the thread is first started, such as the page that somebody waits for. */
  readonly begun?: Promise<void>
  /** Starts the engine's thread. */
  readonly spawn: () => Worker
  readonly page: Page
  readonly locks: Pick<LockManager, "request">
  readonly newId: () => string
}

/** The engine as the page holds it. */
export interface EngineClient extends RunService, PreviewService, TestBench {
  readonly readShared: ReadShared
  /** Tells of something that may fire a trigger. */
  signal(signal: Signal): Promise<void>
  readonly ai: Pick<AiService, "health" | "chat">
  /** Ends the engine's thread; its runs go on in another tab, or at the next start. */
  close(): void
}

interface Connection {
  readonly worker: Worker
  readonly line: EngineLine
  /** Given when the worker has died. */
  readonly died: AbortSignal
}

interface Subscription {
  connect(line: EngineLine): void
  end(): void
}

/** A worker that cannot even start is tried again after this many milliseconds. */
const pauseBeforeRestart = 500

/**
 * Starts the engine in its worker, and starts it again whenever it dies: the lock that it holds for life comes free
 * within milliseconds. Who watched a run hears on from the event where the news broke off.
 */
export function createEngineClient({ begun, spawn, page, locks, newId }: EngineClientParts): EngineClient {
  const subscriptions = new Set<Subscription>()
  let closed = false
  let current = connect()

  async function connect(): Promise<Connection> {
    const place = newId()
    await begun
    const worker = spawn()
    const line = wrap<EngineLine>(worker) as unknown as EngineLine
    const failed = new Promise<"failed">(go =>
      worker.addEventListener("error", () => go("failed"), { once: true }),
    )
    const toPage = new MessageChannel()
    expose(page, toPage.port1)
    const opened = line.open(place, transfer(toPage.port2, [toPage.port2])).then(() => "opened" as const)
    if ((await Promise.race([opened, failed])) === "failed" && !closed) {
      worker.terminate()
      await new Promise(go => setTimeout(go, pauseBeforeRestart))
      return connect()
    }
    const death = new AbortController()
    void locks
      .request(lifeLock(place), () => {})
      .then(() => {
        if (!closed) restart(worker)
        death.abort()
      })
    for (const subscription of subscriptions) subscription.connect(line)
    return { worker, line, died: death.signal }
  }

  function restart(worker: Worker): void {
    worker.terminate()
    current = connect()
  }

  /** Asks the engine; undefined if it died before it answered. */
  async function ask<T>(question: (line: EngineLine) => Promise<T>): Promise<T | undefined> {
    const { line, died } = await current
    if (died.aborted) return undefined
    // Raced against one promise for the whole life of the worker, every answer would be kept as long as that lives.
    return new Promise((resolve, reject) => {
      const leave = () => resolve(undefined)
      died.addEventListener("abort", leave)
      void question(line)
        .then(resolve, reject)
        .finally(() => died.removeEventListener("abort", leave))
    })
  }

  /** Asks again as often as the engine dies: for questions that change nothing, or that say nothing new twice. */
  async function askUntilAnswered<T>(question: (line: EngineLine) => Promise<T>): Promise<T> {
    for (;;) {
      const answer = await ask(line => question(line).then(value => ({ value })))
      if (answer !== undefined) return answer.value
    }
  }

  /** Hears what comes over a port, and over the next one after the engine was started again. */
  function subscribe(
    open: (line: EngineLine, port: MessagePort) => void,
    hear: (data: unknown) => void,
  ): () => void {
    let port: MessagePort | undefined
    const subscription: Subscription = {
      connect(line) {
        port?.close()
        const { port1, port2 } = new MessageChannel()
        port = port1
        port.onmessage = ({ data }) => hear(data)
        open(line, port2)
      },
      end() {
        port?.postMessage(null)
        port?.close()
        port = undefined
      },
    }
    const begun = current
    void begun.then(({ line }) => {
      if (begun === current && subscriptions.has(subscription) && port === undefined)
        subscription.connect(line)
    })
    subscriptions.add(subscription)
    return () => {
      subscriptions.delete(subscription)
      subscription.end()
    }
  }

  return {
    ai: aiOver(async question => (await ask(question)) ?? err(workerProblem("engine_restarted"))),
    start(request) {
      const run = newId()
      return askUntilAnswered(line => line.start(run, request))
    },
    async command(run, command): Promise<Commanded> {
      return (await ask(line => line.command(run, command))) ?? err(workerProblem("engine_restarted"))
    },
    watch(run, hear) {
      let next = 0
      let isCut = false
      return subscribe(
        (line, port) => void line.watch(run, next, transfer(port, [port])),
        data => {
          // What follows from what cannot be read is never guessed.
          if (isCut) return
          const news = receivedNews(data as SentNews)
          isCut = news.problem?.code === "journal_damaged"
          next = news.seq + news.events.length
          hear(news)
        },
      )
    },
    workflowOf: run => askUntilAnswered(line => line.workflowOf(run)),
    readShared: async given =>
      (await ask(line => line.readShared(given))) ?? err(workerProblem("engine_restarted")),
    value: hash => askUntilAnswered(line => line.value(hash)),
    signal(signal) {
      const id = newId()
      return askUntilAnswered(line => line.signal(signal, id))
    },
    history: query => askUntilAnswered(line => line.history(query)),
    why: question => askUntilAnswered(line => line.why(question)),
    preview: async (name, request) => (await ask(line => line.preview(name, request))) ?? null,
    endPreview: name => void current.then(({ line }) => line.endPreview(name)),
    fieldsAt: async request => (await ask(line => line.fieldsAt(request))) ?? [],
    remove: runs => askUntilAnswered(line => line.remove(runs)),
    statistics: workflow => askUntilAnswered(line => line.statistics(workflow)),
    eventsOf: run => askUntilAnswered(line => line.eventsOf(run)),
    keepTest: (...given) => askUntilAnswered(line => line.keepTest(...given)),
    runTests: (...given) => askUntilAnswered(line => line.runTests(...given)),
    breakCalls: (...given) => askUntilAnswered(line => line.breakCalls(...given)),
    playedEvents: (...given) => askUntilAnswered(line => line.playedEvents(...given)),
    exercised: (...given) => askUntilAnswered(line => line.exercised(...given)),
    watchHistory: changed =>
      subscribe((line, port) => void line.watchHistory(transfer(port, [port])), changed),
    close() {
      closed = true
      for (const subscription of subscriptions) subscription.end()
      void current.then(({ worker }) => worker.terminate())
    },
  }
}
