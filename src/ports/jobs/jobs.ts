import { err, type Result } from "../../lib/result.ts"
import type { AnyJob, Job, JobOptions, JobsPort } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { jobProblem } from "./jobProblems.ts"
import type { FromJob, JobThread } from "./protocol.ts"
import { runHere } from "./runHere.ts"

/*
 * A few threads do the jobs, one each at a time; what comes beyond that waits. A thread is started when it is
 * needed, used again for the next job, and ended when it has had nothing to do for a while. One whose job was
 * stopped is ended with it, since nothing else stops a loop that never looks up.
 */

/** The jobs port, and the way to end it. */
export interface Jobs extends JobsPort {
  /** Ends all threads; jobs under way come to `job_stopped`. */
  close(): void
}

/** What the pool is made of. */
export interface JobsParts {
  readonly spawn: () => JobThread
  /** How many jobs run at once. */
  readonly most?: number
  /** How many milliseconds a thread waits for its next job before it is ended. */
  readonly idle?: number
}

interface Waiting {
  readonly job: AnyJob
  readonly input: unknown
  readonly options: JobOptions
  readonly end: (result: Result<unknown, Problem>) => void
}

interface Seat {
  readonly thread: JobThread
  current: Waiting | null
  off: ReturnType<typeof setTimeout> | undefined
}

/** Makes a pool of threads for jobs. */
export function createJobs({ spawn, most = 4, idle = 30_000 }: JobsParts): Jobs {
  const seats = new Set<Seat>()
  const queue: Waiting[] = []

  function leave(seat: Seat): void {
    clearTimeout(seat.off)
    seats.delete(seat)
    seat.thread.kill()
  }

  /** Ends the seat's job with the result, and hands the seat to whoever waits. */
  function finish(seat: Seat, result: Result<unknown, Problem>): void {
    const { current } = seat
    seat.current = null
    current?.end(result)
    if (seats.has(seat)) seat.off = setTimeout(() => leave(seat), idle)
    next()
  }

  function crash(seat: Seat, why: string): void {
    leave(seat)
    finish(seat, err(jobProblem("job_crashed", { why })))
  }

  function open(): Seat {
    const seat: Seat = { thread: spawn(), current: null, off: undefined }
    seats.add(seat)
    seat.thread.onMessage(message => hear(seat, message))
    seat.thread.onEnd(why => {
      if (seats.has(seat)) crash(seat, why)
    })
    return seat
  }

  function hear(seat: Seat, message: FromJob): void {
    const { current, thread } = seat
    if (current === null || !seats.has(seat)) return
    const { progress, part, answer } = current.options
    if (message.type === "progress") progress?.(message.share, message.say)
    else if (message.type === "part") part?.(message.value)
    else if (message.type === "done") finish(seat, message.result)
    else if (message.type === "broke") crash(seat, message.why)
    else {
      const { call, what, args } = message
      const refuse = (cause: unknown): void =>
        thread.post({ type: "refuse", call, why: cause instanceof Error ? cause.message : String(cause) })
      if (answer === undefined) refuse("nobody answers")
      else answer(what, args).then(value => thread.post({ type: "answer", call, value }), refuse)
    }
  }

  function next(): void {
    const waiting = queue[0]
    if (waiting === undefined) return
    const free = [...seats].find(({ current }) => current === null)
    if (free === undefined && seats.size >= most) return
    queue.shift()
    const seat = free ?? open()
    clearTimeout(seat.off)
    seat.current = waiting
    try {
      seat.thread.post({ type: "run", name: waiting.job.name, input: waiting.input })
    } catch (cause) {
      // What cannot be cloned never left, and the thread is as good as before.
      const why = cause instanceof Error ? cause.message : String(cause)
      finish(seat, err(jobProblem("job_crashed", { why })))
    }
  }

  function stop(waiting: Waiting): void {
    const place = queue.indexOf(waiting)
    if (place >= 0) queue.splice(place, 1)
    const seat = [...seats].find(({ current }) => current === waiting)
    if (seat) leave(seat)
    if (seat) finish(seat, err(jobProblem("job_stopped")))
    else waiting.end(err(jobProblem("job_stopped")))
  }

  return {
    async run<Input, Output>(job: Job<Input, Output>, input: Input, options: JobOptions = {}) {
      const { signal } = options
      if (signal?.aborted) return err(jobProblem("job_stopped"))
      if (job.inPlace?.(input)) return runHere(job, input, options)
      return new Promise<Result<Output, Problem>>(go => {
        const onAbort = (): void => stop(waiting)
        const waiting: Waiting = {
          ...{ job, input, options },
          end(result) {
            signal?.removeEventListener("abort", onAbort)
            go(result as Result<Output, Problem>)
          },
        }
        signal?.addEventListener("abort", onAbort)
        queue.push(waiting)
        next()
      })
    },
    close() {
      for (const waiting of queue.splice(0)) waiting.end(err(jobProblem("job_stopped")))
      for (const seat of [...seats]) {
        leave(seat)
        finish(seat, err(jobProblem("job_stopped")))
      }
    },
  }
}
