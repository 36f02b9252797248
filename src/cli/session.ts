import type { RunEvent } from "../engine/core/event.ts"
import { singlesOf } from "../engine/core/singles.ts"
import type { RunState } from "../engine/core/state.ts"
import { placeOf, placeOfTask } from "../engine/core/whereabouts.ts"
import type { Rest } from "../engine/loop/loopParts.ts"
import type { Run } from "../engine/loop/run.ts"
import type { Json } from "../lib/json.ts"
import { own } from "../lib/json.ts"
import { ok } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { Difference } from "../model/recording.ts"
import { type Answer, type Answers, valueOfAnswer } from "./answers.ts"
import { problem } from "./cliProblems.ts"
import type { Place } from "./place.ts"
import { type Awaited, awaited, pathOfAwaited, standsStill, waysOut } from "./standstill.ts"

/*
 * Attends a run from the moment it goes on here until nothing of it goes on any more: gives the answers that were
 * given beforehand, passes on Ctrl+C and what other terminals ask, and notices when only a person could go on.
 */

/** What a session needs of the world around. */
export interface SessionParts {
  readonly place: Place
  readonly answers: Answers
  /** Real time: a run that waits for a person is left, though it could also wait for days. */
  readonly isRealTime: boolean
  readonly onInterrupt: (hear: () => void) => () => void
  readonly hearRequests: (hear: (request: "pause" | "cancel") => void) => () => void
  readonly say: (what: "cancelling" | "killing" | "pausing") => void
  readonly complain: (problem: Problem) => void
}

/** How a session ended. */
export type SessionEnd =
  | Extract<Rest, { type: "ended" | "held" | "lost" }>
  | { readonly type: "waiting"; readonly waits: readonly Awaited[] }
  /** The person would not wait for what did not stop. */
  | { readonly type: "forced" }

/** So often it is looked whether the run stands still, in milliseconds. */
const lookEvery = 60
/** What was told to stop by force has so long to be written down. */
const lastWords = 2_000

/** Attends the run that goes on, and the runs that it starts; ends when none of them goes on by itself. */
export async function attend(
  start: () => Promise<Run | Problem>,
  parts: SessionParts,
): Promise<SessionEnd | Problem> {
  const { place } = parts
  const others = new Set<string>()
  const answered = new Set<string>()
  let main: Run | undefined
  let forced: () => void = () => {}
  const force = new Promise<SessionEnd>(go => {
    forced = () => go({ type: "forced" })
  })

  const live = (): Run[] => [...(main === undefined ? [] : [main]), ...childrenOf(place, others)]
  const answerAll = (): boolean =>
    live()
      .map(run => answerRun(run, parts, answered))
      .some(Boolean)
  const unwatch = place.journal.watch((run, _, events) => {
    if (main === undefined || run !== main.id) others.add(run)
    if (events.some(mayAsk)) answerAll()
  })
  let interrupts = 0
  const ends = [
    unwatch,
    parts.onInterrupt(() => {
      interrupts++
      if (interrupts === 1) {
        parts.say("cancelling")
        main?.cancel()
      } else if (interrupts === 2) {
        parts.say("killing")
        for (const run of live()) run.kill()
        setTimeout(forced, lastWords).unref()
      } else forced()
    }),
    parts.hearRequests(request => {
      if (request === "pause") parts.say("pausing")
      if (request === "pause") main?.pause("another terminal")
      else main?.cancel()
    }),
  ]
  try {
    const started = await start()
    if (!("state" in started)) return started
    main = started
    others.delete(main.id)
    if (interrupts > 0) main.cancel()
    answerAll()
    const end = await Promise.race([force, restOf(main, () => childrenOf(place, others), parts, answerAll)])
    if (end.type === "ended") {
      for (const other of childrenOf(place, others)) {
        await Promise.race([force, restOf(other, () => [], parts, answerAll)])
      }
    }
    return end
  } finally {
    for (const stop of ends) stop()
  }
}

function childrenOf(place: Place, ids: Iterable<string>): Run[] {
  return [...ids].flatMap(id => place.runs.get(id) ?? [])
}

/** Ends when the run has ended, was lost or held, or goes on only if somebody does something. */
async function restOf(
  run: Run,
  children: () => readonly Run[],
  parts: SessionParts,
  answerAll: () => boolean,
): Promise<SessionEnd> {
  for (;;) {
    const still = stillness(run, children, parts)
    const rest = await Promise.race([run.resting(), still.comes])
    still.stop()
    if (rest.type !== "waiting") return rest
    if (answerAll()) continue
    return { type: "waiting", waits: [run, ...children()].flatMap(each => awaited(each.state())) }
  }
}

/** Comes when the run has stood still for two looks, with nothing having happened in between. */
function stillness(run: Run, children: () => readonly Run[], { place, isRealTime }: SessionParts) {
  let before = -1
  let timer: ReturnType<typeof setInterval> | undefined
  const comes = new Promise<Extract<Rest, { type: "waiting" }>>(go => {
    if (!isRealTime) return
    timer = setInterval(() => {
      const { events } = run.state()
      const isStill = !place.isEvaluating() && stands(run.state(), children())
      if (isStill && before === events) go({ type: "waiting" })
      before = isStill ? events : -1
    }, lookEvery)
  })
  return { comes, stop: () => clearInterval(timer) }
}

function stands(state: RunState, children: readonly Run[]): boolean {
  return standsStill(
    state,
    () => children.length > 0 && children.every(child => standsStill(child.state(), () => true)),
  )
}

function mayAsk(event: RunEvent): boolean {
  return singlesOf(event).some(
    ({ type }) =>
      type === "step.waiting" ||
      type === "step.doubted" ||
      type === "run.taken_over" ||
      type === "step.steered",
  )
}

/** Gives the answers that there are to what the run asks; whether there were any. */
function answerRun(run: Run, { answers, complain }: SessionParts, answered: Set<string>): boolean {
  let any = false
  for (const wait of awaited(run.state())) {
    if (wait.for === "event" || wait.for === "run" || wait.for === "grant") continue
    const { visit } = wait
    const place = wait.for === "choice" ? placeOf(visit) : placeOfTask(wait.task)
    const name = `${run.id} ${JSON.stringify(place)} ${wait.for}`
    if (answered.has(name)) continue
    const answer = answers.take(visit.step.id, pathOfAwaited(wait))
    if (answer === undefined) continue
    answered.add(name)
    const refuse = (why: string) =>
      complain(problem("answer_refused", { outlet: answer.outlet, step: pathOfAwaited(wait), why }))
    const value = wait.for === "person" ? valueOfAnswer(wait.ask, answer) : ok(answer.value)
    if (!value.ok) {
      refuse(value.error.map(({ message }) => message).join(" "))
      continue
    }
    const given =
      wait.for === "doubt"
        ? run.decide(place, decisionOf(answer, (wait.task.called ?? visit.step).outlets, wait.task.differs))
        : run.answer(place, answer.outlet, value.value)
    if (given.ok) any = true
    else refuse(`${given.error.message}. It can be answered with ${waysOut(wait).join(", ")}.`)
  }
  return any
}

function decisionOf(
  { outlet, value = null }: Answer,
  outlets: readonly string[],
  differs: readonly Difference[] = [],
) {
  if (differs.length > 0 && (outlet === "do" || outlet === "leave")) {
    const choices = Object.fromEntries(differs.map(({ id }) => [id, outlet] as const))
    return { type: "retry", choices } as const
  }
  if (outlet === "retry") return { type: "retry" } as const
  if (outlet === "fail") return { type: "fail" } as const
  const by = outlet === "done" ? (outlets[0] ?? "success") : outlet
  const left: Record<string, Json> = { [by]: value }
  return { type: "done", outlets: left } as const
}

/** What a waiting run asks, as the last line of `--json` says it. */
export function waitAsJson(wait: Awaited): Json {
  return {
    step: pathOfAwaited(wait),
    visit: wait.visit.number,
    for: wait.for === "choice" ? "person" : wait.for,
    answers: waysOut(wait),
    ...(wait.for === "doubt" && wait.task.differs !== undefined
      ? { differs: wait.task.differs as Json }
      : {}),
    ...(wait.for === "event" ? { event: wait.name } : {}),
    ...(wait.for === "grant" ? { grant: wait.pattern, say: wait.say } : {}),
    ...(wait.for === "person" ? { title: own(wait.ask, "title") ?? null } : {}),
  }
}
