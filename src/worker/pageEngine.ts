import type { RunEvent } from "../engine/core/event.ts"
import { createClock } from "../engine/loop/clock.ts"
import type { Journal } from "../model/journal.ts"
import type { AnyStep } from "../model/step.ts"
import type { Ai } from "../ports/ai/createAi.ts"
import { createDexieHome } from "../ports/files/dexieHome.ts"
import { conflictWith } from "../ports/modes/conflicts.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createDatabase } from "../storage/database.ts"
import { createDexieJournal } from "../storage/dexieJournal.ts"
import { createGrantStore } from "../storage/grants.ts"
import { createHeartbeats } from "../storage/heartbeats.ts"
import { publishedOf } from "../storage/versions.ts"
import { createEngine, type Engine } from "./engine.ts"
import { createGuestThreads } from "./guestThread.ts"
import { hearingGrants } from "./outside.ts"
import type { Page } from "./page.ts"
import { createPageAi } from "./pageAi.ts"
import { createEventLine, createPagePorts } from "./pagePorts.ts"

/** What may be otherwise than usual. */
export interface PageEngineOptions {
  readonly databaseName?: string
  /** Puts something around the journal: trials hold it at an event of their choice. */
  readonly around?: (journal: Journal<RunEvent>) => Journal<RunEvent>
}

/** The engine of a page, and its models for whoever is no run. */
export type PageEngine = Engine & { readonly ai: Ai }

/**
 * Makes the engine of a page over the browser's own database, locks, channels, timers and workers. Without a page
 * there is nothing that only a page can do, requests among it.
 */
export function createPageEngine(
  place: string,
  page: Page | null,
  steps: readonly AnyStep[],
  { databaseName = "rivulet", around = journal => journal }: PageEngineOptions = {},
): PageEngine {
  const database = createDatabase(databaseName)
  const clock = createClock()
  const time = () => ({ now: clock.now(), timezone: clock.timezone })
  const spawn = createGuestThreads()
  let guests: Sandbox | undefined
  const sandbox = (): Sandbox => {
    guests ??= createSandbox({ spawn })
    return guests
  }
  const kinds = new Map(steps.map(step => [step.kind, step]))
  const ai = createPageAi(database, page, clock.now)
  const events = createEventLine(new BroadcastChannel(`${databaseName}-events`))
  const engine = createEngine({
    place,
    journal: around(createDexieJournal<RunEvent>(database)),
    loop: {
      clock,
      kinds: kind => kinds.get(kind),
      evaluate: createEvaluator({ sandbox, time }),
      ports: createPagePorts({ database, page, ai, sandbox, time, events: events.port }),
      outside: hearingGrants(events.outside, createGrantStore(database)),
    },
    refuses: (sandbox, ticked) => conflictWith(createDexieHome(database.kept, clock.now), sandbox, ticked),
    async workflow(id) {
      // What somebody published counts; a workflow that nobody has published yet runs as it is.
      const row = await database.workflows.get(id)
      if (row === undefined) return undefined
      const text = (await publishedOf(database, id))?.text ?? row.text
      const { openFile } = await import("../format/file.ts")
      return openFile(text).workflow
    },
    locks: navigator.locks,
    heartbeats: createHeartbeats(database),
    ownershipChannel: new BroadcastChannel(`${databaseName}-runs`),
    callChannel: new BroadcastChannel(`${databaseName}-calls`),
    now: clock.now,
    every(milliseconds, work) {
      const timer = setInterval(work, milliseconds)
      return () => clearInterval(timer)
    },
    after(milliseconds, work) {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
    seed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    newId: () => crypto.randomUUID(),
  })
  return { ...engine, ai }
}
