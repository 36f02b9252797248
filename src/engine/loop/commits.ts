import type { Journal, RunSummary, StagedChange } from "../../model/journal.ts"
import type { Problem } from "../../model/problems.ts"
import type { RunEvent } from "../core/event.ts"
import type { Clock } from "./clock.ts"

/*
 * Commits gather the events of one run and write them in order, one transaction at a time; whatever is added while
 * one is under way goes into the next. Nothing that must be sure is told so before it is.
 *
 *     commits.add(intent, "strict")
 *     await commits.sure()          // on disk, with everything added before it
 *
 * A full disk holds the run: nothing is lost, and nothing further is sure until `again`. A journal that another
 * owner writes ends it for good.
 */

/** What the commits of a run report. */
export interface CommitsListener {
  /** These events are on disk. */
  committed(seq: number, events: readonly RunEvent[]): void
  /** Nothing can be written now; `again` tries once more. */
  held(problem: Problem): void
  /** The run belongs to someone else: nothing will ever be written here again. */
  lost(problem: Problem): void
}

/** The events of one run on their way to the journal. */
export interface Commits {
  /** Adds an event to the next commit; `sure` ones are written at once and strictly. */
  add(event: RunEvent, how: "strict" | "relaxed", staged?: readonly StagedChange[]): void
  /** Ends once everything added so far is strictly on disk. While the run is held it waits; once lost, for ever. */
  sure(): Promise<void>
  /** Writes what is there, and ends once it is written. */
  flush(): Promise<void>
  /** Writes what is there strictly, and ends once that is done or turned out to be impossible: nothing comes after it. */
  last(): Promise<void>
  /** Tries to write again after a failure. */
  again(): void
  /** Changes the run's entry in the history with the next commit. */
  summarise(change: Partial<RunSummary>): void
  /** How much is not yet written, counted in events; what was run through at once counts apiece. */
  pending(): number
  /** The number of the next event that will be written. */
  seq(): number
  /** How many events the run has, those that are not yet written among them. */
  recorded(): number
}

/** The largest commit: larger ones gain no speed, and hold the thread. */
const largestCommit = 2_000

interface Entry {
  readonly event: RunEvent
  readonly staged: readonly StagedChange[]
  readonly ends: boolean
  readonly weight: number
}

/** The commits of a run whose next event has the number `seq`. */
export function createCommits(
  journal: Journal<RunEvent>,
  clock: Clock,
  run: string,
  fence: { readonly seq: number; readonly epoch: number },
  listener: CommitsListener,
): Commits {
  const entries: Entry[] = []
  let pending = 0
  const waiters: { readonly until: number; readonly go: () => void }[] = []
  let giveUp: () => void = () => {}
  const inVain = new Promise<void>(go => {
    giveUp = go
  })
  let isLast = false
  let seq = fence.seq
  let summary: Partial<RunSummary> | undefined
  /** Up to here it must be written strictly. */
  let strictUntil = seq
  let state: "idle" | "writing" | "held" | "lost" = "idle"

  const write = async (): Promise<void> => {
    if (state !== "idle") return
    state = "writing"
    const release = clock.hold("journal")
    // What is added in this same turn goes into the same commit.
    await Promise.resolve()
    while (entries.length > 0) {
      const batch = entries.slice(0, largestOf(entries))
      const change = summary
      summary = undefined
      const written = await journal.append(
        run,
        { seq, epoch: fence.epoch },
        batch.map(entry => entry.event),
        {
          durability: strictUntil > seq ? "strict" : "relaxed",
          staged: batch.flatMap(entry => entry.staged),
          ...(batch.some(entry => entry.ends) ? { ends: true } : {}),
          ...(change === undefined ? {} : { summary: change }),
        },
      )
      if (!written.ok) {
        summary = Object.assign({}, change, summary)
        const { code } = written.error
        const forGood = code === "not_the_owner" || code === "journal_moved_on" || code === "run_not_found"
        state = forGood ? "lost" : "held"
        release()
        if (isLast) giveUp()
        if (forGood) listener.lost(written.error)
        else listener.held(written.error)
        return
      }
      entries.splice(0, batch.length)
      for (const { weight } of batch) pending -= weight
      const first = seq
      seq += batch.length
      listener.committed(
        first,
        batch.map(entry => entry.event),
      )
      while (waiters[0] !== undefined && waiters[0].until <= seq) waiters.shift()?.go()
    }
    state = "idle"
    release()
  }
  const writtenUpTo = (until: number): Promise<void> =>
    until <= seq ? Promise.resolve() : new Promise(go => waiters.push({ until, go }))

  const sure = (): Promise<void> => {
    strictUntil = Math.max(strictUntil, seq + entries.length)
    void write()
    return writtenUpTo(strictUntil)
  }

  return {
    add(event, how, staged = []) {
      const weight = weightOf(event)
      pending += weight
      entries.push({ event, staged, ends: event.type === "run.ended", weight })
      if (how === "strict") strictUntil = seq + entries.length
    },
    sure,
    flush() {
      void write()
      return writtenUpTo(seq + entries.length)
    },
    async last() {
      if (state === "lost") return
      if (state === "held") state = "idle"
      isLast = true
      await Promise.race([sure(), inVain])
    },
    again() {
      if (state === "held") state = "idle"
      void write()
    },
    summarise(change) {
      summary = { ...summary, ...change }
    },
    pending: () => pending,
    seq: () => seq,
    recorded: () => seq + entries.length,
  }
}

function weightOf(event: RunEvent): number {
  return event.type === "step.lapped" ? Math.max(1, event.laps.length) : 1
}

/** How many entries make a commit that is not too large. */
function largestOf(entries: readonly Entry[]): number {
  let count = 0
  for (let weight = 0; count < entries.length && weight < largestCommit; count++) {
    weight += entries[count]?.weight ?? 1
  }
  return count
}
