import type { Answer } from "./ports.ts"

/*
 * Work whose time depends on data or patterns (conversions, archives, regular expressions, git, the built-in shell)
 * is a *job*: it runs in a thread of its own that can be ended at any moment, so that the engine goes on meanwhile.
 * A job is two small files and a line. What it does, in a file of its own that only threads load:
 *
 *     // steps/data/parseCsvWork.ts
 *     export const work: JobWork<{ text: string }, string[][]> = ({ text }, { progress }) => { …; return ok(rows) }
 *
 * its name, where the step is, and a line in the registry of its room (`steps/jobs.ts`, `ports/portJobs.ts`):
 *
 *     // steps/data/parseCsvJob.ts
 *     export const parseCsvJob = defineJob({
 *       name: "csv.parse",
 *       load: () => import("./parseCsvWork.ts"),
 *       inPlace: ({ text }) => text.length < 100_000,       // leave it out where a pattern decides the time
 *     })
 *
 * and then, in a kind with `needs: ["jobs"]`:
 *
 *     const rows = await ports.jobs.run(parseCsvJob, { text }, { signal, progress })
 *     if (!rows.ok) return failed(rows.error)
 *
 * Input, output and parts are plain data and bytes (what structured cloning takes, without functions). Once the
 * signal aborts, the thread is ended and the answer is the problem `job_stopped`, within 100 ms; a thread that dies
 * gives `job_crashed`. Neither needs anything from the work itself. A list too long to be handed over at once goes
 * in portions, each with `part`, so that the thread that hears them never stands still.
 */

/** What the work of a job is handed besides its input. */
export interface JobContext {
  /** How far it has come, from 0 to 1. */
  progress(share: number, say?: string): void
  /** Hands over a part of what it makes, before its end. */
  part(value: unknown): void
  /** Asks whoever started the job for something that only they have. */
  call(what: string, ...args: readonly unknown[]): Promise<unknown>
}

/** The work itself. What it throws is a bug, and ends the job as a crash. */
export type JobWork<Input, Output> = (
  input: Input,
  context: JobContext,
) => Awaited<Answer<Output>> | Answer<Output>

/** A job, as whoever starts it knows it. */
export interface Job<Input, Output> {
  /** By which its thread finds it. */
  readonly name: string
  load(): Promise<{ readonly work: JobWork<Input, Output> }>
  /** Whether this input takes so little time, whatever stands in it, that no thread is needed. */
  inPlace?(input: Input): boolean
}

/** Any job: threads find them by name. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds jobs whose inputs differ; each is started only through its own definition.
export type AnyJob = Job<any, any>

/** How whoever starts a job goes along with it. */
export interface JobOptions {
  readonly signal?: AbortSignal
  readonly progress?: (share: number, say?: string) => void
  readonly part?: (value: unknown) => void
  readonly answer?: (what: string, args: readonly unknown[]) => Promise<unknown>
}

/** Work that can be ended. */
export interface JobsPort {
  run<Input, Output>(job: Job<Input, Output>, input: Input, options?: JobOptions): Answer<Output>
}

/** Declares a job. */
export function defineJob<Input, Output>(job: Job<Input, Output>): Job<Input, Output> {
  return job
}
