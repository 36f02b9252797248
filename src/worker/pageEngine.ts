import type { RunEvent } from "../engine/core/event.ts"
import { type Clock, createClock } from "../engine/loop/clock.ts"
import type { LoopParts } from "../engine/loop/loopParts.ts"
import { createRandom } from "../engine/loop/random.ts"
import { once } from "../lib/once.ts"
import type { Journal } from "../model/journal.ts"
import type { HttpPort } from "../model/ports.ts"
import { liveStance } from "../model/recording.ts"
import type { AnyStep } from "../model/step.ts"
import type { Signal } from "../model/trigger.ts"
import type { Workflow } from "../model/workflow.ts"
import { createPluginShelf } from "../plugins/pluginShelf.ts"
import type { Ai } from "../ports/ai/createAi.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { conflictWith } from "../ports/modes/conflicts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import type { TestBench } from "../runs/tests/testBench.ts"
import type { Database } from "../storage/database.ts"
import { createDexieJournal } from "../storage/dexieJournal.ts"
import { createFolderStore } from "../storage/folders.ts"
import { createGrantStore } from "../storage/grants.ts"
import { createHeartbeats } from "../storage/heartbeats.ts"
import { createKeepSetting } from "../storage/keepSetting.ts"
import { createSwitches } from "../storage/switches.ts"
import { createTests } from "../storage/tests.ts"
import { publishedOf } from "../storage/versions.ts"
import { triggers } from "../triggers/registry.ts"
import { createEngine, type Engine, type EngineParts } from "./engine.ts"
import { createGuestThreads } from "./guestThread.ts"
import { createHistoryAhead, type HistoryAhead } from "./historyAhead.ts"
import { createJobThreads } from "./jobThreads.ts"
import { createLargeFilesHere } from "./largeFilesHere.ts"
import { withLargeValues } from "./largeValues.ts"
import { hearingFolders, hearingGrants } from "./outside.ts"
import type { Page } from "./page.ts"
import { createPageAi } from "./pageAi.ts"
import { createEventLine, createPagePorts } from "./pagePorts.ts"
import { createPins } from "./pins.ts"
import { createPluginReader } from "./pluginReader.ts"
import { createReplayParts } from "./replayParts.ts"
import { createScheduling } from "./scheduling.ts"
import { createTestBench } from "./testBench.ts"
import { watchFolders } from "./watchFolders.ts"
import { watchKeptFiles } from "./watchKeptFiles.ts"
import { createWorkspace } from "./workspaces.ts"

/** What may be otherwise than usual. */
export interface PageEngineOptions {
  readonly databaseName?: string
  /** Puts something around the journal: trials hold it at an event of their choice. */
  readonly around?: (journal: Journal<RunEvent>) => Journal<RunEvent>
  /** The history, where it was begun to be read before. */
  readonly ahead?: HistoryAhead
}

/** The engine of a page, and its models for whoever is no run. */
export type PageEngine = Engine & {
  readonly ai: Ai
  readonly bench: TestBench
  /** Tells of something that may fire a trigger; told twice with the id, it fires once. */
  signal(signal: Signal, id: string): Promise<void>
}

/**
 * Makes the engine of a page over the browser's own database, locks, channels, timers and workers. Without a page
 * there is nothing that only a page can do, requests among it.
 */
export function createPageEngine(
  place: string,
  page: Page | null,
  steps: readonly AnyStep[],
  {
    databaseName = "rivulet",
    around = journal => journal,
    ahead = createHistoryAhead(databaseName),
  }: PageEngineOptions = {},
): PageEngine {
  const { database, index, calls } = ahead
  const clock = createClock()
  const folders = createFolderStore(database, clock.now)
  const time = () => ({ now: clock.now(), timezone: clock.timezone })
  const spawn = createGuestThreads()
  const sandbox = once((): Sandbox => createSandbox({ spawn }))
  const kinds = new Map(steps.map(step => [step.kind, step]))
  const ai = createPageAi(database, page, clock.now)
  const events = createEventLine(new BroadcastChannel(`${databaseName}-events`))
  const journal = around(createDexieJournal<RunEvent>(database))
  const evaluate = createEvaluator({ sandbox, time })
  const workflow = createWorkflowReader(database)
  const after: EngineParts["after"] = (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds)
    return () => clearTimeout(timer)
  }
  const code = createCodePort({ sandbox, time })
  const large = createLargeFilesHere()
  const ports = createPagePorts({ database, folders, large, page, ai, sandbox, time, events: events.port })
  const plugins = createPluginShelf({
    installed: () => database.plugins.toArray(),
    kept: journal.blob,
    read: createPluginReader(code, [...kinds.keys(), ...triggers.map(({ type }) => type)]),
    place: { code, http: workflow => pollingHttp(ports, workflow, clock) },
  })
  const engine = createEngine({
    place,
    journal,
    loop: {
      clock,
      kinds: kind => kinds.get(kind),
      evaluate,
      ports,
      usualKeep: createKeepSetting(database).read,
      outside: hearingFolders(hearingGrants(events.outside, createGrantStore(database)), folders),
    },
    insight: { sandbox: once((): Sandbox => createSandbox({ spawn })), time },
    refuses: (sandbox, ticked, workflow) => {
      const { home } = createWorkspace({ database, folders, large }, workflow, clock.now)
      return conflictWith(home, sandbox, ticked)
    },
    workflow,
    plugins,
    locks: navigator.locks,
    heartbeats: createHeartbeats(database),
    ownershipChannel: new BroadcastChannel(`${databaseName}-runs`),
    callChannel: calls,
    index,
    now: clock.now,
    every(milliseconds, work) {
      const timer = setInterval(work, milliseconds)
      return () => clearInterval(timer)
    },
    after,
    seed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    newId: () => crypto.randomUUID(),
  })
  const scheduling = createScheduling({
    ...{ engine, journal, workflow, evaluate, clock, after },
    types: triggers,
    pluginTypes: plugins.triggers,
    switches: createSwitches(database, clock.now),
    workflowOf: async run => (await database.runs.get(run))?.workflow,
    events: events.bus,
    watchFiles: hear =>
      watchFolders({
        ...{ folders, after, hear, now: clock.now },
        watchKept: hearKept => watchKeptFiles(database, after, hearKept),
      }),
    locks: navigator.locks,
    lockName: `${databaseName}-schedule`,
  })
  const jobs = once(() => createJobs({ spawn: createJobThreads() }))
  const spare = once((): Sandbox => createSandbox({ spawn }))
  const { journal: whole, workflows } = createPins(withLargeValues(journal), workflow)
  const bench = createTestBench({
    ...{ tests: createTests(database, clock.now), journal: whole, workflows },
    replay: once(() =>
      createReplayParts({ kinds: kind => kinds.get(kind), plugins, sandbox: spare, jobs: jobs() }),
    ),
    redact: async value => page?.redact(value) ?? value,
  })
  return {
    ...engine,
    ai,
    bench,
    // What is asked for as a whole is meant to leave.
    async eventsOf(run) {
      const events = await engine.eventsOf(run)
      return page === null ? events : page.redact(events)
    },
    async open() {
      await engine.open()
      scheduling.open()
    },
    signal: scheduling.hear,
    async close() {
      scheduling.close()
      await engine.close()
    },
  }
}

/** Requests of a trigger that looks for itself: with the grants of its workflow, and for real. */
function pollingHttp(ports: LoopParts["ports"], workflow: string, clock: Clock): HttpPort | undefined {
  const place = {
    ...{ in: "", step: "", visit: 1, run: "", workflow, key: `poll:${workflow}`, attempt: 1 },
    ...({ kind: "", effect: "read", name: "poll", stance: liveStance } as const),
  }
  return ports(place, { clock, random: createRandom(0, place.key) }).ports.http
}

/** Reads a workflow as it is to run: as it was published, or as it is where nobody has published it yet. */
function createWorkflowReader(database: Database): (id: string) => Promise<Workflow | undefined> {
  const read = new Map<string, { readonly text: string; readonly workflow: Workflow }>()
  return async id => {
    const row = await database.workflows.get(id)
    if (row === undefined) return undefined
    const text = (await publishedOf(database, id))?.text ?? row.text
    const known = read.get(id)
    if (known?.text === text) return known.workflow
    const { openFile } = await import("../format/file.ts")
    const { workflow } = openFile(text)
    read.set(id, { text, workflow })
    return workflow
  }
}
