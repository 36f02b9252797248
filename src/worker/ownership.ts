import type { RunHead } from "../model/journal.ts"
import type { HeartbeatRow } from "../storage/database.ts"
import type { Heartbeats } from "../storage/heartbeats.ts"

/*
 * A run belongs to one place at a time: an engine in one tab. Three things together say which. The lock on the run
 * is let go by the browser when its tab dies, within milliseconds; but a frozen tab keeps its locks, so each place
 * also leaves a heartbeat, and one that is too old may have its locks stolen. Whoever comes next claims the run's
 * next epoch in the journal, and from then on nothing that the old owner still writes is accepted.
 *
 *     tab A  holds lock, beats ──✕ dies          ┌─▶ lock comes free ─▶ claim ─▶ goes on
 *     tab B  waits for the lock ─────────────────┘
 *     tab C  sees A's heartbeat grow old ─▶ steals the lock ─▶ claim ─▶ goes on
 */

/** What ownership works with. */
export interface OwnershipParts {
  /** The name of this place, which no other has. */
  readonly place: string
  readonly locks: Pick<LockManager, "request">
  readonly heartbeats: Heartbeats
  readonly journal: {
    head(run: string): Promise<RunHead | undefined>
    unfinished(): Promise<readonly RunHead[]>
  }
  /** Tells other places of runs to wait for, and hears of theirs. */
  readonly channel: Pick<BroadcastChannel, "postMessage" | "addEventListener" | "removeEventListener">
  readonly now: () => number
  /** Calls back again and again; what it returns ends that. */
  readonly every: (milliseconds: number, work: () => void) => () => void
  /** A run has come into this place's hands: claims it, and goes on with it. */
  readonly adopt: (run: string) => Promise<void>
  /** A run that was this place's is another's now. */
  readonly lost: (run: string) => void
  readonly beatEvery?: number
  readonly expiry?: number
}

/** One run in this place's hands. */
export interface Held {
  isStillMine(): boolean | Promise<boolean>
  letGo(): void
}

/** Which runs belong to this place. */
export interface Ownership {
  /**
   * Takes a run into this place's hands that is about to begin, before its journal shows it to others; ends once it is
   * so. What it gives lets go of the run, if that has not begun after all.
   */
  reserve(run: string): Promise<() => void>
  /** The run, under the epoch that it was claimed with here. One that was started here others begin to wait for. */
  own(run: string, epoch: number): Held
  /** Begins to wait for all runs that have not ended. */
  start(): Promise<void>
  /** Lets go of everything, in order. */
  close(): Promise<void>
}

interface Hand {
  /** Unknown until the run is claimed. */
  epoch?: number
  /** It has not begun yet: nobody else knows of it. */
  isReserved?: true
  /** Lets the lock go. */
  readonly release: () => void
}

/** Keeps which runs belong to this place. */
export function createOwnership(parts: OwnershipParts): Ownership {
  const { place, locks, heartbeats, journal, channel, now } = parts
  const beatEvery = parts.beatEvery ?? 2_000
  const expiry = parts.expiry ?? 10_000
  const hands = new Map<string, Hand>()
  const waiting = new Map<string, AbortController>()
  /** Places that were silent for long when it was looked at: their last sign of life, and when that was first seen. */
  const suspects = new Map<string, { readonly beat: number; readonly since: number }>()
  const endings: (() => void)[] = []
  let lastBeat = Number.NEGATIVE_INFINITY
  let closed = false

  const lockName = (run: string) => `run:${run}`

  async function beat(): Promise<void> {
    const at = now()
    await heartbeats.beat({ place, at, runs: [...hands.keys()] })
    lastBeat = at
  }

  /** Puts the run into this place's hands until it lets go; the promise is what holds the lock. */
  function take(run: string): { readonly hand: Hand; readonly over: Promise<void> } {
    let release = () => {}
    const over = new Promise<void>(go => {
      release = go
    })
    const hand: Hand = { release }
    hands.set(run, hand)
    return { hand, over }
  }

  function drop(run: string, hand: Hand): void {
    if (hands.get(run) === hand) hands.delete(run)
    hand.release()
  }

  /** Waits until the run's lock comes free, or takes it by force, and then claims the run. */
  function wait(run: string, steal = false): void {
    if (closed || hands.has(run) || (waiting.has(run) && !steal)) return
    waiting.get(run)?.abort()
    const stop = new AbortController()
    waiting.set(run, stop)
    const options: LockOptions = steal ? { steal } : { signal: stop.signal }
    locks
      .request(lockName(run), options, async () => {
        if (waiting.get(run) === stop) waiting.delete(run)
        const head = await journal.head(run)
        if (closed || hands.has(run) || !head || head.ended) return
        const { hand, over } = take(run)
        void beat()
        await parts.adopt(run)
        if (hand.epoch === undefined) drop(run, hand)
        await over
      })
      .catch(cause => overtaken(run, cause))
  }

  /** A lock that was stolen means that this place was taken for dead. */
  function overtaken(run: string, cause: unknown): void {
    if (!(cause instanceof Error) || cause.name !== "AbortError") throw cause
    const hand = hands.get(run)
    if (!hand) return
    drop(run, hand)
    parts.lost(run)
    wait(run)
  }

  /**
   * Whether the place is frozen: it was silent for long at an earlier look, and still is. One look does not tell, for
   * after a computer has slept every sign of life is old, and whoever wakes first must let the others leave a new one.
   */
  function isFrozen({ place: other, at: beat }: HeartbeatRow): boolean {
    const at = now()
    const suspect = suspects.get(other)
    if (at - beat <= expiry - 2 * beatEvery) suspects.delete(other)
    else if (suspect?.beat === beat) return at - beat > expiry && at - suspect.since >= beatEvery / 2
    else suspects.set(other, { beat, since: at })
    return false
  }

  /** Waits for runs whose place has said nothing for too long, by force. */
  async function lookForFrozen(): Promise<void> {
    const beats = (await heartbeats.all()).filter(heartbeat => heartbeat.place !== place)
    const frozen = beats.filter(isFrozen)
    // What a place had that is gone another one may have taken up since.
    const inHands = new Set(beats.filter(each => !frozen.includes(each)).flatMap(({ runs }) => runs))
    for (const heartbeat of frozen) {
      suspects.delete(heartbeat.place)
      for (const run of heartbeat.runs) {
        if (inHands.has(run)) continue
        const head = await journal.head(run)
        if (head && !head.ended && !hands.has(run)) wait(run, true)
      }
      await heartbeats.forget(heartbeat.place)
    }
  }

  async function waitForUnfinished(): Promise<void> {
    for (const { run } of await journal.unfinished()) wait(run)
  }

  const hear = (event: Event) => {
    const { data } = event as MessageEvent<unknown>
    if (typeof data === "object" && data !== null && "run" in data && typeof data.run === "string")
      wait(data.run)
  }

  return {
    async reserve(run) {
      if (closed || hands.has(run)) return () => {}
      return new Promise(go => {
        void locks
          .request(lockName(run), { ifAvailable: true }, async lock => {
            // Whoever has it has begun it already.
            if (lock === null || closed || hands.has(run)) return go(() => {})
            const { hand, over } = take(run)
            hand.isReserved = true
            go(() => {
              if (hand.isReserved) drop(run, hand)
            })
            await over
          })
          .catch(cause => overtaken(run, cause))
      })
    },

    own(run, epoch) {
      // A place that was closed while it took a run up owns nothing any more; another takes it.
      if (closed) return { isStillMine: async () => false, letGo() {} }
      const waited = hands.get(run)
      const { hand, over } = waited ? { hand: waited, over: undefined } : take(run)
      hand.epoch = epoch
      if (over) locks.request(lockName(run), () => over).catch(cause => overtaken(run, cause))
      if (over || hand.isReserved) {
        void beat()
        channel.postMessage({ run })
      }
      delete hand.isReserved
      return {
        async isStillMine() {
          if (hands.get(run) !== hand) return false
          return now() - lastBeat < expiry / 2 || (await journal.head(run))?.epoch === epoch
        },
        letGo: () => drop(run, hand),
      }
    },

    async start() {
      channel.addEventListener("message", hear)
      endings.push(
        () => channel.removeEventListener("message", hear),
        parts.every(beatEvery, () => void beat()),
        parts.every(beatEvery, () => void lookForFrozen()),
        parts.every(beatEvery, () => void waitForUnfinished()),
      )
      await beat()
      await waitForUnfinished()
    },

    async close() {
      closed = true
      for (const end of endings.splice(0)) end()
      for (const stop of waiting.values()) stop.abort()
      for (const [run, hand] of [...hands]) drop(run, hand)
      await heartbeats.forget(place)
    },
  }
}
