import { z } from "zod"
import type { RunEvent } from "../../engine/core/event.ts"
import { createClock } from "../../engine/loop/clock.ts"
import { ok } from "../../lib/result.ts"
import type { Journal } from "../../model/journal.ts"
import type { AnyStep, Outcome, StepContext } from "../../model/step.ts"
import { emptyWorkflow, type Workflow } from "../../model/workflow.ts"
import { createEvaluator } from "../../ports/sandbox/evaluator.ts"
import type { RunNews } from "../../runs/runService.ts"
import { steps } from "../../steps/registry.ts"
import { createDatabase } from "../../storage/database.ts"
import { createDexieJournal } from "../../storage/dexieJournal.ts"
import { createHeartbeats } from "../../storage/heartbeats.ts"
import { createEngine } from "../engine.ts"
import { receivedNews, sentNews } from "../engineLine.ts"
import type { FeedNews } from "../feeds.ts"
import { createHistoryIndex } from "../historyIndex.ts"

type Act = (input: { readonly [name: string]: unknown }, context: StepContext) => Promise<Outcome> | Outcome

type Failing = (journal: Journal<RunEvent>) => Journal<RunEvent>

/** A kind that does what a test wants. */
export function testKind(kind: string, effect: "pure" | "read" | "write" | "once", run: Act): AnyStep {
  return {
    kind,
    ...{ version: 1, title: kind, summary: kind, icon: "box", group: "code", outlets: ["success"] },
    ...{ effect, needs: [], card: "", docs: "", examples: [], run: run as never },
    input: z.looseObject({}),
    output: z.unknown(),
  }
}

/** A workflow of these steps. */
export function testWorkflow(steps: Workflow["steps"], more: Partial<Workflow> = {}): Workflow {
  return { ...emptyWorkflow("test"), steps, ...more }
}

/**
 * Engines of several tabs of one browser, over one database of their own. None is taken for frozen because the machine
 * does something else for a while, unless it is to be soon, so that tests need not wait.
 */
export function createTestBrowser({ expiry = 60_000 } = {}) {
  const name = `engine-${crypto.randomUUID()}`
  const endings: (() => Promise<void>)[] = []
  return {
    name,
    async close() {
      for (const end of endings.splice(0)) await end()
    },
    /** Opens an engine; its journal may be made to fail. */
    async tab(kinds: readonly AnyStep[] = [], open = true, failing: Failing = journal => journal) {
      const database = createDatabase(name)
      const journal = failing(createDexieJournal<RunEvent>(database))
      const channels = ["runs", "calls"].map(each => new BroadcastChannel(`${name}-${each}`))
      const clock = createClock("UTC")
      const byName = new Map([...steps, ...kinds].map(kind => [kind.kind, kind]))
      let frozen = false
      const sandbox = (): never => {
        throw new Error("Expected the tests' expressions to be native")
      }
      const engine = createEngine({
        place: crypto.randomUUID(),
        journal,
        index: createHistoryIndex(journal),
        insight: { sandbox, time: () => ({ now: clock.now(), timezone: "UTC" }) },
        loop: {
          clock,
          kinds: kind => byName.get(kind),
          evaluate: createEvaluator({
            sandbox,
            time: () => ({ now: clock.now(), timezone: "UTC" }),
          }),
          ports: () => ({ ports: { events: { emit: async () => ok(undefined) } } }),
        },
        workflow: async () => undefined,
        locks: { request: navigator.locks.request.bind(navigator.locks) } as LockManager,
        heartbeats: createHeartbeats(database),
        ownershipChannel: channels[0] as BroadcastChannel,
        callChannel: channels[1] as BroadcastChannel,
        now: () => Date.now(),
        every(milliseconds, work) {
          const timer = setInterval(() => frozen || work(), Math.min(milliseconds, 200))
          return () => clearInterval(timer)
        },
        after(milliseconds, work) {
          const timer = setTimeout(work, milliseconds)
          return () => clearTimeout(timer)
        },
        seed: () => 7,
        newId: () => crypto.randomUUID(),
        beatEvery: 50,
        expiry,
      })
      if (open) await engine.open()
      endings.push(async () => {
        await engine.close()
        for (const channel of channels) channel.close()
        database.close()
      })
      return {
        ...engine,
        journal,
        database,
        freeze: () => {
          frozen = true
        },
      }
    },
  }
}

/** Collects the news of a run, and says whether an event was missing or came twice. */
export function createListener() {
  const news: RunNews[] = []
  const times: number[] = []
  return {
    news,
    times,
    hear(each: FeedNews) {
      // As it comes over the line to a page.
      news.push(receivedNews(sentNews(each)))
      times.push(performance.now())
    },
    events: () => news.flatMap(each => each.events),
    types: () => news.flatMap(each => each.events.map(event => event.type)),
    /** Whether each message begins where the one before ended. */
    isWhole: () => {
      let next = 0
      return news.every(({ seq, events }) => {
        const fits = seq === next
        next += events.length
        return fits
      })
    },
  }
}
