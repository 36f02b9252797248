import type { Json } from "../../lib/json.ts"
import type { StagedChange } from "../../model/journal.ts"
import type { Problem } from "../../model/problems.ts"
import type { Cassette, Handed } from "../../model/recording.ts"
import type { Wait } from "../../model/step.ts"
import type { Action } from "../core/action.ts"
import { apply } from "../core/apply.ts"
import { isOutstanding } from "../core/asking.ts"
import { decide } from "../core/decide.ts"
import type { RunEvent, SingleEvent } from "../core/event.ts"
import type { RunState } from "../core/state.ts"
import { isInDoubt, tasksOf } from "../core/whereabouts.ts"
import { type Commits, createCommits } from "./commits.ts"
import type { LoopParts, Owner, Rest } from "./loopParts.ts"
import { loopProblem } from "./loopProblems.ts"
import { reasonOf } from "./plainJson.ts"

/*
 * A live run: its state in memory, ahead of its journal by no more than what is being written. An event is applied
 * at once and goes into the next commit; what may only happen after it is on disk (an effect, a word to a watcher)
 * waits for that commit. So pure work runs as fast as it can be applied, and is written in groups.
 *
 *     decide ──▶ perform ──▶ record ──▶ apply ──▶ decide …          commits ──▶ journal ──▶ watchers
 *                               └───────────────────────────────────────▲
 */

/** An event whose time the loop sets. */
export type Untimed<E = SingleEvent> = E extends unknown ? Omit<E, "at"> : never

/** A run that goes on here. */
export interface Live {
  readonly run: string
  readonly parts: LoopParts
  readonly state: RunState
  readonly owner: Owner
  /** Whether it had begun elsewhere, or before. */
  readonly isTakenUp: boolean
  readonly commits: Commits
  /** The runs that this one was started from within. */
  readonly ancestors: readonly string[]
  /** The run that this one looks back on. */
  readonly cassette: Cassette | null
  /** The time of the run: a replay does not wait, so it may be ahead of the clock. */
  now(): number
  /** Goes on as if it were that time already. */
  skipTo(time: number): void
  /** Gives the event its time, applies it, and adds it to the next commit: it is the run's from then on. */
  record(event: Untimed, how?: "strict" | "relaxed", staged?: readonly StagedChange[]): void
  /** Whether the action still waits for its answer, and this place may give it. */
  awaits(seq: number): boolean
  /** Counts something under way, until what it returns is called. */
  begin(): () => void
  /** Counts a timer, until what it returns is called: with one set, the run goes on by itself. */
  expect(): () => void
  /** Looks for what is to be done next. */
  stir(): void
  /** Ends once the run can go on no further by itself. */
  resting(): Promise<Rest>
  /** Whether an effect of the run is in doubt. */
  isInDoubt(): boolean
  /** Whether the run has ended, was left, or belongs to someone else. */
  isOver(): boolean
  /** Calls back once, when the action no longer waits for its answer; `work` goes on while the run is paused. */
  whenPointless(seq: number, what: "work" | "wait", end: () => void): void
  /** What concerns other runs. */
  readonly others: Others
  /** Lets the run go on: until then nothing is decided. */
  go(): void
  /** The run turned out to belong to someone else. */
  lose(): void
  /** Tries to go on after the journal could not be written. */
  again(): void
  /** Goes on no more, here: what is under way is not heard. */
  stop(): void
}

/** What a run has to do with other runs. */
export interface Others {
  /** Starts the run that a step waits for, or finds it, and says what it came to. */
  child(
    live: Live,
    key: string,
    wait: Extract<Wait, { for: "run" }>,
    resting: () => void,
  ): { readonly answer: Promise<ChildAnswer>; cancel(): void }
  /** Does what must be there before the run has failed: the workflow that is started with the error. */
  failing(live: Live, problem: Problem | undefined): Promise<void> | null
}

/** What a step hears of the run that it waits for. */
export interface ChildAnswer extends Handed {
  readonly value?: Json
  readonly problem?: Problem
}

/** What makes a run live. */
export interface LiveSetup {
  readonly run: string
  readonly parts: LoopParts
  readonly state: RunState
  readonly owner: Owner
  readonly fence: { readonly seq: number; readonly epoch: number }
  readonly ancestors: readonly string[]
  readonly cassette: Cassette | null
  readonly perform: (live: Live, action: Action) => void
  readonly others: Others
  /** Called after each event, before it is committed. */
  readonly applied: (live: Live) => void
  /** Called after each turn in which something happened. */
  readonly turned: (live: Live) => void
  readonly committed: (seq: number, events: readonly RunEvent[]) => void
  /** Called whenever the run comes to rest. */
  readonly rested: (live: Live, rest: Rest) => void
}

/** After so many events the commits must have caught up, so that memory stays flat. */
const mostPending = 4_000
/** Others have the thread at least so often, in milliseconds. */
const longestTurn = 40

/** Makes a run live. Nothing is decided before it is told to go. */
export function createLive(setup: LiveSetup): Live {
  const { run, parts, state, fence } = setup
  const { clock } = parts
  let seen = 0
  /** Attempts that are to start. */
  const starts: Action[] = []
  /** Only after certain events is it worth a look at all that is under way. */
  let mayDoubt = false
  let underWay = 0
  let timers = 0
  let begun = false
  let turning = false
  let over = false
  let held: Problem | null = null
  /** How far the run's time is ahead of the clock. */
  let ahead = 0
  /** Why it is over. */
  let last: Rest | null = null
  let waiters: ((rest: Rest) => void)[] = []
  const waits = new Map<number, { readonly what: "work" | "wait"; readonly end: () => void }>()

  const commits = createCommits(parts.journal, clock, run, fence, {
    committed: (seq, events) => setup.committed(seq, events),
    held(problem) {
      held = problem
      rest({ type: "held", problem })
    },
    lost: problem => lose(problem),
  })

  /** What is under way is told to stop: whoever has the run now does it again, or asks. */
  const lose = (problem: Problem): void => {
    if (over) return
    over = true
    dropPointless()
    rest({ type: "lost", problem })
  }

  const rest = (how: Rest): void => {
    if (over) last = how
    const told = waiters
    waiters = []
    for (const tell of told) tell(how)
    setup.rested(live, how)
  }

  const turn = async (): Promise<void> => {
    let since = performance.now()
    while (!over && held === null) {
      const actions = decide(state, seen)
      if (actions.length === 0 && starts.length === 0) break
      // Attempts start once all that follows from the last ones is known: what steers others is never behind.
      for (const action of actions.length > 0 ? actions : starts.splice(0)) {
        if (over) break
        if (action.seq > seen && action.type === "start") starts.push(action)
        // What was performed before it may have made it pointless.
        else if (isOutstanding(state, action.seq)) setup.perform(live, action)
        seen = Math.max(seen, action.seq)
      }
      if (commits.pending() > mostPending) await commits.flush()
      if (performance.now() - since > longestTurn) {
        await clock.breathe()
        since = performance.now()
      }
    }
  }

  const stir = (): void => {
    if (!begun || turning || over || held !== null) return
    turning = true
    const release = clock.hold("journal")
    void Promise.resolve()
      .then(turn)
      .then(async () => {
        if (!over) setup.turned(live)
        turning = false
        if (decidable()) stir()
        else if (!over) await settleDown()
        if (over) dropPointless()
      })
      .catch(broke)
      .finally(release)
  }

  /** A mistake of ours holds the run that it came up in, and no other. */
  const broke = (cause: unknown): void => {
    turning = false
    held = loopProblem("loop_broke", { why: reasonOf(cause) })
    rest({ type: "held", problem: held })
  }

  const decidable = (): boolean =>
    !over && held === null && (starts.length > 0 || decide(state, seen).length > 0)

  const dropPointless = (): void => {
    for (const [seq, { what, end }] of waits) {
      if (!over && (isOutstanding(state, seq) || (what === "work" && state.phase === "paused"))) continue
      waits.delete(seq)
      end()
    }
  }

  const settleDown = async (): Promise<void> => {
    dropPointless()
    const end = endOf(state)
    if (end !== null || underWay === 0) {
      await (end === null ? commits.flush() : commits.sure())
      if (turning || over || held !== null || decidable()) return
      if (end !== null) {
        over = true
        rest({ type: "ended", end })
        // What has ended while that was written is told once its end is sure.
      } else if (endOf(state) === null && underWay === 0 && timers === 0 && commits.pending() === 0)
        rest({ type: "waiting" })
    } else void commits.flush()
  }

  const counted = (count: (by: number) => void) => (): (() => void) => {
    let done = false
    count(1)
    return () => {
      if (done) return
      done = true
      count(-1)
      stir()
    }
  }

  const live: Live = {
    run,
    parts,
    state,
    owner: setup.owner,
    isTakenUp: fence.seq > 1,
    commits,
    ancestors: setup.ancestors,
    cassette: setup.cassette,
    now: () => clock.now() + ahead,
    skipTo(time) {
      ahead = Math.max(ahead, time - clock.now())
    },
    record(event, how = "relaxed", staged) {
      if (over) return
      const timed = Object.assign(event, { at: clock.now() + ahead }) as SingleEvent
      apply(state, timed)
      if (timed.type === "step.doubted" || timed.type === "run.taken_over") mayDoubt = true
      commits.add(timed, how, staged)
      setup.applied(live)
      stir()
    },
    awaits: seq => !over && isOutstanding(state, seq),
    begin: counted(by => {
      underWay += by
    }),
    expect: counted(by => {
      timers += by
    }),
    stir,
    resting() {
      return new Promise(go => {
        if (last !== null) go(last)
        else if (held !== null) go({ type: "held", problem: held })
        else waiters.push(go)
        stir()
      })
    },
    whenPointless(seq, what, end) {
      waits.set(seq, { what, end })
    },
    others: setup.others,
    go() {
      begun = true
      stir()
    },
    lose: () => lose(loopProblem("not_the_owner")),
    isInDoubt() {
      mayDoubt &&= someDoubt(state)
      return mayDoubt
    },
    isOver: () => over,
    again() {
      if (held === null) return
      held = null
      commits.again()
      stir()
    },
    stop() {
      over = true
      dropPointless()
    },
  }
  return live
}

function endOf(state: RunState): Extract<Rest, { type: "ended" }>["end"] | null {
  if (state.phase !== "ended" || state.result === undefined) return null
  const { result, output, problem } = state
  return { status: result, output: output ?? null, ...(problem === undefined ? {} : { problem }) }
}

function someDoubt(state: RunState): boolean {
  for (const { active } of state.instances.opened()) {
    for (const visit of active) if (tasksOf(visit).some(isInDoubt)) return true
  }
  return false
}
