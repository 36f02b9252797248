import { beginningOf } from "../engine/core/beginning.ts"
import { cassetteOf } from "../engine/core/cassette.ts"
import type { WouldDo } from "../engine/core/wouldDo.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import { createNodeHome } from "../ports/files/nodeHome.ts"
import { conflictWith } from "../ports/modes/conflicts.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { conduct, sayProblem } from "./conduct.ts"
import type { Io } from "./io.ts"
import { type PastRun, readPastRun } from "./pastRun.ts"
import type { Data } from "./place.ts"
import { newRunId } from "./run.ts"
import { keepRunPlace } from "./runPlace.ts"
import { prepare } from "./runsSteer.ts"
import { numberedEntries, outboxOf } from "./sayWouldDo.ts"

/** Does what a sandbox run would have done, or some of it, in a new run. */
export async function applyRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  if (!past.head.ended) return sayProblem(io, problem("run_not_ended", { run: past.run }))
  if (past.state.mode !== "sandbox") return sayProblem(io, problem("run_no_sandbox", { run: past.run }))
  const ticked = tickedBy(given, await outboxOf(data, past.state))
  if (!ticked.ok) return sayProblem(io, ticked.error)
  const prepared = await prepare(given, data, past)
  if ("code" in prepared) return sayProblem(io, prepared)
  const cassette = cassetteOf(past.events)
  const home = createNodeHome(prepared.place.workspace)
  const conflict = cassette && (await conflictWith(home, cassette, ticked.value))
  if (conflict !== undefined) return sayProblem(io, conflict)
  return startBack(given, data, found, io, past, prepared, {
    ...{ say: `applies ${past.run}`, mode: "live" },
    ...(ticked.value === undefined ? {} : { ticked: ticked.value }),
  })
}

/** Runs again from the recording of a run alone: offline, free and with the same result. */
export async function replayRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  if (!past.head.ended) return sayProblem(io, problem("run_not_ended", { run: past.run }))
  const prepared = await prepare(given, data, past)
  if ("code" in prepared) return sayProblem(io, prepared)
  return startBack(given, data, found, io, past, prepared, { say: `replays ${past.run}`, mode: "replay" })
}

interface Back {
  readonly say: string
  readonly mode: "live" | "replay"
  readonly ticked?: readonly string[]
}

/** Starts a run that looks back on another, with its workflow, its inputs and its chance. */
async function startBack(
  given: Arguments,
  data: Data,
  found: string,
  io: Io,
  past: PastRun,
  prepared: Exclude<Awaited<ReturnType<typeof prepare>>, Problem>,
  { say, mode, ticked }: Back,
): Promise<number> {
  const { seed, workflow: hash } = past.started
  const run = newRunId()
  const json = given.flags.has("json")
  if (!json) io.out(`${past.summary.name} (run ${run}, ${say})\n`)
  return conduct(io, data, {
    run,
    texts: past.texts,
    ...{ found, json, ...prepared, mode, standIns: past.started.standIns },
    async start({ runs }) {
      await keepRunPlace(data.folder, run, prepared.place)
      const started = await runs.start({
        ...{ run, seed, workflow: past.state.plan.workflow, mode },
        ...beginningOf(past.started),
        past: { of: past.run, ...(ticked === undefined ? {} : { ticked }) },
        ...(hash === undefined ? {} : { hash }),
      })
      return started.ok ? started.value : started.error
    },
  })
}

/** The entries that `--only` names; undefined where it names none. */
function tickedBy({ values }: Arguments, would: WouldDo): Result<readonly string[] | undefined, Problem> {
  const only = values.get("only")
  if (only === undefined) return ok(undefined)
  const entries = numberedEntries(would)
  const ids: string[] = []
  for (const text of only.flatMap(each => each.split(",")).map(each => each.trim())) {
    const entry = entries.find(({ number }) => String(number) === text)
    if (entry === undefined) return err(problem("apply_no_entry", { text, most: entries.length }))
    ids.push(entry.id)
  }
  return ok(ids)
}
