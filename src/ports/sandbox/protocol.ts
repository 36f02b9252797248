import type { Json, Path } from "../../lib/json.ts"
import type { Limits } from "./limits.ts"

/*
 * What passes between the host and the thread that holds the engine: plain data, values as JSON text. A shared
 * value is sent once and then named by its number. Evaluations travel in pieces, each one text that goes into the
 * engine as it is, since every crossing of a wall costs as much as a small expression.
 */

/** An expression, and the paths of the scope at which its values are put, in their order. */
export interface Source {
  readonly source: string
  readonly paths: readonly (readonly string[])[]
  /**
   * Write down what is read on the way, and which parts of the result are parts of the scope. The source then takes
   * all from the one name `tracedScope`, so that reading even a plain number is seen.
   */
  readonly traced?: true
}

/**
 * Some evaluations. The text is JSON: `{ seeds, values, jobs }`, with the seed of chance for each source, and for each
 * job `[source, value, …]` a value for each path of its source: its place among the values, `-n` for the value that
 * was shared as n, or null where there is none.
 */
export interface Piece {
  readonly sources: readonly Source[]
  readonly count: number
  readonly text: string
  /** The numbers of the shared values that the jobs name. */
  readonly shared: readonly number[]
}

/** The name under which the source of a traced evaluation has its scope. */
export const tracedScope = "$scope"

/** What a traced evaluation read of its scope. */
export interface Trace {
  /** The paths that were read, each with its root first. */
  readonly reads: readonly Path[]
  /** Where in the result a value of the scope stands as it is: the path in the result, and the path in the scope. */
  readonly origins: readonly (readonly [inResult: Path, inScope: Path])[]
}

/** What the guest sees as time. */
export interface GuestTime {
  readonly now: number
  readonly timezone: string
}

/** What went wrong with user code. */
export interface CodeFault {
  readonly code:
    | "code_threw"
    | "code_syntax"
    | "code_timeout"
    | "code_memory"
    | "code_stack"
    | "code_result"
    | "code_too_large"
    | "code_never_settled"
    | "code_killed"
  readonly message: string
  /** What an error that was thrown calls itself. */
  readonly name?: string
}

/** A value as JSON text, undefined where there is none, or what went wrong. */
export type Evaluated =
  | { readonly ok: true; readonly json: string | undefined; readonly trace?: Trace }
  | { readonly ok: false; readonly fault: CodeFault }

/** A piece of user code as a whole step. */
export interface CodeJob {
  readonly source: string
  /** The names that the code sees, as JSON. */
  readonly scope: { readonly [name: string]: string }
  /** The names of secrets, which the code sees as handles that cannot be read. */
  readonly secrets: readonly string[]
  /** The methods of ports that the code may call. */
  readonly ports: { readonly [port: string]: readonly string[] }
}

/** From the host to the thread. */
export type ToGuest =
  | { readonly type: "share"; readonly values: readonly (readonly [number, string])[] }
  | { readonly type: "forget"; readonly values: readonly number[] }
  | {
      readonly type: "evaluate"
      readonly id: number
      /** Whose evaluations they are: each run has an instance of its own. */
      readonly run: string
      readonly pieces: readonly Piece[]
      readonly time: GuestTime
      readonly limits: Limits
      /** The thread is at rest and the run's instance is there, so that the host knows when this begins and needs not be told. */
      readonly isAlone?: true
    }
  | {
      readonly type: "code"
      readonly id: number
      readonly job: CodeJob
      readonly time: GuestTime
      readonly limits: Limits
    }
  | { readonly type: "answer"; readonly call: number; readonly ok: boolean; readonly json: string }

/** From the thread to the host. */
export type FromGuest =
  | { readonly type: "ready" }
  | { readonly type: "begun"; readonly id: number }
  | { readonly type: "evaluated"; readonly id: number; readonly results: readonly Evaluated[] }
  | { readonly type: "ran"; readonly id: number; readonly result: Evaluated }
  | {
      readonly type: "log"
      readonly id: number
      readonly level: "debug" | "info" | "warn" | "error"
      readonly text: string
    }
  | {
      readonly type: "call"
      readonly id: number
      readonly call: number
      readonly port: string
      readonly method: string
      readonly json: string
    }

/** A thread that can be ended from outside: a Web Worker, or a worker of Node. */
export interface Thread {
  post(message: ToGuest): void
  onMessage(hear: (message: FromGuest) => void): void
  onEnd(hear: (reason: string) => void): void
  kill(): void
}

/** A function of the library that guests may call, on plain data. */
export type LibraryFunction = (args: readonly Json[], time: GuestTime) => Json | undefined
