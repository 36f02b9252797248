import { err, ok, type Result } from "../lib/result.ts"
import type { KeptChunk } from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import { storageProblem } from "./storageProblems.ts"

/** The events of a chunk of a run's journal; or what is wrong with it, and where it stands. */
export function readChunk<Event>(
  run: string,
  { seq, events }: Pick<KeptChunk, "seq" | "events">,
): Result<Event[], Problem> {
  try {
    const read: unknown = JSON.parse(events)
    if (!Array.isArray(read)) throw new Error("it is no list")
    return ok(read as Event[])
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "it cannot be read"
    return err({ ...storageProblem("journal_damaged"), data: { run, seq, why } })
  }
}
