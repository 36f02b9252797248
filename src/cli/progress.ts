import { cardLine } from "../editor/cardLine.ts"
import type { RunEvent, SingleEvent } from "../engine/core/event.ts"
import { saidIn } from "../engine/core/said.ts"
import { singlesOf } from "../engine/core/singles.ts"
import type { RunState, Visit } from "../engine/core/state.ts"
import { visitAt } from "../engine/core/whereabouts.ts"
import { isMap, own } from "../lib/json.ts"
import { saySpent } from "../model/budget.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type Note, sayWritten, type WrittenLine } from "../model/note.ts"
import type { Io } from "./io.ts"
import { pathOf, pathOfVisit } from "./runPaths.ts"
import { oneLine, painter, sayTime } from "./say.ts"

/*
 * What a person reads while a run goes on: a line for each visit of a step once it is over, with what it was about,
 * and lines for what waits, is tried again, or is in doubt. In a terminal the steps that are under way stand below,
 * and are written over; elsewhere there are only lines.
 *
 *     ✓ Read the file            12 ms  notes/today.md
 *     ↻ Review it                       tried again in 2.0 s: The model is overloaded.
 *     ▸ Post to chat
 */

/** Shows a run while it goes on. */
export interface Progress {
  /** These events are on disk. */
  events(events: readonly RunEvent[], state: RunState): void
  /** A step says something. */
  note(path: string, step: string, note: Note): void
  /** Shows a line above what is under way. */
  line(text: string): void
  /** Takes away what was under way. */
  close(): void
}

/** Shows progress as lines, written over where the terminal can do so. */
export function createProgress(io: Io, catalogue: Catalogue): Progress {
  const paint = painter(io.colours)
  const under = new Map<string, { readonly since: number; readonly name: string; say: string }>()
  const started = new Map<string, number>()
  /** Visits that wait: what ends them may be no event of theirs. */
  const waiting = new Map<string, { readonly visit: Visit; readonly since: number }>()
  let shown = 0

  const erase = (): void => {
    if (shown > 0) io.out(`\u001b[${shown}A\u001b[0J`)
    shown = 0
  }
  const showUnder = (): void => {
    if (io.columns === undefined || !io.colours) return
    const lines = [...under.values()].slice(0, mostUnder)
    for (const { name, say } of lines) {
      io.out(`${paint("dim", `  ▸ ${oneLine(say === "" ? name : `${name}: ${say}`, io.columns - 6)}`)}\n`)
    }
    shown = lines.length
  }
  const line = (text: string): void => {
    erase()
    io.out(`${text}\n`)
    showUnder()
  }
  const stepLine = (mark: string, visit: Visit, time: string, about: string): void => {
    const path = pathOfVisit(visit)
    const { id, name } = visit.step.spec
    const said = path === id ? (name ?? id) : name === undefined ? path : `${name} (${path})`
    const again = visit.number > 1 ? ` #${visit.number}` : ""
    const left = oneLine(`${said}${again}`, nameWidth * 2).padEnd(nameWidth)
    line(`  ${mark} ${left} ${paint("dim", time.padStart(timeWidth))}  ${about}`.trimEnd())
  }

  const writtenLine = (step: string, { level, ...written }: WrittenLine): void => {
    const loud = level === "info" || level === "debug" ? "" : `${level}: `
    line(`    ${paint("dim", `${step}:`)} ${loud}${oneLine(sayWritten(written), 200)}`)
  }

  const take = (event: SingleEvent, state: RunState): void => {
    if (event.type === "timer.fired") {
      for (const [key, { visit, since }] of waiting) {
        if (visit.status === "waiting") continue
        waiting.delete(key)
        const mark = visit.problem === undefined ? paint("good", "✓") : paint("bad", "✗")
        const way =
          visit.problem?.message ?? (visit.outlets === undefined ? "" : (Object.keys(visit.outlets)[0] ?? ""))
        stepLine(
          mark,
          visit,
          sayTime(event.at - since),
          paint("dim", way === "success" ? "" : oneLine(way, 160)),
        )
      }
      return
    }
    if (!("step" in event)) {
      if (event.type === "run.paused")
        line(
          `  ${paint("warn", "‖")} Paused${event.reason === "parked" ? ": it was cut again and again, and is parked" : ""}`,
        )
      return
    }
    const visit = visitAt(state, event.in, event.step, event.visit)
    if (visit === undefined) return
    const name = `${event.in}\n${event.step}\n${event.visit}`
    const key = `${name}\n${event.task ?? ""}\n${event.call ?? ""}`
    const isSelf = event.task === undefined && event.call === undefined
    const time = (): string => {
      const since = started.get(key) ?? (isSelf ? visit.startedAt : undefined)
      return since === undefined ? "" : sayTime(event.at - since)
    }
    const over = (): void => {
      started.delete(key)
      under.delete(key)
    }
    switch (event.type) {
      case "step.started":
        if (!started.has(key)) started.set(key, event.at)
        under.set(key, { since: event.at, name: pathOfVisit(visit), say: "" })
        erase()
        showUnder()
        return
      case "step.completed": {
        const about = aboutOf(visit, event.input, catalogue)
        const at = time()
        over()
        if (isSelf) stepLine(paint("good", "✓"), visit, at, paint("dim", about))
        return
      }
      case "step.failed": {
        const at = time()
        over()
        const retry = visit.status === "retrying" ? retryOf(state, visit) : undefined
        const why = oneLine(event.problem.message, 160)
        if (retry !== undefined) {
          stepLine(
            paint("warn", "↻"),
            visit,
            at,
            `${why} ${paint("dim", `Tried again in ${sayTime(retry - event.at)}.`)}`,
          )
        } else stepLine(paint("bad", "✗"), visit, at, why)
        return
      }
      case "step.held":
        over()
        stepLine(paint("warn", "‖"), visit, "", saySpent(event.spent))
        return
      case "step.doubted":
        over()
        stepLine(
          paint("warn", "?"),
          visit,
          "",
          event.differs === undefined
            ? "in doubt: nobody can tell whether it happened"
            : "comes to something else than was approved, and was not done",
        )
        return
      case "step.waiting":
        over()
        if (isSelf) waiting.set(key, { visit, since: event.at })
        stepLine(paint("warn", "…"), visit, "", waitOf(event))
        return
      case "step.answered":
        waiting.delete(key)
        stepLine(paint("good", "✓"), visit, "", paint("dim", event.outlet ?? ""))
        return
      case "step.decided":
        stepLine(paint("good", "✓"), visit, "", `decided: ${event.decision.type}`)
        return
      case "step.stopped":
        over()
        stepLine(paint("warn", "■"), visit, "", "stopped")
        return
      case "step.lapped":
        for (const { in: path, step, said } of saidIn(event))
          for (const written of said.lines) writtenLine(pathOf(path, step), written)
        stepLine(paint("good", "✓"), visit, sayTime(event.took ?? 0), `${event.laps.length} items`)
        return
      case "step.steered":
        if (event.steer.leave !== undefined)
          stepLine(paint("good", "✓"), visit, sayTime(event.at - visit.startedAt), "")
        else if (event.steer.fail !== undefined)
          stepLine(paint("bad", "✗"), visit, "", oneLine(event.steer.fail.message, 160))
        else if (event.steer.rest === true) stepLine(paint("dim", "◦"), visit, "", "rests")
        return
      default:
    }
  }

  return {
    line,
    events(events, state) {
      for (const event of events) for (const single of singlesOf(event)) take(single, state)
    },
    note(path, step, note) {
      if (note.type === "log") writtenLine(pathOf(path, step), note)
      else if (io.columns !== undefined && note.type !== "begun") {
        const one = [...under].find(([key]) => key.startsWith(`${path}\n${step}\n`))?.[1]
        if (one === undefined) return
        one.say =
          note.type === "text"
            ? oneLine(`${one.say}${note.text}`.slice(-60))
            : (note.say ?? `${Math.round(note.share * 100)} %`)
        erase()
        showUnder()
      }
    },
    close: erase,
  }
}

const nameWidth = 28
const timeWidth = 8
/** So many steps under way are shown. */
const mostUnder = 8

function aboutOf(visit: Visit, input: unknown, catalogue: Catalogue): string {
  const card = own(catalogue.kinds, visit.step.spec.kind)?.card
  const given = input ?? visit.input ?? visit.step.spec.with
  return card === undefined || !isMap(given) ? "" : oneLine(cardLine(card, given))
}

function retryOf(state: RunState, visit: Visit): number | undefined {
  const timer = visit.task?.timer
  return timer === undefined ? undefined : state.timers.get(timer)?.at
}

function waitOf({ wait, at }: Extract<SingleEvent, { type: "step.waiting" }>): string {
  switch (wait.for) {
    case "time":
      return `waits for ${sayTime(wait.until - at)}`
    case "event":
      return `waits for the event ${oneLine(wait.name)}`
    case "person":
      return `waits for a person${typeof wait.ask.title === "string" ? `: ${oneLine(wait.ask.title)}` : ""}`
    case "run":
      return `runs ${oneLine(wait.workflow)}`
    case "grant":
      return `waits to be allowed to ${oneLine(wait.say)}`
  }
}
