import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { RunEvent } from "../core/event.ts"
import { loopProblem } from "./loopProblems.ts"

/*
 * The journal is the truth about runs: each run is the list of its events, and a *head* that says how long the
 * list is and who may add to it. Whoever takes over a run claims it and gets the next epoch; the transaction that
 * appends checks epoch and sequence number together, so that an owner who was frozen while another took over can
 * never write again.
 *
 *     const claimed = await journal.claim("r1")                           // epoch 2: whoever held 1 is fenced
 *     await journal.append("r1", { seq: 7, epoch: 2 }, events, "strict")  // events 7, 8, … or a problem
 */

/** How sure a commit must be: on disk when it returns, or soon after. The loss of relaxed commits is always a suffix. */
export type Durability = "strict" | "relaxed"

/** Where a writer believes the journal of a run to be: the number of the next event, and the epoch that it holds. */
export interface Fence {
  readonly seq: number
  readonly epoch: number
}

/** A change to what lives in the app, which a port hands back to be committed together with its step's outcome. */
export type StagedChange = unknown

/** How a commit is to be made. */
export interface Commit {
  readonly durability: Durability
  readonly staged?: readonly StagedChange[]
  /** These events end the run: it is no longer taken up after a start. */
  readonly ends?: boolean
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

/** Where events of runs are kept. */
export interface Journal {
  /** Makes a run with its first events, under epoch 1. */
  create(run: string, events: readonly RunEvent[]): Promise<Result<RunHead, Problem>>
  /** Adds events, and commits staged changes with them, if the fence still stands. */
  append(
    run: string,
    fence: Fence,
    events: readonly RunEvent[],
    commit: Commit,
  ): Promise<Result<void, Problem>>
  /** All events of the run, in order, in chunks as they were written or larger. */
  read(run: string): AsyncIterable<readonly RunEvent[]>
  /** The head of the run. */
  head(run: string): Promise<RunHead | undefined>
  /** The heads of all runs that have not ended: what is to be taken up after a start. */
  unfinished(): Promise<readonly RunHead[]>
  /** Takes the run over: the next epoch, which fences whoever held the last. */
  claim(run: string): Promise<Result<RunHead, Problem>>
  /** Says goodbye in good order: the claim no longer counts as one that led to nothing. */
  release(run: string, epoch: number): Promise<void>
  /** Calls back with what is committed from now on; what it returns ends that. */
  watch(listener: (run: string, seq: number, events: readonly RunEvent[]) => void): () => void
}

/** A journal in memory that can be made to fail, to stop dead, and to lose what was not yet sure. */
export interface TestJournal extends Journal {
  /** Appends for which this is true fail as on a full disk. */
  failWhen(fails: (append: number) => boolean): void
  /** From the n-th append on nothing answers any more, as when the program is killed; it is on disk or it is not. */
  stopAt(append: number, written: boolean, stopped: () => void): void
  /** How many appends there were. */
  appends(): number
  /** What a new start finds: the relaxed commits after the last strict one may be lost, up to so many. */
  restart(lost: number): TestJournal
  /** Everything that was committed, for looking at it afterwards. */
  events(run: string): readonly RunEvent[]
  /** All staged changes that were committed, in order. */
  staged(): readonly StagedChange[]
}

interface Written {
  readonly head: RunHead
  readonly events: readonly RunEvent[]
  readonly staged: readonly StagedChange[]
  readonly durability: Durability
}

/** A journal in memory. */
export function createTestJournal(kept: readonly Written[] = []): TestJournal {
  const commits: Written[] = [...kept]
  const heads = new Map<string, RunHead>(commits.map(({ head }) => [head.run, head]))
  const listeners = new Set<Parameters<Journal["watch"]>[0]>()
  let appends = 0
  let fails: (append: number) => boolean = () => false
  let stop: { at: number; written: boolean; stopped: () => void } | null = null
  let dead = false
  const never = new Promise<never>(() => {})

  const write = (
    head: RunHead,
    events: readonly RunEvent[],
    durability: Durability,
    staged: readonly StagedChange[],
  ) => {
    const frozen = events.map(event => structuredClone(event))
    commits.push({ head, events: frozen, staged, durability })
    heads.set(head.run, head)
    return frozen
  }
  const commit = async (
    head: RunHead,
    events: readonly RunEvent[],
    { durability, staged = [] }: Commit,
  ): Promise<Result<void, Problem>> => {
    if (dead) return never
    const append = ++appends
    if (stop !== null && append >= stop.at) {
      dead = true
      if (stop.written) write(head, events, durability, staged)
      stop.stopped()
      return never
    }
    if (fails(append)) return err(loopProblem("journal_failed", { why: "the disk is full" }))
    const written = write(head, events, durability, staged)
    await Promise.resolve()
    if (dead) return never
    for (const listener of listeners) listener(head.run, head.seq - events.length, written)
    return ok(undefined)
  }

  return {
    async create(run, events) {
      if (heads.has(run)) return err(loopProblem("run_exists", { run }))
      const head: RunHead = { run, seq: events.length, epoch: 1, claims: 0, ended: false }
      const done = await commit(head, events, { durability: "strict" })
      return done.ok ? ok(head) : done
    },
    async append(run, fence, events, how) {
      const head = heads.get(run)
      if (head === undefined) return err(loopProblem("run_not_found", { run }))
      if (head.epoch !== fence.epoch) return err(loopProblem("not_the_owner"))
      if (head.seq !== fence.seq) return err(loopProblem("journal_moved_on"))
      return commit(
        { ...head, seq: head.seq + events.length, claims: 0, ended: how.ends ?? head.ended },
        events,
        how,
      )
    },
    async *read(run) {
      for (const { head, events } of commits) if (head.run === run && events.length > 0) yield events
    },
    head: async run => heads.get(run),
    unfinished: async () => [...heads.values()].filter(head => !head.ended),
    async claim(run) {
      if (dead) return never
      const head = heads.get(run)
      if (head === undefined) return err(loopProblem("run_not_found", { run }))
      const claimed = { ...head, epoch: head.epoch + 1, claims: head.claims + 1 }
      write(claimed, [], "strict", [])
      return ok(claimed)
    },
    async release(run, epoch) {
      if (dead) return never
      const head = heads.get(run)
      if (head?.epoch === epoch) write({ ...head, claims: 0 }, [], "relaxed", [])
    },
    watch(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    failWhen(next) {
      fails = next
    },
    stopAt(at, written, stopped) {
      stop = { at: appends + at, written, stopped }
    },
    appends: () => appends,
    restart(lost) {
      dead = true
      const sure = commits.findLastIndex(each => each.durability === "strict") + 1
      return createTestJournal(commits.slice(0, Math.max(sure, commits.length - lost)))
    },
    events: run => commits.flatMap(each => (each.head.run === run ? each.events : [])),
    staged: () => commits.flatMap(each => each.staged),
  }
}
