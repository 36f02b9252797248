import type { JobContext } from "../../model/jobs.ts"
import type { DraftBase } from "./draft.ts"
import type { FileHome } from "./home.ts"

/** A home as a job sees it, in a thread that the home is not in: it asks the host. */
export function askedBase({ call }: Pick<JobContext, "call">): DraftBase {
  return {
    read: path => call("read", path) as ReturnType<DraftBase["read"]>,
    entries: path => call("entries", path) as ReturnType<DraftBase["entries"]>,
    standing: path => call("standing", path) as ReturnType<NonNullable<DraftBase["standing"]>>,
  }
}

/** What the host answers; undefined where the question is not one about a home. */
export function answerFrom(home: FileHome, what: string, path: unknown): Promise<unknown> | undefined {
  if (what === "read") return home.read(String(path))
  if (what === "entries") return home.entries(String(path))
  return what === "standing" ? (home.standing?.(String(path)) ?? Promise.resolve(undefined)) : undefined
}
