import { at, type Json, type Path } from "../../../lib/json.ts"
import { showJson } from "../../../lib/showJson.ts"
import type { AnyStep } from "../../../model/step.ts"
import type { Why } from "../../../model/why.ts"
import { isTemplate } from "../../../syntax/template.ts"
import type { SingleEvent } from "../../core/event.ts"
import { type Standing, scopeValues } from "../../core/scopeValues.ts"
import type { Visit } from "../../core/state.ts"
import type { Names, SeenTime } from "../evaluating.ts"
import type { Past } from "./past.ts"
import type { TraceExpression } from "./traceText.ts"

/** What both halves of an answer to why share: the question's bounds, and the moments at which things were evaluated. */

/** What is needed to say why. */
export interface WhyParts {
  /** A run's past; undefined where it is gone. */
  readonly open: (run: string) => Promise<Past | undefined>
  readonly kinds: (kind: string) => AnyStep | undefined
  readonly trace: TraceExpression
  /** Lets others have the thread. */
  readonly breathe: () => Promise<void>
}

/** One question, while it is being answered. */
export interface Asking {
  readonly parts: WhyParts
  /** So many values are yet explained; what would follow is left out. */
  left: number
  /** What was explained already: a tree does not explain a thing twice. */
  readonly asked: Set<string>
  /** Says what became of a path that an expression read at that moment. */
  readonly read: (moment: Moment, path: Path) => Promise<Why>
}

/** Where and when something was evaluated: which facts were known, what time it was, and where it stood. */
export interface Moment {
  readonly past: Past
  readonly count: number
  readonly time: SeenTime
  readonly standing: Standing
}

/** Since journals say where a run stands, they do; a run from before that stood in nobody knows which zone. */
const usualTimezone = "UTC"

/** The moment at which what the event carries was evaluated: exactly as it was, for the event says what it saw. */
export function momentOf(past: Past, number: number | undefined, standing: Standing): Moment {
  const event = number === undefined ? undefined : past.events[number]
  const saw = event !== undefined && "saw" in event ? event.saw : undefined
  // What was run through is there once the event is that did so.
  const isRow = event?.type === "step.lapped"
  const count = saw?.facts ?? (isRow ? (number ?? 0) + 1 : number) ?? past.events.length
  const { now, timezone = usualTimezone } = past.after(count)
  return { past, count, standing, time: { now: saw?.now ?? now, timezone } }
}

/** What an expression saw at that moment; undefined where it stood in what was not there yet. */
export function namesAt({ past, count, standing }: Moment): Names | undefined {
  const state = past.after(count, standing)
  return state.instances.has(standing.in) ? scopeValues(state, standing) : undefined
}

/** Whether an event is about exactly that task. */
export function isAbout(place: Standing): (event: SingleEvent) => boolean {
  return event =>
    "step" in event &&
    ["in", "step", "visit", "task", "call"].every(key => at(event, [key]) === at(place, [key]))
}

/** A value is shown in so many characters. */
const longestShown = 160

/** The value as a part of the answer shows it. */
export function shown(value: unknown): { readonly shown?: string } {
  return value === undefined ? {} : { shown: showJson(value, longestShown).text }
}

/** A part of the answer with nothing behind it. */
export function leaf(source: Why["source"], more: Partial<Why>): Why {
  return { source, path: [], ...more, from: [] }
}

/** The outlet that gives the step's output. */
export function firstOutlet({ outlets, step }: Visit): string {
  return (
    step.outlets.find(name => outlets !== undefined && Object.hasOwn(outlets, name)) ??
    Object.keys(outlets ?? {})[0] ??
    ""
  )
}

/** The texts with templates in a value of the workflow, and where they stand. */
export function templatesIn(value: Json, path: Path): { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return isTemplate(value) ? [{ text: value, path }] : []
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    templatesIn(item as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

/** Works on one after the other: each may take the thread for a while. */
export async function all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const item of items) made.push(await work(item))
  return made
}

/** The same, with what each gives put into one list. */
export async function allFlat<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  return (await all(items, work)).flat()
}
