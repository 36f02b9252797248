import type { RunNote } from "../runs/runService.ts"
import type { Spoken } from "./saidSoFar.ts"
import { withNote } from "./withNote.ts"

/*
 * What steps of this tab's runs say goes to those tabs that watch them, too: together, a few times a second, and only
 * while some tab says that it watches; to one that begins to watch, first all that was said so far. It goes before the word of a commit that follows it, with how many events there
 * were when it was said: who knows more than that by then has heard it too late.
 */

/** What this works with. */
export interface SaidElsewhereParts {
  readonly now: () => number
  readonly after: (milliseconds: number, work: () => void) => void
  /** What steps of the run that are under way have said so far. */
  readonly saidSoFar: (run: string) => readonly Spoken[]
  /** Tells all other tabs what was said while the run had so many events; or all that was said so far. */
  readonly tell: (run: string, seq: number, notes: readonly RunNote[], isAll: boolean) => void
}

/** Passes on what runs of this tab say. */
export interface SaidElsewhere {
  /** Another tab watches the run now, or has just begun to. */
  watched(run: string, begins: boolean): void
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
export function createSaidElsewhere({ now, after, saidSoFar, tell }: SaidElsewhereParts): SaidElsewhere {
  const events = new Map<string, number>()
  const watchedAt = new Map<string, number>()
  const due = new Map<string, RunNote[]>()
  const send = (run: string): void => {
    const notes = due.get(run)
    const seq = events.get(run)
    due.delete(run)
    if (notes !== undefined && seq !== undefined) tell(run, seq, notes, false)
  }
  const isWatched = (run: string) => now() - (watchedAt.get(run) ?? Number.NEGATIVE_INFINITY) <= watchedFor
  return {
    watched(run, begins) {
      const isNew = begins || !isWatched(run)
      watchedAt.set(run, now())
      const seq = events.get(run)
      const notes = isNew ? saidSoFar(run).map(({ said }) => said) : []
      if (seq === undefined || notes.length === 0) return
      due.delete(run)
      tell(run, seq, notes, true)
    },
    note(run, note) {
      if (!isWatched(run)) return
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
