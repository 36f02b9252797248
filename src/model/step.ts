import type { z } from "zod"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Control } from "./control.ts"
import type { LogLevel } from "./note.ts"
import type { PortName, Ports } from "./ports.ts"
import type { Problem } from "./problems.ts"
import type { Step } from "./workflow.ts"

/*
 * One file is one kind: its data part says everything that the library, the inspector, the card, the checks, the
 * YAML schema and the docs need; its code does the work. `defineStep` ties the two, so that a hint for a field
 * that does not exist, or a port that was not asked for, does not compile.
 *
 *     export const readFile = defineStep({
 *       kind: "file.read", needs: ["files"], input: z.strictObject({ path: z.string() }), …
 *       run: async ({ path }, { ports }) => { … return done({ content }) },
 *     })
 */

/** How safe a step is to repeat: freely, freely as it only reads, with the same key, or not at all. */
export type Effect = "pure" | "read" | "write" | "once"

/** A kind's effect: one for all, or by the value of one of its parameters (a GET is `read`, a POST is `once`). */
export type EffectRule =
  | Effect
  | { readonly by: string; readonly table: { readonly [value: string]: Effect }; readonly otherwise: Effect }

/** The group in which the library shows a kind, and which gives it its hue. */
export type Group = "flow" | "data" | "files" | "git" | "connect" | "ai" | "people" | "code"

/** How the inspector shows a parameter. What is not said follows from the schema. */
export interface Hint {
  readonly label?: string
  readonly widget?:
    | "text"
    | "multiline"
    | "code"
    | "expression"
    | "duration"
    | "cron"
    | "timezone"
    | "file"
    | "provider"
    | "secret"
    | "schema"
    | "step"
    | "workflow"
    | "keyvalue"
    | "tools"
  readonly placeholder?: string
  readonly help?: string
  /** The text is taken as it stands: braces in it are not templates. */
  readonly raw?: true
  /** Evaluated in each instance of the kind's own scope, not outside it. */
  readonly inside?: true
  /** May hold a secret, or text that a secret was mixed into. */
  readonly secret?: true
  /** Shown only once asked for. */
  readonly advanced?: true
}

/** The name of a power over the outside world. */
export type PowerName = "http" | "shell" | "files" | "ai" | "secret" | "git" | "notify" | "folder"

/** A power that a kind uses, and what it is for: always the same, or named by a parameter. */
export interface PowerUse<Field extends string = string> {
  readonly power: PowerName
  /** What it is for, whatever the parameters. */
  readonly is?: string
  /** The parameter that names what it is for; where that is left out the power is not used. */
  readonly of?: Field
  /** What it is for where the parameter is left out. */
  readonly usual?: string
  /** The parameter whose list has to name this power's port, or it is not used. */
  readonly listedIn?: Field
  /** The parameter that lists what it is for, each apart; where that lists nothing, it is chosen at run time. */
  readonly eachOf?: Field
}

/** A commit of an example: files that it wrote, or took away where they are null. */
export interface ExampleCommit {
  readonly message: string
  /** The branch that it stands on, which begins at the commit before; `main` if left out. */
  readonly on?: string
  readonly files: { readonly [path: string]: string | null }
}

/** A worked example, which is also a test: with these parameters, in this situation, that comes out. */
export interface Example {
  readonly title: string
  readonly with: JsonMap
  /** The rest of the step, such as the steps that it holds. */
  readonly around?: Omit<Partial<Step>, "id" | "kind" | "with">
  /** What expressions in `with` see, such as `incoming`, `steps` or `inputs`. */
  readonly scope?: JsonMap
  /** Files that stand in the workspace before. */
  readonly files?: { readonly [path: string]: string }
  /** The commits of the workspace's repository before; `main` is checked out, and then come the files. */
  readonly commits?: readonly ExampleCommit[]
  /** What a git server has, of which the repository is a clone; those of it that came since are marked. */
  readonly served?: readonly (ExampleCommit & { readonly since?: true })[]
  /** What the secrets hold that it names, where that matters. */
  readonly secrets?: { readonly [name: string]: string }
  /** What servers, models, commands and people answer, in the order in which they are asked. */
  readonly answers?: { readonly [port: string]: readonly Json[] }
  /** The value of each outlet that is used; fields that differ each time are left out. */
  readonly outlets?: JsonMap
  /** The code of the problem in which it ends, in place of outlets. */
  readonly problem?: string
  /** What it rests for, before it leaves by its outlets. */
  readonly waits?: Wait["for"]
  /** What comes of what it rests for: the outlet that is chosen, and the value. */
  readonly comes?: { readonly outlet?: string; readonly value?: Json }
  /** What it remembers from the visits before. */
  readonly memory?: Json
  /** Rows that stand in tables before. */
  readonly tables?: { readonly [table: string]: readonly { readonly key: string; readonly value: JsonMap }[] }
  /** The rows of these tables after. */
  readonly tablesAfter?: { readonly [table: string]: readonly JsonMap[] }
  /** Files that stand in the workspace after. */
  readonly filesAfter?: { readonly [path: string]: string }
}

/** The scopes that a kind holds, and what the steps inside see besides. */
export interface Holds {
  readonly scopes: readonly ("steps" | "enter" | "exit" | "always")[]
  readonly gives?: readonly string[]
  /** The steps stand side by side: each that no wire leads to begins a branch, and the value is the list of theirs. */
  readonly branches?: true
  /** Each time builds on the one before: where that is another one, so are those that come after it. */
  readonly chained?: true
}

/** Why a step rests: until a time, an event, a person or another run answers, or a power is granted. */
export type Wait =
  | { readonly for: "time"; readonly until: number }
  | { readonly for: "event"; readonly name: string; readonly match?: string; readonly until?: number }
  | { readonly for: "person"; readonly ask: JsonMap; readonly until?: number }
  | {
      readonly for: "run"
      readonly workflow: string
      readonly inputs: JsonMap
      /** Goes on as soon as the other run has started. */
      readonly detached?: true
    }
  /** A port refused what was not granted; once it is, the attempt is made again. `say` completes "It may …". */
  | { readonly for: "grant"; readonly pattern: string; readonly say: string }

/** What an attempt came to. */
export type Outcome =
  | {
      readonly type: "done"
      /** The value of each outlet that is used. */
      readonly outlets: JsonMap
      /** Variables of the run to write with the completion. */
      readonly variables?: JsonMap
      readonly memory?: Json
      /** For each item of each listed outlet, the indices of the items it was made from. */
      readonly origins?: { readonly [outlet: string]: readonly (readonly number[])[] }
    }
  | { readonly type: "failed"; readonly problem: Problem }
  | {
      readonly type: "waiting"
      readonly wait: Wait
      /** What to remember from now on, as a completion would. */
      readonly memory?: Json
    }

/** What code of a kind is handed besides its parameters. */
export interface StepContext<Needs extends PortName = PortName> {
  readonly ports: Pick<Ports, Needs>
  readonly signal: AbortSignal
  /** The key of this effect: the same on every attempt. */
  readonly key: string
  readonly attempt: number
  /** Where it runs: the ids of its workflow, its run and its step. */
  readonly about: { readonly workflow: string; readonly run: string; readonly step: string }
  readonly incoming: Json | undefined
  readonly arrivals: readonly {
    readonly from: string
    readonly outlet: string
    readonly inlet: string | number
    readonly value: Json
  }[]
  readonly memory: Json | undefined
  /** Writes a line to the run's log: shown at once, and kept with the outcome. */
  log(level: LogLevel, message: string, data?: Json): void
  progress(share: number, say?: string): void
  /** Text as it comes: shown, and not kept. */
  stream(text: string): void
}

/** The data part of a kind, and its code. */
export interface StepDefinition<Input extends z.ZodObject = z.ZodObject, Needs extends PortName = PortName> {
  readonly kind: string
  readonly version: number
  readonly title: string
  readonly summary: string
  /** The name of a Lucide icon. */
  readonly icon: string
  readonly group: Group
  readonly input: Input
  /** The value of the first outlet, or of each outlet by name. */
  readonly output: z.ZodType | { readonly [outlet: string]: z.ZodType }
  readonly hints?: { readonly [Field in keyof z.input<Input>]?: Hint }
  /** Named inlets; without them a step has one. `many` are numbered from 1. */
  readonly inlets?: readonly string[] | "many"
  /** The first is where `next: step` leads. Every kind has `failure` besides. */
  readonly outlets: readonly string[]
  /** Further outlets, named by the parameters: `cases[].id`. */
  readonly outletsFrom?: string
  /** Divides a list: an outlet whose list is empty is not used, unless the step says `emptyOutlets`. */
  readonly divides?: true
  readonly effect: EffectRule
  readonly needs: readonly Needs[]
  /** Ports that it is handed besides, where they are offered: its parameters say which of them it uses. */
  readonly mayUse?: readonly PortName[]
  /** What people are asked to grant before it may do what it does. */
  readonly powers?: readonly PowerUse<keyof z.input<Input> & string>[]
  /** The parameter that lists the kinds that its code calls: names, or maps with `kind` and what is set in `with`. */
  readonly callsFrom?: keyof z.input<Input> & string
  readonly holds?: Holds
  /**
   * What it remembers lasts for the run, wherever and by whatever it is entered, and its attempts are made one after
   * the other, so that each knows what the one before it left; else for the innermost cycle, in each instance apart.
   */
  readonly remembers?: "run"
  /**
   * The parameter that the outputs follow: what stands in an output at a path stood in it at the same path, through
   * `origins` where it is a list; what arrived by the wire, where it is left out. Several are lists with inlets of
   * their names: their places count on from one to the next, and an item may hold its parts by their names.
   */
  readonly follows?: (keyof z.input<Input> & string) | readonly (keyof z.input<Input> & string)[]
  /** Changes the parameters of an older version into those of the next: `migrations[0]` makes version 2 of 1. */
  readonly migrations?: readonly ((parameters: JsonMap) => JsonMap)[]
  /** The second line of the card: a template over the parameters, `{{ path }}`. */
  readonly card: string
  /** Markdown. */
  readonly docs: string
  readonly examples: readonly Example[]
  readonly run?: (input: z.output<Input>, context: StepContext<Needs>) => Promise<Outcome> | Outcome
  /**
   * Fills parameters in from what an expression sees as the step begins. They are journaled with the others, so that
   * further attempts and a replay have the same.
   */
  readonly fills?: (parameters: JsonMap, scope: { readonly [name: string]: unknown }) => JsonMap
  /** What a sandbox run answers where `run` cannot really act. */
  readonly sandbox?: (input: z.output<Input>, context: StepContext<Needs>) => Promise<Outcome> | Outcome
  /** For a kind that steers others. */
  readonly control?: Control
}

/** Any kind, whatever its parameters. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds kinds whose parameters differ; they are parsed by the kind's own schema before its code sees them.
export type AnyStep = StepDefinition<any, any>

/** Declares a kind. */
export function defineStep<Input extends z.ZodObject, const Needs extends PortName>(
  definition: StepDefinition<Input, Needs>,
): StepDefinition<Input, Needs> {
  return definition
}

/** Leaves by one outlet with the value. */
export function done(value: Json, outlet = "success"): Outcome {
  return { type: "done", outlets: { [outlet]: value } }
}

/** Ends the attempt with a problem. */
export function failed(problem: Problem): Outcome {
  return { type: "failed", problem }
}
