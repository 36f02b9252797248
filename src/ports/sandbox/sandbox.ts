import { codeLimits, expressionLimits, graceAfterLimit, type Limits } from "./limits.ts"
import { type Job, piecesOf } from "./pieces.ts"
import type { CodeJob, Evaluated, FromGuest, GuestTime, Thread, ToGuest } from "./protocol.ts"
import { createShares } from "./shares.ts"

/*
 * User code runs in an engine of its own (the first wall), in a thread of its own that is killed from outside when
 * it outlives its limit (the second), since some native loops of the engine never look up:
 *
 *     sandbox.evaluate([{ source: "inputs.list.toSorted()", reads: [["inputs", "list"]], scope }], { time })
 *
 * A thread that was killed is replaced; what others had asked of it is asked again.
 */

/** One expression with what it may read. */
export interface Evaluation {
  readonly source: string
  /** Write down what is read on the way. */
  readonly traced?: true
  /** The paths that the expression reads, as far as they are constant. */
  readonly reads: readonly (readonly string[])[]
  readonly scope: { readonly [root: string]: unknown }
}

/** A piece of code, with what answers and hears it. */
export interface CodeRun {
  readonly job: CodeJob
  readonly time: GuestTime
  readonly limits?: Limits
  readonly signal?: AbortSignal
  readonly onLog?: (level: "debug" | "info" | "warn" | "error", text: string) => void
  /** Answers a call of a port's method; the arguments and the answer are JSON. */
  readonly onCall?: (
    port: string,
    method: string,
    json: string,
  ) => Promise<{ readonly ok: boolean; readonly json: string }>
}

/** User code behind its walls. */
export interface Sandbox {
  evaluate(
    evaluations: readonly Evaluation[],
    options: {
      readonly time: GuestTime
      readonly limits?: Limits
      /** Whose evaluations they are; those of one run share an instance of the engine, and no other. */
      readonly run?: string
      /** Ends them, with the thread if one of them is under way. */
      readonly signal?: AbortSignal
    },
  ): Promise<readonly Evaluated[]>
  run(code: CodeRun): Promise<Evaluated>
  close(): void
}

interface HowToEvaluate {
  readonly run: string
  readonly time: GuestTime
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
}

interface Waiting {
  readonly message: ToGuest & { readonly id: number; readonly limits: Limits }
  readonly hear: (message: FromGuest) => void
  /** Told that the thread was killed while this was under way. */
  readonly killed: () => void
}

/** Longest that a thread may take to start. */
const startLimit = 15_000

/** Makes a sandbox; its thread starts with the first evaluation. */
export function createSandbox(options: { readonly spawn: () => Thread }): Sandbox {
  const shares = createShares()
  const waiting = new Map<number, Waiting>()
  let thread: Thread | undefined
  /** The threads that have started, and so hear at once what is posted to them unless they are at work. */
  const ready = new WeakSet<Thread>()
  /** The run whose evaluations the thread saw last: its instance of the engine is there. */
  let lastRun: string | undefined
  /** Takes the place of the thread at once, should that have to be killed. */
  let spare: Thread | undefined
  /** A thread had to be killed. That is seldom the last one, so from then on there is always a spare. */
  let hasHung = false
  let watch: ReturnType<typeof setTimeout> | undefined
  let last = 0

  function spawn(): Thread {
    const spawned = options.spawn()
    spawned.onMessage(message => {
      if (message.type === "ready") ready.add(spawned)
      else if (spawned === thread) hear(message)
    })
    spawned.onEnd(() => {
      if (spawned === thread) replace(running())
      else if (spawned === spare) spare = undefined
    })
    return spawned
  }

  function start(): Thread {
    const started = spare ?? spawn()
    spare = undefined
    const texts = shares.all()
    if (texts.length > 0) started.post({ type: "share", values: texts })
    return started
  }

  function hear(message: Exclude<FromGuest, { type: "ready" }>) {
    const one = waiting.get(message.id)
    if (!one) return
    if (message.type === "begun") begins(one)
    else if (message.type === "evaluated" || message.type === "ran") {
      waiting.delete(message.id)
      clearTimeout(watch)
      if (hasHung) spare ??= spawn()
      if (waiting.size > 0) watchOver(undefined, startLimit)
    }
    one.hear(message)
  }

  /** Who is half-way to the limit probably hangs: what will be needed then starts meanwhile. */
  function begins({ message: { id, limits } }: Waiting) {
    clearTimeout(watch)
    watch = setTimeout(() => {
      spare ??= spawn()
      watchOver(id, limits.time / 2 + graceAfterLimit)
    }, limits.time / 2)
  }

  function watchOver(id: number | undefined, milliseconds: number) {
    clearTimeout(watch)
    watch = setTimeout(() => replace(id ?? running()), milliseconds)
  }

  function running(): number | undefined {
    return waiting.keys().next().value
  }

  /** Ends the thread; what ran in it is told so, and all else is asked of a new one. */
  function replace(culprit: number | undefined) {
    clearTimeout(watch)
    hasHung = true
    thread?.kill()
    thread = undefined
    lastRun = undefined
    const killed = culprit === undefined ? undefined : waiting.get(culprit)
    if (culprit !== undefined) waiting.delete(culprit)
    if (waiting.size > 0) {
      thread = start()
      for (const { message } of waiting.values()) thread.post(message)
      watchOver(undefined, startLimit)
    }
    killed?.killed()
  }

  function ask(one: Waiting) {
    const isAlone = waiting.size === 0
    waiting.set(one.message.id, one)
    thread ??= start()
    const fresh = shares.takeNew()
    if (fresh.length > 0) thread.post({ type: "share", values: fresh })
    const { message } = one
    if (isAlone && ready.has(thread) && message.type === "evaluate" && message.run === lastRun) {
      begins(one)
      thread.post({ ...message, isAlone })
    } else {
      if (isAlone) watchOver(undefined, startLimit)
      thread.post(message)
    }
    if (message.type === "evaluate") lastRun = message.run
  }

  function evaluateJobs(jobs: readonly Job[], how: HowToEvaluate): Promise<readonly Evaluated[]> {
    const { run, time, limits, signal } = how
    return new Promise(resolve => {
      const id = ++last
      if (signal?.aborted) return resolve(jobs.map(() => aborted))
      const abort = () => {
        if (waiting.has(id)) replace(id)
      }
      signal?.addEventListener("abort", abort, { once: true })
      const end = (results: readonly Evaluated[] | Promise<readonly Evaluated[]>) => {
        signal?.removeEventListener("abort", abort)
        resolve(results)
      }
      ask({
        message: { type: "evaluate", id, run, pieces: piecesOf(jobs, time), time, limits },
        hear: message => {
          if (message.type === "evaluated") end(message.results)
        },
        killed: () => {
          if (signal?.aborted) end(jobs.map(() => aborted))
          // Which job hung is known by running each alone.
          else if (jobs.length === 1) end([killedResult(limits)])
          else end(oneByOne(jobs, job => evaluateJobs([job], how)))
        },
      })
    })
  }

  return {
    async evaluate(evaluations, { time, limits = expressionLimits, run = "", signal }) {
      const jobs = evaluations.map(({ source, reads, scope, traced }) => ({
        source,
        slots: shares.slots(reads, scope),
        ...(traced ? { traced } : {}),
      }))
      const results = await evaluateJobs(jobs, { run, time, limits, signal })
      const old = shares.takeOld()
      if (old.length > 0) thread?.post({ type: "forget", values: old })
      return results
    },
    run({ job, time, limits = codeLimits, signal, onLog, onCall }) {
      return new Promise(resolve => {
        const id = ++last
        const abort = () => {
          if (!waiting.has(id)) return
          resolve(aborted)
          replace(id)
        }
        if (signal?.aborted) return resolve(aborted)
        signal?.addEventListener("abort", abort, { once: true })
        const end = (result: Evaluated) => {
          signal?.removeEventListener("abort", abort)
          resolve(result)
        }
        ask({
          message: { type: "code", id, job, time, limits },
          hear: message => {
            if (message.type === "ran") end(message.result)
            else if (message.type === "log") onLog?.(message.level, message.text)
            else if (message.type === "call") {
              const { call, port, method, json } = message
              const answer =
                onCall?.(port, method, json) ?? Promise.resolve({ ok: false, json: '"no such port"' })
              answer.then(({ ok, json: text }) => thread?.post({ type: "answer", call, ok, json: text }))
            }
          },
          killed: () => end(killedResult(limits)),
        })
      })
    },
    close() {
      clearTimeout(watch)
      thread?.kill()
      spare?.kill()
      thread = undefined
      spare = undefined
      for (const { killed } of waiting.values()) killed()
      waiting.clear()
    },
  }
}

const aborted: Evaluated = { ok: false, fault: { code: "code_killed", message: "cancelled" } }

function killedResult(limits: Limits): Evaluated {
  return {
    ok: false,
    fault: { code: "code_timeout", message: `stopped from outside after ${limits.time} ms` },
  }
}

async function oneByOne<T, R>(items: readonly T[], work: (item: T) => Promise<readonly R[]>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(...(await work(item)))
  return results
}
