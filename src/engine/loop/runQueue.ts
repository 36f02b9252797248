/*
 * A workflow may limit how many of its runs go on side by side (`settings.concurrency`), all of them or those of
 * one key. A run that comes when there is no room waits in line, is skipped, or has the oldest cancelled. Runs that
 * were started from within a run of the same workflow have their ancestor's place, for it would wait for them.
 *
 *     const place = queue.enter({ run: "r2", workflow: "w", key: "", max: 1, overflow: "queue" }, cancel)
 *     if (place !== "skipped") { await place; … ; queue.leave("r2") }
 */

/** A run that wants to begin. */
export interface Entrant {
  readonly run: string
  readonly workflow: string
  /** Runs of one workflow with different keys do not limit each other. */
  readonly key: string
  readonly max: number
  readonly overflow: "queue" | "skip" | "cancel_oldest"
  /** The runs that this one was started from within. */
  readonly ancestors?: readonly string[]
}

/** The runs of all workflows that go on here or wait in line. */
export interface RunQueue {
  /** Ends when it is the run's turn. */
  enter(entrant: Entrant, cancel: () => void): Promise<void> | "skipped"
  /** The run ended, or gave up waiting. */
  leave(run: string): void
  /** The runs that wait, in order. */
  waiting(): readonly string[]
}

interface Guest {
  readonly entrant: Entrant
  readonly cancel: () => void
  readonly begin: () => void
  /** Has the place of the run that it was started from within. */
  readonly child: boolean
  state: "waiting" | "running" | "leaving"
}

/** A queue with nobody in it. */
export function createRunQueue(): RunQueue {
  const guests = new Map<string, Guest>()

  const rivals = ({ workflow, key }: Entrant, state?: Guest["state"]): Guest[] =>
    [...guests.values()].filter(
      guest =>
        guest.entrant.workflow === workflow &&
        guest.entrant.key === key &&
        !guest.child &&
        (state === undefined || guest.state === state),
    )
  const isChild = ({ workflow, ancestors = [] }: Entrant): boolean =>
    ancestors.some(run => guests.get(run)?.entrant.workflow === workflow)
  const hasRoom = (entrant: Entrant): boolean =>
    rivals(entrant).filter(guest => guest.state !== "waiting").length < entrant.max
  const letIn = (entrant: Entrant): void => {
    for (const guest of rivals(entrant, "waiting")) {
      if (!hasRoom(guest.entrant)) return
      guest.state = "running"
      guest.begin()
    }
  }

  return {
    enter(entrant, cancel) {
      const child = isChild(entrant)
      const free = child || (hasRoom(entrant) && rivals(entrant, "waiting").length === 0)
      if (!free && entrant.overflow === "skip") return "skipped"
      let begin = () => {}
      const turn = new Promise<void>(go => {
        begin = go
      })
      guests.set(entrant.run, { entrant, cancel, begin, child, state: free ? "running" : "waiting" })
      if (free) begin()
      else if (entrant.overflow === "cancel_oldest") {
        const oldest = rivals(entrant, "running")[0]
        if (oldest !== undefined) {
          oldest.state = "leaving"
          oldest.cancel()
        }
      }
      return turn
    },
    leave(run) {
      const guest = guests.get(run)
      guests.delete(run)
      if (guest !== undefined) letIn(guest.entrant)
    },
    waiting: () =>
      [...guests.values()].filter(each => each.state === "waiting").map(each => each.entrant.run),
  }
}
