import type { Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"

/** A workflow as the page keeps it. */
export interface KeptWorkflow {
  readonly id: string
  readonly text: string
  /** Counts writes; a write names the one that it has seen. */
  readonly revision: number
  /** Milliseconds since 1970. */
  readonly changed: number
  /** What lists show of it; see `editor/summary.ts`. */
  readonly summary: unknown
}

/** What a person has marked a workflow with. */
export interface WorkflowMarks {
  readonly isFavourite: boolean
  readonly isArchived: boolean
}

/** Where marks are kept. */
export interface MarkStore {
  /** Calls back with the marks by workflow, now and whenever they change; gives the way to stop. */
  watch(onMarks: (marks: ReadonlyMap<string, WorkflowMarks>) => void): () => void
  /** Changes the marks of workflows. */
  set(workflows: readonly string[], change: Partial<WorkflowMarks>): Promise<void>
}

/** All that the page keeps, as one file. */
export interface Backups {
  make(): Promise<Blob>
  /** Brings a backup in, all of it or nothing. */
  restore(
    file: ReadableStream<Uint8Array>,
  ): Promise<Result<{ readonly added: number; readonly replaced: number; readonly same: number }, Problem>>
}

/** A workflow to write, and the revision that the writer has seen; none for a new one. */
export type WorkflowDraft = Pick<KeptWorkflow, "id" | "text" | "summary"> & {
  readonly seen?: number
  /** What can be undone from this text; see `editor/undoTrail.ts`. */
  readonly trail?: unknown
  /** What the text says, so that it can be drawn before it is read again; see `app/openSession.ts`. */
  readonly reading?: unknown
}

/** Why nothing was written. */
export type WriteFailure =
  | { readonly reason: "changed"; readonly row: KeptWorkflow | null }
  | { readonly reason: "refused"; readonly message: string }

/** Where workflows are kept. Main hands one in; the pages know no database. */
export interface WorkflowStore {
  /** Calls back with all workflows, now and whenever one changes in any tab; gives the way to stop. */
  watch(onRows: (rows: readonly KeptWorkflow[]) => void): () => void
  /** Calls back with one workflow, null where there is none, now and whenever it changes in any tab. */
  watchOne(id: string, onRow: (row: KeptWorkflow | null) => void): () => void
  all(): Promise<readonly KeptWorkflow[]>
  read(id: string): Promise<KeptWorkflow | null>
  /** The workflow with what its text says, null where that is not known. */
  open(id: string): Promise<{ readonly row: KeptWorkflow; readonly reading: unknown } | null>
  /** What could be undone when the workflow was written as it is kept now; null where nobody can tell. */
  trailOf(id: string): Promise<unknown>
  /** Writes all or none. */
  write(drafts: readonly WorkflowDraft[]): Promise<Result<readonly KeptWorkflow[], WriteFailure>>
  /** Removes a workflow, where a revision is named only as it was seen then; null where nothing was removed. */
  remove(id: string, seen?: number): Promise<KeptWorkflow | null>
  restore(row: KeptWorkflow): Promise<void>
}
