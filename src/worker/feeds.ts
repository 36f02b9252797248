import { nameOf } from "../engine/core/cassette.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { saidIn } from "../engine/core/said.ts"
import { singlesOf } from "../engine/core/singles.ts"
import type { Journal, KeptChunk } from "../model/journal.ts"
import { isSameLine, type WrittenLine } from "../model/note.ts"
import type { Problem } from "../model/problems.ts"
import type { RunNews, RunNote } from "../runs/runService.ts"
import { readChunk } from "../storage/journalChunk.ts"
import { storageProblem } from "../storage/storageProblems.ts"
import type { Spoken } from "./saidSoFar.ts"
import { withNote } from "./withNote.ts"
import { workerProblem } from "./workerProblems.ts"

/*
 * A feed tells one listener of one run: the journal so far, then what follows. What is committed here is handed on
 * as it comes; of what another tab commits only the fact is heard, and the events are read. Both ways lead through
 * one count, so that no event is missing or told twice. Listeners are told once for each frame of the screen.
 *
 *     committed here ───── events ─────▶┐
 *                                       ├─ number of the next event ─▶ what is due ─▶ one message a frame
 *     committed elsewhere ─▶ read on ──▶┘
 */

/** What feeds work with. */
export interface FeedParts {
  readonly journal: Pick<Journal<RunEvent>, "read" | "chunks" | "watch" | "head">
  /** What steps of the run that are under way here have said before anybody watched. */
  readonly saidSoFar: (run: string) => readonly Spoken[]
  readonly now: () => number
  /** Calls back once; what it returns calls it off. */
  readonly after: (milliseconds: number, work: () => void) => () => void
  /** The least time between two messages to one listener. */
  readonly frame?: number
}

/** News of a run: what had happened before is told as it is kept, as far as nothing here had to look at it. */
export interface FeedNews extends RunNews {
  /** What comes before the events; and what is to be said where one of them cannot be read. */
  readonly chunks?: readonly KeptChunk[]
  readonly unread?: Problem
}

/** Tells listeners of runs. */
export interface Feeds {
  /** Calls back with the events from number `from` on. */
  watch(run: string, from: number, hear: (news: FeedNews) => void): () => void
  /** Hands on what a step of a run here says while it runs: not before these many events, which may not be on disk yet. */
  note(run: string, note: RunNote, behind?: number): void
  /** Another tab has committed events of the run up to this number. */
  committedElsewhere(run: string, seq: number): void
  /** In another tab steps of the run said this, while it had so many events: or it is all that they have said so far. */
  saidElsewhere(run: string, seq: number, notes: readonly RunNote[], isAll?: boolean): void
  /** The runs of which more is waited for. */
  watched(): readonly string[]
  /** Looks whether anything was committed of which no word came, for the other tab died before it could send one. */
  look(): void
  close(): void
}

interface Feed {
  committed(seq: number, events: readonly RunEvent[]): void
  elsewhere(seq: number): void
  note(note: RunNote, behind: number): void
  saidElsewhere(seq: number, notes: readonly RunNote[], isAll: boolean): void
  isOpen(): boolean
  look(): void
  end(): void
}

/** The most events that one message holds: a listener takes them in without missing a frame. */
const largestMessage = 2_000

/** Makes feeds over a journal. */
export function createFeeds(parts: FeedParts): Feeds {
  const feeds = new Map<string, Set<Feed>>()
  const of = (run: string): Iterable<Feed> => [...(feeds.get(run) ?? [])]
  const unwatch = parts.journal.watch((run, seq, events) => {
    for (const feed of of(run)) feed.committed(seq, events)
  })

  return {
    watch(run, from, hear) {
      const feed = createFeed(parts, run, from, hear)
      const all = feeds.get(run) ?? new Set()
      feeds.set(run, all.add(feed))
      for (const { said, behind } of parts.saidSoFar(run)) feed.note(said, behind)
      return () => {
        feed.end()
        all.delete(feed)
        if (all.size === 0 && feeds.get(run) === all) feeds.delete(run)
      }
    },
    note(run, note, behind = 0) {
      for (const feed of of(run)) feed.note(note, behind)
    },
    committedElsewhere(run, seq) {
      for (const feed of of(run)) feed.elsewhere(seq)
    },
    saidElsewhere(run, seq, notes, isAll = false) {
      for (const feed of of(run)) feed.saidElsewhere(seq, notes, isAll)
    },
    watched: () => [...feeds.keys()].filter(run => [...of(run)].some(feed => feed.isOpen())),
    look() {
      for (const all of feeds.values()) for (const feed of all) feed.look()
    },
    close() {
      unwatch()
      for (const all of feeds.values()) for (const feed of all) feed.end()
      feeds.clear()
    },
  }
}

function createFeed(parts: FeedParts, run: string, from: number, hear: (news: FeedNews) => void): Feed {
  const { journal, now, after, frame = 16 } = parts
  /** The number of the next event to take in. */
  let next = from
  let due: RunEvent[] = []
  /** What is due before them, and how many events that is. */
  let chunks: KeptChunk[] = []
  let inChunks = 0
  let notes: RunNote[] = []
  /** They are all that was said so far. */
  let areAll = false
  /** What was said after events that are still on their way to the disk, in the order in which it was said. */
  let early: { readonly note: RunNote; readonly behind: number }[] = []
  let problem: Problem | undefined
  let reading = false
  let more = false
  let over = false
  let complete = false
  /** All that was there when the run was opened has been told. */
  let isCaughtUp = false
  /** The listener was told last that there is more of that. */
  let owesMore = false
  let sentAt = Number.NEGATIVE_INFINITY
  let callOff: (() => void) | undefined

  const send = (): void => {
    callOff = undefined
    if (over) return
    const events = due.slice(0, largestMessage)
    due = due.slice(largestMessage)
    const seq = next - due.length - events.length - inChunks
    const before = chunks
    chunks = []
    inChunks = 0
    // What a step says never comes before the events that stood in the journal when it said that.
    const isBehind = due.length > 0 || reading
    if (events.length === 0 && before.length === 0 && isBehind && problem === undefined) return
    owesMore = !isCaughtUp && isBehind
    hear({
      ...{ run, seq, events, notes: isBehind ? [] : notes },
      ...(before.length === 0 ? {} : { chunks: before, unread: storageProblem("journal_damaged") }),
      ...(areAll && !isBehind ? { anew: true } : {}),
      ...(owesMore ? { more: true } : {}),
      ...(problem === undefined ? {} : { problem }),
    })
    if (!isBehind) {
      notes = []
      areAll = false
    }
    problem = undefined
    sentAt = now()
    if (due.length > 0) plan()
    else if (!reading) isCaughtUp = true
  }
  const plan = (): void => {
    const wait = isCaughtUp ? Math.max(0, Math.min(frame, sentAt + frame - now())) : 0
    callOff ??= after(wait, send)
  }
  const sendNow = (): void => {
    callOff?.()
    send()
  }
  const take = (seq: number, events: readonly RunEvent[]): void => {
    for (const event of events.slice(Math.max(0, next - seq))) {
      due.push(event)
      next++
      if (event.type === "run.ended") complete = true
    }
    if (early.length > 0) {
      for (const { note, behind } of early) if (behind <= next) withNote(notes, note)
      early = early.filter(({ behind }) => behind > next)
    }
    if (notes.length > 0) notes = withoutTold(notes, events)
    if (due.length > 0) plan()
  }
  const takeChunk = (chunk: KeptChunk): void => {
    // Of one message these come first.
    while (due.length > 0 && !over) sendNow()
    chunks.push(chunk)
    inChunks += chunk.count
    next += chunk.count
    if (inChunks >= largestMessage) sendNow()
    else plan()
  }
  const readFrom = (seq: number): AsyncIterable<KeptChunk | readonly RunEvent[]> =>
    (isCaughtUp ? undefined : journal.chunks?.(run, seq)) ?? journal.read(run, seq)
  /** What a step has said is held against the events; else nobody looks at those that had happened before. */
  const eventsIn = (chunk: KeptChunk | readonly RunEvent[]): readonly RunEvent[] | undefined => {
    if (!("count" in chunk)) return chunk
    if (notes.length === 0 && early.length === 0) return undefined
    return readChunk<RunEvent>(run, chunk)
  }
  const readOn = async (): Promise<void> => {
    more = true
    if (reading) return
    reading = true
    try {
      while (more && !over) {
        more = false
        for await (const chunk of readFrom(next)) {
          if (over) return
          const events = eventsIn(chunk)
          if (events !== undefined) take(next, events)
          else if ("count" in chunk) takeChunk(chunk)
          if (!isCaughtUp && due.length >= largestMessage) sendNow()
        }
      }
    } catch (cause) {
      problem = problemIn(cause) ?? workerProblem("journal_unread", { why: String(cause) })
      plan()
    } finally {
      reading = false
      if (due.length === 0 && chunks.length === 0) isCaughtUp = true
      if (isCaughtUp && owesMore) sendNow()
      else if (notes.length > 0) plan()
    }
  }

  void readOn()
  return {
    committed(seq, events) {
      if (!reading && seq === next) take(seq, events)
      else void readOn()
    },
    elsewhere(seq) {
      if (seq > next) void readOn()
    },
    note(note, behind) {
      if (behind > next) return void early.push({ note, behind })
      withNote(notes, note)
      plan()
    },
    saidElsewhere(seq, said, isAll) {
      if (isAll) {
        notes = []
        areAll = true
      }
      for (const each of said) {
        // Its outcome may be known by now, which ends what is under way, and tells the lines itself.
        const isLate = next > seq && (each.note.type === "begun" || each.note.type === "log")
        if (!isLate) withNote(notes, each)
      }
      if (notes.length > 0) plan()
    },
    isOpen: () => !complete,
    look() {
      if (!complete && !reading) void readOn()
    },
    end() {
      over = true
      callOff?.()
    },
  }
}

/** The notes without those lines of the log that the events tell themselves. */
function withoutTold(notes: RunNote[], events: readonly RunEvent[]): RunNote[] {
  // Of one task several attempts may be told at once.
  const told = new Map<string, (readonly WrittenLine[])[]>()
  for (const event of events.flatMap(singlesOf))
    for (const { said, ...place } of saidIn(event)) {
      const all = told.get(nameOf(place))
      if (all === undefined) told.set(nameOf(place), [said.lines])
      else all.push(said.lines)
    }
  if (told.size === 0) return notes
  const isTold = ({ note, ...place }: RunNote) =>
    note.type === "log" &&
    told.get(nameOf(place))?.some(lines => {
      const line = lines[note.number]
      return line !== undefined && isSameLine(line, note)
    })
  return notes.filter(note => isTold(note) !== true)
}

function problemIn(cause: unknown): Problem | undefined {
  return cause instanceof Error && "problem" in cause ? (cause.problem as Problem) : undefined
}
