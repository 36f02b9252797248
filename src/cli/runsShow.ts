import type { RunEvent } from "../engine/core/event.ts"
import { saidIn } from "../engine/core/said.ts"
import { singlesOf } from "../engine/core/singles.ts"
import type { Json } from "../lib/json.ts"
import { sayLeft, sayWritten, type WrittenLine } from "../model/note.ts"
import type { Arguments } from "./arguments.ts"
import { exit } from "./command.ts"
import { sayProblem, sayWait } from "./conduct.ts"
import type { Io } from "./io.ts"
import { sayOwner } from "./owners.ts"
import { type PastRun, readPastRun } from "./pastRun.ts"
import type { Data } from "./place.ts"
import { pathOf, pathOfVisit } from "./runPaths.ts"
import { statusOf } from "./runsList.ts"
import { oneLine, painter, sayMoment, sayTime, sayValue } from "./say.ts"
import { waitAsJson } from "./session.ts"
import { awaited } from "./standstill.ts"
import { stepResults } from "./stepResults.ts"

/** Shows one run: its steps, its problems, what it waits for, its output, and its log. */
export async function showRun(given: Arguments, data: Data, found: string, io: Io): Promise<number> {
  const read = await readPastRun(data, given.files[1])
  if (!read.ok) return sayProblem(io, read.error)
  const past = read.value
  if (given.flags.has("json")) io.out(await asJson(past, data, given.flags.has("events")))
  else await say(past, data, found, io, given.flags.has("events"))
  return exit.fine
}

async function asJson(past: PastRun, data: Data, withEvents: boolean): Promise<string> {
  const { state, summary, events } = past
  const shown = {
    ...summary,
    runId: past.run,
    status: await statusOf(summary, data),
    inputs: state.inputs,
    output: state.output ?? null,
    steps: stepResults(state),
    waiting: awaited(state).map(waitAsJson),
    problem: state.problem ?? null,
    log: written(events).map(({ path, line }) => ({ step: path, ...line })),
    ...(withEvents ? { events: events as unknown as Json } : {}),
  }
  return `${JSON.stringify(shown)}\n`
}

async function say(
  { run, state, summary, events, started }: PastRun,
  data: Data,
  found: string,
  io: Io,
  withEvents: boolean,
): Promise<void> {
  const paint = painter(io.colours)
  const owner = await data.owners.ownerOf(run)
  io.out(`${paint("bold", summary.name)} (run ${run})\n`)
  io.out(`  ${await statusOf(summary, data)}${owner === undefined ? "" : `, with ${sayOwner(owner)}`}\n`)
  const took = summary.endedAt === null ? "" : `, took ${sayTime(summary.endedAt - summary.startedAt)}`
  io.out(`  started ${sayMoment(summary.startedAt)}${took}\n`)
  if (started.fork !== undefined) io.out(`  forked from ${started.fork.of}\n`)
  const inputs = Object.keys(state.inputs)
  if (inputs.length > 0) io.out(`  inputs ${oneLine(JSON.stringify(state.inputs), 200)}\n`)
  for (const instance of state.instances.values()) {
    for (const visit of instance.visits.flatMap(visits => visits ?? [])) {
      const name = `${pathOfVisit(visit)}${visit.number > 1 ? ` #${visit.number}` : ""}`
      const time =
        visit.endedAt === 0 || visit.status === "skipped" ? "" : sayTime(visit.endedAt - visit.startedAt)
      const about = visit.problem === undefined ? "" : oneLine(visit.problem.message, 160)
      const status = visit.reused ? "taken over" : visit.status.replace("_", " ")
      io.out(`  ${name.padEnd(28)} ${status.padEnd(10)} ${time.padStart(8)}  ${about}`.trimEnd())
      io.out("\n")
    }
  }
  if (state.problem !== undefined && state.phase === "ended")
    io.out(`${paint("bad", "Problem")}: ${oneLine(state.problem.message, 400)} (${state.problem.code})\n`)
  for (const wait of awaited(state)) sayWait(io, `${run}${found}`, wait)
  if (state.output !== undefined && state.output !== null && state.phase === "ended")
    io.out(`${paint("bold", "Output")}\n${sayValue(state.output)}\n`)
  const log = written(events)
  if (log.length > 0) io.out(`${paint("bold", "Log")}\n`)
  for (const { path, line } of log) {
    const time = `+${sayTime(line.at - summary.startedAt)}`.padStart(10)
    const text = oneLine(`${path}: ${sayWritten(line)}`, 400)
    io.out(`${time} ${line.level.padEnd(5)} ${text}\n`)
  }
  if (!withEvents) return
  io.out(`${paint("bold", "Events")}\n`)
  for (const [seq, event] of events.entries()) io.out(`${JSON.stringify({ seq, ...event })}\n`)
}

/** What the steps wrote to the log, in order. */
function written(events: readonly RunEvent[]): { readonly path: string; readonly line: WrittenLine }[] {
  return events.flatMap(singlesOf).flatMap(event =>
    [...saidIn(event)].flatMap(({ in: instance, step, said }) => {
      const path = pathOf(instance, step)
      const more = sayLeft(said, event.at)
      return [...said.lines, ...(more === undefined ? [] : [more])].map(line => ({ path, line }))
    }),
  )
}
