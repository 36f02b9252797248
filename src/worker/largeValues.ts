import type { EventOf, RunEvent } from "../engine/core/event.ts"
import { isMap, type Json, type JsonMap } from "../lib/json.ts"
import type { Blob, Journal } from "../model/journal.ts"
import type { Reach } from "../model/narrow.ts"
import type { FileState, PortCall, RecordedChange } from "../model/recording.ts"
import type { StandIn } from "../model/trialSchema.ts"

/*
 * Values of more than 64 KiB stand once under the hash of their text, and in events as `{ blob: hash }`; so a page
 * that watches a run is not sent what it does not show. The engine itself reads and writes whole values through
 * this journal. A value of a run that looks like such a reference is put away like a large one, so that nothing
 * that comes from outside can point at what it was not given.
 *
 *     outlets: { success: "…100 KB…" }   ⇄   outlets: { success: { blob: "9f2c…" } }  +  blob 9f2c…
 */

/** Larger values are kept apart. */
const largest = 64 * 1024
/** Of what runs hand to those that they start, which may be many, larger ones are. */
const largestHanded = 1024

/** The fields of events that hold one value, and those that hold several by name. */
const single = ["input", "output", "value", "memory", "trigger"]
const named = ["outlets", "variables", "inputs", "inside"]

/** A journal of whole values over one that keeps large ones apart. */
export function withLargeValues({ chunks: _, ...journal }: Journal<RunEvent>): Journal<RunEvent> {
  const readValue = async (value: Json): Promise<Json> => {
    const hash = referenceIn(value)
    const text = hash === undefined ? undefined : await journal.blob(hash)
    return text === undefined ? value : (JSON.parse(text) as Json)
  }
  return {
    ...journal,
    async create(summary, events, commit) {
      const { events: slim, blobs } = await withoutLarge(events)
      return journal.create(summary, slim, { ...commit, blobs: [...(commit?.blobs ?? []), ...blobs] })
    },
    async append(run, fence, events, commit) {
      const { events: slim, blobs } = await withoutLarge(events)
      return journal.append(run, fence, slim, { ...commit, blobs: [...(commit.blobs ?? []), ...blobs] })
    },
    async *read(run, from) {
      for await (const chunk of journal.read(run, from))
        yield await mapAll(chunk, readValue, value => referenceIn(value) !== undefined)
    },
  }
}

/** The events with their large values put away, and these apart. */
export async function withoutLarge(
  events: readonly RunEvent[],
): Promise<{ readonly events: readonly RunEvent[]; readonly blobs: readonly Blob[] }> {
  const blobs: Blob[] = []
  const putAway = async (value: Json): Promise<Json> => {
    const text = JSON.stringify(value)
    const hash = await hashOf(text)
    blobs.push({ hash, text })
    return { blob: hash }
  }
  return { events: await mapAll(events, putAway, needsPlace), blobs }
}

/** The hash of a text, by which its blob is found. */
export async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("")
}

/** The hash that a value in an event refers to, if it does. */
export function referenceIn(value: Json | undefined): string | undefined {
  if (!isMap(value)) return undefined
  const { blob } = value
  return typeof blob === "string" && Object.keys(value).length === 1 ? blob : undefined
}

/** Whether a value is to be replaced; `most` is how large one may be in its place. */
type Picks = (value: Json, most?: number) => boolean

function needsPlace(value: Json, most = largest): boolean {
  return referenceIn(value) !== undefined || isLarge(value, most)
}

/** Whether the value's text is larger than is kept within an event; looks no further than it must. */
function isLarge(value: Json, most: number): boolean {
  if (typeof value === "string") return value.length >= most
  if (typeof value !== "object") return false
  let left = most
  const open: Json[] = [value]
  for (let here = open.pop(); here !== undefined && left > 0; here = open.pop()) {
    left -= 2
    if (typeof here === "string") left -= here.length
    else if (typeof here === "object" && here !== null) {
      if (!Array.isArray(here)) for (const key in here) left -= key.length + 3
      for (const inner of Object.values(here)) open.push(inner as Json)
    } else left -= 4
  }
  return left <= 0
}

/** The events with those values replaced that are picked; the very same events where none is. */
async function mapAll(
  events: readonly RunEvent[],
  change: (value: Json) => Promise<Json>,
  picked: Picks,
): Promise<RunEvent[]> {
  const mapped = [...events]
  for (const [at, event] of events.entries()) {
    if (holds(event, picked)) mapped[at] = await mapOne(event, change, picked)
  }
  return mapped
}

/** Whether a value of the event is picked. Nearly none is, so this is what a commit costs. */
function holds(event: RunEvent, picked: Picks): boolean {
  if (event.type === "batch") return event.events.some(each => holds(each, picked))
  if (event.type === "step.lapped") {
    return event.laps.some(lap => holdsIn(lap, picked) || lap.did.some(one => holdsIn(one, picked)))
  }
  if (
    event.type === "run.started" &&
    mapsIn(event).some(values => Object.values(values).some(value => picked(value)))
  )
    return true
  return holdsIn(event, picked) || (isRecording(event) && recordingHolds(event, picked))
}

function holdsIn(given: object, picked: Picks): boolean {
  const fields = given as JsonMap
  for (const name of single) {
    const value = fields[name]
    if (value !== undefined && picked(value)) return true
  }
  for (const name of named) {
    const values = fields[name]
    if (isMap(values)) for (const key in values) if (picked(values[key] ?? null)) return true
  }
  return false
}

/** What the first event carries besides its own fields: what stands in for steps, and what is taken over. */
function mapsIn({ standIns = {}, fork, only = [] }: EventOf<"run.started">): JsonMap[] {
  const given = Object.values(standIns).flatMap(each => ("outlets" in each ? [each.outlets] : []))
  const kept = fork?.kept.flatMap(({ outlets, variables }) => [outlets ?? {}, variables ?? {}]) ?? []
  const around = only.flatMap(({ into }) => [into?.as?.gives ?? {}, into?.as?.variables ?? {}])
  return [...given, ...kept, ...around]
}

async function mapStart(
  event: EventOf<"run.started">,
  mapped: (values: JsonMap) => Promise<JsonMap>,
): Promise<EventOf<"run.started">> {
  const { standIns, fork, only } = event
  const given: { [step: string]: StandIn } = {}
  for (const [step, each] of Object.entries(standIns ?? {}))
    given[step] = "outlets" in each ? { ...each, outlets: await mapped(each.outlets) } : each
  const kept = []
  for (const each of fork?.kept ?? []) {
    const { outlets, variables } = each
    kept.push({
      ...each,
      ...(outlets === undefined ? {} : { outlets: await mapped(outlets) }),
      ...(variables === undefined ? {} : { variables: await mapped(variables) }),
    })
  }
  return {
    ...event,
    ...(standIns === undefined ? {} : { standIns: given }),
    ...(fork === undefined ? {} : { fork: { ...fork, kept } }),
    ...(only === undefined ? {} : { only: await mapReaches(only, mapped) }),
  }
}

async function mapReaches(
  only: readonly Reach[],
  mapped: (values: JsonMap) => Promise<JsonMap>,
): Promise<Reach[]> {
  const reaches: Reach[] = []
  for (const reach of only) {
    const as = reach.into?.as
    if (reach.into === undefined || as === undefined) {
      reaches.push(reach)
      continue
    }
    const { gives, variables } = as
    const whole = {
      ...as,
      ...(gives === undefined ? {} : { gives: await mapped(gives) }),
      ...(variables === undefined ? {} : { variables: await mapped(variables) }),
    }
    reaches.push({ ...reach, into: { ...reach.into, as: whole } })
  }
  return reaches
}

type Recording = RunEvent & {
  readonly calls?: readonly PortCall[] | undefined
  readonly changes?: readonly RecordedChange[] | undefined
  readonly rows?: readonly Json[] | undefined
}

function isRecording(event: RunEvent): event is Recording {
  return "calls" in event || "changes" in event || "rows" in event
}

function recordingHolds(event: Recording, picked: Picks): boolean {
  const most = mostIn(event)
  return valuesIn(event).some(value => picked(value, most))
}

function mostIn({ type }: Recording): number {
  return type === "run.started" ? largestHanded : largest
}

/** The values of what an event carries from outside: of calls, files and rows. */
function valuesIn({ calls = [], changes = [], rows = [] }: Recording): Json[] {
  const found = [
    ...rows,
    ...calls.flatMap(({ answer, held }) => [answer, held?.with]),
    ...changes.flatMap(({ before, after }) => [contentOf(before), contentOf(after)]),
  ]
  return found.filter(value => value !== undefined)
}

function contentOf(state: FileState): Json | undefined {
  return typeof state === "object" ? state?.content : undefined
}

async function mapRecording<E extends Recording>(
  event: E,
  change: (value: Json) => Promise<Json>,
  picked: Picks,
): Promise<E> {
  const most = mostIn(event)
  const mapped = async (value: Json): Promise<Json> => (picked(value, most) ? change(value) : value)
  const mapState = async (state: FileState): Promise<FileState> => {
    const content = contentOf(state)
    if (content === undefined || typeof state !== "object" || state === null) return state
    return { ...state, content: await mapped(content) }
  }
  const mapCall = async (call: PortCall): Promise<PortCall> => ({
    ...call,
    ...(call.answer === undefined ? {} : { answer: await mapped(call.answer) }),
    ...(call.held === undefined ? {} : { held: { ...call.held, with: await mapped(call.held.with) } }),
  })
  const { calls, changes, rows } = event
  return {
    ...event,
    ...(rows === undefined ? {} : { rows: await Promise.all(rows.map(mapped)) }),
    ...(calls === undefined ? {} : { calls: await Promise.all(calls.map(mapCall)) }),
    ...(changes === undefined
      ? {}
      : {
          changes: await Promise.all(
            changes.map(async each => ({
              ...each,
              before: await mapState(each.before),
              after: await mapState(each.after),
            })),
          ),
        }),
  }
}

async function mapOne(
  given: RunEvent,
  change: (value: Json) => Promise<Json>,
  picked: Picks,
): Promise<RunEvent> {
  if (given.type === "batch")
    return { ...given, events: (await mapAll(given.events, change, picked)) as typeof given.events }
  if (given.type === "step.lapped") {
    const laps = await Promise.all(
      given.laps.map(async lap => ({
        ...(await mapFields(lap, change, picked)),
        did: await Promise.all(lap.did.map(one => mapFields(one, change, picked))),
      })),
    )
    return { ...given, laps }
  }
  if (given.type === "run.started") {
    const started = await mapStart(given, values => mapValues(values, change, picked))
    const whole = isRecording(started) ? await mapRecording(started, change, picked) : started
    return mapFields(whole, change, picked)
  }
  return mapFields(isRecording(given) ? await mapRecording(given, change, picked) : given, change, picked)
}

async function mapValues(
  values: JsonMap,
  change: (value: Json) => Promise<Json>,
  picked: Picks,
): Promise<JsonMap> {
  const mapped: Record<string, Json> = { __proto__: null } as never
  for (const [key, value] of Object.entries(values)) mapped[key] = picked(value) ? await change(value) : value
  return mapped
}

/** The same with those values replaced that are picked; the very same where none is. */
async function mapFields<Fields extends object>(
  given: Fields,
  change: (value: Json) => Promise<Json>,
  picked: Picks,
): Promise<Fields> {
  const fields = given as unknown as JsonMap
  let changed: Record<string, Json> | undefined
  for (const name of single) {
    const value = fields[name]
    if (value !== undefined && picked(value)) {
      changed ??= { ...fields }
      changed[name] = await change(value)
    }
  }
  for (const name of named) {
    const values = fields[name]
    if (!isMap(values) || !Object.values(values).some(value => picked(value))) continue
    changed ??= { ...fields }
    changed[name] = await mapValues(values, change, picked)
  }
  return (changed ?? given) as Fields
}
