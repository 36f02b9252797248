import { appendFile } from "node:fs/promises"
import { join } from "node:path"
import { cassetteOf } from "../engine/core/cassette.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { type Clock, createClock, createTestClock } from "../engine/loop/clock.ts"
import type { LoopParts, Outside } from "../engine/loop/loopParts.ts"
import { createRuns, type Runs } from "../engine/loop/runs.ts"
import { openFile } from "../format/file.ts"
import { ok } from "../lib/result.ts"
import { covers, type Grant, parseGrant } from "../model/grants.ts"
import type { Journal } from "../model/journal.ts"
import type { Ports } from "../model/ports.ts"
import type { AnyStep } from "../model/step.ts"
import type { PluginShelf } from "../plugins/pluginShelf.ts"
import { createEventBus, type EventBus } from "../ports/events/eventBus.ts"
import { createKeyedFiles } from "../ports/files/keyedFiles.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { createNodeJobThreads } from "../ports/jobs/nodeJobThreads.ts"
import { createNodePorts, type NodePorts } from "../ports/nodePorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { createNodeThreads } from "../ports/sandbox/nodeThread.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { redactJson } from "../ports/secrets/redactJson.ts"
import { createFileTables } from "../ports/tables/fileTables.ts"
import { createTables } from "../ports/tables/tables.ts"
import { steps } from "../steps/registry.ts"
import { createFileJournal } from "../storage/fileJournal.ts"
import { createAppendNotes } from "./appendNotes.ts"
import { createEnvironmentSecrets, valuesIn } from "./environmentSecrets.ts"
import { createOwners, expiry, type Held, type Owners } from "./owners.ts"
import { createPins, type Pins, type Texts } from "./pins.ts"
import { createTerminalAi } from "./terminalAi.ts"
import { createTerminalPlugins } from "./terminalPlugins.ts"
import { threadEntry } from "./threadEntry.ts"

/*
 * The terminal as a place in which runs go on: the loop with Node's files, requests and shell behind their grants,
 * and with a clock that is the computer's own or, to fast-forward, a simulated one.
 */

/** How a place is opened. */
export interface PlaceSetup {
  /** The folder of journals and all else that is kept. */
  readonly data: string
  readonly workspace: string
  /** What the run and all that it starts are made of. */
  readonly texts: Texts
  readonly grants: readonly Grant[]
  /** Where simulated time begins; without it time is real. */
  readonly fastForwardFrom?: number
  /** Shows lines to the person at the terminal. */
  readonly write: (text: string) => void
  readonly note?: LoopParts["note"]
  /** The run in this program's hands. */
  readonly held: () => Held | undefined
}

/** A place in which runs go on. */
export interface Place {
  readonly runs: Runs
  readonly journal: Journal<RunEvent>
  readonly clock: Clock
  readonly events: EventBus
  /** The plugins of the data folder. */
  readonly plugins: PluginShelf
  /** Whether expressions are being evaluated: a run that seems to rest may be about to go on. */
  isEvaluating(): boolean
  evaluate: LoopParts["evaluate"]
  close(): Promise<void>
}

/** What stands in the data folder, for commands that let nothing run. */
export interface Data {
  readonly folder: string
  readonly journal: Journal<RunEvent>
  readonly owners: Owners
  readonly pins: Pins
}

/** Opens the data folder. */
export function openData(folder: string): Data {
  return {
    folder,
    journal: createFileJournal(folder),
    owners: createOwners(folder),
    pins: createPins(folder),
  }
}

/** Every kind that runs in the terminal, by name. */
export const kinds: ReadonlyMap<string, AnyStep> = new Map(steps.map(step => [step.kind, step]))

/** Opens a place. */
export function openPlace({ journal, pins }: Data, setup: PlaceSetup): Place {
  const clock =
    setup.fastForwardFrom === undefined
      ? createClock()
      : createTestClock({ start: setup.fastForwardFrom, timezone: createClock().timezone })
  const time = () => ({ now: clock.now(), timezone: clock.timezone })
  let sandbox: Sandbox | undefined
  const openSandbox = (): Sandbox => {
    sandbox ??= createSandbox({ spawn: createNodeThreads(threadEntry("guest")) })
    return sandbox
  }
  const evaluator = createEvaluator({ sandbox: openSandbox, time })
  let evaluating = 0
  /** Simulated time stands still while the sandbox thinks. */
  const evaluate: LoopParts["evaluate"] = (texts, names) => {
    const answer = evaluator(texts, names)
    if (!(answer instanceof Promise)) return answer
    evaluating++
    const release = clock.hold("effect")
    return answer.finally(() => {
      evaluating--
      release()
    })
  }
  const bus = createEventBus()
  const jobs = createJobs({ spawn: createNodeJobThreads(threadEntry("job")) })
  const code = createCodePort({ sandbox: openSandbox, time })
  const ports = portsOf(setup, clock, { code, jobs }, bus)
  const plugins = createTerminalPlugins(setup.data, code, () => ports({ key: "poll" }).ports.http)
  const runs = createRuns({
    journal,
    kinds: kind => kinds.get(kind),
    evaluate,
    plugins,
    ports,
    clock,
    workflows: {
      async latest(id) {
        const text = setup.texts.get(id)
        if (text === undefined) return undefined
        return { workflow: openFile(text).workflow, hash: await pins.keep(id, setup.texts) }
      },
      pinned: async hash => (hash === undefined ? undefined : (await pins.find(hash))?.workflow),
    },
    owner: (run, epoch) => ({
      isStillMine() {
        const held = setup.held()
        if (held !== undefined && Date.now() - held.lastBeat() < expiry / 2) return true
        return journal.head(run).then(head => head?.epoch === epoch)
      },
      letGo() {},
    }),
    outside: outsideOf(bus, setup.grants),
    cassette: async run => {
      const events: RunEvent[] = []
      for await (const chunk of journal.read(run)) events.push(...chunk)
      return cassetteOf(events)
    },
    redact,
    ...(setup.note === undefined ? {} : { note: setup.note }),
  })
  return {
    runs,
    journal,
    clock,
    events: bus,
    plugins,
    evaluate,
    isEvaluating: () => evaluating > 0,
    async close() {
      sandbox?.close()
      jobs.close()
      await journal.close()
    },
  }
}

function redact<T>(value: T): T {
  return redactJson(value, valuesIn(process.env))
}

/** Node's ports, with files in which a repeated append is one, and with those that need threads. */
function portsOf(
  { data, workspace, grants, write }: PlaceSetup,
  clock: Clock,
  { code, jobs }: Pick<Ports, "code" | "jobs">,
  events: EventBus,
): NodePorts["ports"] {
  const ai = createTerminalAi(data, process.env)
  const keyed = createKeyedFiles(createAppendNotes(join(data, "appends")))
  return createNodePorts({
    ...{
      workspace,
      clock,
      events,
      jobs,
      secrets: createEnvironmentSecrets(process.env),
      redact,
      notifyTo: write,
      environment: process.env,
    },
    grants: () => grants,
    tables: createTables(createFileTables(join(data, "tables"))),
    transcript: {
      async append(message) {
        await appendFile(join(data, "chat.jsonl"), `${JSON.stringify(message)}\n`)
        write(`${message.text}\n`)
        return ok(undefined)
      },
    },
    keyedFiles: keyed,
    others: () => ({ code, ai }),
  }).ports
}

/**
 * Events come from the steps of the runs that go on here; people answer through the run itself, and grant when they
 * resume it.
 */
function outsideOf(bus: EventBus, grants: readonly Grant[]): Outside {
  return {
    listen(_, wait, answer) {
      if (wait.for === "event") return bus.listen(wait.name, ({ value }) => answer({ value }))
      const wanted = wait.for === "grant" ? parseGrant(wait.pattern) : undefined
      if (wanted?.ok && grants.some(grant => covers(grant, wanted.value))) answer({})
      return () => {}
    },
  }
}
