import type { RunNote } from "../runs/runService.ts"
import { withNote } from "./withNote.ts"

/*
 * What steps of this tab's runs say goes to those tabs that watch them, too: together, a few times a second, and only
 * while some tab says that it watches. It goes before the word of a commit that follows it, with how many events there
 * were when it was said: who knows more than that by then has heard it too late.
 */

/** What this works with. */
export interface SaidElsewhereParts {
  readonly now: () => number
  readonly after: (milliseconds: number, work: () => void) => void
  /** Tells all other tabs what was said while the run had so many events. */
  readonly tell: (run: string, seq: number, notes: readonly RunNote[]) => void
}

/** Passes on what runs of this tab say. */
export interface SaidElsewhere {
  /** Another tab watches the run now. */
  watched(run: string): void
  note(run: string, note: RunNote): void
  /** The run has so many events by now. */
  committed(run: string, seq: number): void
  /** Nothing more is said here of the run. */
  forget(run: string): void
}

/** Tabs say again and again that they watch, each second; a word that got lost does not matter. */
const watchedFor = 3_500
const pause = 100

/** Opens that way. */
export function createSaidElsewhere({ now, after, tell }: SaidElsewhereParts): SaidElsewhere {
  const events = new Map<string, number>()
  const watchedAt = new Map<string, number>()
  const due = new Map<string, RunNote[]>()
  const send = (run: string): void => {
    const notes = due.get(run)
    const seq = events.get(run)
    due.delete(run)
    if (notes !== undefined && seq !== undefined) tell(run, seq, notes)
  }
  return {
    watched: run => void watchedAt.set(run, now()),
    note(run, note) {
      if (now() - (watchedAt.get(run) ?? Number.NEGATIVE_INFINITY) > watchedFor) return
      const notes = due.get(run)
      if (notes !== undefined) return withNote(notes, note)
      due.set(run, [note])
      after(pause, () => send(run))
    },
    committed(run, seq) {
      send(run)
      events.set(run, seq)
    },
    forget(run) {
      for (const map of [events, watchedAt, due]) map.delete(run)
    },
  }
}
