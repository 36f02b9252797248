import { nameOf } from "../engine/core/cassette.ts"
import type { RunEvent, SingleEvent } from "../engine/core/event.ts"
import { didIn } from "../engine/core/laps.ts"
import { singlesOf } from "../engine/core/singles.ts"
import { mostLetters, mostLines } from "../engine/loop/saying.ts"
import { lettersIn, longestText, type Note } from "../model/note.ts"
import type { RunNote } from "../runs/runService.ts"

/*
 * What steps that are under way have said, for who begins to watch in the middle of it: a page that is opened, another
 * tab. It is let go of when the outcome of the attempt that said it is on disk, for that tells what is to be known.
 *
 *     begun ── "A trip" ── " to Rome" ── 40 % ── log ──┬─▶ who watches from the start hears each as it comes
 *                                                      └─▶ who comes now hears: begun, "A trip to Rome", 40 %, log
 */

/** A note, and the number of events before it, which may still be on their way to the disk. */
export interface Spoken {
  readonly said: RunNote
  readonly behind: number
}

/** Keeps what steps under way have said. */
export interface SaidSoFar {
  note(run: string, note: RunNote, behind: number): void
  /** These events of the run are on disk; the first has that number. */
  committed(run: string, seq: number, events: readonly RunEvent[]): void
  /** Nothing of the run is under way here any more. */
  forget(run: string): void
  /** All of it, in the order in which it was said. */
  of(run: string): readonly Spoken[]
}

interface Kept extends Spoken {
  /** Which one of its run it is. */
  readonly number: number
  /** How much it holds, if it is a line of the log. */
  readonly letters: number
}

/** What was said in one run, by the name of the task that said it. */
interface RunSaid {
  readonly tasks: Map<string, Kept[]>
  number: number
  lines: number
  letters: number
}

/** Keeps it for the runs of one tab. */
export function createSaidSoFar(): SaidSoFar {
  const runs = new Map<string, RunSaid>()

  /** Keeps only those of a task that are to be kept. */
  function only(run: RunSaid, name: string, isKept: (each: Kept) => boolean): void {
    const kept: Kept[] = []
    for (const each of run.tasks.get(name) ?? []) {
      if (isKept(each)) kept.push(each)
      else if (each.said.note.type === "log") {
        run.lines--
        run.letters -= each.letters
      }
    }
    if (kept.length === 0) run.tasks.delete(name)
    else run.tasks.set(name, kept)
  }

  return {
    note(of, said, behind) {
      const run: RunSaid = runs.get(of) ?? { tasks: new Map(), number: 0, lines: 0, letters: 0 }
      runs.set(of, run)
      const name = nameOf(said)
      const { note } = said
      const letters = note.type === "log" ? lettersIn(note) : 0
      // Of more lines than an attempt may keep the outcomes tell.
      if (note.type === "log" && (run.lines >= mostLines || run.letters + letters > mostLetters)) return
      const before = run.tasks.get(name)?.find(each => each.said.note.type === note.type)
      if (note.type === "log") {
        run.lines++
        run.letters += letters
      } else only(run, name, each => each !== before)
      const kept = { said: behindText(before?.said.note, said), behind, number: run.number++, letters }
      const all = run.tasks.get(name)
      if (all === undefined) run.tasks.set(name, [kept])
      else all.push(kept)
    },
    committed(of, seq, events) {
      const run = runs.get(of)
      if (run === undefined) return
      for (const [at, event] of events.entries()) {
        for (const single of singlesOf(event))
          for (const place of endedIn(single)) {
            const name = nameOf(place)
            if (run.tasks.has(name)) only(run, name, ({ behind }) => behind > seq + at)
          }
      }
      if (run.tasks.size === 0) runs.delete(of)
    },
    forget: of => void runs.delete(of),
    of(of) {
      const all = [...(runs.get(of)?.tasks.values() ?? [])].flat()
      return all.sort((a, b) => a.number - b.number).map(({ said, behind }) => ({ said, behind }))
    },
  }
}

/** What a task streams stands behind what it streamed before. */
function behindText(before: Note | undefined, said: RunNote): RunNote {
  const { note } = said
  if (note.type !== "text" || before?.type !== "text") return said
  return { ...said, note: { type: "text", text: (before.text + note.text).slice(-longestText) } }
}

/** The attempts that end with the event. */
function endedIn(event: SingleEvent) {
  switch (event.type) {
    case "step.completed":
    case "step.failed":
    case "step.waiting":
    case "step.doubted":
    case "step.held":
    case "step.stopped":
      return [event]
    case "step.lapped":
      return didIn(event)
    default:
      return []
  }
}
