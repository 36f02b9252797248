import { err, ok, type Result } from "../../lib/result.ts"
import {
  type Blob,
  beyondKeep,
  type Commit,
  type Durability,
  isAsking,
  type Journal,
  type RunHead,
  type RunSummary,
  type StagedChange,
  wordsOf,
} from "../../model/journal.ts"
import { sayMeant } from "../../model/meant.ts"
import type { Problem } from "../../model/problems.ts"
import type { RunEvent } from "../core/event.ts"
import { loopProblem } from "./loopProblems.ts"

/** A journal in memory that can be made to fail, to stop dead, and to lose what was not yet sure. */
export interface TestJournal<Event = RunEvent> extends Journal<Event> {
  /** Appends for which this is true fail as on a full disk. */
  failWhen(fails: (append: number) => boolean): void
  /** At the n-th append from now nothing answers any more, as when the program is killed; it is on disk or it is not. */
  stopAt(append: number, written: boolean, stopped: () => void): void
  /** How many appends there were. */
  appends(): number
  /** What a new start finds: of the relaxed commits after the last strict one, so many are lost from the end. */
  restart(lost: number): TestJournal<Event>
  /** Everything that was committed, for looking at it afterwards. */
  events(run: string): readonly Event[]
  /** What no crash can take away any more. */
  sure(run: string): readonly Event[]
  /** All staged changes that were committed, in order. */
  staged(): readonly StagedChange[]
}

interface Written<Event> {
  readonly head: RunHead
  readonly summary: RunSummary
  readonly events: readonly Event[]
  readonly staged: readonly StagedChange[]
  readonly blobs: readonly Blob[]
  readonly durability: Durability
}

/** A journal in memory. */
export function createTestJournal<Event = RunEvent>(
  kept: readonly Written<Event>[] = [],
): TestJournal<Event> {
  let commits: Written<Event>[] = [...kept]
  const latest = new Map<string, Written<Event>>(commits.map(written => [written.head.run, written]))
  const listeners = new Set<Parameters<Journal<Event>["watch"]>[0]>()
  let appends = 0
  let fails: (append: number) => boolean = () => false
  let stop: { at: number; written: boolean; stopped: () => void } | null = null
  let dead = false
  const never = new Promise<never>(() => {})

  const keep = (written: Written<Event>): void => {
    commits.push(written)
    latest.set(written.head.run, written)
  }
  const commit = async (written: Written<Event>): Promise<Result<void, Problem>> => {
    if (dead) return never
    const append = ++appends
    if (stop !== null && append >= stop.at) {
      dead = true
      if (stop.written) keep(written)
      stop.stopped()
      return never
    }
    if (fails(append)) return err(loopProblem("journal_failed", { why: "the disk is full" }))
    keep(written)
    await Promise.resolve()
    if (dead) return never
    const { head, events } = written
    for (const listener of listeners) listener(head.run, head.seq - events.length, events)
    return ok(undefined)
  }
  const write = (
    head: RunHead,
    summary: RunSummary,
    events: readonly Event[],
    how: Partial<Commit> = {},
  ): Written<Event> => ({
    head,
    summary: { ...summary, ...how.summary },
    events: events.map(event => structuredClone(event)),
    staged: how.staged ?? [],
    blobs: how.blobs ?? [],
    durability: how.durability ?? "strict",
  })

  return {
    async create(summary, events, how) {
      const { run } = summary
      if (latest.has(run)) return err(loopProblem("run_exists", { run }))
      const head: RunHead = { run, seq: events.length, epoch: 1, claims: 0, ended: how?.ends ?? false }
      const done = await commit(write(head, summary, events, how))
      return done.ok ? ok(head) : done
    },
    async append(run, fence, events, how) {
      const known = latest.get(run)
      if (known === undefined) return err(loopProblem("run_not_found", { run }))
      const { head, summary } = known
      if (head.epoch !== fence.epoch) return err(loopProblem("not_the_owner"))
      if (head.seq !== fence.seq) return err(loopProblem("journal_moved_on"))
      const ended = how.ends ?? head.ended
      const next = { ...head, seq: head.seq + events.length, claims: 0, ended }
      return commit(write(next, summary, events, how))
    },
    async *read(run, from = 0) {
      let seq = 0
      for (const { head, events } of commits) {
        if (head.run !== run) continue
        const fresh = events.slice(Math.max(0, from - seq))
        seq += events.length
        if (fresh.length > 0) yield fresh
      }
    },
    blob: async hash => commits.flatMap(each => each.blobs).find(blob => blob.hash === hash)?.text,
    head: async run => latest.get(run)?.head,
    unfinished: async () => [...latest.values()].map(each => each.head).filter(head => !head.ended),
    async claim(run) {
      if (dead) return never
      const known = latest.get(run)
      if (known === undefined) return err(loopProblem("run_not_found", { run }))
      const head = { ...known.head, epoch: known.head.epoch + 1, claims: known.head.claims + 1 }
      keep(write(head, known.summary, []))
      return ok(head)
    },
    async release(run, epoch) {
      if (dead) return never
      const known = latest.get(run)
      if (known?.head.epoch !== epoch) return
      keep(write({ ...known.head, claims: 0 }, known.summary, [], { durability: "relaxed" }))
    },
    watch(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async history(query) {
      const words = query.text === undefined ? [] : wordsOf(query.text)
      const runs = [...latest.values()]
        .map(each => each.summary)
        .filter(
          run =>
            (query.workflow === undefined || run.workflow === query.workflow) &&
            (query.status === undefined || run.status === query.status) &&
            (query.trigger === undefined || run.trigger === query.trigger) &&
            (query.tag === undefined || run.tags.includes(query.tag)) &&
            (query.asking === undefined || isAsking(run)) &&
            run.usd >= (query.usd ?? 0) &&
            run.startedAt >= (query.since ?? Number.NEGATIVE_INFINITY) &&
            run.startedAt <= (query.until ?? Number.POSITIVE_INFINITY) &&
            words.every(word =>
              wordsOf(
                run.name,
                run.text,
                run.meant === undefined ? "" : sayMeant(run.meant),
                ...run.tags,
              ).some(each => each.startsWith(word)),
            ),
        )
        .sort((a, b) => b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1))
      const begin = query.after === undefined ? 0 : runs.findIndex(run => run.run === query.after) + 1
      const page = runs.slice(begin, begin + query.most)
      return { runs: page, next: begin + query.most < runs.length ? (page.at(-1)?.run ?? null) : null }
    },
    async beyond(workflow, keep, now) {
      const summaries = [...latest.values()].map(({ summary }) => summary)
      return beyondKeep(
        summaries.filter(summary => summary.workflow === workflow),
        keep,
        now,
      )
    },
    async workflows() {
      return [...new Set([...latest.values()].map(({ summary }) => summary.workflow))]
    },
    async remove(runs) {
      const ended = runs.filter(run => latest.get(run)?.head.ended)
      commits = commits.filter(each => !ended.includes(each.head.run))
      for (const run of ended) latest.delete(run)
    },
    close: async () => {},
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
    sure(run) {
      const last = commits.findLastIndex(each => each.durability === "strict")
      return commits.slice(0, last + 1).flatMap(each => (each.head.run === run ? each.events : []))
    },
    staged: () => commits.flatMap(each => each.staged),
  }
}
