import { createStore, type StoreApi } from "zustand/vanilla"

/*
 * Of all tabs that show one workflow, one has the pen: it may change the workflow, the others follow. The pen is a lock
 * of the browser, so it comes free when its tab is closed or dies, and whoever waits longest gets it. A tab that wants
 * it now asks; the one that has it writes what is left to write, says so, and lets go. One that does not answer, being
 * frozen, is passed over: should it thaw, what it still writes meets a newer revision and is refused, and a person
 * chooses.
 *
 *     tab A  has the pen ──────────── writes what is left ─ "written" ─▶ follows
 *     tab B  follows ── take ─ "may I?" ─┘                      └─▶ steals the lock ─ reads ─▶ has the pen
 */

/** Who may change the open workflow. */
export interface PenState {
  /** `asked` for the moment in which nobody knows yet. */
  readonly is: "asked" | "here" | "elsewhere"
}

/** The pen of one workflow, as one tab sees it. */
export interface Pen {
  readonly store: StoreApi<PenState>
  /** Waits for the pen; gives the way to let it go. */
  start(): () => void
  /** Takes the pen, from whoever has it. */
  take(): void
}

/** The line between the tabs on one workflow. */
export interface PenLine {
  say(word: "may I?" | "written"): void
  leave(): void
}

/** What the pen works with. */
export interface PenParts {
  /** The name of the lock, one for each workflow. */
  readonly name: string
  readonly locks: Pick<LockManager, "request" | "query">
  /** Joins the other tabs on the workflow: calls back with what they say. */
  readonly join: (hear: (word: unknown) => void) => PenLine
  readonly after: (milliseconds: number, run: () => void) => () => void
  /** The pen has come: reads what was written last. Nothing may be changed before that. */
  readonly come: () => Promise<void>
  /** The pen is to go: nothing more may be changed, and what is left is written. */
  readonly go: () => Promise<void>
}

/** So long a tab may take to write what it has before it is passed over. */
const patience = 1_000
/** After so long it is asked whether another tab has the lock; edits are held back meanwhile. */
const moment = 150

/** Keeps the pen of one workflow. */
export function createPen({ name, locks, join, after, come, go }: PenParts): Pen {
  const store = createStore<PenState>(() => ({ is: "asked" }))
  const is = (state: PenState["is"]) => store.setState({ is: state })
  let waiting: AbortController | null = null
  let letGo: (() => void) | null = null
  let asking: (() => void) | null = null
  let line: PenLine | null = null
  let isOver = true

  function wait(options: LockOptions = {}) {
    const stop = new AbortController()
    waiting?.abort()
    waiting = stop
    // A lock that is stolen cannot be waited for, and so not be called off.
    const how = options.steal ? options : { signal: stop.signal }
    let isGone = false
    const held = locks.request(name, how, async () => {
      if (stop.signal.aborted) return
      waiting = null
      await come()
      if (isOver || isGone) return
      const over = new Promise<void>(end => {
        letGo = end
      })
      is("here")
      await over
    })
    held.then(lost, cause => {
      if (!(cause instanceof Error) || cause.name !== "AbortError") throw cause
      isGone = true
      if (!stop.signal.aborted) lost()
    })
  }

  /** The pen is another's, whether it was given or taken. */
  function lost() {
    letGo = null
    if (isOver || waiting) return
    is("elsewhere")
    void go()
    wait()
  }

  function onWord(word: unknown) {
    if (word === "written") asking?.()
    if (word !== "may I?" || !letGo) return
    const end = letGo
    letGo = null
    is("elsewhere")
    void go().then(() => {
      line?.say("written")
      end()
    })
  }

  return {
    store,
    start() {
      isOver = false
      line = join(onWord)
      wait()
      let callOff = after(moment, look)
      // A busy page hears late of a lock that is free: whether another tab has it is asked, and not guessed.
      async function look() {
        const { held = [] } = await locks.query()
        if (store.getState().is !== "asked" || !waiting || isOver) return
        if (held.some(lock => lock.name === name)) is("elsewhere")
        else callOff = after(moment, look)
      }
      return () => {
        isOver = true
        callOff()
        line?.leave()
        line = null
        waiting?.abort()
        waiting = null
        letGo?.()
        letGo = null
        is("asked")
      }
    },
    take() {
      if (asking || letGo || isOver) return
      const callOff = after(patience, seize)
      function seize() {
        callOff()
        asking = null
        if (!isOver) wait({ steal: true })
      }
      asking = seize
      line?.say("may I?")
    },
  }
}
