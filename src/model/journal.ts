import type { Language } from "../language/language.ts"
import type { Json } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import type { Meant } from "./meant.ts"
import type { Problem } from "./problems.ts"

/*
 * The journal is the truth about runs: each run is the list of its events, and a *head* that says how long the
 * list is and who may add to it. Whoever takes over a run claims it and gets the next epoch; the transaction that
 * appends checks epoch and sequence number together, so that an owner who was frozen while another took over can
 * never write again.
 *
 *     const claimed = await journal.claim("r1")                           // epoch 2: whoever held 1 is fenced
 *     await journal.append("r1", { seq: 7, epoch: 2 }, events, { durability: "strict" })
 *
 * What an event is, the engine knows; here it is plain data.
 */

/** How sure a commit must be: on disk when it returns, or soon after. The loss of relaxed commits is always a suffix. */
export type Durability = "strict" | "relaxed"

/** Where a writer believes the journal of a run to be: the number of the next event, and the epoch that it holds. */
export interface Fence {
  readonly seq: number
  readonly epoch: number
}

/** A change to what lives in the app, which a port hands back to be committed together with its step's outcome. */
export interface StagedChange {
  readonly store: string
  readonly key: string
  /** Null takes it away. */
  readonly value: Json
}

/** A value too large to stand in an event, kept once under the hash of its text. */
export interface Blob {
  readonly hash: string
  readonly text: string
}

/** How a run stands. */
export type RunStatus =
  | "queued"
  | "running"
  | "waiting"
  | "paused"
  | "in_doubt"
  | "parked"
  | "completed"
  | "failed"
  | "cancelled"

/** What the history shows of a run, and finds it by. */
export interface RunSummary {
  readonly run: string
  readonly workflow: string
  readonly name: string
  readonly status: RunStatus
  readonly trigger: string
  readonly mode: "live" | "sandbox" | "replay"
  readonly startedAt: number
  readonly endedAt: number | null
  readonly usd: number
  readonly tags: readonly string[]
  /** Words of the input; of runs from before problems had a place of their own, that sentence too. */
  readonly text: string
  /** What it is for, where it does not do all of its workflow from the beginning. */
  readonly meant?: Meant
  /** The sentence of the problem that ended it. */
  readonly problem?: string
  readonly parent: string | null
  /** How much of it waits for a person: answers, grants, decisions, budgets. None, where it is left out. */
  readonly asks?: number
  /** Counts the runs of the workflow, from 1, in a journal that counts them: what people call the run. */
  readonly number?: number
}

/** Whether the run waits for a person. */
export function isAsking({ asks = 0, endedAt }: RunSummary): boolean {
  return asks > 0 && endedAt === null
}

/** How a commit is to be made. */
export interface Commit {
  readonly durability: Durability
  readonly staged?: readonly StagedChange[]
  readonly blobs?: readonly Blob[]
  /** These events end the run: it is no longer taken up after a start. */
  readonly ends?: boolean
  /** What these events change about the run's entry in the history. */
  readonly summary?: Partial<RunSummary>
}

/** What is known of a run without reading its events. */
export interface RunHead {
  readonly run: string
  /** How many events there are, and so the number of the next. */
  readonly seq: number
  readonly epoch: number
  /** How often the run was claimed since its last commit or orderly release. */
  readonly claims: number
  /** Nothing more will happen to it. */
  readonly ended: boolean
}

/** Which runs to show, newest first. */
export interface HistoryQuery {
  /** This run alone. */
  readonly run?: string
  readonly workflow?: string
  readonly status?: RunStatus
  readonly trigger?: string
  readonly tag?: string
  /** Only runs that wait for a person. */
  readonly asking?: true
  /** It cost at least so many dollars. */
  readonly usd?: number
  readonly since?: number
  readonly until?: number
  /** Each of these words begins a word of the run's name, tags or text, of what it is for, or of its problem. */
  readonly text?: string
  /** What whoever asks reads: what is said in English here is found by its words in that language too. */
  readonly spoken?: Language
  readonly most: number
  /** Where the page before ended. */
  readonly after?: string
}

/** A page of the history. */
export interface HistoryPage {
  readonly runs: readonly RunSummary[]
  /** Where the next page begins; null after the last. */
  readonly next: string | null
  /** How many runs there are on all pages, where that is known. */
  readonly total?: number
}

/** Events of a run as they are kept: for whoever hands them on, and looks at none. */
export interface KeptChunk {
  /** The number of the first, and how many there are. */
  readonly seq: number
  readonly count: number
  /** Their list as JSON, which nobody has looked at yet: it may be damaged. */
  readonly events: string
}

/** Where events of runs are kept. */
export interface Journal<Event = Json> {
  /** Makes a run with its first events, under epoch 1. */
  create(
    summary: RunSummary,
    events: readonly Event[],
    commit?: Partial<Commit>,
  ): Promise<Result<RunHead, Problem>>
  /** Adds events, and commits staged changes with them, if the fence still stands. */
  append(run: string, fence: Fence, events: readonly Event[], commit: Commit): Promise<Result<void, Problem>>
  /** All events of the run from number `from` on, in order, in chunks as they were written or larger. */
  read(run: string, from?: number): AsyncIterable<readonly Event[]>
  /** The same, as they are kept wherever that says enough; of a journal that keeps them as text. */
  chunks?(run: string, from?: number): AsyncIterable<KeptChunk | readonly Event[]>
  /** The text that is kept under the hash. */
  blob(hash: string): Promise<string | undefined>
  /** The head of the run. */
  head(run: string): Promise<RunHead | undefined>
  /** The heads of all runs that have not ended: what is to be taken up after a start. */
  unfinished(): Promise<readonly RunHead[]>
  /** Takes the run over: the next epoch, which fences whoever held the last. */
  claim(run: string): Promise<Result<RunHead, Problem>>
  /** Says goodbye in good order: the claim no longer counts as one that led to nothing. */
  release(run: string, epoch: number): Promise<void>
  /** Calls back with what is committed here from now on; what it returns ends that. */
  watch(listener: (run: string, seq: number, events: readonly Event[]) => void): () => void
  /** Runs of the past and present. */
  history(query: HistoryQuery): Promise<HistoryPage>
  /** The ended runs of the workflow that are not among its newest, or ended too long ago. */
  beyond(workflow: string, keep: Keep, now: number): Promise<readonly RunSummary[]>
  /** The workflows of which there are runs. */
  workflows(): Promise<readonly string[]>
  /** Takes runs that have ended out of the journal, with what only they refer to. */
  remove(runs: readonly string[]): Promise<void>
  /** Lets go of what the journal holds open. */
  close(): Promise<void>
}

/** The words by which text is searched: lower case, each once. */
export function wordsOf(...texts: readonly string[]): string[] {
  const words = texts.flatMap(text => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  return [...new Set(words.map(word => word.slice(0, 40)))].slice(0, 500)
}

/** How many runs of a workflow are kept, and for how many days after their end. */
export interface Keep {
  readonly runs: number
  readonly days: number
}

/** How much of a workflow's history is kept, unless its settings or the person say otherwise. */
export const usualKeep: Keep = { runs: 1000, days: 90 }

/** The ended runs of one workflow that are not among its newest, or ended too long ago. */
export function beyondKeep(
  runs: readonly RunSummary[],
  { runs: most, days }: Keep,
  now: number,
): RunSummary[] {
  return [...runs]
    .sort((a, b) => b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1))
    .filter(({ endedAt }, at) => endedAt !== null && (at >= most || now - endedAt > days * dayLength))
}

/** The length of a day in milliseconds. */
export const dayLength = 86_400_000
