import type { KeptChunk } from "../model/journal.ts"
import { storageProblem } from "./storageProblems.ts"

/** The events of a chunk of a run's journal. A damaged one is told as what it is; what would follow from it is never guessed. */
export function readChunk<Event>(run: string, { seq, events }: Pick<KeptChunk, "seq" | "events">): Event[] {
  try {
    const read: unknown = JSON.parse(events)
    if (!Array.isArray(read)) throw new Error("it is no list")
    return read as Event[]
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "it cannot be read"
    throw Object.assign(new Error("Expected a chunk of events"), {
      problem: { ...storageProblem("journal_damaged"), data: { run, seq, why } },
    })
  }
}
