import type { z } from "zod"
import type { Json, JsonMap } from "../lib/json.ts"
import type { partSchemas, workflowSchema } from "./workflowSchema.ts"

/*
 * The workflow as its file holds it. The document in memory has the very shape of the file, short forms and all
 * (`next: review`), so that an edit on it is an edit of the file; `graph.ts` reads it as steps and wires.
 */

/** The version of the file format that this code writes. Older ones are migrated when read. */
export const formatVersion = 1

type Frozen<T> = T extends Json ? (Json extends T ? Json : FrozenParts<T>) : FrozenParts<T>
type FrozenParts<T> = T extends readonly (infer Item)[]
  ? number extends T["length"]
    ? readonly Frozen<Item>[]
    : { readonly [K in keyof T]: Frozen<T[K]> }
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T
type Part<Name extends keyof typeof partSchemas> = Frozen<z.infer<(typeof partSchemas)[Name]>>

/** A workflow, in the shape of its file. Never changed in place: edits give a new one that shares what is equal. */
export type Workflow = Frozen<z.infer<typeof workflowSchema>>
/** A box in a workflow. */
export type Step = Part<"step">
/** A wire as the file writes it in full. */
export type WireSpec = Part<"wire">
/** Everything that `next` may hold. */
export type Next = Part<"next">
/** What starts a run. */
export type Trigger = Part<"trigger">
/** One input of a workflow. */
export type InputSpec = Part<"inputSpec">
/** One way to try again. */
export type RetryPolicy = Part<"retryPolicy">
/** What decides whether a wire may be taken. */
export type Validator = Part<"validator">
/** Limits on what a step or a run may spend. */
export type Budget = Part<"budget">
/** Settings of a workflow's runs. */
export type Settings = Part<"settings">
/** A note on the canvas. */
export type Note = Part<"note">
/** A box drawn around steps. */
export type Frame = Part<"frame">
/** The parameters of a step. */
export type Parameters = JsonMap

/** The keys of a step that hold a scope of their own, in the order in which they run. */
export const scopeKeys = ["enter", "steps", "exit", "always"] as const
/** The keys of a workflow that hold a scope. */
export const rootScopeKeys = ["steps", "failure", "always"] as const

/** The smallest workflow: what a new file holds. */
export function emptyWorkflow(id: string, name?: string): Workflow {
  return { rivulet: formatVersion, id, ...(name === undefined ? {} : { name }), steps: [] }
}
