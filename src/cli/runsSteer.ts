import { setTimeout as delay } from "node:timers/promises"
import type { RunEvent } from "../engine/core/event.ts"
import type { Run } from "../engine/loop/run.ts"
import type { Limits } from "../model/budget.ts"
import type { Problem } from "../model/problems.ts"
import type { Arguments } from "./arguments.ts"
import { readBudget } from "./budget.ts"
import { problem } from "./cliProblems.ts"
import { exit } from "./command.ts"
import { conduct, sayProblem } from "./conduct.ts"
import type { Io } from "./io.ts"
import { historyOf, type PastRun, readPastRun } from "./pastRun.ts"
import type { Data, Place } from "./place.ts"
import { ask, type Request } from "./requests.ts"
import { readRunOptions } from "./run.ts"
import { keepRunPlace, type RunPlace, readRunPlace } from "./runPlace.ts"

/** Another terminal that was asked for something has so long to do it, in milliseconds. */
const patience = 20_000
const lookEvery = 100

/** Takes a run up again that was interrupted, was paused, or waits. */
export async function resumeRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readUnended(given, data)
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  const { parent } = past.summary
  if (parent !== null && (await data.journal.head(parent))?.ended === false)
    return sayProblem(io, problem("run_of_parent", { run: past.run, parent }))
  const prepared = await prepare(given, data, past)
  if ("code" in prepared) return sayProblem(io, prepared)
  const budget = readBudget(given)
  if (!budget.ok) return sayProblem(io, budget.error)
  return conduct(io, data, {
    run: past.run,
    texts: past.texts,
    ...{ found, json: given.flags.has("json"), ...prepared },
    ...(given.flags.has("fast-forward") ? { fastForwardFrom: Math.max(Date.now(), past.state.now) } : {}),
    start: place => takeUp(place, past.run, prepared.place, data, budget.value),
  })
}

async function takeUp(
  { runs }: Place,
  run: string,
  place: RunPlace,
  data: Data,
  budget?: Limits,
): Promise<Run | Problem> {
  await keepRunPlace(data.folder, run, place)
  const taken = await runs.takeUp(run)
  if (!taken.ok) return taken.error
  // What is raised is raised where it was used up; where nothing was, for the whole run.
  if (budget !== undefined) taken.value.raise(budget, taken.value.state().spent?.step)
  if (taken.value.state().phase === "paused") taken.value.resume()
  return taken.value
}

/** Where the run goes on, with what is granted besides, and the answers. */
export async function prepare(given: Arguments, data: Data, past: PastRun) {
  const options = await readRunOptions(given, past.texts)
  if (!options.ok) return options.error
  const { answers, grants } = options.value
  const before = (await readRunPlace(data.folder, past.run)) ?? { workspace: process.cwd(), grants: [] }
  const place: RunPlace = { ...before, grants: [...new Set([...before.grants, ...grants])] }
  return { answers, place, mode: past.started.mode }
}

/** Pauses a run, wherever it goes on. */
export async function pauseRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readUnended(given, data)
  if (!read.ok) return sayProblem(io, read.error)
  const { run, state } = read.value
  const asked = await askOwner(data, run, "pause")
  if (!asked && state.phase !== "paused") {
    const appended = await appendTo(data, run, { type: "run.paused", at: Date.now() })
    if (appended !== undefined) return sayProblem(io, appended)
  }
  io.out(`Paused. Go on with: rivulet runs resume ${run}${found}\n`)
  return exit.fine
}

/** Cancels a run, wherever it goes on, and the runs that it waits for. */
export async function cancelRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readUnended(given, data)
  if (!read.ok) return sayProblem(io, read.error)
  const asked = await askOwner(data, read.value.run, "cancel")
  const runs = asked ? [] : [...(await startedBy(data, read.value.run)), read.value.run]
  for (const run of runs) {
    const past = await readPastRun(data, run)
    if (!past.ok) return sayProblem(io, past.error)
    const appended = await appendTo(data, run, { type: "run.cancel_asked", at: Date.now() })
    if (appended !== undefined) return sayProblem(io, appended)
    const prepared = await prepare(given, data, past.value)
    if ("code" in prepared) return sayProblem(io, prepared)
    await conduct(io, data, {
      run,
      texts: past.value.texts,
      ...{ found, json: given.flags.has("json"), ...prepared },
      start: place => takeUp(place, run, prepared.place, data),
    })
  }
  if (asked) io.out("Cancelled.\n")
  return exit.fine
}

/** The runs that the run started and that have not ended, those last started first. */
async function startedBy(data: Data, run: string): Promise<readonly string[]> {
  const all = (await historyOf(data)).filter(({ endedAt }) => endedAt === null)
  const found: string[] = []
  const parents = [run]
  for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
    const children = all.filter(one => one.parent === parent).map(one => one.run)
    found.unshift(...children)
    parents.push(...children)
  }
  return found
}

async function readUnended(given: Arguments, data: Data) {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok || !read.value.head.ended) return read
  const { run, summary } = read.value
  return { ok: false, error: problem("run_ended", { run, status: summary.status }) } as const
}

/** Asks the owner of the run, if it has one, and waits until that is done; whether there was one. */
async function askOwner(data: Data, run: string, request: Request): Promise<boolean> {
  if ((await data.owners.ownerOf(run)) === undefined) return false
  await ask(data.folder, run, request)
  for (let waited = 0; waited < patience; waited += lookEvery) {
    await delay(lookEvery)
    if ((await data.owners.ownerOf(run)) === undefined) return true
  }
  return true
}

/** Adds an event to the journal of a run that nobody has. */
async function appendTo(data: Data, run: string, event: RunEvent): Promise<Problem | undefined> {
  const claimed = await data.journal.claim(run)
  if (!claimed.ok) return claimed.error
  const { seq, epoch } = claimed.value
  const summary = event.type === "run.paused" ? { summary: { status: "paused" as const } } : {}
  const done = await data.journal.append(run, { seq, epoch }, [event], { durability: "strict", ...summary })
  await data.journal.release(run, epoch)
  return done.ok ? undefined : done.error
}
