import { isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { type FieldLine, helperOpening, type KindLine, parseKindLine } from "../../model/ai/kindLines.ts"
import type { AiMessage } from "../../model/ports.ts"
import type { Workflow } from "../../model/workflow.ts"
import { changedBy, nothingUnderstood, partsOfRequest } from "./simulatedChange.ts"

/*
 * What the simulated model answers to the builder's helper. It reads what any model would: the lines of kinds, the
 * request, the present workflow. Each clause of the request becomes the step whose line shares the most words with it.
 *
 *     "Every weekday read notes.md, summarise it and show a notification"
 *      └─ schedule ──┴─ file.read ──┴─ ai.summarise ──┴─ notify.show
 */

/** Whether this is a question of the builder's helper. */
export function asksForWorkflow(messages: readonly AiMessage[]): boolean {
  return messages.some(({ role, content }) => role === "system" && content.startsWith(helperOpening))
}

/** The answer: a workflow in a fence, or words where an explanation is asked for. */
export async function simulatedWorkflow(messages: readonly AiMessage[]): Promise<string> {
  const { parse, stringify } = await import("yaml")
  const lines = messages
    .flatMap(({ content }) => content.split("\n"))
    .flatMap(line => parseKindLine(line) ?? [])
  // An answer that was sent back is no other question.
  const asked =
    messages.findLast(({ role, content }) => role === "user" && /^Task: /.test(content))?.content ?? ""
  const part = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(asked)?.[1]?.trim() ?? ""
  const present = asMap(parse(/~~~yaml\n([\s\S]*?)\n~~~/.exec(asked)?.[1] ?? "null") as Json)
  const task = part("Task")
  if (task === "explain") return explained(present, lines)
  const workflow =
    task === "fix"
      ? mended(present, part("Failed step"))
      : task === "change"
        ? changed(present, part("Request"), part("Selected steps").split(", ").filter(Boolean), lines)
        : drafted(present, part("Request"), lines)
  if (workflow === null) return nothingUnderstood
  return `Here is what I would do.\n\n\`\`\`yaml\n${stringify(workflow, { lineWidth: 100 })}\`\`\`\n`
}

type MutableMap = { [key: string]: Json }

function asMap(value: Json): MutableMap {
  return isMap(value) ? { ...value } : {}
}

function stepsIn(workflow: JsonMap): MutableMap[] {
  return Array.isArray(workflow.steps) ? (workflow.steps as Json[]).map(asMap) : []
}

function drafted(present: MutableMap, request: string, lines: readonly KindLine[]): MutableMap {
  const clauses = clausesOf(request)
  const trigger = triggerFor(request, lines)
  const steps = stepsFor(clauses, lines, new Set())
  const name = request.replace(/[.!?]+$/, "").slice(0, 60)
  return {
    ...{
      rivulet: 1,
      id: present.id ?? "drafted",
      name: name.charAt(0).toUpperCase() + name.slice(1),
      description: request,
    },
    ...(trigger === null ? {} : { triggers: [trigger] }),
    steps:
      steps.length > 0
        ? steps
        : [{ id: "note", kind: "log", with: { message: request || "Nothing was asked for" } }],
  }
}

/** Part for part of the request: a change of what is there, or something to add. Null where nothing was understood. */
function changed(
  present: MutableMap,
  request: string,
  selected: readonly string[],
  lines: readonly KindLine[],
): MutableMap | null {
  let after = present
  for (const part of partsOfRequest(request)) {
    const other = changedBy(part, after as unknown as Workflow, selected) as MutableMap | null
    after = other ?? extended(after, part, selected, lines)
  }
  return JSON.stringify(after) === JSON.stringify(present) ? null : after
}

function extended(
  present: MutableMap,
  request: string,
  selected: readonly string[],
  lines: readonly KindLine[],
): MutableMap {
  const steps = stepsIn(present)
  const taken = new Set(steps.map(({ id }) => String(id)))
  // What is there is not added to for a single word that happens to be that of a kind.
  const added = stepsFor(clausesOf(request), lines, taken, 2)
  if (added.length === 0) return present
  const found = steps.findLastIndex(({ id }) => selected.includes(String(id)))
  const at = found < 0 ? steps.length - 1 : found
  const isWired = steps.some(({ next }) => next !== undefined)
  const before = steps[at]
  if (isWired && before && added[0]) {
    const onward = before.next
    before.next = String(added[0].id)
    for (const [index, step] of added.entries()) {
      const following = added[index + 1]
      if (following) step.next = String(following.id)
      else if (onward !== undefined) step.next = onward
    }
  }
  return { ...present, steps: [...steps.slice(0, at + 1), ...added, ...steps.slice(at + 1)] }
}

/** Most of what fails once goes well when it is tried again. */
function mended(present: MutableMap, failed: string): MutableMap {
  const retry = { attempts: 4, delay: "2s", factor: 2 }
  return { ...present, steps: stepsIn(present).map(step => (step.id === failed ? { ...step, retry } : step)) }
}

function explained(present: MutableMap, lines: readonly KindLine[]): string {
  const steps = stepsIn(present)
  const told = steps.map(({ id, name, kind }, index) => {
    const summary = lines.find(line => line.name === kind)?.summary ?? "Does something that I do not know"
    return `${index + 1}. ${String(name ?? id)}: ${summary}.`
  })
  const title = String(present.name ?? present.id ?? "This workflow")
  return [`${title} has ${steps.length === 1 ? "one step" : `${steps.length} steps`}.`, ...told].join("\n")
}

function clausesOf(request: string): string[] {
  return request
    .split(/[,;\n]|\.\s|\bthen\b|\band\b/i)
    .map(clause =>
      clause
        .replace(/^\s*every \w+( day)?\b/i, "")
        .trim()
        .replace(/\.$/, ""),
    )
    .filter(clause => /\w{3}/.test(clause))
    .slice(0, 30)
}

/** Words by which people mean a kind that its line does not say. */
const meant: readonly (readonly [RegExp, string])[] = [
  [/\b(summar\w*|shorten)\b/i, "ai.summarise"],
  [/\btranslat\w*\b/i, "ai.translate"],
  [/\b(classif\w*|sort into|triage)\b/i, "ai.classify"],
  [/\b(extract|take out|pull out)\b/i, "ai.extract"],
  [/\b(review|analy[sz]e|check|look at)\b/i, "ai.analyse"],
  [/\b(approv\w*|confirm|ask (me|someone|a person))\b/i, "approve"],
  [/\b(notif\w*|tell me|remind)\b/i, "notify.show"],
  [/\b(e-?mail|mail)\b/i, "notify.email"],
  [/\bslack\b/i, "notify.slack"],
  [/\bdiscord\b/i, "notify.discord"],
  [/\b(fetch|download|request|call|get) .*(https?:|api|page|site|url|feed)/i, "http.request"],
  [/\b(commit)\b/i, "git.commit"],
  [/\b(save|write|store)\b/i, "file.write"],
  [/\b(read|open|load)\b/i, "file.read"],
  [/\b(list|find) .*files?\b/i, "file.list"],
  [/\b(wait|pause)\b/i, "wait"],
  [/\b(run|execute) .*(command|script|tests?)\b/i, "shell.run"],
  [/\b(write|draft|generate|answer|reply)\b/i, "ai.generate"],
]

function stepsFor(
  clauses: readonly string[],
  lines: readonly KindLine[],
  taken: Set<string>,
  least = 1,
): MutableMap[] {
  const kinds = lines.filter(({ is }) => is === "step")
  const steps: MutableMap[] = []
  for (const clause of clauses) {
    const kind = kindFor(clause, kinds, least)
    const parameters = kind && parametersFor(kind, clause, steps.at(-1))
    if (kind === null || parameters === null) continue
    const id = freshId(kind.name.split(".").at(-1) ?? "step", taken)
    steps.push({
      id,
      name: clause.charAt(0).toUpperCase() + clause.slice(1, 80),
      kind: kind.name,
      with: parameters,
    })
  }
  return steps
}

/** The kind that the clause means; where no word of its own says so, the one that shares the most words, and so many at least. */
function kindFor(clause: string, kinds: readonly KindLine[], least: number): KindLine | null {
  const wanted = meant.find(([words, name]) => words.test(clause) && kinds.some(kind => kind.name === name))
  if (wanted) return kinds.find(({ name }) => name === wanted[1]) ?? null
  const words = wordsOf(clause)
  const scored = kinds.map(kind => {
    const own = wordsOf(`${kind.name} ${kind.summary}`)
    return { kind, score: words.filter(word => own.includes(word)).length }
  })
  const best = scored.reduce((most, one) => (one.score > most.score ? one : most), {
    kind: kinds[0] ?? null,
    score: 0,
  })
  return best.score >= least ? best.kind : null
}

const small = new Set([
  "the",
  "and",
  "for",
  "with",
  "from",
  "into",
  "that",
  "this",
  "what",
  "when",
  "each",
  "its",
  "every",
  "day",
  "steps",
  "step",
])

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
    .filter(word => !small.has(word))
    .map(word => word.replace(/s$/, ""))
}

/** What the kind is called with; null where it needs something that cannot be guessed. */
function parametersFor(kind: KindLine, clause: string, before: MutableMap | undefined): MutableMap | null {
  const parameters: MutableMap = {}
  for (const field of kind.fields) {
    const value = valueFor(field, clause, before)
    if (value === undefined && !field.isOptional) return null
    if (value !== undefined && (!field.isOptional || isWorthSaying(field))) parameters[field.name] = value
  }
  return parameters
}

function isWorthSaying({ name }: FieldLine): boolean {
  return ["content", "text", "body", "title"].includes(name)
}

function valueFor(
  { name, type }: FieldLine,
  clause: string,
  before: MutableMap | undefined,
): Json | undefined {
  const text = textBefore(before)
  const arrived = text ?? "{{ incoming }}"
  switch (name) {
    case "provider":
      return "default"
    case "path":
    case "from":
      return /[\w/-]+\.[a-z]{1,5}\b/i.exec(clause)?.[0] ?? "notes.md"
    case "to":
      return (
        /\b(?:to|into) ([A-Z][a-z]+)/.exec(clause)?.[1] ??
        (type.startsWith("list") ? ["me@example.com"] : "English")
      )
    case "url":
      return /https?:\/\/\S+/.exec(clause)?.[0] ?? "https://example.com/"
    case "content":
    case "text":
    case "body":
      return type.includes("string") || type === "any" ? arrived : undefined
    case "prompt":
      return text === null ? clause : `${clause}:\n${text}`
    case "classes":
      return [{ id: "yes" }, { id: "no" }]
    case "fields":
      return { result: "string" }
    case "command":
      return /`([^`]+)`/.exec(clause)?.[1] ?? "echo done"
    case "secret":
      return undefined
    default:
      if (type === "string" || type === "any") return clause
      if (type === "boolean") return true
      if (type === "integer" || type === "number") return 1
      return type.includes("|") && /^[a-z_|]+$/.test(type) ? (type.split("|")[0] ?? "") : undefined
  }
}

/** Where the text is that the step before gave. */
function textBefore(before: MutableMap | undefined): string | null {
  if (before === undefined) return null
  const field =
    { "file.read": "content", "http.request": "body" }[String(before.kind)] ??
    (String(before.kind).startsWith("ai.") ? "text" : null)
  return field === null ? `{{ steps.${before.id}.output }}` : `{{ steps.${before.id}.output.${field} }}`
}

function triggerFor(request: string, lines: readonly KindLine[]): MutableMap | null {
  const knows = (type: string) => lines.some(({ is, name }) => is === "trigger" && name === type)
  const file = /\bwhen(?:ever)? (?:a |the )?(?:file|folder)?s?\b.*\bchanges?\b/i.test(request)
  if (file && knows("file_change")) {
    const path = /[\w/*-]+\.[a-z*]{1,5}\b/i.exec(request)?.[0] ?? "**/*.md"
    return { id: "on_change", type: "file_change", with: { path } }
  }
  const times: readonly (readonly [RegExp, string])[] = [
    [/\bevery (week ?day|working day)|on week ?days\b/i, "0 9 * * 1-5"],
    [/\b(every hour|hourly)\b/i, "0 * * * *"],
    [/\b(every week|weekly|every monday)\b/i, "0 9 * * 1"],
    [/\b(every (day|morning)|daily)\b/i, "0 9 * * *"],
  ]
  const cron = times.find(([words]) => words.test(request))?.[1]
  return cron !== undefined && knows("schedule") ? { id: "at_times", type: "schedule", with: { cron } } : null
}

function freshId(wanted: string, taken: Set<string>): string {
  const base = wanted.replace(/[^a-z0-9_]/gi, "_").toLowerCase()
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}_${count}`
  taken.add(id)
  return id
}
