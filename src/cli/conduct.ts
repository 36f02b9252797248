import type { RunEvent } from "../engine/core/event.ts"
import type { RunState } from "../engine/core/state.ts"
import { isInDoubt } from "../engine/core/whereabouts.ts"
import type { WouldDo } from "../engine/core/wouldDo.ts"
import type { Run } from "../engine/loop/run.ts"
import type { Json } from "../lib/json.ts"
import { saySpent } from "../model/budget.ts"
import type { RunStatus } from "../model/journal.ts"
import { type Power, powersWithout } from "../model/powers.ts"
import type { Problem } from "../model/problems.ts"
import type { RunMode } from "../model/recording.ts"
import type { StandIns } from "../model/trialSchema.ts"
import type { Answers } from "./answers.ts"
import { catalogueIn } from "./catalogue.ts"
import { problem } from "./cliProblems.ts"
import { exit } from "./command.ts"
import { grantsFrom, missingGrants } from "./grants.ts"
import type { Io } from "./io.ts"
import { sayOwner } from "./owners.ts"
import type { Texts } from "./pins.ts"
import { type Data, openPlace, type Place } from "./place.ts"
import { printable } from "./printable.ts"
import { createProgress } from "./progress.ts"
import { hearRequests } from "./requests.ts"
import type { RunPlace } from "./runPlace.ts"
import { oneLine, painter, sayTime, sayValue } from "./say.ts"
import { outboxOf, sayWouldDo, wouldDoAsJson } from "./sayWouldDo.ts"
import { attend, type SessionEnd, waitAsJson } from "./session.ts"
import { type Awaited, pathOfAwaited, questionOf, waysOut } from "./standstill.ts"
import { stepResults } from "./stepResults.ts"

/*
 * A run from beginning to end, as `run`, `runs resume`, `runs retry` and `runs fork` let it go on: it is made this
 * program's own, shown while it goes on, and its result is said in the end.
 */

/** Which run, and how it is to go on. */
export interface Conducted {
  readonly run: string
  readonly texts: Texts
  readonly place: RunPlace
  readonly answers: Answers
  readonly json: boolean
  /** The options by which another command finds the run: ` --data DIR`. */
  readonly found: string
  /** How it acts; live, where that is left out. */
  readonly mode?: RunMode | undefined
  /** What stands in for steps: they need no grant. */
  readonly standIns?: StandIns | undefined
  /** Where simulated time begins, to fast-forward. */
  readonly fastForwardFrom?: number
  /** Starts the run, or takes it up. */
  readonly start: (place: Place) => Promise<Run | Problem>
}

/** Lets a run go on, shows it, and gives the exit code. */
export async function conduct(io: Io, data: Data, given: Conducted): Promise<number> {
  const { run, texts, json } = given
  const grants = grantsFrom(given.place.grants)
  // Beside the world nothing is done that would have to be granted; what is read is asked for at the port.
  const isLive = given.mode === undefined || given.mode === "live"
  const catalogue = await catalogueIn(data.folder)
  const missing = isLive ? powersWithout(missingGrants(texts, grants, catalogue), given.standIns ?? {}) : []
  if (missing.length > 0) return sayMissing(io, given, missing)
  const taken = await data.owners.take(run)
  if (!taken.ok) return sayProblem(io, problem("run_elsewhere", { run, owner: sayOwner(taken.error) }))
  const held = taken.value
  const progress = json ? undefined : createProgress(io, catalogue)
  const place = openPlace(data, {
    data: data.folder,
    workspace: given.place.workspace,
    texts,
    grants,
    ...(given.fastForwardFrom === undefined ? {} : { fastForwardFrom: given.fastForwardFrom }),
    held: () => held,
    write: text => (progress === undefined ? io.complain(text) : progress.line(`    ${text.trimEnd()}`)),
    note: (at, note) => {
      if (at.run === run) progress?.note(at.in, at.step, note)
    },
  })
  void place.runs.tidy()
  let state: RunState | undefined
  const unwatch = data.journal.watch((of, seq, events) => {
    if (of !== run) return
    state ??= place.runs.get(run)?.state()
    if (json) io.out(linesOf(run, seq, events))
    else if (state !== undefined) progress?.events(events, state)
  })
  try {
    const end = await attend(() => given.start(place), {
      place,
      answers: given.answers,
      isRealTime: given.fastForwardFrom === undefined,
      onInterrupt: hear => io.onInterrupt?.(hear) ?? (() => {}),
      hearRequests: hear => hearRequests(data.folder, run, hear),
      say: what => progress?.line(steering[what]),
      complain: one => complain(io, one),
    })
    progress?.close()
    if ("code" in end) return sayProblem(io, end)
    state ??= place.runs.get(run)?.state()
    if (end.type === "waiting") await leaveWaiting(data, place, state, run, end.waits)
    const would = state?.mode === "sandbox" ? await outboxOf(data, state) : undefined
    return sayEnd(io, given, end, state, would)
  } finally {
    await place.runs.leave()
    unwatch()
    await place.close()
    await held.letGo()
  }
}

const steering = {
  cancelling: "  Cancelling: what is under way is asked to stop. Press Ctrl+C again to end it by force.",
  killing: "  Ending everything by force.",
  pausing: "  Pausing, as another terminal asked: what is under way goes on to its end.",
} as const

function linesOf(run: string, seq: number, events: readonly RunEvent[]): string {
  return events.map((event, at) => `${JSON.stringify({ run, seq: seq + at, ...event })}\n`).join("")
}

/** Leaves a run that waits, and lets the history say what it waits for. */
async function leaveWaiting(
  data: Data,
  place: Place,
  state: RunState | undefined,
  run: string,
  waits: readonly Awaited[],
): Promise<void> {
  await place.runs.leave()
  const head = await data.journal.head(run)
  if (head === undefined || head.ended) return
  const status: RunStatus =
    state?.phase === "paused"
      ? state.pausedFor === "parked"
        ? "parked"
        : "paused"
      : waits.some(wait => wait.for === "doubt" && isInDoubt(wait.task))
        ? "in_doubt"
        : "waiting"
  await data.journal.append(run, head, [], { durability: "strict", summary: { status } })
}

function sayMissing(io: Io, { json }: Conducted, missing: readonly Power[]): number {
  const options = missing.map(({ pattern }) => `--grant ${pattern}`).join(" ")
  const asked = problem("grants_missing", { options })
  if (json) {
    const grants = missing.map(({ pattern, say, steps }) => ({ pattern, say, steps }))
    io.out(
      `${JSON.stringify({ type: "result", runId: null, status: "waiting", output: null, steps: {}, problem: asked, grants })}\n`,
    )
  } else {
    const paint = painter(io.colours)
    io.out(`${paint("warn", "This workflow asks for more than was granted:")}\n`)
    for (const { pattern, say, steps } of missing) {
      io.out(`  --grant ${printable(pattern)}   ${printable(say)}${paint("dim", ` (${steps.join(", ")})`)}\n`)
    }
    io.out(`Nothing was started. Add these options, or --grant-all.\n`)
  }
  return exit.waiting
}

function sayEnd(
  io: Io,
  given: Conducted,
  end: SessionEnd,
  state: RunState | undefined,
  would: WouldDo | undefined,
): number {
  const { run, json } = given
  const status = end.type === "ended" ? end.end.status : end.type === "forced" ? "cancelled" : end.type
  const output: Json = end.type === "ended" ? end.end.output : null
  const problem = end.type === "ended" ? end.end.problem : "problem" in end ? end.problem : undefined
  const waits = end.type === "waiting" ? end.waits : []
  if (json) {
    const result = {
      type: "result",
      runId: run,
      status,
      output,
      steps: state === undefined ? {} : stepResults(state),
      ...(problem === undefined ? {} : { problem }),
      ...(waits.length === 0 ? {} : { waiting: waits.map(waitAsJson) }),
      ...grantsAwaited(waits),
      ...(state?.phase === "paused" ? { paused: true } : {}),
      ...(state?.spent === undefined ? {} : { budget: { ...state.spent } as Json }),
      ...(state === undefined || state.mode === "live" ? {} : { mode: state.mode }),
      ...(would === undefined ? {} : { wouldDo: wouldDoAsJson(would) }),
    }
    io.out(`${JSON.stringify(result)}\n`)
  } else {
    sayEndToPerson(io, given, { status, output, problem, waits, state })
    if (would !== undefined) sayWouldDo(io, `${run}${given.found}`, would)
  }
  if (end.type === "waiting") return exit.waiting
  if (end.type === "forced") return exit.cancelled
  if (end.type !== "ended") return exit.problems
  return { completed: exit.fine, failed: exit.problems, cancelled: exit.cancelled }[end.end.status]
}

/** What would have to be granted, in the form in which it is said when nothing was started for want of it. */
function grantsAwaited(waits: readonly Awaited[]): { readonly grants?: Json } {
  const grants = waits.flatMap(wait =>
    wait.for === "grant" ? [{ pattern: wait.pattern, say: wait.say, steps: [pathOfAwaited(wait)] }] : [],
  )
  return grants.length === 0 ? {} : { grants }
}

interface Ending {
  readonly status: string
  readonly output: Json
  readonly problem: Problem | undefined
  readonly waits: readonly Awaited[]
  readonly state: RunState | undefined
}

function sayEndToPerson(io: Io, { run, found }: Conducted, ending: Ending): void {
  const { status, output, problem, waits, state } = ending
  const paint = painter(io.colours)
  const took = state === undefined ? "" : ` in ${sayTime(state.now - state.startedAt)}`
  if (status === "completed") {
    io.out(`${paint("good", "Completed")}${took}.\n`)
    if (output !== null) io.out(`${sayValue(output)}\n`)
    return
  }
  if (status === "waiting") {
    const isPaused = state?.phase === "paused"
    io.out(
      `${paint("warn", isPaused ? "Paused" : "Waiting")}: the run rests until somebody goes on with it.\n`,
    )
    if (state?.spent !== undefined) io.out(`  ${saySpent(state.spent)}.\n`)
    for (const wait of waits.filter(({ for: what }) => what !== "run")) sayWait(io, `${run}${found}`, wait)
    const raise = state?.spent === undefined ? "" : ` --budget ${state.spent.what}=AMOUNT`
    if (isPaused || waits.length === 0) io.out(`  Go on with: rivulet runs resume ${run}${found}${raise}\n`)
    return
  }
  const words = { failed: "Failed", cancelled: "Cancelled", held: "Held", lost: "Taken over" } as const
  io.out(`${paint("bad", words[status as keyof typeof words] ?? status)}${took}.\n`)
  if (problem !== undefined && status !== "cancelled") {
    const step = problem.at?.step === undefined ? "" : `${problem.at.step}: `
    io.out(`  ${step}${oneLine(problem.message, 400)} ${paint("dim", `(${problem.code})`)}\n`)
  }
  if (status === "failed") {
    io.out(`  Look into it with: rivulet runs show ${run}${found}\n`)
    io.out(`  Try the failed steps again with: rivulet runs retry ${run}${found}\n`)
  }
  if (status === "held") io.out(`  Then go on with: rivulet runs resume ${run}${found}\n`)
}

/** Says what a run waits for, and the commands that answer it. */
export function sayWait(io: Io, run: string, wait: Awaited): void {
  const path = pathOfAwaited(wait)
  const ways = waysOut(wait)
  io.out(`  ${path}: ${oneLine(questionOf(wait), 200)}\n`)
  if (wait.for === "grant") io.out(`    rivulet runs resume ${run} --grant ${printable(wait.pattern)}\n`)
  for (const way of ways) {
    const answer = /^[\w.-]+$/.test(`${path}${way}`) ? `${path}=${way}` : `'${path}=${way}'`
    io.out(`    rivulet runs resume ${run} --answer ${printable(answer)}\n`)
  }
}

/** Says why a command cannot do its work. */
export function sayProblem(io: Io, one: Problem): number {
  complain(io, one)
  return exit.unusable
}

function complain(io: Io, { message, code }: Problem): void {
  io.complain(`${printable(message)} (${code})\n`)
}
