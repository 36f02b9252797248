import type { Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"

/*
 * What passes between whoever starts jobs and a thread that does them, one job at a time. Values are cloned on the
 * way; what a job asks for in between is a call with an answer.
 */

/** From the host to the thread. */
export type ToJob =
  | { readonly type: "run"; readonly name: string; readonly input: unknown }
  | { readonly type: "answer"; readonly call: number; readonly value: unknown }
  | { readonly type: "refuse"; readonly call: number; readonly why: string }

/** From the thread to the host. */
export type FromJob =
  | { readonly type: "progress"; readonly share: number; readonly say: string | undefined }
  | { readonly type: "part"; readonly value: unknown }
  | { readonly type: "call"; readonly call: number; readonly what: string; readonly args: readonly unknown[] }
  | { readonly type: "done"; readonly result: Result<unknown, Problem> }
  | { readonly type: "broke"; readonly why: string }

/** A thread that can be ended from outside: a Web Worker, or a worker of Node. */
export interface JobThread {
  post(message: ToJob): void
  onMessage(hear: (message: FromJob) => void): void
  onEnd(hear: (why: string) => void): void
  kill(): void
}
