import { nameOf } from "../engine/core/cassette.ts"
import type { SingleEvent } from "../engine/core/event.ts"
import { saidIn } from "../engine/core/said.ts"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { saySpent } from "../model/budget.ts"
import {
  isSameLine,
  isSameWriting,
  type LogLevel,
  type Said,
  sayLeft,
  type WrittenLine,
} from "../model/note.ts"
import type { RunNote } from "./runService.ts"

/*
 * The log of a run: what its journal says and, between that, what steps wrote. Those lines stand in the outcomes of
 * their attempts; whoever watches hears them before, and then they are not taken from the outcome again. Lines are
 * made into sentences only when they are shown or searched.
 */

/** A line of the log: the number of an event, or a line that a step wrote. */
export type LogLine = number | Written

/** A line that a step wrote, and after which event that stands. */
interface Written extends WrittenLine {
  readonly after: number
  readonly step: string
}

/** A line as it is shown. */
export interface SaidLine {
  readonly level: LogLevel
  readonly at: number | null
  readonly step: string
  readonly text: string
  /** The moment of the run that the line leads to. */
  readonly moment: number
}

/** The log of a run, as far as it is known. */
export interface RunLog {
  readonly lines: readonly LogLine[]
  /** Takes in an event, and what was written that it carries and that was not heard. */
  take(event: SingleEvent): void
  /** Takes in a line that a step writes now. */
  hear(note: RunNote & { readonly note: { readonly type: "log" } }): void
}

/** Lines that one attempt wrote right after each other, as they were heard. */
interface Stretch {
  /** Which line of its attempt the first one is. */
  readonly from: number
  readonly lines: WrittenLine[]
}

/** Makes the log of a run of which nothing is known yet. */
export function createRunLog(): RunLog {
  const lines: LogLine[] = []
  let events = 0
  /** What was heard of attempts whose outcome is not told yet: of one task there may be several, one after the other. */
  const heard = new Map<string, Stretch[]>()
  /** What was heard of attempts that were cut: they are made again, and what they write again is not shown again. */
  const cut = new Map<string, readonly Stretch[]>()
  const write = (name: string, step: string, number: number, line: WrittenLine): void => {
    const isAgain = cut.get(name)?.some(each => hasAt(each, number, line, isSameWriting))
    if (isAgain !== true) lines.push({ after: events, step, ...line })
  }
  /** Lets go of what was heard of the attempt that wrote these lines. */
  const settle = (name: string, { lines: written, left = 0 }: Said): readonly Stretch[] => {
    const all = heard.get(name) ?? []
    const isOwn = ({ from, lines: [first] }: Stretch) => {
      const line = written[from]
      // Lines beyond those that are kept are told by nothing else.
      if (line === undefined) return from < written.length + left
      return first !== undefined && isSameLine(line, first)
    }
    const others = all.filter(each => !isOwn(each))
    if (others.length === 0) heard.delete(name)
    else heard.set(name, others)
    return all.filter(isOwn)
  }
  return {
    lines,
    take(event) {
      if (event.type === "run.taken_over") {
        for (const [name, all] of heard) cut.set(name, [...(cut.get(name) ?? []), ...all])
        heard.clear()
      }
      for (const { said, ...place } of saidIn(event)) {
        const [name, step] = [nameOf(place), placeIn(place)]
        const known = settle(name, said)
        for (const [number, line] of said.lines.entries())
          if (!known.some(each => hasAt(each, number, line, isSameLine))) write(name, step, number, line)
        const more = sayLeft(said, event.at)
        if (more !== undefined) lines.push({ after: events, step, ...more })
        cut.delete(name)
      }
      lines.push(++events)
    },
    hear({ note: { type: _, number, ...line }, ...place }) {
      const name = nameOf(place)
      const all = heard.get(name) ?? []
      // Who begins to watch is told all that was written so far, and so is everybody else.
      if (all.some(each => hasAt(each, number, line, isSameLine))) return
      const last = all.at(-1)
      if (last !== undefined && number === last.from + last.lines.length) last.lines.push(line)
      else heard.set(name, [...all, { from: number, lines: [line] }])
      write(name, placeIn(place), number, line)
    },
  }
}

function hasAt(
  { from, lines }: Stretch,
  number: number,
  line: WrittenLine,
  isSame: (a: WrittenLine, b: WrittenLine) => boolean,
): boolean {
  const there = lines[number - from]
  return there !== undefined && isSame(there, line)
}

/** How an event is said: its level, and what happened, without the step's name. */
export function sayEvent(event: SingleEvent): { readonly level: LogLevel; readonly text: string } {
  switch (event.type) {
    case "run.started":
      return {
        level: "info",
        text: event.fork === undefined ? t`The run started` : t`The run started as a fork`,
      }
    case "run.ended":
      return event.status === "failed"
        ? {
            level: "error",
            text: t`The run failed: ${translated(event.problem?.message) ?? t`no reason was given`}`,
          }
        : {
            level: "info",
            text: event.status === "completed" ? t`The run completed` : t`The run was cancelled`,
          }
    case "run.paused":
      return {
        level: "warn",
        text: event.reason === "breakpoint" ? t`The run stopped at a breakpoint` : t`The run was paused`,
      }
    case "run.budget_raised":
      return { level: "info", text: t`A budget was raised` }
    case "run.resumed":
      return {
        level: "info",
        text: event.oneStep ? t`The run was resumed for one step` : t`The run was resumed`,
      }
    case "run.breakpoints":
      return { level: "debug", text: t`The breakpoints were changed` }
    case "run.cancel_asked":
      return { level: "warn", text: t`Somebody asked to cancel the run` }
    case "run.taken_over":
      return { level: "warn", text: t`The run was taken over after an interruption` }
    case "run.released":
      return { level: "debug", text: t`The run was left in good order` }
    case "step.begun":
      return { level: "debug", text: t`began` }
    case "step.listed":
      return { level: "debug", text: t`goes through ${event.items.length} items` }
    case "step.started":
      return event.attempt > 1
        ? { level: "warn", text: t`started attempt ${event.attempt}` }
        : { level: "debug", text: t`started` }
    case "step.called":
      return { level: "info", text: t`called ${event.kind}` }
    case "step.completed":
      return { level: "info", text: t`completed by ${Object.keys(event.outlets).join(", ") || t`no outlet`}` }
    case "step.failed":
      return { level: "error", text: t`failed: ${translated(event.problem.message)}` }
    case "step.stopped":
      return { level: "warn", text: t`was stopped` }
    case "step.waiting":
      return { level: "info", text: waits[event.wait.for] }
    case "step.answered":
      return event.problem === undefined
        ? {
            level: "info",
            text: event.outlet === undefined ? t`was answered` : t`was answered: ${event.outlet}`,
          }
        : { level: "error", text: t`failed while it waited: ${translated(event.problem.message)}` }
    case "step.doubted":
      return event.differs === undefined
        ? { level: "warn", text: t`is in doubt: nobody can tell whether it happened` }
        : { level: "warn", text: t`comes to something else than was approved` }
    case "step.held":
      return { level: "warn", text: t`stopped: ${saySpent(event.spent)}` }
    case "step.decided":
      return { level: "info", text: decisions[event.decision.type] }
    case "step.hurried":
      return { level: "info", text: t`is tried again without waiting` }
    case "step.checked":
      return event.problem === undefined
        ? { level: "debug", text: event.stops ? t`is where the run stops` : t`passed a breakpoint` }
        : {
            level: "warn",
            text: t`has a breakpoint that cannot be evaluated: ${translated(event.problem.message)}`,
          }
    case "step.routed":
      return { level: "debug", text: t`decided its wires: ${event.taken.length} taken` }
    case "step.steered":
      return { level: "debug", text: t`decided what runs inside` }
    case "step.lapped":
      return { level: "info", text: t`ran through ${event.laps.length} items at once` }
    case "wire.enabled":
      return { level: "debug", text: t`a wire was enabled` }
    case "wire.validated":
      return event.passed
        ? { level: "debug", text: t`a validator agreed` }
        : {
            level: "warn",
            text: event.say === undefined ? t`a validator refused` : t`a validator refused: ${event.say}`,
          }
    case "scope.closed":
      return event.problem === undefined
        ? { level: "debug", text: "ended" }
        : { level: "error", text: translated(event.problem.message) }
    case "timer.fired":
      return { level: "debug", text: t`A time came` }
    default:
      // A newer version may have written it: what that means is not guessed.
      event satisfies never
      return { level: "warn", text: t`Something happened that this version of Rivulet does not know` }
  }
}

const waits = {
  time: t`waits for a time`,
  event: t`waits for an event`,
  person: t`waits for a person`,
  run: t`waits for another run`,
  grant: t`waits to be allowed what it asked for`,
}
const decisions = {
  retry: t`is to be done again`,
  done: t`was said to have happened`,
  fail: t`was said to have failed`,
}

/** Where an event happened: the step, or the scope instance, or nothing for the run itself. */
export function placeIn(event: SingleEvent | { readonly in: string; readonly step: string }): string {
  if ("step" in event) return `${event.in === "" ? "" : `${event.in}/`}${event.step}`
  if (event.type === "scope.closed") return event.in
  return event.type === "timer.fired" ? event.timer : ""
}
