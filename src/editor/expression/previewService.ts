import { createContext } from "react"
import type { Json, JsonMap, Path } from "../../lib/json.ts"

/*
 * What pages ask about expressions while they are written: the value that one would have, and what there is to read
 * at a path. Whoever answers does it away from the page's thread, and within a limit of time; the page only shows.
 */

/** A value of the workflow to evaluate, and where it stands. */
export interface PreviewRequest {
  /** The id of the workflow, whose last run is looked at. */
  readonly workflow: string
  /** The step in whose fields it stands; null where it is the workflow's own. */
  readonly step: string | null
  /** A template, or a whole value with templates in it. */
  readonly value: Json
  /** What would come in by the wire, where the step has not run. */
  readonly incoming?: { readonly step: string; readonly outlet: string }
  /** Which iteration of the container around it; the last, if left out. */
  readonly index?: number
  /** What expressions see where the workflow has never run. */
  readonly sample: JsonMap
  /** Values that stand for what steps gave, by step and outlet. */
  readonly pinned?: { readonly [step: string]: JsonMap }
}

/** What the value was worked out from. */
export type PreviewBasis = "run" | "pinned" | "sample"

/** The value that an expression has, cut for show, or why it has none. */
export type Preview =
  | {
      readonly type: "value"
      readonly shown: string
      readonly isCut: boolean
      /** What it is: `Text, 12 characters`. */
      readonly what: string
      readonly basis: PreviewBasis
      /** The steps that it reads and that have not run: they read as nothing. */
      readonly unrun: readonly string[]
      /** Where it came to nothing: what it reads that is not there, each down to the first part that is missing. */
      readonly missing?: readonly Path[]
      readonly iteration?: PreviewIteration
    }
  | {
      readonly type: "problem"
      readonly message: string
      readonly basis: PreviewBasis
      readonly unrun: readonly string[]
      readonly iteration?: PreviewIteration
    }

/** Which of how many iterations the value is for, counted from 0. */
export interface PreviewIteration {
  readonly index: number
  readonly count: number
}

/** What stands at a path of what an expression sees. */
export interface SeenField {
  readonly name: string
  /** `text`, `number`, `list`, … */
  readonly type: string
  readonly shown: string
}

/** Answers questions about expressions. */
export interface PreviewService {
  /** The value; null when a newer request of the same name came before it was known. */
  preview(name: string, request: PreviewRequest): Promise<Preview | null>
  /** What was asked under the name is no longer wanted. */
  endPreview(name: string): void
  /** What the map at the path of the last run holds; nothing where there is none. */
  fieldsAt(request: Omit<PreviewRequest, "value"> & { readonly path: Path }): Promise<readonly SeenField[]>
}

/** Gives the service to fields that hold expressions; without one they show no values. */
export const PreviewContext = createContext<PreviewService | null>(null)
