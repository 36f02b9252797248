import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import { parseHostPattern } from "../hostPattern.ts"
import { fieldName, plainFields, plainSchema } from "./plainSchema.ts"

/*
 * What a plugin says of itself: the data of its default export, all but its functions. It comes from a stranger, so
 * names are narrow, texts are short, and whatever is not known is refused.
 *
 *     export default {
 *       plugin: 1, name: "weather", version: "1.0.0", title: "Weather", summary: "Asks what the weather will be",
 *       actions: {
 *         forecast: {
 *           title: "Forecast", summary: "…", effect: "read", uses: { http: ["https://api.open-meteo.com"] },
 *           input: { type: "object", properties: { … } }, outlets: { success: { … } },
 *           async run(input, { http }) { … },
 *         },
 *       },
 *     }
 */

/** The version of plugins that this code reads. */
export const pluginFormat = 1

const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, "it has to be one line of plain text")
const text = (most: number) => z.string().max(most)
const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "a name has small letters, digits and -, and begins with a letter")
  .refine(given => !(given in Object.prototype), "that name is taken by JavaScript")
const outletName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,63}$/, "an outlet has letters, digits and _, and begins with a small letter")
  .refine(
    given => given !== "failure" && !(given in Object.prototype),
    "every step has “failure” already, and some names are taken by JavaScript",
  )
const hole = /^\{\{\s*([a-zA-Z]\w*)\s*\}\}$/

/** The parameter that stands in place of a name: `{{ address }}`. */
export function holeIn(entry: string): string | undefined {
  return hole.exec(entry)?.[1]
}

const plain = /^[^\s\p{Cc}]{1,300}$/u
const nameOrHole = z.string().refine(entry => holeIn(entry) !== undefined || plain.test(entry), {
  error: "it has to be a name, or a parameter in {{ }}",
})
const host = z.string().refine(
  entry => {
    const pattern = parseHostPattern(entry)
    return (
      holeIn(entry) !== undefined ||
      (pattern.ok && (pattern.value.type === "one" || pattern.value.type === "below"))
    )
  },
  { error: "it has to be a host such as https://api.example.com, or a parameter in {{ }}" },
)
const paths = z.array(z.string().min(1).max(300)).max(20)

/** What an action or a trigger uses of the world outside: nothing, where it says nothing. */
const uses = z.strictObject({
  /** The hosts that it sends requests to. */
  http: z.array(host).min(1).max(20).optional(),
  /** The paths that it reads and writes, as globs; `{{ folder }}` is what the parameter says. */
  files: z.strictObject({ read: paths.optional(), write: paths.optional() }).optional(),
  /** The AI providers that it asks. */
  ai: z.array(nameOrHole).min(1).max(10).optional(),
  /** The secrets that its requests carry. */
  secrets: z.array(nameOrHole).min(1).max(10).optional(),
  git: z.literal(true).optional(),
  shell: z.literal(true).optional(),
  notify: z.literal(true).optional(),
  events: z.literal(true).optional(),
})

const hint = z.strictObject({
  label: line(80).optional(),
  widget: z
    .enum([
      ...([
        "text",
        "multiline",
        "code",
        "expression",
        "duration",
        "cron",
        "timezone",
        "keyvalue",
        "schema",
      ] as const),
      ...(["file", "secret", "provider", "step", "workflow"] as const),
    ])
    .optional(),
  placeholder: line(200).optional(),
  help: line(400).optional(),
  raw: z.literal(true).optional(),
  advanced: z.literal(true).optional(),
})

const json = z.json() as z.ZodType<Json>
const map = z.record(z.string(), json) as z.ZodType<JsonMap>
const files = z.record(z.string(), z.string())

const example = z.strictObject({
  title: line(120),
  with: map,
  scope: map.optional(),
  files: files.optional(),
  answers: z.record(z.string(), z.array(json)).optional(),
  outlets: map.optional(),
  problem: line(80).optional(),
  filesAfter: files.optional(),
})

const card = z
  .string()
  .max(200)
  .refine(
    template => !template.replace(/\{\{\s*[a-zA-Z]\w*\s*\}\}/g, "").includes("{{"),
    "it may hold parameters in {{ }}, and no other expressions",
  )

const look = {
  title: line(60),
  summary: line(160),
  icon: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/)
    .default("box"),
  card: card.default(""),
  docs: text(20_000).default(""),
  input: plainFields.default({ type: "object", properties: {} }),
  hints: z.record(fieldName, hint).default({}),
  uses: uses.default({}),
}

const action = z.strictObject({
  ...look,
  group: z.enum(["flow", "data", "files", "git", "connect", "ai", "people", "code"]).default("connect"),
  /** The value of each outlet; the first is where `next: step` leads. */
  outlets: z
    .record(outletName, plainSchema)
    .refine(all => Object.keys(all).length > 0, "an action needs one outlet at least")
    .default({ success: {} }),
  effect: z.enum(["pure", "read", "write", "once"]),
  /** How long an attempt may take. */
  timeout: z
    .string()
    .refine(given => parseDuration(given).ok, "it has to be a duration such as 30s")
    .default("30s"),
  examples: z.array(example).max(20).default([]),
})

const trigger = z.strictObject({
  ...look,
  /** What a run sees as `trigger`. */
  output: plainFields.default({ type: "object", properties: {} }),
  /** How long it waits between two looks. */
  every: z
    .string()
    .refine(given => {
      const length = parseDuration(given)
      return length.ok && length.value >= 60_000
    }, "it has to be a duration of a minute or more")
    .default("15m"),
})

const manifest = z.strictObject({
  plugin: z.literal(pluginFormat),
  name,
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, "it has to be three numbers such as 1.0.0"),
  title: line(60),
  summary: line(160),
  author: line(120).optional(),
  licence: line(60).optional(),
  docs: text(20_000).default(""),
  actions: z.record(name, action).default({}),
  triggers: z.record(name, trigger).default({}),
  /** Workflows as the text of their files. */
  templates: z.array(text(200_000)).max(20).default([]),
})

/** What a plugin says of itself, once it was read. */
export type Manifest = z.output<typeof manifest>
/** What a plugin says of one of its actions. */
export type Action = Manifest["actions"][string]
/** What a plugin says of one of its triggers. */
export type PluginTrigger = Manifest["triggers"][string]
/** What an action or a trigger uses of the world outside. */
export type Uses = Action["uses"]

const mostParts = 100

/** The schema of the manifest, with what no single field can say. */
export const manifestSchema = manifest.superRefine((given, context) => {
  const refuse = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message })
  const parts = Object.keys(given.actions).length + Object.keys(given.triggers).length
  if (parts === 0) refuse([], "it brings neither actions nor triggers")
  if (parts > mostParts) refuse([], `it brings more than ${mostParts} actions and triggers`)
  for (const [id, of] of Object.entries(given.actions)) {
    const at = ["actions", id]
    if (of.effect === "pure" && Object.keys(of.uses).length > 0)
      refuse([...at, "effect"], "what is pure uses nothing of the world outside")
    if (of.effect === "read" && (of.uses.shell || of.uses.notify || of.uses.events || of.uses.files?.write))
      refuse([...at, "effect"], "what only reads writes no files, runs no commands and tells nobody")
    for (const [path, message] of breachesOf(of)) refuse([...at, ...path], message)
  }
  for (const [id, of] of Object.entries(given.triggers)) {
    const { http: _, secrets: __, ...others } = of.uses
    if (Object.keys(others).length > 0)
      refuse(["triggers", id, "uses"], "a trigger may use http and secrets, and nothing else")
    for (const [path, message] of breachesOf(of)) refuse(["triggers", id, ...path], message)
  }
})

/** What speaks of parameters that there are not. */
function* breachesOf(of: Action | PluginTrigger): Generator<[path: readonly string[], message: string]> {
  const fields = Object.keys(of.input.properties ?? {})
  const unknown = (field: string) => !fields.includes(field)
  for (const field of of.input.required ?? [])
    if (unknown(field)) yield [["input", "required"], `there is no parameter ${field}`]
  for (const field of Object.keys(of.hints))
    if (unknown(field)) yield [["hints", field], "there is no such parameter"]
  for (const [, field = ""] of of.card.matchAll(/\{\{\s*(\w+)\s*\}\}/g))
    if (unknown(field)) yield [["card"], `there is no parameter ${field}`]
  const { http = [], ai = [], secrets = [], files: paths = {} } = of.uses
  for (const entry of [...http, ...ai, ...secrets, ...(paths.read ?? []), ...(paths.write ?? [])]) {
    for (const [, field = ""] of entry.matchAll(/\{\{\s*(\w+)\s*\}\}/g))
      if (unknown(field)) yield [["uses"], `there is no parameter ${field}`]
  }
}

/** A plugin as it is kept: what it is made of, and what was read from that when it was installed. */
export interface Plugin {
  readonly name: string
  readonly version: string
  /** The hash of its text. */
  readonly hash: string
  /** As its author wrote it. */
  readonly text: string
  /** The same, ready to run. */
  readonly code: string
  readonly manifest: Manifest
}

/** A plugin by name, version and hash: what a run is pinned to. */
export type PluginId = Pick<Plugin, "name" | "version" | "hash">

const keptPlugin = z.object({
  name: z.string(),
  version: z.string(),
  hash: z.string(),
  text: z.string(),
  code: z.string(),
  manifest: manifestSchema,
})

/** Reads a plugin that was kept; undefined for what is none. */
export function parsePlugin(kept: unknown): Plugin | undefined {
  const read = keptPlugin.safeParse(kept)
  return read.success ? read.data : undefined
}
