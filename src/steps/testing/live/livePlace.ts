import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cassetteOf } from "../../../engine/core/cassette.ts"
import type { RunEvent } from "../../../engine/core/event.ts"
import { singlesOf } from "../../../engine/core/singles.ts"
import { createTestClock } from "../../../engine/loop/clock.ts"
import { createRuns } from "../../../engine/loop/runs.ts"
import type { Json } from "../../../lib/json.ts"
import { ok } from "../../../lib/result.ts"
import { catalogueOf } from "../../../model/catalogueOf.ts"
import { parseGrant } from "../../../model/grants.ts"
import { powersOf } from "../../../model/powers.ts"
import type { RunMode } from "../../../model/recording.ts"
import type { AnyStep, Example } from "../../../model/step.ts"
import { emptyWorkflow } from "../../../model/workflow.ts"
import { createAi } from "../../../ports/ai/createAi.ts"
import { createNodeKeyedFetch } from "../../../ports/ai/nodeKeyedFetch.ts"
import { createEventBus } from "../../../ports/events/eventBus.ts"
import { createFiles } from "../../../ports/files/files.ts"
import { createNodeHome } from "../../../ports/files/nodeHome.ts"
import { createGit } from "../../../ports/git/git.ts"
import { createNodeHttp } from "../../../ports/http/nodeHttp.ts"
import { jobsHere } from "../../../ports/jobs/runHere.ts"
import { createOfflinePorts } from "../../../ports/modes/offlinePorts.ts"
import { createNodePorts } from "../../../ports/nodePorts.ts"
import { createCodePort } from "../../../ports/sandbox/codePort.ts"
import { createEvaluator } from "../../../ports/sandbox/evaluator.ts"
import { createFileTables } from "../../../ports/tables/fileTables.ts"
import { createTables } from "../../../ports/tables/tables.ts"
import { createFileJournal } from "../../../storage/fileJournal.ts"
import { triggers } from "../../../triggers/registry.ts"
import { steps } from "../../registry.ts"
import { makeCommits } from "../makeCommits.ts"
import { given, workflowOf } from "./exampleWorkflow.ts"
import { doubleProvider, type LiveWorld } from "./liveWorld.ts"

/*
 * A place in which an example runs as it would in a terminal: the engine's loop, a journal on disk, a real folder, and
 * the outside of `liveWorld`. It grants what the workflow's powers say, and not a bit more: an example whose kind
 * uses a power that it does not tell of waits for ever.
 */

const catalogue = catalogueOf(steps, triggers)
const kinds = new Map([...steps, given].map(step => [step.kind, step]))
const now = Date.UTC(2026, 0, 31, 9)

/** How the example's step came out. */
export interface Came {
  readonly status: string
  /** What the step rested for on the way. */
  readonly waited: readonly string[]
  readonly outlets: { readonly [outlet: string]: Json }
  readonly problem: string | undefined
  /** Whether what comes after it had its turn. */
  readonly wentOn: boolean
}

/** All that an example might change outside. */
export interface Outside {
  readonly files: { readonly [path: string]: string }
  readonly tables: { readonly [table: string]: Json }
  /** What was shown, sent, drafted or emitted. */
  readonly told: readonly Json[]
  readonly requests: readonly string[]
  readonly models: number
  readonly tips: readonly (string | null)[]
}

/** A place with the example laid out in it. */
export interface LivePlace {
  /** The real folder. */
  readonly workspace: string
  /** The example, with the addresses that it has here. */
  readonly example: Example
  /** Runs the example: live, as a replay of that, in a sandbox, or as the run that applies all of that. */
  run(how: RunMode | "apply"): Promise<Came>
  outside(): Promise<Outside>
  close(): Promise<void>
}

/** Opens a place for one example of the step. */
export async function openLivePlace(world: LiveWorld, step: AnyStep, written: Example): Promise<LivePlace> {
  const { example, git } = await world.stage(written)
  const folder = await mkdtemp(join(tmpdir(), "rivulet-example-"))
  const workspace = join(folder, "workspace")
  const clock = createTestClock({ start: now })
  const time = () => ({ now: clock.now(), timezone: clock.timezone })
  const told: Json[] = []
  const events = createEventBus()
  const ownEvents = "test"
  events.listen(null, ({ name, value, id }) => id.startsWith(ownEvents) || told.push({ name, value }))
  const secrets = {
    find: async (name: string) => ({
      value: example.secrets?.[name] ?? `${world.server.origin}/hooks/${name}`,
      hosts: [world.server.origin, ...(git ? [new URL(git.url).origin] : [])],
    }),
  }
  const journal = createFileJournal<RunEvent>(join(folder, "data"))
  const tables = createTables(createFileTables(join(folder, "tables")))
  const code = createCodePort({ sandbox: () => world.sandbox, time })
  const ai = createAi({
    settings: async () => ({
      usual: doubleProvider,
      providers: [
        {
          ...{ id: doubleProvider, title: "Double", speaks: "openai", address: world.models.openai },
          ...{ secret: null, model: "simulated-1", vectors: "m" },
        },
      ],
      prices: { "simulated-1": { input: 0, output: 0 } },
    }),
    send: createNodeKeyedFetch({ secrets }),
    now: clock.now,
  })
  const workflow = workflowOf(step, example)
  // Where a remote is, its repository says, and no workflow.
  const patterns = [
    ...powersOf(workflow, catalogue).map(({ pattern }) => pattern),
    ...(git ? [`http:${new URL(git.url).origin}`] : []),
  ]
  const grants = patterns.flatMap(pattern => {
    const grant = parseGrant(pattern)
    return grant.ok ? [grant.value] : []
  })
  const node = createNodePorts({
    ...{ workspace, clock, secrets, events, tables, jobs: jobsHere },
    environment: { PATH: process.env.PATH },
    grants: () => grants,
    notifyTo: text => told.push(text),
    transcript: {
      append: async ({ session, text }) => {
        told.push({ session, text })
        return ok(undefined)
      },
    },
    others: () => ({ code, ai }),
  })
  const offline = createOfflinePorts({ code, jobs: jobsHere, now: clock.now })
  const runs = createRuns({
    ...{ journal, clock, kinds: kind => kinds.get(kind) },
    evaluate: createEvaluator({ sandbox: () => world.sandbox, time }),
    ports: (place, basic) =>
      place.stance.mode === "replay" ? offline(place.name, place.stance, basic) : node.ports(place, basic),
    workflows: {
      latest: async id => ({
        workflow:
          id === workflow.id
            ? workflow
            : {
                ...emptyWorkflow(id),
                steps: [{ id: "work", kind: given.kind, with: { value: example.comes?.value ?? null } }],
              },
        hash: id,
      }),
      pinned: async () => workflow,
    },
    outside: {
      listen: (_, wait, answer) =>
        wait.for === "event" ? events.listen(wait.name, ({ value }) => answer({ value })) : () => {},
    },
    cassette: async run => cassetteOf(await eventsOf(run)),
  })
  await lay()

  async function lay(): Promise<void> {
    const home = createNodeHome(workspace)
    const files = createFiles(home)
    const http = createNodeHttp({ mayReach: () => null, secrets })
    const port = createGit({ home, jobs: jobsHere, http, now: clock.now })
    await mkdir(workspace)
    if (git && step.kind !== "git.clone") {
      const cloned = await port.clone({ url: git.url })
      if (!cloned.ok) throw new Error(cloned.error.message)
      await world.push(
        git,
        example.served?.filter(({ since }) => since),
      )
    }
    if (example.commits) await makeCommits({ git: port, files }, example.commits)
    for (const [path, text] of Object.entries(example.files ?? {})) await files.write(path, text)
    for (const [table, rows] of Object.entries(example.tables ?? {}))
      await tables.change(table, { put: rows.map((row, at) => ({ ...row, made: at })) })
  }

  async function eventsOf(run: string): Promise<RunEvent[]> {
    const all: RunEvent[] = []
    for await (const chunk of journal.read(run)) all.push(...chunk)
    return all
  }

  async function run(how: RunMode | "apply"): Promise<Came> {
    const mode = how === "apply" ? "live" : how
    const past = { replay: { of: "live" }, apply: { of: "sandbox" } }[how as string]
    const started = await runs.start({
      ...{ run: how, seed: 1, workflow, hash: workflow.id, mode },
      ...(past === undefined ? {} : { past }),
    })
    if (!started.ok) throw new Error(started.error.message)
    const here = started.value
    // Time stands still until what the step rests for has come.
    const release = example.comes === undefined || mode === "replay" ? () => {} : clock.hold("effect")
    if (example.comes && mode !== "replay" && example.waits !== "run") {
      await new Promise<void>(go =>
        here.watch((_, seen) => seen.flatMap(singlesOf).some(one => one.type === "step.waiting") && go()),
      )
      if (example.waits === "event")
        await events.port(`${ownEvents}:${how}`).emit(String(example.with.event), example.comes.value ?? null)
      else here.answer({ in: "", step: "it" }, example.comes.outlet, example.comes.value)
    }
    release()
    // What the workflow's powers do not say is refused.
    here.watch((_, seen) => {
      for (const one of seen.flatMap(singlesOf))
        if (one.type === "step.waiting" && one.wait.for === "grant") here.granted(one.wait.pattern, false)
    })
    await here.resting()
    await here.sure()
    const root = here.state().instances.get("")
    const visitOf = (id: string) => root?.visits[root.scope.byId.get(id)?.index ?? -1]?.at(-1)
    const it = visitOf("it")
    return {
      status: it?.status ?? "never begun",
      wentOn: visitOf("after_it")?.status === "completed",
      waited: (await eventsOf(how))
        .flatMap(singlesOf)
        .flatMap(one => (one.type === "step.waiting" ? [one.wait.for] : [])),
      outlets: it?.outlets ?? {},
      problem: it?.problem?.code ?? failureIn(it?.outlets),
    }
  }

  return {
    ...{ workspace, example },
    run,
    outside: async () => ({
      files: await filesIn(workspace),
      tables: Object.fromEntries(
        await Promise.all(
          Object.keys({ ...example.tables, ...example.tablesAfter, ...named(example) }).map(async table => {
            const rows = await tables.rows(table)
            return [table, rows.ok ? rows.value.map(({ value }) => value) : null] as const
          }),
        ),
      ),
      told: [...told],
      requests: [...world.server.requests, ...(git?.requests ?? [])],
      models: world.models.asked.length,
      tips: git ? await Promise.all(["main", "next"].map(branch => git.tip(branch))) : [],
    }),
    async close() {
      await journal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function failureIn(outlets: { readonly [outlet: string]: Json } | undefined): string | undefined {
  const failure = outlets?.failure
  return typeof failure === "object" && failure !== null && "code" in failure
    ? String(failure.code)
    : undefined
}

function named({ with: { table } }: Example): { readonly [table: string]: true } {
  return typeof table === "string" ? { [table]: true } : {}
}

/** Every file below the folder, as text that holds its bytes. */
async function filesIn(folder: string): Promise<{ readonly [path: string]: string }> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const read = await Promise.all(
    files.map(async path => [path.slice(folder.length + 1), await readFile(path, "latin1")] as const),
  )
  return Object.fromEntries(read.sort(([a], [b]) => (a < b ? -1 : 1)))
}
