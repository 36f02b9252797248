import { formatDuration } from "../../lib/durations.ts"
import type { Json } from "../../lib/json.ts"
import type { Word } from "../../model/note.ts"
import type { Ports } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { type AnyStep, failed, type Outcome, type StepContext } from "../../model/step.ts"
import type { Clock } from "./clock.ts"
import { loopProblem } from "./loopProblems.ts"
import { parseOutcome } from "./outcome.ts"
import { reasonOf } from "./plainJson.ts"

/*
 * One attempt of one step: calls the kind's code, and sees to it that the attempt ends. Code is asked to stop by
 * its abort signal, and has a grace period to do so; what it says after that is not heard.
 *
 *     running ──▶ told to stop (timeout, cancel) ──▶ ended by itself within the grace period
 *        │                                      └──▶ ended by force
 *        └──▶ ended with an outcome, or without an answer
 */

/** What an attempt is started with. */
export interface AttemptSetup {
  readonly kind: AnyStep
  /** The parameters, parsed by the kind's schema. */
  readonly input: unknown
  readonly key: string
  readonly attempt: number
  readonly about?: StepContext["about"]
  readonly incoming: Json | undefined
  readonly arrivals: StepContext["arrivals"]
  readonly memory: Json | undefined
  readonly ports: Partial<Ports>
  /** Milliseconds that the attempt may take. */
  readonly limit: number | null
  /** Milliseconds that it has to end once it was told to stop. */
  readonly grace: number
  /** It answers by its own `sandbox`, if it has one. */
  readonly sandbox: boolean
  readonly clock: Clock
  /** Hears what it says. */
  readonly say: (word: Word) => void
  /** Called once when it is told to stop. */
  readonly told?: (() => void) | undefined
}

/** How an attempt ended. */
export type AttemptEnd =
  | { readonly type: "outcome"; readonly outcome: Outcome }
  /** It threw, ran out of time, or gave what cannot be read: an effect may have happened all the same. */
  | { readonly type: "unanswered"; readonly problem: Problem }
  /** It was told to stop, and came to nothing since. */
  | { readonly type: "stopped" }

/** An attempt under way, and the ways to end it. */
export interface Attempt {
  readonly ended: Promise<AttemptEnd>
  /** Tells it to stop, and ends it by force after the grace period. */
  abort(): void
  /** Ends it by force at once. */
  kill(): void
  /**
   * Says whether it rests: on work that it called, which counts against its limit, or on what waits. Time does not
   * stand still for an attempt that rests.
   */
  rest(how: "not" | "on work" | "on a wait"): void
}

/** Begins an attempt. Code that answers at once has ended by then, without a promise. */
export function beginAttempt(setup: AttemptSetup): AttemptEnd | Attempt {
  const stop = new Stop()
  let given: unknown
  try {
    given = runCode(setup, stop)
    if (!isThenable(given)) return readEnd(given, setup)
  } catch (cause) {
    return threw(cause)
  }
  return attendAttempt(setup, stop, given)
}

/** Whether the attempt is still under way. */
export function isUnderWay(attempt: AttemptEnd | Attempt): attempt is Attempt {
  return "ended" in attempt
}

function attendAttempt(setup: AttemptSetup, stop: Stop, given: PromiseLike<unknown>): Attempt {
  const { clock, limit, grace } = setup
  let release = clock.hold("effect")
  let resting: "not" | "on work" | "on a wait" = "not"
  let left = limit ?? 0
  let told: "no" | "abort" | "timeout" = "no"
  let end: (end: AttemptEnd) => void = () => {}
  const ended = new Promise<AttemptEnd>(go => {
    end = go
  })
  let offLimit: (() => number) | null = null
  let offGrace = () => {}
  let over = false
  const finish = (how: AttemptEnd): void => {
    over = true
    offLimit?.()
    offGrace()
    release()
    end(how)
  }
  const withoutAnswer = (): AttemptEnd =>
    told === "timeout"
      ? { type: "unanswered", problem: loopProblem("step_timed_out", { limit: formatDuration(limit ?? 0) }) }
      : { type: "stopped" }
  /** It was told to stop before anything had gone out: where its time was over, it failed for that. */
  const withoutSending = (how: AttemptEnd): AttemptEnd => {
    const end = withoutAnswer()
    if (end.type !== "unanswered") return how
    return { type: "outcome", outcome: failed({ ...end.problem, data: { sent: false } }) }
  }
  const tell = (why: "abort" | "timeout"): void => {
    if (told !== "no" || over) return
    told = why
    offGrace = clock.limit(grace, () => finish(withoutAnswer()))
    stop.now()
    setup.told?.()
  }
  const count = (): void => {
    if (limit !== null) offLimit = clock.limit(left, () => tell("timeout"))
  }
  count()
  // What comes from outside may be a thenable that answers twice or throws; a promise of ours does neither.
  Promise.resolve(given).then(
    value => {
      const how = readEnd(value, setup)
      const failedOnceTold = told !== "no" && (how.type !== "outcome" || how.outcome.type === "failed")
      if (!failedOnceTold) finish(how)
      else finish(saysUnsent(how) ? withoutSending(how) : withoutAnswer())
    },
    (cause: unknown) => finish(told === "no" ? threw(cause) : withoutAnswer()),
  )
  return {
    ended,
    abort: () => tell("abort"),
    kill() {
      if (told === "no") told = "abort"
      stop.now()
      setup.told?.()
      finish(withoutAnswer())
    },
    rest(how) {
      if (over || how === resting) return
      if (how === "on a wait") {
        left = offLimit?.() ?? left
        offLimit = null
      } else if (offLimit === null) count()
      if (resting === "not") release()
      else if (how === "not") release = clock.hold("effect")
      resting = how
    },
  }
}

/** Whether the attempt failed in a way by which its port knows that nothing went out. */
export function saysUnsent(end: AttemptEnd): boolean {
  const problem = end.type === "outcome" && end.outcome.type === "failed" ? end.outcome.problem : null
  return problem?.data?.sent === false
}

/** Whether the attempt failed in a way by which its port cannot know what happened at the other end. */
export function saysUnanswered(end: AttemptEnd): boolean {
  if (end.type === "unanswered" || end.type === "stopped") return true
  return end.outcome.type === "failed" && end.outcome.problem.data?.answered === false
}

const nowhere: StepContext["about"] = { workflow: "", run: "", step: "" }

function runCode(setup: AttemptSetup, stop: Stop): unknown {
  const { kind } = setup
  const code = setup.sandbox ? (kind.sandbox ?? kind.run) : kind.run
  if (code === undefined)
    return { type: "failed", problem: loopProblem("not_an_outcome", { what: "no code", kind: kind.kind }) }
  return code(setup.input, new Context(setup, stop))
}

/** What code of a kind is handed; what most code never asks for is made when it does. */
class Context implements StepContext {
  readonly ports: Ports
  readonly key: string
  readonly attempt: number
  readonly about: StepContext["about"]
  readonly incoming: Json | undefined
  readonly arrivals: StepContext["arrivals"]
  readonly memory: Json | undefined
  readonly #stop: Stop
  readonly #say: AttemptSetup["say"]

  constructor(setup: AttemptSetup, stop: Stop) {
    this.ports = setup.ports as Ports
    this.key = setup.key
    this.attempt = setup.attempt
    this.about = setup.about ?? nowhere
    this.incoming = setup.incoming
    this.arrivals = setup.arrivals
    this.memory = setup.memory
    this.#stop = stop
    this.#say = setup.say
  }

  get signal(): AbortSignal {
    return this.#stop.signal()
  }

  get log(): StepContext["log"] {
    return (level, message, data) =>
      this.#say({ type: "log", level, message, ...(data === undefined ? {} : { data }) })
  }

  get progress(): StepContext["progress"] {
    return (share, say) => this.#say({ type: "progress", share, ...(say === undefined ? {} : { say }) })
  }

  get stream(): StepContext["stream"] {
    return text => this.#say({ type: "text", text })
  }
}

function readEnd(given: unknown, { kind }: AttemptSetup): AttemptEnd {
  const outcome = parseOutcome(given, kind.kind)
  if (outcome.ok) return { type: "outcome", outcome: outcome.value }
  return { type: "unanswered", problem: outcome.error }
}

function threw(cause: unknown): AttemptEnd {
  return { type: "unanswered", problem: loopProblem("step_threw", { why: reasonOf(cause) }) }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"
}

/** An abort signal that is made when it is first asked for: most pure steps never do. */
class Stop {
  #controller: AbortController | null = null
  #stopped = false

  signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      if (this.#stopped) this.#controller.abort()
    }
    return this.#controller.signal
  }

  now(): void {
    this.#stopped = true
    this.#controller?.abort()
  }
}
