import { z } from "zod"
import { eventSchema, type RunEvent } from "../engine/core/event.ts"
import { t } from "../language/t.ts"
import { fromBase64, toBase64 } from "../lib/base64.ts"
import { isList, isMap, type Json } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type Said, saidSchema } from "../model/note.ts"
import { parseWorkflow } from "../model/parse.ts"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import type { RunService } from "./runService.ts"
import { runsProblem } from "./runsProblems.ts"

/*
 * A run in one file: the workflow as it was, and every event. Anyone can open it and go through it step by step, with
 * nothing else at hand. Secrets are in no event; what else a value says can be left out, and only its shape stays.
 */

/** A run that was handed on. */
export interface SharedRun {
  readonly workflow: Workflow
  readonly events: readonly RunEvent[]
}

/** Reads a run that was handed on: as a file, or as the end of an address. Tells how many events were not known. */
export type ReadShared = (
  given: Blob | string,
) => Promise<Result<SharedRun & { readonly left: number }, Problem>>

const version = 1
/** Longer addresses are cut by what people paste them into. */
const longestLink = 16_000
const largestFile = 200_000_000

const file = z.object({ rivuletRun: z.int(), workflow: z.unknown(), events: z.array(z.unknown()) })

/** The text of the file. */
export function writeShared({ workflow, events }: SharedRun): string {
  return JSON.stringify({ rivuletRun: version, workflow, events })
}

/** Reads a file that anybody may have written. Events that are not known are left out, and counted. */
export function readShared(text: string): Result<SharedRun & { readonly left: number }, Problem> {
  if (text.length > largestFile) return err(runsProblem("shared_too_large"))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return err(runsProblem("shared_unreadable"))
  }
  const parsed = file.safeParse(json)
  if (!parsed.success) return err(runsProblem("shared_unreadable"))
  if (parsed.data.rivuletRun > version) return err(runsProblem("shared_newer"))
  const { workflow } = parseWorkflow(parsed.data.workflow)
  const read = parsed.data.events.map(event => eventSchema.safeParse(event))
  const events = read.flatMap(each => (each.success ? [each.data] : []))
  if (events[0]?.type !== "run.started") return err(runsProblem("shared_unreadable"))
  return ok({ workflow, events, left: read.length - events.length })
}

/** The run with its values left out: texts say only how long they were. */
export function withoutValues({ workflow, events }: SharedRun): SharedRun {
  return { workflow, events: events.map(hideIn) }
}

/** What says how a run went, and nothing of what went through it. */
const tellsNothing = new Set([
  "type",
  "in",
  "step",
  "kind",
  "run",
  "of",
  "key",
  "outlet",
  "scope",
  "port",
  "what",
])
/** Fields that hold values, whatever is inside them. */
const values = new Set([
  ...[
    "input",
    "inputs",
    "output",
    "outlets",
    "value",
    "variables",
    "memory",
    "trigger",
    "items",
    "inside",
    "item",
  ],
  ...["answer", "with", "chunks", "content", "gives", "leave", "state", "ask", "approved", "now", "say"],
])

/** Goes through an event and all that it carries: recorded calls, files, what stands in for steps, laps. */
function hideIn<T>(event: T): T {
  const hide = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide)
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (tellsNothing.has(name)) return [name, inner]
        const said = name === "said" ? saidSchema.safeParse(inner).data : undefined
        if (said !== undefined) return [name, withoutWords(said)]
        return [name, values.has(name) ? shapeOf(inner as Json) : hide(inner)]
      }),
    )
  }
  return hide(event) as T
}

/** What was written to the log: when and how loud stays. */
function withoutWords({ lines, ...left }: Said): Said {
  return {
    ...left,
    lines: lines.map(({ message, data, ...line }) => ({
      ...line,
      message: String(shapeOf(message)),
      ...(data === undefined ? {} : { data: shapeOf(data) }),
    })),
  }
}

function shapeOf(value: Json): Json {
  if (typeof value === "string") return t`(${value.length} characters)`
  if (isList(value)) return value.map(shapeOf)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}

/** The run as the end of an address; null where it would be too long. */
export async function linkOf(shared: SharedRun): Promise<string | null> {
  const packed = await through(
    new TextEncoder().encode(writeShared(shared)),
    new CompressionStream("deflate-raw"),
  )
  const text = toBase64(packed).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
  return text.length > longestLink ? null : text
}

/** Reads the end of such an address. */
export async function readLink(text: string): Promise<ReturnType<typeof readShared>> {
  const bytes = fromBase64(
    text
      .replaceAll("-", "+")
      .replaceAll("_", "/")
      .padEnd(Math.ceil(text.length / 4) * 4, "="),
  )
  if (!bytes.ok) return err(runsProblem("shared_unreadable"))
  try {
    const plain = await through(bytes.value, new DecompressionStream("deflate-raw"), largestFile)
    return readShared(new TextDecoder().decode(plain))
  } catch {
    return err(runsProblem("shared_unreadable"))
  }
}

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
  const reader = source
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>)
    .getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    // What is packed small may be endless unpacked.
    if (length > most) throw new Error("Expected less")
    parts.push(value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** What pages ask of the engine, answered from the file: it can be watched, and nothing else. */
export function serviceOfShared({ workflow, events }: SharedRun, value: RunService["value"]): RunService {
  const refused = { ok: false, error: runsProblem("shared_read_only") } as const
  return {
    isRecord: true,
    start: async () => refused,
    command: async () => refused,
    why: async () => refused,
    watch(run, hear) {
      const timer = setTimeout(() => hear({ run, seq: 0, events, notes: [] }))
      return () => clearTimeout(timer)
    },
    workflowOf: async () => workflow,
    value,
    history: async () => ({ runs: [], next: null }),
    remove: async () => {},
    statistics: async () => {
      throw new Error("Expected a run that is kept here")
    },
    eventsOf: async () => events,
    watchHistory: () => () => {},
  }
}
