import type { Commanded, RunCommand, RunNote } from "../runs/runService.ts"

/*
 * Tabs call one another: what was committed, what steps say to whoever watches, and what a person asks of a run that another tab has. A call may get
 * lost, for the other tab may die or sleep; so each command has an id, whoever has the run performs it once, and
 * who asked asks again until there is an answer.
 */

/** Where tabs hear each other. */
export type Channel = Pick<BroadcastChannel, "postMessage" | "addEventListener" | "removeEventListener">

type Call =
  | { readonly call: "committed"; readonly of: string; readonly seq: number }
  | { readonly call: "ask"; readonly of: string; readonly id: string; readonly command: RunCommand }
  | { readonly call: "answer"; readonly id: string; readonly answer: Commanded }
  | { readonly call: "watching"; readonly of: string; readonly begins?: boolean }
  | {
      readonly call: "said"
      readonly of: string
      readonly seq: number
      readonly notes: readonly RunNote[]
      readonly isAll?: boolean
    }

/** What a tab does with the calls of others. */
export interface CallParts {
  readonly channel: Channel
  readonly after: (milliseconds: number, work: () => void) => () => void
  readonly committed: (run: string, seq: number) => void
  /** Another tab watches the run, or has just begun to. */
  readonly watched: (run: string, begins: boolean) => void
  /** Steps of a run that another tab has said this while it had so many events; or it is all that they have said so far. */
  readonly said: (run: string, seq: number, notes: readonly RunNote[], isAll: boolean) => void
  /** Performs the command if the run is here; undefined where it is not, or turned out to be another's by now. */
  readonly perform: (run: string, command: RunCommand) => Promise<Commanded | undefined> | undefined
}

/** Calls to other tabs. */
export interface Calls {
  tellCommitted(run: string, seq: number): void
  tellWatching(run: string, begins: boolean): void
  tellSaid(run: string, seq: number, notes: readonly RunNote[], isAll: boolean): void
  /** The answer of the tab that has the run; undefined if none came in time. */
  ask(id: string, run: string, command: RunCommand, within: number): Promise<Commanded | undefined>
  /** Performs the command here, unless that was done already; undefined where whoever has the run must be asked. */
  once(id: string, run: string, command: RunCommand): Promise<Commanded | undefined> | undefined
  close(): void
}

/** So many answers are remembered, in case that their question comes again. */
const mostRemembered = 200

/** Opens the line to other tabs. */
export function createCalls({ channel, after, committed, watched, said, perform }: CallParts): Calls {
  const waiting = new Map<string, (answer: Commanded) => void>()
  const performed = new Map<string, Promise<Commanded | undefined>>()
  const post = (call: Call): void => channel.postMessage(call)

  const once: Calls["once"] = (id, run, command) => {
    const before = performed.get(id)
    if (before !== undefined) return before
    const answer = perform(run, command)
    if (answer === undefined) return undefined
    performed.set(id, answer)
    // It was not performed: the run may come back, and the question with it.
    void answer.then(given => given === undefined && performed.delete(id))
    for (const oldest of performed.keys()) {
      if (performed.size <= mostRemembered) break
      performed.delete(oldest)
    }
    return answer
  }

  const hear = (event: Event): void => {
    const call = callIn((event as MessageEvent<unknown>).data)
    if (call?.call === "committed") committed(call.of, call.seq)
    else if (call?.call === "watching") watched(call.of, call.begins === true)
    else if (call?.call === "said") said(call.of, call.seq, call.notes, call.isAll === true)
    else if (call?.call === "answer") waiting.get(call.id)?.(call.answer)
    else if (call?.call === "ask") {
      void once(call.id, call.of, call.command)?.then(
        answer => answer !== undefined && post({ call: "answer", id: call.id, answer }),
      )
    }
  }
  channel.addEventListener("message", hear)

  return {
    once,
    tellCommitted: (run, seq) => post({ call: "committed", of: run, seq }),
    tellWatching: (run, begins) => post({ call: "watching", of: run, begins }),
    tellSaid: (run, seq, notes, isAll) => post({ call: "said", of: run, seq, notes, isAll }),
    ask: (id, run, command, within) =>
      new Promise(go => {
        const callOff = after(within, () => end(undefined))
        const end = (answer: Commanded | undefined): void => {
          callOff()
          waiting.delete(id)
          go(answer)
        }
        waiting.set(id, end)
        post({ call: "ask", of: run, id, command })
      }),
    close: () => channel.removeEventListener("message", hear),
  }
}

/** Hears of what other tabs commit, for whoever has no engine yet. */
export function hearCommits(channel: Channel, committed: (run: string) => void): void {
  channel.addEventListener("message", event => {
    const call = callIn((event as MessageEvent<unknown>).data)
    if (call?.call === "committed") committed(call.of)
  })
}

/** Other tabs run other versions of this page at times: what is not a call is not heard. */
function callIn(data: unknown): Call | undefined {
  return typeof data === "object" && data !== null && "call" in data ? (data as Call) : undefined
}
