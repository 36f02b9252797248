import type { Problem } from "../../../model/problems.ts"
import type { SentText } from "../../secrets/sentText.ts"

/*
 * What goes over the line between whoever asks and the run frame's worker, which alone can ask the network. The
 * pieces of an answer are called for one by one, so that nobody holds more of it than is wanted.
 *
 *     asker ── send ──▶ worker          asker ◀── head ── worker
 *     asker ── more ──▶ worker          asker ◀── piece ─ worker       … until `end`, or `stop` from the asker
 */

/** Where in a request a secret goes, by the secret's name. */
export interface SecretUse {
  readonly name: string
  /** The header that carries it; what the secret itself says if left out. */
  readonly header?: string
  /** What stands before it there; what the secret itself says if left out. */
  readonly before?: string
  /** The user whose password it is: both go together, as servers of git want them. */
  readonly user?: string
}

/** A request as the worker is told of it. It names secrets, and holds none. */
export interface FrameRequest {
  readonly method: string
  readonly url: SentText
  readonly headers: readonly (readonly [name: string, value: SentText])[]
  readonly body?: SentText | Uint8Array
  readonly secret?: SecretUse
  /** The address of a proxy that asks in its place, with `{url}` where the address goes. */
  readonly proxy?: string
}

/** The beginning of an answer. */
export interface FrameHead {
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly hasBody: boolean
}

/** What the worker is told. */
export type ToFrame =
  | { readonly type: "send"; readonly id: number; readonly request: FrameRequest }
  | { readonly type: "more"; readonly id: number }
  | { readonly type: "stop"; readonly id: number }

/** What the worker says. */
export type FromFrame =
  | { readonly type: "head"; readonly id: number; readonly head: FrameHead }
  | { readonly type: "piece"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "end"; readonly id: number }
  /** The connection ended in the middle of the body. */
  | { readonly type: "cut"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly problem: Problem }
