import { randomInt } from "node:crypto"
import { stat } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import type { RunEvent } from "../engine/core/event.ts"
import { evaluateAll } from "../engine/loop/evaluating.ts"
import { newsId, runNews } from "../engine/scheduler/runNews.ts"
import { createScheduler, type Enabled, type TriggeredStart } from "../engine/scheduler/scheduler.ts"
import { isMap, own } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { Signal } from "../model/trigger.ts"
import type { Workflow } from "../model/workflow.ts"
import { createNodeHome } from "../ports/files/nodeHome.ts"
import { triggers } from "../triggers/registry.ts"
import { catalogueIn } from "./catalogue.ts"
import { problem } from "./cliProblems.ts"
import { type Command, exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import { gather } from "./gather.ts"
import { grantOptions, grantsFrom, missingGrants, readGrants } from "./grants.ts"
import type { Io } from "./io.ts"
import type { Held } from "./owners.ts"
import type { Texts } from "./pins.ts"
import { type Data, openData, openPlace, type Place } from "./place.ts"
import { printable } from "./printable.ts"
import { reportAsJson, reportAsText } from "./report.ts"
import { dataFolder, dataOption } from "./run.ts"
import { keepRunPlace } from "./runPlace.ts"
import { painter, sayMoment } from "./say.ts"
import { createStandingFile } from "./standingFile.ts"
import { watchFolder } from "./watchFolder.ts"

/** A sleeping computer's timers come late: so the time is looked at this often at least. */
const lookEvery = 20_000

/** Starts workflows whenever their triggers fire, until it is stopped. */
export const watch: Command = {
  name: "watch",
  summary: "Start workflows whenever their triggers fire",
  takes: "FILE...",
  options: {
    workspace: {
      value: "DIR",
      say: "The files that the workflows see; the folder of the first FILE if left out",
    },
    data: dataOption,
    ...grantOptions,
    json: { say: "One JSON object a line: each firing, and each event of its run" },
  },
  notes: [
    "Schedules, events, changes of files and the ends of other runs fire triggers; a webhook does not, as",
    "nothing listens on the network: let what receives the call say rivulet run FILE --trigger JSON.",
    "What a schedule missed since the last watch is made up for as the trigger's `missed` says.",
    "Ctrl+C ends it: runs under way are left in good order, and go on with the next watch.",
    "",
    "Exits with 0 once it is stopped, 2 if a file or an option cannot be used, 3 if grants are missing.",
  ],
  async run(given, io) {
    const json = given.flags.has("json")
    const [first] = given.files
    if (first === undefined) {
      io.complain("Name the files of the workflows to watch.\nSee rivulet watch --help.\n")
      return exit.unusable
    }
    const catalogue = await catalogueIn(dataFolder(given).folder)
    const workflows: Workflow[] = []
    const texts = new Map<string, string>()
    for (const file of given.files) {
      const gathered = await gather(file, catalogue, io)
      if (!gathered.ok) {
        for (const report of gathered.error)
          if (json) io.out(reportAsJson(report))
          else io.complain(reportAsText(report, io.colours))
        return exit.unusable
      }
      workflows.push(gathered.value.workflow)
      for (const [id, text] of gathered.value.texts) texts.set(id, text)
    }
    const granted = readGrants(given)
    if (!granted.ok) return sayProblem(io, granted.error)
    const missing = missingGrants(texts, grantsFrom(granted.value), catalogue)
    if (missing.length > 0) {
      const options = missing.map(({ pattern }) => `--grant ${pattern}`).join(" ")
      sayProblem(io, problem("grants_missing", { options }))
      return exit.waiting
    }
    const folder = given.values.get("workspace")?.at(-1) ?? dirname(first)
    const workspace = resolve(folder)
    if (!(await stat(workspace).catch(() => undefined))?.isDirectory())
      return sayProblem(io, problem("workspace_missing", { folder }))
    const data = openData(dataFolder(given).folder)
    return keepWatch({ io, data, workflows, texts, json, workspace, grants: granted.value })
  },
}

interface Watching {
  readonly io: Io
  readonly data: Data
  readonly workflows: readonly Workflow[]
  readonly texts: Texts
  readonly json: boolean
  readonly workspace: string
  readonly grants: readonly string[]
}

async function keepWatch(given: Watching): Promise<number> {
  const { io, data, workflows, json, workspace } = given
  const stop = createStop(io)
  const held = new Map<string, Held>()
  const place = openPlace(data, {
    ...{ data: data.folder, workspace, texts: given.texts, grants: grantsFrom(given.grants) },
    held: () => undefined,
    write: text => (json ? io.complain(text) : io.out(`  ${text.trimEnd()}\n`)),
  })
  const brought = await place.plugins.triggers()
  const types = new Map([...brought, ...triggers].map(type => [type.type, type]))
  const standings = createStandingFile(join(data.folder, "triggers.json"))
  const say = createSay(given)
  const scheduler = createScheduler({
    types: type => types.get(type),
    async enabled() {
      const found: Enabled[] = []
      for (const workflow of workflows)
        found.push({ workflow, since: await standings.watchedSince(workflow.id, place.clock.now()) })
      return found
    },
    standings,
    start: (run, request) => start(given, place, held, run, request),
    async evaluate(value, names) {
      const evaluated = await evaluateAll([value], names, place.evaluate)
      if (!evaluated.ok) return err(evaluated.error)
      const [made] = evaluated.value
      return ok(isMap(made) ? made : {})
    },
    clock: place.clock,
    told: say.fired,
  })
  const depths = new Map<string, number>()
  const ends = [
    place.events.listen(null, ({ name, value, id }) =>
      scheduler.hear({ source: "events", name, value }, id, depths.get(id.slice(0, id.indexOf(":"))) ?? 0),
    ),
    place.journal.watch((run, seq, events) => {
      say.events(run, seq, events)
      for (const [at, event] of events.entries()) {
        if (event.type === "run.started") depths.set(run, depthOf(event))
        const workflow = place.runs.get(run)?.workflow.id ?? ""
        for (const [nth, { name, value }] of runNews(event).entries()) {
          const signal: Signal = { source: "runs", name, value: { workflow, run, ...value } }
          void scheduler.hear(signal, newsId(run, seq + at, nth), depths.get(run) ?? 0)
        }
        if (event.type !== "run.ended") continue
        void held.get(run)?.letGo()
        held.delete(run)
      }
    }),
  ]
  if (workflows.some(({ triggers: all }) => all?.some(({ type }) => types.get(type)?.hearsFiles))) {
    const files = watchFolder(workspace, createNodeHome(workspace), (path, event, id) => {
      void scheduler.hear({ source: "files", name: event, value: { path } }, id)
    })
    ends.push(() => files.close())
    await files.ready
  }
  await takeUp(given, place, held)
  say.watching(scheduler.nextTimes)
  await lookUntil(stop, async () => {
    const next = await scheduler.look()
    return next === null ? lookEvery : Math.max(0, Math.min(lookEvery, next - place.clock.now()))
  })
  stop.off()
  for (const end of ends) end()
  await scheduler.polled()
  await place.runs.leave()
  await place.close()
  for (const one of held.values()) await one.letGo()
  return exit.fine
}

/** Starts a run that a trigger fired, unless it was started before: by this program or by another. */
async function start(
  { data, texts, workspace, grants }: Watching,
  place: Place,
  held: Map<string, Held>,
  run: string,
  request: TriggeredStart,
): Promise<Result<unknown, Problem>> {
  if ((await data.journal.head(run)) !== undefined) return ok(null)
  const taken = await data.owners.take(run)
  if (!taken.ok) return ok(null)
  held.set(run, taken.value)
  await keepRunPlace(data.folder, run, { workspace, grants })
  const hash = await data.pins.keep(request.workflow.id, texts)
  return place.runs.start({ run, seed: randomInt(2 ** 31), hash, ...request })
}

/** Runs that triggers started, and that nobody has now, go on. */
async function takeUp({ data, workflows }: Watching, place: Place, held: Map<string, Held>): Promise<void> {
  const watched = new Set(workflows.map(({ id }) => id))
  const { runs: known } = await data.journal.history({ most: 1000 })
  for (const { run } of await data.journal.unfinished()) {
    const summary = known.find(one => one.run === run)
    if (summary === undefined || !watched.has(summary.workflow) || summary.trigger === "manual") continue
    const taken = await data.owners.take(run)
    if (!taken.ok) continue
    held.set(run, taken.value)
    await place.runs.takeUp(run)
  }
}

function depthOf(event: Extract<RunEvent, { type: "run.started" }>): number {
  const depth = isMap(event.trigger) ? own(event.trigger, "depth") : undefined
  return typeof depth === "number" ? depth : 0
}

/** Hears that the person presses Ctrl+C, from now on. */
function createStop(io: Io) {
  let stop = (): void => {}
  let isStopped = false
  const stopped = new Promise<void>(go => {
    stop = () => {
      isStopped = true
      go()
    }
  })
  const off = io.onInterrupt?.(stop) ?? (() => {})
  return { stopped, isStopped: () => isStopped, off }
}

/** Looks, and looks again when it is time, until it is stopped. */
async function lookUntil({ stopped, isStopped }: ReturnType<typeof createStop>, look: () => Promise<number>) {
  while (!isStopped()) {
    const wait = await look()
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = new Promise<void>(go => {
      timer = setTimeout(go, wait)
    })
    await Promise.race([stopped, later])
    clearTimeout(timer)
  }
}

/** What a person, or a program, is told while it goes on. */
function createSay({ io, json, workflows }: Watching) {
  const paint = painter(io.colours)
  const line = (text: string) => io.out(`${paint("dim", sayMoment(Date.now()))}  ${text}\n`)
  return {
    watching(nextTimes: ReturnType<typeof createScheduler>["nextTimes"]) {
      if (json) return
      for (const workflow of workflows) {
        const [next] = nextTimes(workflow, 1)
        const when =
          next === undefined ? "waits for what it hears of" : `starts next at ${sayMoment(next.at)}`
        io.out(`${printable(workflow.name ?? workflow.id)} ${when}.\n`)
      }
      io.out("Watching. Press Ctrl+C to stop.\n")
    },
    fired(news: {
      readonly workflow: string
      readonly trigger: string
      readonly run: string
      readonly problem?: Problem
    }) {
      if (json) io.out(`${JSON.stringify({ type: "fired", ...news })}\n`)
      else if (news.problem) io.complain(`${printable(news.problem.message)}\n`)
      else line(`${printable(`${news.workflow}: ${news.trigger} fired`)} (run ${news.run})`)
    },
    events(run: string, seq: number, events: readonly RunEvent[]) {
      for (const [at, event] of events.entries()) {
        if (json) io.out(`${JSON.stringify({ run, seq: seq + at, ...event })}\n`)
        else if (event.type === "run.ended") {
          const why = event.problem ? `: ${printable(event.problem.message)}` : ""
          line(`${paint(event.status === "completed" ? "good" : "bad", event.status)}${why} (run ${run})`)
        }
      }
    },
  }
}
