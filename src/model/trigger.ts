import type { z } from "zod"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import type { Problem } from "./problems.ts"
import type { Hint, PowerUse } from "./step.ts"

/** What a trigger fires: the tick's own id, by which it never fires twice, when it was due, and what the run sees. */
export interface Firing {
  readonly id: string
  readonly at: number
  readonly trigger: { readonly [field: string]: Json }
}

/**
 * News that may fire a trigger, by where it comes from. `manual` and `webhook` are named after the trigger they are
 * for; `files` is named create, change or delete; `runs` is named after what became of the run; `events` has the
 * event's own name; `chat` is named message.
 */
export interface Signal {
  readonly source: "manual" | "files" | "events" | "runs" | "chat" | "webhook"
  readonly name: string
  readonly value: Json
}

/** What is kept of a trigger that time fires. */
export interface Standing {
  /** Every tick up to this moment has been fired, or passed over for good. */
  readonly since: number
  /** What a trigger that looks for itself remembers. */
  readonly state?: Json
}

/** What a trigger that looks for itself is told. */
export interface PollRequest {
  /** What it remembered; null at its first look. */
  readonly state: Json
  readonly now: number
  readonly workflow: string
}

/** What a look came to: what to remember, and what it fires, each with an id by which it never fires twice. */
export interface Polled {
  readonly state: Json
  readonly firings: readonly { readonly id: string; readonly trigger: JsonMap }[]
}

/** A type of trigger: its data part, and the pure rule that says which firings are due. */
export interface TriggerDefinition<Input extends z.ZodObject = z.ZodObject> {
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly icon: string
  readonly input: Input
  /** What a run sees as `trigger`. */
  readonly output: z.ZodObject
  readonly hints?: { readonly [Field in keyof z.input<Input>]?: Hint }
  readonly card: string
  readonly docs: string
  /** For triggers that time fires: the firings after `since`, up to `now`, in order; and when the next one is. */
  readonly due?: (
    input: z.output<Input>,
    times: { readonly since: number; readonly now: number; readonly timezone: string; readonly most: number },
  ) => { readonly firings: readonly Firing[]; readonly next: number | null }
  /** What people are asked to grant before it may look. */
  readonly powers?: readonly PowerUse[]
  /** For triggers that look for themselves: how long they wait between two looks, and the look. */
  readonly every?: number
  readonly poll?: (input: z.output<Input>, request: PollRequest) => Promise<Result<Polled, Problem>>
  /** Only a person fires it: nothing starts by itself. */
  readonly startsByHand?: true
  /** Hears of files, which are watched only for those that do. */
  readonly hearsFiles?: true
  /** For triggers that something fires: whether this signal does, and what the run sees. */
  readonly hears?: (input: z.output<Input>, signal: Signal) => { readonly [field: string]: Json } | null
}

/** Any trigger type, whatever its parameters. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds types whose parameters differ; they are parsed by the type's own schema first.
export type AnyTrigger = TriggerDefinition<any>

/** Declares a trigger type. */
export function defineTrigger<Input extends z.ZodObject>(
  definition: TriggerDefinition<Input>,
): TriggerDefinition<Input> {
  return definition
}
